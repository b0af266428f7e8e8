#pragma once

#include <array>
#include <bit>
#include <cstddef>

namespace keydesk::guard {

/// By the octave of the place in the list: half the logarithm of how much rarer the character is
/// in writing (the pairs carry the other half). Printed by data/weigh.py.
inline constexpr std::array<float, 13> kByRank{
    -2.3F, -2.1F, -1.9F, -1.5F, -1.3F, -1.1F, -0.7F, -0.5F, -0.2F, 0.15F, 0.6F, 1.3F, 1.4F};

inline float by_rank(int index)
{
    const auto octave =
        static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(index) + 1U) - 1);
    const float within = static_cast<float>(index + 1) / static_cast<float>(1U << octave) - 1.0F;
    return kByRank[octave] + (kByRank[octave + 1] - kByRank[octave]) * within;
}

}  // namespace keydesk::guard
