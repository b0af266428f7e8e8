#include "desk/knowledge/articles.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

/// Their places in the addresses are taken.
constexpr std::string_view kTaken[]{
    "search", "en", "zh-cn", "new", "preview", "categories", "suggest"};

std::string by_locale(const std::map<std::string, std::string>& texts, const std::string& locale)
{
    auto own = texts.find(locale);
    if (own != texts.end() && !own->second.empty()) return own->second;
    for (const auto& [tag, text] : texts) {
        if (!text.empty()) return text;
    }
    return {};
}

}  // namespace

bool is_article_locale(std::string_view text) noexcept
{
    return std::ranges::find(kArticleLocales, text) != std::end(kArticleLocales);
}

std::string article_locale(std::string_view tag)
{
    return tag.starts_with("zh") ? "zh-CN" : "en";
}

bool is_slug(std::string_view text) noexcept
{
    auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !text.empty() && text.size() <= 80 && text.front() != '-' && text.back() != '-' &&
           text.find("--") == text.npos && std::ranges::all_of(text, plain) &&
           std::ranges::find(kTaken, text) == std::end(kTaken);
}

std::string Category::name(const std::string& locale) const
{
    auto found = by_locale(names, locale);
    return found.empty() ? id : found;
}

std::string Category::summary(const std::string& locale) const
{
    return by_locale(summaries, locale);
}

}  // namespace keydesk::desk
