#include "store/feedback/feedback.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

#include <algorithm>
#include <map>

namespace keydesk::store {

namespace {

/// $1: the voter that asks.
constexpr auto kSuggestion = R"(
    SELECT s.id, s.number, s.title, s.body, s.locale, s.contact, s.status, s.published,
           (SELECT count(*) FROM suggestion_votes v WHERE v.suggestion = s.id) AS votes,
           EXISTS (SELECT 1 FROM suggestion_votes v WHERE v.suggestion = s.id AND v.voter = $1),
           s.created_at, s.changed_at
    FROM suggestions s )";

constexpr auto kInsert = R"(
    INSERT INTO suggestions
        (id, number, client_id, title, body, locale, contact, created_at, changed_at)
    SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $7 FROM suggestions WHERE true
    ON CONFLICT (client_id) DO NOTHING)";

constexpr auto kEdit = R"(
    UPDATE suggestions SET title = coalesce($2, title), body = coalesce($3, body),
        status = coalesce($4, status), published = coalesce($5, published), changed_at = $6
    WHERE id = $1)";

constexpr auto kVote = R"(
    INSERT INTO suggestion_votes (suggestion, voter, at) VALUES ($1, $2, $3)
    ON CONFLICT (suggestion, voter) DO NOTHING)";

constexpr auto kTakeVote = "DELETE FROM suggestion_votes WHERE suggestion = $1 AND voter = $2";
constexpr auto kVotes = "SELECT count(*) FROM suggestion_votes WHERE suggestion = $1";

constexpr auto kFormInbox = R"(
    SELECT id, key, name, color, closed FROM inboxes WHERE kind = 'form'
    ORDER BY closed, created_at, id LIMIT 1)";

constexpr auto kMakeFormInbox = R"(
    INSERT INTO inboxes (id, key, name, kind, color, created_at)
    SELECT $1, $2, '反馈 Feedback', 'form',
        coalesce((SELECT value FROM meta WHERE key = 'workspace.brand_color'), '#2450e6'), $3)";

/// The newest thousand that began in time; how long until the first reply.
constexpr auto kAnswerTimes = R"(
    SELECT inbox, answered_at - created_at FROM (
        SELECT c.inbox, c.created_at,
               (SELECT min(m.at) FROM messages m
                WHERE m.conversation = c.id AND m.kind = 'reply') AS answered_at
        FROM conversations c WHERE c.created_at > $1 ORDER BY c.number DESC LIMIT 1000)
    WHERE answered_at IS NOT NULL)";

desk::Suggestion read_suggestion(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .number = row.number(1),
        .title = row.text(2),
        .body = row.text(3),
        .locale = row.text(4),
        .contact = row.text(5),
        .status = row.text(6),
        .published = row.truth(7),
        .votes = row.number(8),
        .voted = row.truth(9),
        .created_at = from_millis(row.number(10)),
        .changed_at = from_millis(row.number(11))};
}

Result<std::vector<desk::Suggestion>> read_suggestions(Result<sql::Rows> rows)
{
    if (!rows) return fail(rows.error());
    std::vector<desk::Suggestion> list;
    for (const auto& row : *rows) list.push_back(read_suggestion(row));
    return list;
}

Result<desk::Suggestion> one(
    sql::Connection& db, std::string_view where, const std::string& value, const std::string& voter)
{
    auto row = first_row(db.query(kSuggestion + std::string{where}, {voter, value}));
    if (!row) return fail(row.error());
    return read_suggestion(*row);
}

Result<desk::Suggestion> add(sql::Connection& db, const desk::NewSuggestion& s, Time now)
{
    auto id = new_id(now);
    auto added = db.query(
        kInsert, {id, s.client_id, s.title.str(), s.body.str(), s.locale, s.contact, millis(now)});
    if (!added) return fail(added.error());
    if (db.changes() > 0) {
        auto voted = db.query(kVote, {id, s.voter_hash, millis(now)});
        if (!voted) return fail(voted.error());
    }
    return one(db, "WHERE s.client_id = $2", s.client_id, s.voter_hash);
}

Result<desk::Suggestion> edit(
    sql::Connection& db,
    const std::string& id,
    const desk::SuggestionPatch& patch,
    const desk::AuditEntry& audit,
    Time now)
{
    auto text = [](const auto& safe) { return safe.str(); };
    auto done = db.query(
        kEdit,
        {id,
         patch.title.transform(text),
         patch.body.transform(text),
         patch.status,
         patch.published,
         millis(now)});
    if (!done) return fail(done.error());
    if (db.changes() == 0) return fail(ErrorKind::not_found, "no such suggestion");
    auto noted = append_audit(db, audit);
    if (!noted) return fail(noted.error());
    return one(db, "WHERE s.id = $2", id, "");
}

Result<desk::Inbox> open_inbox(sql::Connection& db, Time now)
{
    auto rows = db.query(kFormInbox);
    if (rows && rows->empty()) {
        auto made = db.query(kMakeFormInbox, {new_id(now), "form-" + random_token(6), millis(now)});
        if (!made) return fail(made.error());
        rows = db.query(kFormInbox);
    }
    auto row = first_row(std::move(rows));
    if (!row) return fail(row.error());
    if (row->truth(4)) return fail(ErrorKind::not_found, "the feedback form is closed");
    return desk::Inbox{
        .id = row->text(0),
        .key = row->text(1),
        .name = row->text(2),
        .kind = "form",
        .color = row->text(3)};
}

}  // namespace

Task<Result<desk::Suggestion>> Feedback::suggest(desk::NewSuggestion suggestion)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) { return add(db, suggestion, now); });
}

Task<Result<std::vector<desk::Suggestion>>> Feedback::board(std::string voter_hash)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        constexpr auto kPublished =
            "WHERE s.published = 1 ORDER BY votes DESC, s.number DESC LIMIT 200";
        return read_suggestions(db.query(std::string{kSuggestion} + kPublished, {voter_hash}));
    });
}

Task<Result<std::vector<desk::Suggestion>>> Feedback::suggestions()
{
    co_return co_await database_.read([&](sql::Connection& db) {
        constexpr auto kNewest = "ORDER BY s.number DESC LIMIT 500";
        return read_suggestions(db.query(std::string{kSuggestion} + kNewest, {""}));
    });
}

Task<Result<desk::Suggestion>> Feedback::edit_suggestion(
    std::string id, desk::SuggestionPatch patch, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return edit(db, id, patch, audit, now); });
}

Task<Result<std::int64_t>> Feedback::vote(std::string id, std::string voter_hash, bool on)
{
    auto now = millis(clock_.now());
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        auto there = one(db, "WHERE s.published = 1 AND s.id = $2", id, voter_hash);
        if (!there) return fail(there.error());
        auto done =
            on ? db.query(kVote, {id, voter_hash, now}) : db.query(kTakeVote, {id, voter_hash});
        if (!done) return fail(done.error());
        auto votes = first_row(db.query(kVotes, {id}));
        if (!votes) return fail(votes.error());
        return votes->number(0);
    });
}

Task<Result<desk::Inbox>> Feedback::form_inbox()
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) { return open_inbox(db, now); });
}

Task<Result<std::vector<desk::AnswerTime>>> Feedback::answer_times()
{
    auto since = millis(clock_.now() - std::chrono::days{30});
    auto rows = co_await database_.read(
        [&](sql::Connection& db) { return db.query(kAnswerTimes, {since}); });
    if (!rows) co_return fail(rows.error());
    std::map<std::string, std::vector<std::int64_t>> waits;
    for (const auto& row : *rows) waits[row.text(0)].push_back(row.number(1));
    std::vector<desk::AnswerTime> times;
    for (auto& [inbox, all] : waits) {
        auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
        std::ranges::nth_element(all, middle);
        times.push_back(
            {inbox,
             std::chrono::seconds{std::max<std::int64_t>(*middle, 0) / 1000},
             static_cast<std::int64_t>(all.size())});
    }
    co_return times;
}

}  // namespace keydesk::store
