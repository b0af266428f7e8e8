// Who comes by a door, and where answers go.
#include "store/doors/doors.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "store/conversations/joins.hpp"
#include "store/conversations/rows.hpp"
#include "store/doors/delivery_rows.hpp"
#include "store/doors/doubles.hpp"
#include "store/playbooks/repeats.hpp"

namespace keydesk::store {

namespace {

constexpr auto kAddCustomer = R"(
    INSERT INTO customers (id, name, locale, created_at, seen_at) VALUES ($1, $2, $3, $4, $4))";

constexpr auto kAddIdentity = R"(
    INSERT INTO identities (inbox, external_id, customer, name, handle, created_at)
    VALUES ($1, $2, $3, $4, $5, $6))";

constexpr auto kAddThread = R"(
    INSERT INTO threads (id, inbox, key, address, title, is_public, person, person_name, handle,
                         customer, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))";

constexpr auto kRefreshThread = R"(
    UPDATE threads SET address = $2, title = CASE WHEN $3 = '' THEN title ELSE $3 END,
        person_name = CASE WHEN $4 = '' THEN person_name ELSE $4 END,
        handle = CASE WHEN $5 = '' THEN handle ELSE $5 END, reachable = 1
    WHERE id = $1)";

constexpr auto kAllow = R"(
    UPDATE threads SET windowed = 1, allowed_until = $2, allowed_left = $3 WHERE id = $1)";

/// What waited for the customer to write again may go now.
constexpr auto kRelease = R"(
    UPDATE deliveries SET state = 'queued', due_at = $2, updated_at = $2
    WHERE thread = $1 AND state = 'held')";

std::string shown_name(const desk::Person& person)
{
    if (!person.name.empty()) return person.name;
    if (!person.handle.empty()) return person.handle;
    return person.external_id;
}

/// The customer behind a person. One whom the provider does not vouch for is nobody we know.
Result<std::string> customer_of(sql::Connection& db, const desk::Entrance& e)
{
    if (e.person.vouched) {
        auto known = db.query(
            "SELECT customer FROM identities WHERE inbox = $1 AND external_id = $2",
            {e.inbox, e.person.external_id});
        if (!known) return fail(known.error());
        if (!known->empty()) return known->front().text(0);
    }
    auto id = new_id(e.at);
    auto made = db.query(kAddCustomer, {id, shown_name(e.person), e.locale, millis(e.at)});
    if (!made) return fail(made.error());
    if (!e.person.vouched) return id;
    auto named = db.query(
        kAddIdentity,
        {e.inbox, e.person.external_id, id, e.person.name, e.person.handle, millis(e.at)});
    if (!named) return fail(named.error());
    return id;
}

Result<desk::DoorThread> add_thread(sql::Connection& db, const desk::Entrance& e)
{
    auto customer = customer_of(db, e);
    if (!customer) return fail(customer.error());
    auto id = new_id(e.at);
    auto added = db.query(
        kAddThread,
        {id,
         e.inbox,
         e.place.key,
         e.place.address,
         e.title,
         e.place.is_public,
         e.person.external_id,
         e.person.name,
         e.person.handle,
         *customer,
         millis(e.at)});
    if (!added) return fail(added.error());
    return thread_where(db, "t.id = $1", {id});
}

Result<void> allow(
    sql::Connection& db, const std::string& thread, const desk::Allowance& a, Time at)
{
    auto until = a.until ? std::optional{millis(*a.until)} : std::nullopt;
    auto allowed = db.query(kAllow, {thread, until, a.messages});
    if (!allowed) return fail(allowed.error());
    auto released = db.query(kRelease, {thread, millis(at)});
    if (!released) return fail(released.error());
    return {};
}

/// A menu tap must not shorten what a message opened.
bool widens(const desk::DoorThread& thread, const desk::Allowance& a, Time now)
{
    bool open = thread.windowed && (!thread.allowed_until || *thread.allowed_until > now) &&
                (!thread.allowed_left || *thread.allowed_left > 0);
    if (!open) return true;
    return !a.messages && thread.allowed_left.has_value();
}

Result<desk::DoorThread> enter_in(sql::Connection& db, const desk::Entrance& e)
{
    auto elsewhere = thread_elsewhere(db, e);
    if (!elsewhere) return fail(elsewhere.error());
    if (*elsewhere) return std::move(**elsewhere);
    auto thread = thread_where(db, "t.inbox = $1 AND t.key = $2", {e.inbox, e.place.key});
    if (!thread && thread.error().kind == ErrorKind::not_found) thread = add_thread(db, e);
    if (!thread) return thread;
    auto fresh = db.query(
        kRefreshThread, {thread->id, e.place.address, e.title, e.person.name, e.person.handle});
    if (!fresh) return fail(fresh.error());
    if (e.allowance) {
        auto allowed = allow(db, thread->id, *e.allowance, e.at);
        if (!allowed) return fail(allowed.error());
    }
    if (!e.link.empty()) {
        auto led = follow_link(db, *thread, e.person, hex(sha256(e.link)), e.at);
        if (!led) return fail(led.error());
    } else {
        auto led = lead_repeat(db, *thread, e);
        if (!led) return fail(led.error());
    }
    return thread_where(db, "t.id = $1", {thread->id});
}

/// Deliveries that a provider's notice is about.
Result<std::vector<desk::Delivery>> deliveries_named(
    sql::Connection& db, const std::string& inbox, std::string external_id)
{
    bool by_part = external_id.starts_with(desk::kOfPart);
    if (by_part) external_id.erase(0, desk::kOfPart.size());
    auto rows = db.query(
        std::string{kDelivery} + "JOIN delivery_parts p ON p.delivery = d.id WHERE p.inbox = $1" +
            (by_part ? " AND p.id = $2" : " AND p.external_id = $2"),
        {inbox, external_id});
    if (!rows) return fail(rows.error());
    std::vector<desk::Delivery> list;
    for (const auto& row : *rows) list.push_back(read_delivery(row));
    return list;
}

/// How far a delivery has come; it never goes back.
int rank(const std::string& state)
{
    return state == "read" ? 3 : state == "delivered" ? 2 : state == "sent" ? 1 : 0;
}

Result<std::vector<desk::Happening>> note_delivery(
    sql::Connection& db,
    const std::string& inbox,
    const desk::Notice& n,
    Time now,
    std::int64_t change)
{
    using What = desk::Notice::What;
    auto state = n.what == What::read ? "read" : n.what == What::delivered ? "delivered" : "failed";
    auto named = deliveries_named(db, inbox, n.external_id);
    if (!named) return fail(named.error());
    std::vector<desk::Happening> all;
    for (auto& delivery : *named) {
        bool bounced = n.what == What::bounced;
        if (bounced ? delivery.state == "failed" : rank(state) <= rank(delivery.state)) continue;
        Writing writing{
            .db = db, .conversation = delivery.conversation, .at = now, .change = change};
        delivery.state = state;
        delivery.code = bounced ? "bounced" : "";
        delivery.detail = n.detail;
        auto moved = move_delivery(writing, delivery);
        if (!moved) return fail(moved.error());
        all.push_back(told(writing, {}));
    }
    return all;
}

Result<std::vector<desk::Happening>> note_complaints(
    sql::Connection& db, const std::string& inbox, const desk::Notice& n, Writing writing)
{
    auto named = deliveries_named(db, inbox, n.external_id);
    if (!named) return fail(named.error());
    std::vector<desk::Happening> all;
    for (const auto& delivery : *named) {
        writing.conversation = delivery.conversation;
        auto noted = note_complaint(writing, delivery, n.detail);
        if (!noted) return fail(noted.error());
        all.push_back(told(writing, {}));
        writing.entries.clear();
    }
    return all;
}

Result<std::vector<desk::Happening>> note_double(
    sql::Connection& db, const std::string& inbox, const desk::Notice& n, Writing writing)
{
    auto conversation = conversation_of_arrival(db, n.external_id);
    if (!conversation) return fail(conversation.error());
    if (conversation->empty()) return std::vector<desk::Happening>{};
    writing.conversation = *conversation;
    auto noted = note_doubled(writing, inbox);
    if (!noted) return fail(noted.error());
    return std::vector<desk::Happening>{told(writing, {})};
}

Result<void> note_reach(
    sql::Connection& db, const std::string& inbox, const desk::Notice& n, bool reachable)
{
    // A person without a place has all his threads here closed.
    auto done = n.place.key.empty()
                    ? db.query(
                          "UPDATE threads SET reachable = $3 WHERE inbox = $1 AND person = $2",
                          {inbox, n.person.external_id, reachable})
                    : db.query(
                          "UPDATE threads SET reachable = $3 WHERE inbox = $1 AND key = $2",
                          {inbox, n.place.key, reachable});
    if (!done) return fail(done.error());
    return {};
}

Result<void> note_move(sql::Connection& db, const std::string& inbox, const desk::Notice& n)
{
    auto done = db.query(
        "UPDATE threads SET key = $3, address = $4 WHERE inbox = $1 AND key = $2"
        " AND NOT EXISTS (SELECT 1 FROM threads WHERE inbox = $1 AND key = $3)",
        {inbox, n.place.key, n.new_key, n.place.address});
    if (!done) return fail(done.error());
    return {};
}

Result<void> note_allowance(
    sql::Connection& db, const std::string& inbox, const desk::Notice& n, Time now)
{
    desk::Entrance e{
        .inbox = inbox,
        .person = n.person,
        .place = n.place,
        .title = {},
        .link = n.link,
        .locale = n.person.locale.starts_with("zh") ? "zh-CN" : "en",
        .allowance = {},
        .at = now};
    auto thread = enter_in(db, e);
    if (!thread) return fail(thread.error());
    if (!n.allowance || !widens(*thread, *n.allowance, now)) return {};
    return allow(db, thread->id, *n.allowance, now);
}

/// What the provider told of a person goes; what he wrote stays until the wallet erases him.
Result<void> note_forget(sql::Connection& db, const std::string& inbox, const desk::Notice& n)
{
    auto names = db.query(
        "UPDATE threads SET person_name = '', handle = '', reachable = 0"
        " WHERE inbox = $1 AND person = $2",
        {inbox, n.person.external_id});
    if (!names) return fail(names.error());
    auto identity = db.query(
        "UPDATE identities SET name = '', handle = '' WHERE inbox = $1 AND external_id = $2",
        {inbox, n.person.external_id});
    if (!identity) return fail(identity.error());
    auto customer = db.query(
        "UPDATE customers SET name = '' WHERE verified = 0 AND id ="
        " (SELECT customer FROM identities WHERE inbox = $1 AND external_id = $2)",
        {inbox, n.person.external_id});
    if (!customer) return fail(customer.error());
    return {};
}

Result<std::vector<desk::Happening>> noted_in(
    sql::Connection& db,
    const std::string& inbox,
    const desk::Notice& n,
    Time now,
    std::int64_t change)
{
    using What = desk::Notice::What;
    Result<void> done;
    Writing writing{.db = db, .conversation = {}, .at = now, .change = change};
    switch (n.what) {
        case What::complained:
            return note_complaints(db, inbox, n, std::move(writing));
        case What::doubled:
            return note_double(db, inbox, n, std::move(writing));
        case What::delivered:
        case What::read:
        case What::bounced:
            return note_delivery(db, inbox, n, now, change);
        case What::unreachable:
        case What::reachable:
            done = note_reach(db, inbox, n, n.what == What::reachable);
            break;
        case What::moved:
            done = note_move(db, inbox, n);
            break;
        case What::allowed:
            done = note_allowance(db, inbox, n, now);
            break;
        case What::forget:
            done = note_forget(db, inbox, n);
            break;
        case What::edited:
        case What::deleted:
            done = fail(ErrorKind::internal, "edits go through the guard first");
            break;
    }
    if (!done) return fail(done.error());
    return std::vector<desk::Happening>{};
}

}  // namespace

Task<Result<desk::DoorThread>> Doors::enter(desk::Entrance entrance)
{
    co_return co_await database_.run([&](sql::Connection& db) { return enter_in(db, entrance); });
}

Task<Result<desk::DoorThread>> Doors::thread(std::string id)
{
    co_return co_await database_.read(
        [&](sql::Connection& db) { return thread_where(db, "t.id = $1", {id}); });
}

Task<Result<desk::DoorThread>> Doors::thread_by_key(std::string inbox, std::string key)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return thread_where(db, "t.inbox = $1 AND t.key = $2", {inbox, key});
    });
}

Task<Result<std::vector<desk::DoorThread>>> Doors::threads_of(std::string conversation)
{
    using List = std::vector<desk::DoorThread>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(
            "SELECT" + std::string{kThreadColumns} + "FROM" + std::string{kThreadTables} +
                "WHERE t.conversation = $1 ORDER BY t.id = c.via DESC, t.last_in_at DESC",
            {conversation});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) list.push_back(read_thread(row));
        return list;
    });
}

Task<Result<desk::MessagePtr>> Doors::arrived(std::string inbox, std::string external_id)
{
    static const std::string text = "SELECT" + std::string{kMessageColumns} + "FROM" +
                                    std::string{kMessageTables} +
                                    "WHERE r.inbox = $1 AND r.external_id = $2";
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::MessagePtr> {
        auto rows = db.query(text, {inbox, external_id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such message");
        return read_message(rows->front());
    });
}

Task<Result<std::string>> Doors::html_of(std::string message)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<std::string> {
        auto rows = db.query("SELECT html FROM arrivals WHERE message = $1", {message});
        if (!rows) return fail(rows.error());
        if (rows->empty() || rows->front().null(0))
            return fail(ErrorKind::not_found, "no such version");
        return rows->front().text(0);
    });
}

Task<Result<std::vector<desk::Happening>>> Doors::noted(std::string inbox, desk::Notice notice)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) {
        return noted_in(db, inbox, notice, now, store_.take_change());
    });
}

Task<Result<void>> Doors::make_link(
    std::string token_hash, std::string conversation, std::string bound_to, Time expires)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto made = db.query(
            "INSERT INTO links (token_hash, conversation, bound_to, expires_at)"
            " VALUES ($1, $2, $3, $4)",
            {token_hash, conversation, bound_to, millis(expires)});
        if (!made) return fail(made.error());
        return {};
    });
}

}  // namespace keydesk::store
