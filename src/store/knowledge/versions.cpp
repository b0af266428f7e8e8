#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"
#include "store/knowledge/knowledge.hpp"
#include "store/knowledge/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kInsertVersion = R"(
    INSERT INTO article_versions (slug, locale, version, title, summary, keywords, body, author,
        at, restored_from)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))";

constexpr auto kNewest = R"(
    INSERT INTO article_texts (slug, locale, version, edited) VALUES ($1, $2, $3, 1)
    ON CONFLICT (slug, locale) DO UPDATE SET version = excluded.version, edited = 1)";

constexpr auto kVersions = R"(
    SELECT v.locale, v.version, v.title, v.summary, v.keywords, '', v.author, v.at,
           v.published_at, v.restored_from
    FROM article_versions v WHERE v.slug = $1 AND v.locale = $2 AND v.version < $3
    ORDER BY v.version DESC LIMIT $4)";

constexpr auto kVersion = R"(
    SELECT v.locale, v.version, v.title, v.summary, v.keywords, v.body, v.author, v.at,
           v.published_at, v.restored_from
    FROM article_texts t JOIN article_versions v ON v.slug = t.slug AND v.locale = t.locale
        AND v.version = CASE WHEN $3 = 0 THEN t.version ELSE $3 END
    WHERE t.slug = $1 AND t.locale = $2)";

constexpr auto kVote = R"(
    INSERT INTO article_votes (slug, locale, voter, helped, reason, at)
    SELECT t.slug, t.locale, $3, $4, $5, $6
    FROM article_texts t JOIN articles a ON a.slug = t.slug
    WHERE t.slug = $1 AND t.locale = $2 AND t.published > 0 AND a.archived = 0
    ON CONFLICT (slug, locale, voter) DO UPDATE SET helped = excluded.helped, at = excluded.at,
        reason = CASE WHEN excluded.reason = '' THEN article_votes.reason
                      ELSE excluded.reason END)";

constexpr auto kOpinions = R"(
    SELECT locale, reason, helped, at FROM article_votes
    WHERE slug = $1 AND reason <> '' ORDER BY at DESC LIMIT $2)";

desk::ArticleVersion read_version(const sql::Row& row)
{
    return {
        .locale = row.text(0),
        .version = row.number(1),
        .text = {row.text(2), row.text(3), row.text(4), row.text(5)},
        .author = row.text(6),
        .at = from_millis(row.number(7)),
        .published_at = row.maybe_number(8).transform(from_millis),
        .restored_from = row.number(9)};
}

/// 0 when there is no text in that language yet. Errors: `not_found` (no such article).
Result<std::int64_t> newest(sql::Connection& db, const std::string& slug, const std::string& locale)
{
    auto row = first_row(db.query(
        "SELECT (SELECT version FROM article_texts WHERE slug = $1 AND locale = $2)"
        " FROM articles WHERE slug = $1",
        {slug, locale}));
    if (!row) return fail(row.error());
    return row->number(0);
}

Result<void> touch(sql::Connection& db, const std::string& slug, Time now)
{
    auto done =
        db.query("UPDATE articles SET changed_at = $2 WHERE slug = $1", {slug, millis(now)});
    if (!done) return fail(done.error());
    return {};
}

Result<std::int64_t> add_version(sql::Connection& db, NewVersion fresh, std::int64_t base)
{
    auto known = newest(db, fresh.slug, fresh.locale);
    if (!known) return fail(known.error());
    if (*known != base) return fail(ErrorKind::conflict, "somebody saved a newer version");
    fresh.version = base + 1;
    auto added = insert_version(db, fresh);
    if (!added) return fail(added.error());
    auto noted = db.query(kNewest, {fresh.slug, fresh.locale, fresh.version});
    if (!noted) return fail(noted.error());
    auto touched = touch(db, fresh.slug, fresh.at);
    if (!touched) return fail(touched.error());
    return fresh.version;
}

}  // namespace

Result<void> insert_version(sql::Connection& db, const NewVersion& fresh)
{
    auto done = db.query(
        kInsertVersion,
        {fresh.slug,
         fresh.locale,
         fresh.version,
         fresh.text.title.str(),
         fresh.text.summary.str(),
         fresh.text.keywords.str(),
         fresh.text.body.str(),
         fresh.author,
         millis(fresh.at),
         fresh.restored_from});
    if (!done) return fail(done.error());
    return {};
}

Result<void> set_published(
    sql::Connection& db,
    const std::string& slug,
    const std::string& locale,
    std::int64_t version,
    Time now)
{
    if (version > 0) {
        auto dated = db.query(
            "UPDATE article_versions SET published_at = $4"
            " WHERE slug = $1 AND locale = $2 AND version = $3",
            {slug, locale, version, millis(now)});
        if (!dated) return fail(dated.error());
        if (db.changes() == 0) return fail(ErrorKind::not_found, "no such version");
    }
    auto done = db.query(
        "UPDATE article_texts SET published = $3 WHERE slug = $1 AND locale = $2",
        {slug, locale, version});
    if (!done) return fail(done.error());
    if (db.changes() == 0) return fail(ErrorKind::not_found, "no such text");
    return touch(db, slug, now);
}

Task<Result<std::vector<desk::ArticleVersion>>> Knowledge::versions(
    std::string slug, std::string locale, std::int64_t before, std::size_t limit)
{
    auto below = before > 0 ? before : std::int64_t{1} << 60;
    auto most = static_cast<std::int64_t>(limit);
    using List = std::vector<desk::ArticleVersion>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kVersions, {slug, locale, below, most});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) list.push_back(read_version(row));
        return list;
    });
}

Task<Result<desk::ArticleVersion>> Knowledge::version(
    std::string slug, std::string locale, std::int64_t version)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return as(first_row(db.query(kVersion, {slug, locale, version})), read_version);
    });
}

Task<Result<std::int64_t>> Knowledge::save(
    std::string slug,
    std::string locale,
    desk::SafeArticle text,
    std::int64_t base,
    std::int64_t restored_from,
    std::string author)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) {
        NewVersion fresh{slug, locale, 0, text, author, now, restored_from};
        return add_version(db, std::move(fresh), base);
    });
}

Task<Result<void>> Knowledge::publish(
    std::string slug, std::string locale, std::int64_t version, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = set_published(db, slug, locale, version, now);
        if (!done) return done;
        return append_audit(db, audit);
    });
}

Task<Result<void>> Knowledge::vote(
    std::string slug,
    std::string locale,
    std::string voter_hash,
    bool helped,
    guard::SafeText reason)
{
    auto now = millis(clock_.now());
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(kVote, {slug, locale, voter_hash, helped, reason.str(), now});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return fail(ErrorKind::not_found, "no such article");
        return {};
    });
}

Task<Result<std::vector<desk::ArticleOpinion>>> Knowledge::opinions(
    std::string slug, std::size_t limit)
{
    auto most = static_cast<std::int64_t>(limit);
    using List = std::vector<desk::ArticleOpinion>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kOpinions, {slug, most});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows)
            list.push_back({row.text(0), row.text(1), row.truth(2), from_millis(row.number(3))});
        return list;
    });
}

}  // namespace keydesk::store
