#include "store/diagnosis/cases.hpp"

#include "base/ids.hpp"
#include "desk/diagnosis/shape.hpp"
#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostOpen = 20;  ///< Subjects followed at once for one conversation.

const std::string kCase = R"(
    SELECT d.id, d.conversation, c.customer, d.message, d.asked_chain, d.kind, d.subject, d.chain,
           d.state, d.cause, d.body, d.looks, d.due_at IS NOT NULL, d.created_at, d.updated_at
    FROM diagnoses d JOIN conversations c ON c.id = d.conversation)";

constexpr auto kOpen = R"(
    INSERT INTO diagnoses (id, conversation, message, asked_chain, kind, subject,
                           due_at, created_at, updated_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $7, $7
    WHERE (SELECT count(*) FROM diagnoses WHERE conversation = $2 AND due_at IS NOT NULL) < $8
    ON CONFLICT (conversation, kind, subject)
    DO UPDATE SET due_at = excluded.due_at, looks = 0)";

constexpr auto kSettle = R"(
    UPDATE diagnoses SET chain = $2, state = $3, cause = $4, body = $5, looks = $6, due_at = $7,
                         updated_at = $8
    WHERE id = $1)";

/// The first sight stays; what is learned later fills what was empty, and the block moves.
constexpr auto kRemember = R"(
    INSERT INTO transactions (chain, id, claims, details, first_seen, expires, height, block)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (chain, id) DO UPDATE SET
        claims = CASE WHEN claims = '[]' THEN excluded.claims ELSE claims END,
        details = CASE WHEN excluded.details = '' THEN details ELSE excluded.details END,
        expires = coalesce(expires, excluded.expires),
        height = excluded.height, block = excluded.block)";

desk::Case case_of(const sql::Row& row)
{
    desk::Case c;
    c.id = row.text(0);
    c.conversation = row.text(1);
    c.customer = row.text(2);
    c.message = row.null(3) ? "" : row.text(3);
    c.asked = {row.text(4), row.text(5), row.text(6)};
    c.chain = row.text(7);
    c.state = row.text(8);
    c.cause = row.text(9);
    c.body = row.text(10);
    c.looks = row.number(11);
    c.following = row.number(12) != 0;
    c.created_at = from_millis(row.number(13));
    c.updated_at = from_millis(row.number(14));
    return c;
}

Result<std::vector<desk::Case>> read_cases(
    sql::Connection& db, std::string_view where, std::initializer_list<sql::Value> values)
{
    auto rows = db.query(kCase + std::string{where}, values);
    if (!rows) return fail(rows.error());
    std::vector<desk::Case> cases;
    for (const auto& row : *rows) cases.push_back(case_of(row));
    return cases;
}

Result<desk::Case> read_case(sql::Connection& db, const std::string& id)
{
    auto cases = read_cases(db, " WHERE d.id = $1", {id});
    if (!cases) return fail(cases.error());
    if (cases->empty()) return fail(ErrorKind::not_found, "no such diagnosis");
    return std::move(cases->front());
}

Result<std::vector<desk::Memory>> read_memories(
    sql::Connection& db, const std::string& text, std::initializer_list<sql::Value> values)
{
    auto rows = db.query(text, values);
    if (!rows) return fail(rows.error());
    std::vector<desk::Memory> memories;
    for (const auto& row : *rows) {
        desk::Memory m{
            .chain = row.text(0),
            .id = row.text(1),
            .claims = read_list(row.text(2)),
            .details = row.text(3),
            .first_seen = from_millis(row.number(4))};
        if (!row.null(5)) m.expires = from_millis(row.number(5));
        m.height = row.number(6);
        m.block = row.text(7);
        memories.push_back(std::move(m));
    }
    return memories;
}

Result<void> remember(sql::Connection& db, const desk::Memory& m)
{
    auto claims = json::serialize(json::value_from(m.claims));
    auto expires = m.expires ? std::optional{millis(*m.expires)} : std::nullopt;
    auto done = db.query(
        kRemember,
        {m.chain, m.id, claims, m.details, millis(m.first_seen), expires, m.height, m.block});
    if (!done) return fail(done.error());
    return {};
}

/// The line of the timeline by which agents and customer hear of it.
Result<void> tell(Writing& writing, const desk::Case& c)
{
    auto payload = json::serialize(json::object{{"what", "diagnosis"}, {"d", desk::shape_of(c)}});
    return writing.add({.kind = "event", .payload = payload, .is_public = true});
}

/// A customer who came by another door hears of it there, in words.
Result<void> tell_by_door(Writing& writing, const desk::Case& c, const std::string& state_before)
{
    if (!desk::worth_telling(state_before, c)) return {};
    auto rows = writing.db.query(
        "SELECT u.locale FROM conversations c JOIN customers u ON u.id = c.customer"
        " JOIN threads t ON t.id = c.via AND t.is_public = 0 WHERE c.id = $1"
        // A playbook says it in its answer; twice would be two messages.
        " AND NOT EXISTS (SELECT 1 FROM playbook_turns p WHERE p.conversation = c.id"
        " AND p.silent = 0 AND p.case_type <> '')",
        {writing.conversation});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    auto zh = rows->front().text(0).starts_with("zh");
    auto words = desk::words_of(c, zh ? "zh-CN" : "en");
    if (words.empty()) return {};
    return tell_customer(writing, {.body = words, .payload = R"({"auto":"diagnosis"})"});
}

Result<void> move_cursor(
    sql::Connection& db, const std::string& chain, const desk::ChainCursor& cursor)
{
    auto done = db.query(
        "INSERT INTO chain_cursors (chain, height, hash) VALUES ($1, $2, $3)"
        " ON CONFLICT (chain) DO UPDATE SET height = excluded.height, hash = excluded.hash",
        {chain, cursor.height, cursor.hash});
    if (!done) return fail(done.error());
    return {};
}

Result<desk::Happening> settle_in(
    sql::Connection& db, const desk::Look& look, Time now, std::int64_t change)
{
    if (look.memory) {
        auto kept = remember(db, *look.memory);
        if (!kept) return fail(kept.error());
    }
    auto before = read_case(db, look.id);
    if (!before) return fail(before.error());
    auto due = look.due ? std::optional{millis(*look.due)} : std::nullopt;
    auto done = db.query(
        kSettle,
        {look.id, look.chain, look.state, look.cause, look.body, look.looks, due, millis(now)});
    if (!done) return fail(done.error());
    auto c = read_case(db, look.id);
    if (!c) return fail(c.error());
    Writing writing{.db = db, .conversation = c->conversation, .at = now, .change = change};
    if (look.news) {
        auto told = tell(writing, *c);
        if (!told) return fail(told.error());
        auto heard = tell_by_door(writing, *c, before->state);
        if (!heard) return fail(heard.error());
    }
    return desk::Happening{
        .conversation = c->conversation,
        .customer = c->customer,
        .entries = std::move(writing.entries),
        .deliveries = std::move(writing.deliveries)};
}

}  // namespace

Result<void> open_cases_in(
    Writing& writing, const std::string& message, const std::vector<desk::Subject>& subjects)
{
    for (const auto& subject : subjects) {
        auto id = new_id(writing.at);
        auto named = message.empty() ? sql::Value{} : sql::Value{message};
        auto opened = writing.db.query(
            kOpen,
            {id,
             writing.conversation,
             named,
             subject.chain,
             subject.kind,
             subject.id,
             millis(writing.at),
             static_cast<std::int64_t>(kMostOpen)});
        if (!opened) return fail(opened.error());
        auto fresh = read_cases(writing.db, " WHERE d.id = $1", {id});
        if (!fresh) return fail(fresh.error());
        if (fresh->empty()) continue;
        auto told = tell(writing, fresh->front());
        if (!told) return told;
    }
    return {};
}

Task<Result<std::vector<desk::Case>>> Cases::open_cases(
    std::string conversation,
    std::string message,
    std::vector<desk::Subject> subjects,
    desk::Happening& told)
{
    auto now = clock_.now();
    auto open = [&](sql::Connection& db) -> Result<std::vector<desk::Case>> {
        Writing writing{
            .db = db, .conversation = conversation, .at = now, .change = store_.take_change()};
        auto opened = open_cases_in(writing, message, subjects);
        if (!opened) return fail(opened.error());
        std::vector<desk::Case> cases;
        for (const auto& subject : subjects) {
            auto found = read_cases(
                db,
                " WHERE d.conversation = $1 AND d.kind = $2 AND d.subject = $3",
                {conversation, subject.kind, subject.id});
            if (!found) return fail(found.error());
            for (auto& one : *found) cases.push_back(std::move(one));
        }
        if (!cases.empty()) told = {conversation, cases[0].customer, std::move(writing.entries)};
        return cases;
    };
    co_return co_await database_.run(open);
}

Task<Result<std::vector<desk::Case>>> Cases::due(std::size_t limit)
{
    auto now = millis(clock_.now());
    co_return co_await database_.read([&](sql::Connection& db) {
        return read_cases(
            db,
            " WHERE d.due_at <= $1 ORDER BY d.due_at LIMIT $2",
            {now, static_cast<std::int64_t>(limit)});
    });
}

Task<Result<std::optional<Time>>> Cases::next_due()
{
    co_return co_await database_.read([](sql::Connection& db) -> Result<std::optional<Time>> {
        auto rows = db.query("SELECT min(due_at) FROM diagnoses WHERE due_at IS NOT NULL");
        if (!rows) return fail(rows.error());
        if (rows->empty() || rows->front().null(0)) return std::nullopt;
        return from_millis(rows->front().number(0));
    });
}

Task<Result<std::vector<desk::Memory>>> Cases::memories(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return read_memories(
            db,
            "SELECT chain, id, claims, details, first_seen, expires, height, block"
            " FROM transactions WHERE id = $1",
            {id});
    });
}

Task<Result<desk::Happening>> Cases::settle(desk::Look look)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) {
        return settle_in(db, look, now, look.news ? store_.take_change() : 0);
    });
}

Task<Result<std::vector<desk::Case>>> Cases::cases_of(std::string conversation)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return read_cases(
            db, " WHERE d.conversation = $1 ORDER BY d.created_at DESC LIMIT 50", {conversation});
    });
}

Task<Result<desk::Case>> Cases::case_by_id(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) { return read_case(db, id); });
}

Task<Result<std::vector<desk::Memory>>> Cases::watched(std::string chain)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return read_memories(
            db,
            "SELECT DISTINCT t.chain, t.id, t.claims, t.details, t.first_seen, t.expires,"
            " t.height, t.block FROM diagnoses d"
            " JOIN transactions t ON t.chain = d.chain AND t.id = d.subject"
            " WHERE d.chain = $1 AND d.due_at IS NOT NULL",
            {chain});
    });
}

Task<Result<desk::ChainCursor>> Cases::cursor(std::string chain)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::ChainCursor> {
        auto rows = db.query("SELECT height, hash FROM chain_cursors WHERE chain = $1", {chain});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return desk::ChainCursor{};
        return desk::ChainCursor{rows->front().number(0), rows->front().text(1)};
    });
}

Task<Result<void>> Cases::stir(
    std::string chain, std::vector<std::string> ids, desk::ChainCursor cursor)
{
    auto now = millis(clock_.now());
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        for (const auto& id : ids) {
            auto done = db.query(
                "UPDATE diagnoses SET due_at = $3, looks = 0"
                " WHERE chain = $1 AND subject = $2 AND due_at IS NOT NULL",
                {chain, id, now});
            if (!done) return fail(done.error());
        }
        return move_cursor(db, chain, cursor);
    });
}

Task<Result<void>> Cases::stir_all(std::string chain, desk::ChainCursor cursor)
{
    auto now = millis(clock_.now());
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "UPDATE diagnoses SET due_at = $2 WHERE chain = $1 AND due_at IS NOT NULL",
            {chain, now});
        if (!done) return fail(done.error());
        return move_cursor(db, chain, cursor);
    });
}

}  // namespace keydesk::store
