#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What of a text the recogniser weighs. Pure.
namespace keydesk::text {

struct Feature {
    std::u32string name;
    float weight = 1;
};

/// `known`: English words seen in examples; a word that is none of them counts as the one it is
/// nearly (reading.hpp). Null: words count as they are.
std::vector<Feature> features_of(
    std::string_view utf8, const std::vector<std::u32string>* known = nullptr);

}  // namespace keydesk::text
