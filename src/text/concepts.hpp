#pragma once

#include <span>
#include <string_view>

/// Words that customers of a wallet use for the same thing, in both languages: the bridge between
/// a question in Chinese and an example in English, and between "ship" and "send".
namespace keydesk::text {

struct Concept {
    std::u32string_view name;
    std::u32string_view en;  ///< Words and phrases as they are written, parted by '|'.
    std::u32string_view zh;  ///< The same in simplified Chinese.
};

std::span<const Concept> concepts();

}  // namespace keydesk::text
