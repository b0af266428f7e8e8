#pragma once

#include "guard/guard.hpp"

#include <string>
#include <string_view>

namespace keydesk::guard {

/// "[removed: seed phrase]" or "[已移除: 助记词]".
std::string marker(Kind kind, Locale locale);

struct Marker {
    std::size_t bytes = 0;  ///< 0: none stands here.
    std::uint32_t code_points = 0;
    Kind kind = Kind::seed_phrase;
};

/// A marker the guard wrote earlier, or none; nothing else in brackets counts.
Marker marker_at(std::string_view utf8, std::size_t at);

}  // namespace keydesk::guard
