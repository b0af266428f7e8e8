#pragma once

#include <span>
#include <string_view>

/// The invented conversations of `keydesk demo`. Names, numbers and addresses are made up.
namespace keydesk::app {

struct Line {
    char who;  ///< c customer, a agent, n note
    int minutes_before_now;
    std::string_view text;
};

struct Story {
    std::string_view name, locale, device, page;
    int agent;  ///< Index of the demo agent who has it; -1: nobody.
    std::string_view priority, status;
    std::string_view label;  ///< Empty: none.
    std::span<const Line> lines;
};

std::span<const Story> stories();

}  // namespace keydesk::app
