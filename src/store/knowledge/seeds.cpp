#include "store/accounts/rows.hpp"
#include "store/knowledge/knowledge.hpp"
#include "store/knowledge/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kAuthor = "Keydesk";

constexpr auto kAddCategory = R"(
    INSERT INTO article_categories (id, position, names, summaries) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO NOTHING)";

constexpr auto kAddArticle = R"(
    INSERT INTO articles (slug, category, position, reviewed_at, changed_at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (slug) DO NOTHING)";

constexpr auto kNoteSeed = R"(
    INSERT INTO article_texts (slug, locale, version, seed) VALUES ($1, $2, $3, $4)
    ON CONFLICT (slug, locale) DO UPDATE SET version = excluded.version, seed = excluded.seed)";

Result<void> add_categories(sql::Connection& db, const std::vector<desk::Category>& categories)
{
    for (const auto& one : categories) {
        auto done = db.query(
            kAddCategory, {one.id, one.position, map_text(one.names), map_text(one.summaries)});
        if (!done) return fail(done.error());
    }
    return {};
}

Result<void> add_seed(sql::Connection& db, const desk::ArticleSeed& seed, Time now)
{
    auto known = db.query(
        "SELECT version, seed, edited, published FROM article_texts"
        " WHERE slug = $1 AND locale = $2",
        {seed.slug, seed.locale});
    if (!known) return fail(known.error());
    std::int64_t version = 1;
    bool shown = true;
    if (!known->empty()) {
        const auto& row = known->front();
        if (row.truth(2) || row.text(1) == seed.digest) return {};
        version = row.number(0) + 1;
        // What the operator took away stays away.
        shown = row.number(3) > 0;
    }
    auto reviewed = seed.reviewed_at.transform(millis);
    auto article =
        db.query(kAddArticle, {seed.slug, seed.category, seed.position, reviewed, millis(now)});
    if (!article) return fail(article.error());
    auto added = insert_version(db, {seed.slug, seed.locale, version, seed.text, kAuthor, now});
    if (!added) return added;
    auto noted = db.query(kNoteSeed, {seed.slug, seed.locale, version, seed.digest});
    if (!noted) return fail(noted.error());
    if (!shown) return {};
    return set_published(db, seed.slug, seed.locale, version, now);
}

}  // namespace

Task<Result<std::set<std::string>>> Knowledge::known_seeds()
{
    using Digests = std::set<std::string>;
    co_return co_await database_.read([](sql::Connection& db) -> Result<Digests> {
        auto rows = db.query("SELECT seed FROM article_texts WHERE seed <> ''");
        if (!rows) return fail(rows.error());
        Digests known;
        for (const auto& row : *rows) known.insert(row.text(0));
        return known;
    });
}

Task<Result<void>> Knowledge::seed(
    std::vector<desk::Category> categories, std::vector<desk::ArticleSeed> seeds)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto shelved = add_categories(db, categories);
        if (!shelved) return shelved;
        for (const auto& one : seeds) {
            auto added = add_seed(db, one, now);
            if (!added) return added;
        }
        return {};
    });
}

}  // namespace keydesk::store
