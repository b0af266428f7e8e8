#pragma once

#include <span>
#include <string_view>

/// The packed word lists (data/pack.py). In the browser only English and Chinese are compiled in.
namespace keydesk::guard::tables {

std::string_view english();
std::string_view chinese();
std::string_view chinese_groups();
std::string_view chinese_pairs();
std::string_view chinese_pairs_few();
std::span<const std::string_view> others();

}  // namespace keydesk::guard::tables
