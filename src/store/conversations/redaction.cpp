#include "store/conversations/redaction.hpp"

#include "base/ids.hpp"
#include "store/conversations/rows.hpp"
#include "store/conversations/search_index.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kNoteTakenOut = R"(
    UPDATE conversations SET change = $3, findings = findings + $4,
        priority = CASE WHEN priority = 'none' THEN 'urgent' ELSE priority END
    WHERE inbox = $1 AND customer = $2 AND thread = ''
    RETURNING id, customer_count)";

constexpr auto kNoteFinding = R"(
    INSERT INTO findings (id, conversation, message, kind, length, at)
    VALUES ($1, $2, $3, $4, $5, $6))";

/// Up to which position the index knows everything, as this transaction sees it.
Result<std::int64_t> indexed_position(sql::Connection& db)
{
    auto rows = db.query("SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'indexed'");
    if (!rows) return fail(rows.error());
    return rows->empty() ? 0 : rows->front().number(0);
}

Result<desk::Happening> take_out_in(
    sql::Connection& db, const desk::TakenOut& out, Time now, std::int64_t change)
{
    auto removed = static_cast<std::int64_t>(out.findings.size());
    auto noted = db.query(kNoteTakenOut, {out.inbox, out.customer, change, removed});
    if (!noted) return fail(noted.error());
    if (noted->empty()) return fail(ErrorKind::not_found, "no such conversation");
    if (noted->front().number(1) != out.based_on) return fail(ErrorKind::conflict, "thread moved");

    Writing writing{.db = db, .conversation = noted->front().text(0), .at = now, .change = change};
    for (const auto& piece : out.rewrites) {
        auto rewritten = rewrite(writing, piece);
        if (!rewritten) return fail(rewritten.error());
    }
    desk::Message first{
        .id = out.rewrites.front().message, .conversation = writing.conversation, .at = now};
    auto found = note_findings(db, first, out.findings);
    if (!found) return fail(found.error());
    auto warned = add_warning(writing, out.findings, out.warning);
    if (!warned) return fail(warned.error());
    return desk::Happening{writing.conversation, out.customer, std::move(writing.entries)};
}

}  // namespace

std::vector<std::string> kinds_of(const std::vector<guard::Finding>& findings)
{
    std::vector<std::string> kinds;
    for (const auto& finding : findings) {
        std::string name{guard::name_of(finding.kind)};
        if (std::ranges::find(kinds, name) == kinds.end()) kinds.push_back(std::move(name));
    }
    return kinds;
}

Result<void> note_findings(
    sql::Connection& db, const desk::Message& message, const std::vector<guard::Finding>& findings)
{
    for (const auto& finding : findings) {
        auto noted = db.query(
            kNoteFinding,
            {new_id(message.at),
             message.conversation,
             message.id,
             guard::name_of(finding.kind),
             static_cast<std::int64_t>(finding.length),
             millis(message.at)});
        if (!noted) return fail(noted.error());
    }
    return {};
}

Result<void> rewrite(Writing& writing, const desk::CustomerMessage::Rewrite& piece)
{
    auto indexed = indexed_position(writing.db);
    if (!indexed) return fail(indexed.error());
    auto old = writing.db.query(
        "SELECT position, body FROM messages WHERE id = $1 AND conversation = $2",
        {piece.message, writing.conversation});
    if (!old) return fail(old.error());
    if (old->empty()) return fail(ErrorKind::conflict, "thread moved");
    if (old->front().number(0) <= *indexed) {
        auto gone = unindex(writing.db, old->front().number(0), old->front().text(1));
        if (!gone) return gone;
        auto anew = index(writing.db, old->front().number(0), piece.body.str());
        if (!anew) return anew;
    }
    auto done = writing.db.query(
        "UPDATE messages SET body = $2, redacted = $3, content_mac = NULL WHERE id = $1",
        {piece.message, piece.body.str(), write_list(piece.kinds)});
    if (!done) return fail(done.error());
    // A translation says the same in other words, the secret among them.
    auto translated =
        writing.db.query("DELETE FROM message_translations WHERE message = $1", {piece.message});
    if (!translated) return fail(translated.error());
    auto shown = writing.db.query(
        "UPDATE conversations SET snippet = $2 WHERE id = $1 AND snippet = $3",
        {writing.conversation, snippet_of(piece.body.str()), snippet_of(old->front().text(1))});
    if (!shown) return fail(shown.error());
    auto payload = json::serialize(json::object{{"mid", piece.message}});
    return writing.add(
        {.kind = "edit",
         .body = piece.body.str(),
         .payload = payload,
         .redacted = piece.kinds,
         .is_public = true});
}

Result<void> add_warning(
    Writing& writing, const std::vector<guard::Finding>& findings, const std::string& warning)
{
    if (!findings.empty()) {
        json::array kinds;
        for (auto& kind : kinds_of(findings)) kinds.emplace_back(kind);
        auto payload = json::serialize(json::object{{"what", "guard"}, {"kinds", kinds}});
        auto noted = writing.add({.kind = "event", .payload = payload});
        if (!noted) return noted;
    }
    if (warning.empty()) return {};
    return writing.add({.kind = "system", .body = warning, .is_public = true});
}

Task<Result<desk::Happening>> Store::edit(
    std::string message, guard::SafeText body, std::vector<guard::Finding> findings, bool gone)
{
    auto now = clock_.now();
    auto done = co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto rows = db.query(
            "SELECT c.id, c.customer, m.body FROM messages m"
            " JOIN conversations c ON c.id = m.conversation WHERE m.id = $1",
            {message});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such message");
        const auto& row = rows->front();
        desk::Happening happening{row.text(0), row.text(1), {}};
        if (row.text(2) == body.str()) return happening;  // told before
        Writing writing{.db = db, .conversation = row.text(0), .at = now, .change = next_change()};
        auto changed = rewrite(writing, {message, body, kinds_of(findings)});
        if (!changed) return fail(changed.error());
        auto found = note_findings(
            db, {.id = message, .conversation = writing.conversation, .at = now}, findings);
        if (!found) return fail(found.error());
        auto what = gone ? "taken_back" : "edited";
        auto payload = json::serialize(json::object{{"what", what}, {"message", message}});
        auto noted = writing.add({.kind = "event", .payload = payload});
        if (!noted) return fail(noted.error());
        happening.entries = std::move(writing.entries);
        return happening;
    });
    if (done) scrub_wanted_ = true;
    co_return done;
}

Task<Result<desk::Happening>> Store::take_out(desk::TakenOut pieces)
{
    auto now = clock_.now();
    auto done = co_await database_.run(
        [&](sql::Connection& db) { return take_out_in(db, pieces, now, next_change()); });
    if (done) scrub_wanted_ = true;
    co_return done;
}

}  // namespace keydesk::store
