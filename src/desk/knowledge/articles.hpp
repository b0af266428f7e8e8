#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The help centre as values. See docs/knowledge.md.
namespace keydesk::desk {

/// The languages of the help centre, as they stand in addresses and in the database.
inline constexpr std::string_view kArticleLocales[]{"zh-CN", "en"};
bool is_article_locale(std::string_view text) noexcept;
/// "zh-Hant" → "zh-CN"; everything that is not Chinese → "en".
std::string article_locale(std::string_view tag);

/// "transfer-pending": 1 to 80 of a-z, 0-9 and single hyphens between them. Not a word that stands
/// for something else in the addresses of the help centre.
bool is_slug(std::string_view text) noexcept;

/// A shelf of the help centre.
struct Category {
    std::string id;  ///< A slug.
    std::int64_t position = 0;
    std::map<std::string, std::string> names, summaries;  ///< By locale.

    std::string name(const std::string& locale) const;
    std::string summary(const std::string& locale) const;
};

/// What customers read, in one language.
struct PublishedArticle {
    std::string slug, locale, category;
    std::int64_t position = 0;
    std::string title, summary, keywords, body;  ///< `body` is Markdown.
    std::optional<Time> reviewed_at;
    Time changed_at{};
};

/// An article as others show or send it.
struct ArticleLink {
    std::string slug, locale, title, summary;
    std::string url;  ///< Absolute when the desk knows its own address.
};

/// The help centre as the rest of the desk uses it. Lives on the io thread; answers from memory.
class Articles {
public:
    virtual ~Articles() = default;
    /// In that language, or in the other one when it exists only there.
    virtual std::optional<ArticleLink> find(
        std::string_view slug, std::string_view locale) const = 0;
    /// What may answer a customer's own words; empty rather than a guess. The text is not kept.
    virtual std::vector<ArticleLink> suggest(
        std::string_view text, std::string_view locale, std::size_t most = 3) const = 0;
};

}  // namespace keydesk::desk
