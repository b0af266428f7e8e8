#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a message tells of a case, with its places: hashes, addresses, amounts, times, error
/// texts, versions, devices, the other side, networks, links, the last digits of a phone. Pure.
namespace keydesk::text {

struct Fact {
    /// transaction address amount time error_text app_version os device counterparty network url
    /// phone_tail email
    std::string kind;
    std::string value;  ///< As people read it; of a phone the last four digits, no more.
    std::size_t start = 0, end = 0;  ///< Code points of the text, half open.
    /// Of a time: when it is, in milliseconds since 1970; of an amount: the asset.
    std::optional<std::chrono::milliseconds> at = {};
    std::string asset = {};
};

/// What is known besides the text.
struct Surroundings {
    std::chrono::milliseconds now{0};  ///< Since 1970, UTC.
    /// The customer's clock minus UTC, at a moment since 1970 UTC; empty: his clock shows UTC.
    std::function<std::chrono::minutes(std::chrono::milliseconds)> zone = {};
};

/// In the order of the text; none overlaps another.
std::vector<Fact> facts_of(std::string_view utf8, const Surroundings& around = {});

}  // namespace keydesk::text
