#pragma once

#include "base/clock.hpp"
#include "desk/knowledge/ports.hpp"
#include "sql/database.hpp"

#include <set>
#include <string>

namespace keydesk::store {

/// The help centre in SQL. Lives on the io thread; `database` and `clock` outlive it.
class Knowledge final : public desk::ArticleStore {
public:
    Knowledge(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    Task<Result<desk::PublishedShelf>> published() override;
    Task<Result<std::vector<desk::Category>>> categories() override;
    Task<Result<void>> put_category(desk::Category category, desk::AuditEntry audit) override;
    Task<Result<void>> remove_category(std::string id, desk::AuditEntry audit) override;

    Task<Result<std::vector<desk::ArticleRow>>> list(std::string after, std::size_t limit) override;
    Task<Result<desk::ArticleRow>> article(std::string slug) override;
    Task<Result<void>> create(
        std::string slug, std::string category, desk::Face by, desk::AuditEntry audit) override;
    Task<Result<void>> edit(
        std::string slug, desk::ArticlePatch patch, desk::AuditEntry audit) override;

    Task<Result<std::vector<desk::ArticleVersion>>> versions(
        std::string slug, std::string locale, std::int64_t before, std::size_t limit) override;
    Task<Result<desk::ArticleVersion>> version(
        std::string slug, std::string locale, std::int64_t version) override;
    Task<Result<std::int64_t>> save(
        std::string slug,
        std::string locale,
        desk::SafeArticle text,
        std::int64_t base,
        std::int64_t restored_from,
        std::string author) override;
    Task<Result<void>> publish(
        std::string slug,
        std::string locale,
        std::int64_t version,
        desk::AuditEntry audit) override;

    Task<Result<void>> vote(
        std::string slug,
        std::string locale,
        std::string voter_hash,
        bool helped,
        guard::SafeText reason) override;
    Task<Result<std::vector<desk::ArticleOpinion>>> opinions(
        std::string slug, std::size_t limit) override;

    /// Digests of the program's own articles that were taken in.
    Task<Result<std::set<std::string>>> known_seeds();
    Task<Result<void>> seed(
        std::vector<desk::Category> categories, std::vector<desk::ArticleSeed> seeds) override;

private:
    sql::Database& database_;
    const Clock& clock_;
};

}  // namespace keydesk::store
