#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/knowledge/articles.hpp"
#include "desk/knowledge/rules.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the help centre needs of a store; every call is one transaction.
namespace keydesk::desk {

/// A file of knowledge/ as it was compiled in.
struct ArticleSeed {
    std::string slug, locale, category;
    std::int64_t position = 0;
    SafeArticle text;
    std::optional<Time> reviewed_at;
    std::string digest;  ///< Of the whole file: another one is a newer seed.
};

/// One language of an article, as lists show it.
struct ArticleState {
    std::string locale, title;
    std::int64_t version = 0;    ///< The newest there is.
    std::int64_t published = 0;  ///< The one that customers read; 0: none.
};

/// An article as agents see it.
struct ArticleRow {
    std::string slug, category;
    std::int64_t position = 0;
    std::optional<Face> owner;
    std::optional<Time> reviewed_at;
    std::int64_t review_days = 180;
    bool archived = false;
    Time changed_at{};
    std::vector<ArticleState> texts;
    std::int64_t helped = 0, did_not_help = 0;

    bool review_due(Time now) const
    {
        return !reviewed_at || *reviewed_at + std::chrono::days{review_days} < now;
    }
};

struct ArticleVersion {
    std::string locale;
    std::int64_t version = 0;
    ArticleText text;  ///< Guarded; without `body` in lists.
    std::string author;
    Time at{};
    std::optional<Time> published_at;
    std::int64_t restored_from = 0;  ///< 0: it was written.
};

struct ArticleOpinion {
    std::string locale, reason;
    bool helped = false;
    Time at{};
};

struct ArticlePatch {
    std::optional<std::string> category;
    std::optional<std::int64_t> position, review_days;
    std::optional<std::optional<std::string>> owner;  ///< Id of an agent.
    std::optional<Time> reviewed_at;
    std::optional<bool> archived;
};

struct PublishedShelf {
    std::vector<Category> categories;        ///< In their order.
    std::vector<PublishedArticle> articles;  ///< In the order of category and position.
};

class ArticleStore {
public:
    virtual ~ArticleStore() = default;
    virtual Task<Result<PublishedShelf>> published() = 0;
    virtual Task<Result<std::vector<Category>>> categories() = 0;
    virtual Task<Result<void>> put_category(Category category, AuditEntry audit) = 0;
    /// Errors: `conflict` while an article stands in it.
    virtual Task<Result<void>> remove_category(std::string id, AuditEntry audit) = 0;

    /// By slug, after that one; with what customers said of each.
    virtual Task<Result<std::vector<ArticleRow>>> list(std::string after, std::size_t limit) = 0;
    /// Errors: `not_found`.
    virtual Task<Result<ArticleRow>> article(std::string slug) = 0;
    /// Errors: `conflict` (slug is taken), `invalid_input` (no such category).
    virtual Task<Result<void>> create(
        std::string slug, std::string category, Face by, AuditEntry audit) = 0;
    virtual Task<Result<void>> edit(std::string slug, ArticlePatch patch, AuditEntry audit) = 0;

    /// Newest first, before that version (0: from the newest).
    virtual Task<Result<std::vector<ArticleVersion>>> versions(
        std::string slug, std::string locale, std::int64_t before, std::size_t limit) = 0;
    /// Version 0 is the newest. Errors: `not_found`.
    virtual Task<Result<ArticleVersion>> version(
        std::string slug, std::string locale, std::int64_t version) = 0;
    /// A new version after `base`, the newest that its author knew (0: there was none).
    /// Errors: `conflict` when there is a newer one, `not_found`.
    virtual Task<Result<std::int64_t>> save(
        std::string slug,
        std::string locale,
        SafeArticle text,
        std::int64_t base,
        std::int64_t restored_from,
        std::string author) = 0;
    /// Errors: `not_found`. Version 0 takes it away from customers.
    virtual Task<Result<void>> publish(
        std::string slug, std::string locale, std::int64_t version, AuditEntry audit) = 0;

    /// One opinion a voter and text; the last one counts. Errors: `not_found` when it is not
    /// published.
    virtual Task<Result<void>> vote(
        std::string slug,
        std::string locale,
        std::string voter_hash,
        bool helped,
        guard::SafeText reason) = 0;
    /// Those with words, newest first.
    virtual Task<Result<std::vector<ArticleOpinion>>> opinions(
        std::string slug, std::size_t limit) = 0;

    /// Adds what is missing and renews what nobody has edited.
    virtual Task<Result<void>> seed(
        std::vector<Category> categories, std::vector<ArticleSeed> seeds) = 0;
};

}  // namespace keydesk::desk
