#pragma once

#include "desk/knowledge/ports.hpp"
#include "text/word_index.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keydesk::desk {

/// An article as a page shows it.
struct ShownArticle : PublishedArticle {
    std::string html;
};

/// Everything that customers may read at one moment, ready to be shown and searched. Never
/// changes: what is published makes a new one. Pure.
class Shelf {
public:
    Shelf() = default;
    /// Renders and indexes: milliseconds for a hundred articles, a second for ten thousand.
    explicit Shelf(PublishedShelf published);
    Shelf(const Shelf&) = delete;

    const std::vector<Category>& categories() const noexcept { return categories_; }
    const Category* category(std::string_view id) const noexcept;
    const std::vector<ShownArticle>& articles() const noexcept { return articles_; }
    /// Null: not in that language.
    const ShownArticle* article(std::string_view slug, std::string_view locale) const noexcept;
    std::vector<const ShownArticle*> in_category(
        std::string_view category, std::string_view locale) const;
    /// What is about the same words first, then the same category.
    std::vector<const ShownArticle*> related(const ShownArticle& to, std::size_t most) const;

    /// Both languages at once, an article once: in `locale` when it is found there, too.
    std::vector<const ShownArticle*> search(
        std::string_view query, std::string_view locale, std::size_t most) const;
    /// As search, for a customer's own sentences: nothing rather than a guess.
    std::vector<const ShownArticle*> suggest(
        std::string_view text, std::string_view locale, std::size_t most) const;

private:
    struct Found {
        const ShownArticle* article;
        double score, covered;
    };
    std::vector<Found> find(
        std::string_view query, std::string_view locale, std::size_t most) const;

    std::vector<Category> categories_;
    std::vector<ShownArticle> articles_;
    std::unordered_map<std::string, std::size_t> places_;  ///< By locale and slug.
    text::WordIndex index_;
};

}  // namespace keydesk::desk
