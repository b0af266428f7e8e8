#pragma once

#include "chains/recognise/recognise.hpp"

#include <optional>
#include <string_view>

namespace keydesk::chains {

/// How many searches for the wrong character one text may still cost (a few ms each).
struct Patience {
    int searches = 8;
};

/// A token that looks like an address or a hash and is none: the doubt without its place.
std::optional<Doubt> near_miss(std::string_view token, Patience& patience);

/// Two ends of something with dots between: 0xaab6…4140, TR7NHq…Lj6t, bc1qw5…8f3t4. `tail` may be
/// empty when nothing follows the dots.
bool is_truncated(std::string_view head, std::string_view tail);

}  // namespace keydesk::chains
