#include "store/knowledge/knowledge.hpp"

#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"
#include "store/knowledge/rows.hpp"

#include <map>

namespace keydesk::store {

namespace {

constexpr auto kPublished = R"(
    SELECT a.slug, t.locale, a.category, a.position, v.title, v.summary, v.keywords, v.body,
           a.reviewed_at, v.published_at
    FROM articles a JOIN article_categories c ON c.id = a.category
    JOIN article_texts t ON t.slug = a.slug
    JOIN article_versions v
        ON v.slug = t.slug AND v.locale = t.locale AND v.version = t.published
    WHERE a.archived = 0 ORDER BY c.position, c.id, a.position, a.slug, t.locale)";

constexpr auto kPutCategory = R"(
    INSERT INTO article_categories (id, position, names, summaries) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, names = excluded.names,
        summaries = excluded.summaries)";

constexpr auto kRow = R"(
    SELECT a.slug, a.category, a.position, a.owner, g.name, a.reviewed_at, a.review_days,
           a.archived, a.changed_at,
           (SELECT count(*) FROM article_votes v WHERE v.slug = a.slug AND v.helped = 1),
           (SELECT count(*) FROM article_votes v WHERE v.slug = a.slug AND v.helped = 0)
    FROM articles a LEFT JOIN agents g ON g.id = a.owner )";

constexpr auto kTexts = R"(
    SELECT t.slug, t.locale, v.title, t.version, t.published
    FROM article_texts t JOIN article_versions v
        ON v.slug = t.slug AND v.locale = t.locale AND v.version = t.version )";

constexpr auto kEdit = R"(
    UPDATE articles SET category = coalesce($2, category), position = coalesce($3, position),
        review_days = coalesce($4, review_days), reviewed_at = coalesce($5, reviewed_at),
        archived = coalesce($6, archived), owner = CASE WHEN $7 = 1 THEN $8 ELSE owner END,
        changed_at = $9
    WHERE slug = $1)";

std::optional<Time> maybe_time(const sql::Row& row, std::size_t column)
{
    return row.maybe_number(column).transform(from_millis);
}

desk::PublishedArticle read_published(const sql::Row& row)
{
    return {
        .slug = row.text(0),
        .locale = row.text(1),
        .category = row.text(2),
        .position = row.number(3),
        .title = row.text(4),
        .summary = row.text(5),
        .keywords = row.text(6),
        .body = row.text(7),
        .reviewed_at = maybe_time(row, 8),
        .changed_at = from_millis(row.number(9))};
}

desk::ArticleRow read_row(const sql::Row& row)
{
    desk::ArticleRow article{
        .slug = row.text(0),
        .category = row.text(1),
        .position = row.number(2),
        .owner = {},
        .reviewed_at = maybe_time(row, 5),
        .review_days = row.number(6),
        .archived = row.truth(7),
        .changed_at = from_millis(row.number(8)),
        .texts = {},
        .helped = row.number(9),
        .did_not_help = row.number(10)};
    if (!row.null(3)) article.owner = desk::Face{row.text(3), row.text(4)};
    return article;
}

desk::ArticleState read_state(const sql::Row& row)
{
    return {row.text(1), row.text(2), row.number(3), row.number(4)};
}

Result<std::vector<desk::ArticleRow>> read_list(
    sql::Connection& db, const std::string& after, std::size_t limit)
{
    auto most = static_cast<std::int64_t>(limit);
    auto rows =
        db.query(std::string{kRow} + "WHERE a.slug > $1 ORDER BY a.slug LIMIT $2", {after, most});
    if (!rows) return fail(rows.error());
    std::vector<desk::ArticleRow> list;
    std::map<std::string, std::size_t> places;
    for (const auto& row : *rows) {
        places[row.text(0)] = list.size();
        list.push_back(read_row(row));
    }
    if (list.empty()) return list;
    auto texts = db.query(
        std::string{kTexts} + "WHERE t.slug > $1 AND t.slug <= $2 ORDER BY t.slug, t.locale",
        {after, list.back().slug});
    if (!texts) return fail(texts.error());
    for (const auto& row : *texts) {
        auto place = places.find(row.text(0));
        if (place != places.end()) list[place->second].texts.push_back(read_state(row));
    }
    return list;
}

Result<desk::ArticleRow> read_one(sql::Connection& db, const std::string& slug)
{
    auto row = first_row(db.query(std::string{kRow} + "WHERE a.slug = $1", {slug}));
    if (!row) return fail(row.error());
    auto article = read_row(*row);
    auto texts =
        db.query(std::string{kTexts} + "WHERE t.slug = $1 ORDER BY t.slug, t.locale", {slug});
    if (!texts) return fail(texts.error());
    for (const auto& text : *texts) article.texts.push_back(read_state(text));
    return article;
}

Result<void> change(
    sql::Connection& db,
    const std::string& slug,
    const desk::ArticlePatch& patch,
    const desk::AuditEntry& audit,
    Time now)
{
    auto owner = patch.owner.value_or(std::nullopt);
    auto done = db.query(
        kEdit,
        {slug,
         patch.category,
         patch.position,
         patch.review_days,
         patch.reviewed_at.transform(millis),
         patch.archived,
         patch.owner.has_value(),
         owner,
         millis(now)});
    if (!done && done.error().kind == ErrorKind::conflict)
        return fail(ErrorKind::invalid_input, "no such category or agent");
    if (!done) return fail(done.error());
    if (db.changes() == 0) return fail(ErrorKind::not_found, "no such article");
    return append_audit(db, audit);
}

}  // namespace

Result<std::vector<desk::Category>> read_categories(sql::Connection& db)
{
    auto rows = db.query(
        "SELECT id, position, names, summaries FROM article_categories ORDER BY position, id");
    if (!rows) return fail(rows.error());
    std::vector<desk::Category> list;
    for (const auto& row : *rows)
        list.push_back({row.text(0), row.number(1), map_of(row.text(2)), map_of(row.text(3))});
    return list;
}

Task<Result<desk::PublishedShelf>> Knowledge::published()
{
    co_return co_await database_.read([](sql::Connection& db) -> Result<desk::PublishedShelf> {
        auto categories = read_categories(db);
        if (!categories) return fail(categories.error());
        auto rows = db.query(kPublished);
        if (!rows) return fail(rows.error());
        desk::PublishedShelf shelf{std::move(*categories), {}};
        for (const auto& row : *rows) shelf.articles.push_back(read_published(row));
        return shelf;
    });
}

Task<Result<std::vector<desk::Category>>> Knowledge::categories()
{
    co_return co_await database_.read([](sql::Connection& db) { return read_categories(db); });
}

Task<Result<void>> Knowledge::put_category(desk::Category category, desk::AuditEntry audit)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kPutCategory,
            {category.id,
             category.position,
             map_text(category.names),
             map_text(category.summaries)});
        if (!done) return fail(done.error());
        return append_audit(db, audit);
    });
}

Task<Result<void>> Knowledge::remove_category(std::string id, desk::AuditEntry audit)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM article_categories WHERE id = $1", {id});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return fail(ErrorKind::not_found, "no such category");
        return append_audit(db, audit);
    });
}

Task<Result<std::vector<desk::ArticleRow>>> Knowledge::list(std::string after, std::size_t limit)
{
    co_return co_await database_.read(
        [&](sql::Connection& db) { return read_list(db, after, limit); });
}

Task<Result<desk::ArticleRow>> Knowledge::article(std::string slug)
{
    co_return co_await database_.read([&](sql::Connection& db) { return read_one(db, slug); });
}

Task<Result<void>> Knowledge::create(
    std::string slug, std::string category, desk::Face by, desk::AuditEntry audit)
{
    auto now = millis(clock_.now());
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto known = db.query("SELECT 1 FROM article_categories WHERE id = $1", {category});
        if (!known) return fail(known.error());
        if (known->empty()) return fail(ErrorKind::invalid_input, "no such category");
        auto done = db.query(
            "INSERT INTO articles (slug, category, position, owner, reviewed_at, changed_at)"
            " SELECT $1, $2, coalesce(max(position), 0) + 10, $3, $4, $4 FROM articles"
            " WHERE category = $2",
            {slug, category, by.id, now});
        if (!done) return fail(done.error());
        return append_audit(db, audit);
    });
}

Task<Result<void>> Knowledge::edit(
    std::string slug, desk::ArticlePatch patch, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return change(db, slug, patch, audit, now); });
}

}  // namespace keydesk::store
