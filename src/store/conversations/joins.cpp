// One customer, many doors: threads are led from one conversation to another, and back.
#include "store/conversations/joins.hpp"

#include "base/ids.hpp"
#include "store/conversations/rows.hpp"
#include "store/doors/delivery_rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kLink = R"(
    SELECT conversation FROM links WHERE token_hash = $1 AND expires_at > $2
    AND (bound_to = '' OR bound_to = $3) AND (used_by IS NULL OR used_by = $4))";

/// Two people who both proved who they are stay two.
constexpr auto kTwoVerified = R"(
    SELECT 1 FROM customers a, customers b
    WHERE a.id = $1 AND b.id = $2 AND a.id <> b.id AND a.verified = 1 AND b.verified = 1)";

constexpr auto kNote = R"(
    INSERT INTO joins (id, thread, from_conversation, from_customer, into_conversation, reason,
                       agent, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))";

constexpr auto kLead = "UPDATE threads SET conversation = $2, customer = $3 WHERE id = $1";
constexpr auto kLeadIdentity = R"(
    UPDATE identities SET customer = $2 WHERE (inbox, external_id) =
        (SELECT inbox, person FROM threads WHERE id = $1))";

constexpr auto kSameSubject = R"(
    SELECT DISTINCT d.conversation FROM diagnoses d
    WHERE d.kind = 'transaction' AND d.conversation <> $1 AND d.created_at > $2
      AND d.subject IN (SELECT subject FROM diagnoses WHERE conversation = $1
                        AND kind = 'transaction')
    LIMIT 5)";

/// The same words within a day; only the newest of the desk are looked through.
constexpr auto kSameText = R"(
    SELECT DISTINCT o.conversation FROM messages o
    WHERE o.position > (SELECT max(position) FROM messages) - 5000
      AND o.kind = 'customer' AND o.conversation <> $1 AND o.at > $2
      AND o.body IN (SELECT m.body FROM messages m WHERE m.conversation = $1
                     AND m.kind = 'customer' AND length(m.body) >= 12 AND m.at > $2)
    LIMIT 5)";

constexpr auto kSamePerson = R"(
    SELECT c.id FROM conversations c
    WHERE c.id <> $1 AND c.status = 'open'
      AND c.customer = (SELECT customer FROM conversations WHERE id = $1)
    LIMIT 5)";

struct Whereto {
    std::string conversation, customer;
};

struct Reason {
    std::string why;
    std::optional<desk::Face> agent;
};

Result<std::string> customer_of(sql::Connection& db, const std::string& conversation)
{
    auto rows = db.query("SELECT customer FROM conversations WHERE id = $1", {conversation});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
    return rows->front().text(0);
}

Result<void> lead(sql::Connection& db, const std::string& thread, const Whereto& to)
{
    auto conversation = to.conversation.empty() ? sql::Value{} : sql::Value{to.conversation};
    auto led = db.query(kLead, {thread, conversation, to.customer});
    if (!led) return fail(led.error());
    auto identity = db.query(kLeadIdentity, {thread, to.customer});
    if (!identity) return fail(identity.error());
    return {};
}

Result<bool> may_join(sql::Connection& db, const std::string& one, const std::string& other)
{
    auto two = db.query(kTwoVerified, {one, other});
    if (!two) return fail(two.error());
    return two->empty();
}

Result<std::string> join_thread(
    sql::Connection& db,
    const desk::DoorThread& thread,
    const Whereto& to,
    const Reason& reason,
    Time now)
{
    auto id = new_id(now);
    auto from = thread.conversation.empty() ? sql::Value{} : sql::Value{thread.conversation};
    auto agent = reason.agent ? sql::Value{reason.agent->id} : sql::Value{};
    auto noted = db.query(
        kNote,
        {id, thread.id, from, thread.customer, to.conversation, reason.why, agent, millis(now)});
    if (!noted) return fail(noted.error());
    auto led = lead(db, thread.id, to);
    if (!led) return fail(led.error());
    return id;
}

Result<void> tell_joined(
    Writing& writing, const std::string& what, const std::string& other, const Reason& reason)
{
    auto rows = writing.db.query("SELECT number FROM conversations WHERE id = $1", {other});
    if (!rows) return fail(rows.error());
    auto number = rows->empty() ? 0 : rows->front().number(0);
    auto payload = json::serialize(
        json::object{{"what", what}, {"other", other}, {"number", number}, {"reason", reason.why}});
    return writing.add({.kind = "event", .author = reason.agent, .payload = payload});
}

/// Both conversations say what became of them.
Result<std::vector<desk::Happening>> tell_both(
    Writing from, Writing into, const Reason& reason, bool undone)
{
    std::vector<desk::Happening> all;
    if (!from.conversation.empty()) {
        auto told_from =
            tell_joined(from, undone ? "unjoined" : "joined_into", into.conversation, reason);
        if (!told_from) return fail(told_from.error());
    }
    auto told_into =
        tell_joined(into, undone ? "unjoined" : "joined_from", from.conversation, reason);
    if (!told_into) return fail(told_into.error());
    if (!from.conversation.empty()) all.push_back(told(from, {}));
    all.push_back(told(into, {}));
    return all;
}

Result<std::vector<desk::DoorThread>> threads_in(
    sql::Connection& db, const std::string& conversation)
{
    auto rows = db.query(
        "SELECT" + std::string{kThreadColumns} + "FROM" + std::string{kThreadTables} +
            "WHERE t.conversation = $1",
        {conversation});
    if (!rows) return fail(rows.error());
    std::vector<desk::DoorThread> threads;
    for (const auto& row : *rows) threads.push_back(read_thread(row));
    return threads;
}

Result<void> add_related(
    sql::Connection& db,
    const Result<sql::Rows>& rows,
    const char* reason,
    std::vector<desk::Related>& out)
{
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto id = row.text(0);
        auto known = [&](const desk::Related& r) { return r.conversation.id == id; };
        if (std::ranges::any_of(out, known)) continue;
        auto found = db.query(
            "SELECT" + std::string{kConversationColumns} + "FROM" +
                std::string{kConversationTables} + "WHERE c.id = $1",
            {id});
        if (!found) return fail(found.error());
        if (!found->empty()) out.push_back({read_conversation(found->front()), reason});
    }
    return {};
}

}  // namespace

Result<void> follow_link(
    sql::Connection& db,
    const desk::DoorThread& thread,
    const desk::Person& person,
    const std::string& token_hash,
    Time now)
{
    auto link = db.query(kLink, {token_hash, millis(now), person.external_id, thread.id});
    if (!link) return fail(link.error());
    if (link->empty()) return {};
    Whereto to{.conversation = link->front().text(0), .customer = {}};
    if (thread.conversation == to.conversation) return {};
    auto customer = customer_of(db, to.conversation);
    if (!customer) return fail(customer.error());
    to.customer = *customer;
    auto may = may_join(db, thread.customer, to.customer);
    if (!may) return fail(may.error());
    if (!*may) return {};
    auto used =
        db.query("UPDATE links SET used_by = $2 WHERE token_hash = $1", {token_hash, thread.id});
    if (!used) return fail(used.error());
    auto joined = join_thread(db, thread, to, {"link", std::nullopt}, now);
    if (!joined) return fail(joined.error());
    // He has gone to the other door: that is where the next answer is read.
    auto moved =
        db.query("UPDATE conversations SET via = $2 WHERE id = $1", {to.conversation, thread.id});
    if (!moved) return fail(moved.error());
    return {};
}

Task<Result<std::vector<desk::Related>>> Joins::related(std::string conversation)
{
    auto since = millis(clock_.now() - std::chrono::days{1});
    using List = std::vector<desk::Related>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        List all;
        auto subject =
            add_related(db, db.query(kSameSubject, {conversation, since}), "same_subject", all);
        if (!subject) return fail(subject.error());
        auto text = add_related(db, db.query(kSameText, {conversation, since}), "same_text", all);
        if (!text) return fail(text.error());
        auto person = add_related(db, db.query(kSamePerson, {conversation}), "same_person", all);
        if (!person) return fail(person.error());
        return all;
    });
}

Result<std::string> join_in(
    sql::Connection& db,
    Store& store,
    const Joining& what,
    Time now,
    std::vector<desk::Happening>& told)
{
    auto target = customer_of(db, what.into);
    auto source = customer_of(db, what.from);
    if (!target) return fail(target.error());
    if (!source) return fail(source.error());
    auto may = may_join(db, *source, *target);
    if (!may) return fail(may.error());
    if (!*may) return fail(ErrorKind::conflict, "two verified customers");
    auto threads = threads_in(db, what.from);
    if (!threads) return fail(threads.error());
    if (threads->empty() || what.from == what.into)
        return fail(ErrorKind::invalid_input, "nothing to join");
    Reason why{what.reason, what.agent};
    std::string last;
    for (const auto& thread : *threads) {
        auto joined = join_thread(db, thread, {what.into, *target}, why, now);
        if (!joined) return fail(joined.error());
        last = *joined;
    }
    auto both = tell_both(
        {.db = db, .conversation = what.from, .at = now, .change = store.take_change()},
        {.db = db, .conversation = what.into, .at = now, .change = store.take_change()},
        why,
        false);
    if (!both) return fail(both.error());
    for (auto& one : *both) told.push_back(std::move(one));
    return last;
}

Result<std::vector<desk::Happening>> part_in(
    sql::Connection& db, Store& store, const std::string& join, const desk::Face& agent, Time now)
{
    auto rows = db.query(
        "SELECT thread, from_conversation, from_customer, into_conversation, undone_at"
        " FROM joins WHERE id = $1",
        {join});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such join");
    const auto& row = rows->front();
    if (!row.null(4)) return fail(ErrorKind::conflict, "undone before");
    auto led = lead(db, row.text(0), {row.text(1), row.text(2)});
    if (!led) return fail(led.error());
    auto noted = db.query("UPDATE joins SET undone_at = $2 WHERE id = $1", {join, millis(now)});
    if (!noted) return fail(noted.error());
    auto via = db.query(
        "UPDATE conversations SET via = NULL WHERE id = $1 AND via = $2",
        {row.text(3), row.text(0)});
    if (!via) return fail(via.error());
    return tell_both(
        {.db = db, .conversation = row.text(1), .at = now, .change = store.take_change()},
        {.db = db, .conversation = row.text(3), .at = now, .change = store.take_change()},
        {"", agent},
        true);
}

Task<Result<std::string>> Joins::join(
    std::string from,
    std::string into,
    std::string reason,
    desk::Face agent,
    std::vector<desk::Happening>& told)
{
    auto now = clock_.now();
    Joining what{from, into, reason, agent};
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::string> {
        std::vector<desk::Happening> both;
        auto joined = join_in(db, store_, what, now, both);
        if (joined) told = std::move(both);
        return joined;
    });
}

Task<Result<std::vector<desk::Happening>>> Joins::undo(std::string join, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return part_in(db, store_, join, agent, now); });
}

Task<Result<std::vector<desk::Join>>> Joins::joins_of(std::string conversation)
{
    using List = std::vector<desk::Join>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(
            "SELECT j.id, j.thread, j.from_conversation, j.into_conversation, j.reason, j.at,"
            " j.agent, a.name FROM joins j LEFT JOIN agents a ON a.id = j.agent"
            " WHERE j.into_conversation = $1 AND j.undone_at IS NULL ORDER BY j.at DESC",
            {conversation});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            desk::Join one{
                .id = row.text(0),
                .thread = row.text(1),
                .from = row.text(2),
                .into = row.text(3),
                .reason = row.text(4),
                .agent = {},
                .at = from_millis(row.number(5))};
            if (!row.null(6)) one.agent = desk::Face{row.text(6), row.text(7)};
            list.push_back(std::move(one));
        }
        return list;
    });
}

}  // namespace keydesk::store
