#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "store/conversations/rows.hpp"
#include "store/schema.hpp"
#include "store/store.hpp"

namespace keydesk::store {

namespace {

constexpr auto kInboxes = R"(
    SELECT id, key, name, kind, color, sites, greeting, identity_secret, closed FROM inboxes)";

const std::string kVisitor = "SELECT v.id, v.inbox, c.id, coalesce(c.public_seq, 0)," +
                             std::string{kCustomerColumns} +
                             "FROM visitors v JOIN customers u ON u.id = v.customer"
                             " LEFT JOIN conversations c ON c.inbox = v.inbox AND c.customer = u.id"
                             " AND c.thread = '' ";

constexpr auto kInsertCustomer = R"(
    INSERT INTO customers (id, name, locale, device, created_at, seen_at)
    VALUES ($1, $2, $3, $4, $5, $5))";

constexpr auto kInsertVisitor = R"(
    INSERT INTO visitors (id, token_hash, inbox, customer, created_at, seen_at)
    VALUES ($1, $2, $3, $4, $5, $5))";

constexpr auto kSeen = R"(
    UPDATE customers SET
        locale = CASE WHEN $2 = '' THEN locale ELSE $2 END,
        device = CASE WHEN $3 = '' THEN device ELSE $3 END,
        page_url = CASE WHEN $4 = '' THEN page_url ELSE $4 END,
        page_title = CASE WHEN $5 = '' THEN page_title ELSE $5 END,
        seen_at = $6
    WHERE id = $1)";

constexpr auto kVerifyCustomer = R"(
    UPDATE customers SET verified = 1, external_id = $2,
        name = CASE WHEN $3 = '' THEN name ELSE $3 END,
        email = CASE WHEN $4 = '' THEN email ELSE $4 END
    WHERE id = $1)";

constexpr auto kStreamState = R"(
    SELECT c.status, c.assignee, a.name, c.agent_read, c.customer_read,
           (SELECT count(*) FROM messages m WHERE m.conversation = c.id AND m.seq > c.customer_read
            AND m.public_seq > c.customer_read AND m.kind IN ('reply', 'system'))
    FROM conversations c LEFT JOIN agents a ON a.id = c.assignee WHERE c.id = $1)";

constexpr auto kForgetVisitors = R"(
    DELETE FROM visitors WHERE id IN (
        SELECT v.id FROM visitors v JOIN customers u ON u.id = v.customer
        WHERE u.seen_at < $1 AND u.verified = 0
          AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.customer = u.id) LIMIT 500))";

constexpr auto kForgetCustomers = R"(
    DELETE FROM customers WHERE id IN (
        SELECT u.id FROM customers u
        WHERE u.seen_at < $1 AND u.verified = 0
          AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.customer = u.id)
          AND NOT EXISTS (SELECT 1 FROM visitors v WHERE v.customer = u.id)
          AND NOT EXISTS (SELECT 1 FROM threads t WHERE t.customer = u.id)
          AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.customer = u.id) LIMIT 500))";

Result<desk::Visitor> read_visitor(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such visitor");
    const auto& row = rows->front();
    return desk::Visitor{
        .id = row.text(0),
        .inbox = row.text(1),
        .customer = read_customer(row, 4),
        .conversation = row.maybe_text(2),
        .public_seq = row.number(3)};
}

Result<desk::Visitor> visitor_by_id(sql::Connection& db, const std::string& id)
{
    return read_visitor(db.query(kVisitor + "WHERE v.id = $1", {id}));
}

/// Attaches the proof. Law 6: what an unproved browser said never joins a proved customer.
Result<desk::Visitor> attach_identity(
    sql::Connection& db,
    const std::string& visitor,
    const std::string& external_id,
    const std::string& name,
    const std::string& email)
{
    auto now = visitor_by_id(db, visitor);
    if (!now) return now;
    auto known = db.query("SELECT id FROM customers WHERE external_id = $1", {external_id});
    if (!known) return fail(known.error());

    std::string customer = now->customer.id;
    if (!known->empty()) {
        customer = known->front().text(0);
    } else if (now->customer.verified && now->customer.external_id != external_id) {
        // Somebody else signs in on this browser: he gets a customer of his own.
        customer = new_id(now->customer.seen_at);
        auto made = db.query(
            kInsertCustomer,
            {customer,
             name.empty() ? external_id : name,
             now->customer.locale,
             now->customer.device,
             millis(now->customer.seen_at)});
        if (!made) return fail(made.error());
    }
    auto proved = db.query(kVerifyCustomer, {customer, external_id, name, email});
    if (!proved) return fail(proved.error());
    auto led = db.query("UPDATE visitors SET customer = $2 WHERE id = $1", {visitor, customer});
    if (!led) return fail(led.error());
    return visitor_by_id(db, visitor);
}

}  // namespace

Store::Store(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

Task<Result<void>> Store::open()
{
    auto now = millis(clock_.now());
    auto opened = co_await database_.run([&](sql::Connection& db) -> Result<sql::Rows> {
        auto fresh = db.query(
            "INSERT INTO meta (key, value) VALUES ('epoch', $1), ('created_at', $2)"
            " ON CONFLICT (key) DO NOTHING",
            {random_token(9), std::to_string(now)});
        if (!fresh) return fresh;
        return db.query(
            "SELECT (SELECT value FROM meta WHERE key = 'epoch'),"
            " (SELECT coalesce(max(change), 0) FROM conversations),"
            " (SELECT value FROM meta WHERE key = 'indexed')");
    });
    if (!opened) co_return fail(opened.error());
    const auto& row = opened->front();
    epoch_ = row.text(0);
    change_ = row.number(1);
    indexed_ = std::strtoll(row.text(2).c_str(), nullptr, 10);
    co_return Result<void>{};
}

Task<Result<std::vector<desk::Inbox>>> Store::inboxes()
{
    using List = std::vector<desk::Inbox>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kInboxes);
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            list.push_back(
                {.id = row.text(0),
                 .key = row.text(1),
                 .name = row.text(2),
                 .kind = row.text(3),
                 .color = row.text(4),
                 .sites = read_list(row.text(5)),
                 .greeting = row.text(6),
                 .identity_secret = row.text(7),
                 .closed = row.truth(8)});
        }
        return list;
    });
}

Task<Result<desk::Visitor>> Store::find(std::string inbox, std::string token_hash)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return read_visitor(
            db.query(kVisitor + "WHERE v.token_hash = $1 AND v.inbox = $2", {token_hash, inbox}));
    });
}

Task<Result<desk::Visitor>> Store::find_again(std::string visitor)
{
    co_return co_await database_.read(
        [&](sql::Connection& db) { return visitor_by_id(db, visitor); });
}

Task<Result<desk::StreamState>> Store::stream_state(std::string conversation)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::StreamState> {
        auto rows = db.query(kStreamState, {conversation});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
        const auto& row = rows->front();
        desk::StreamState state{
            .status = row.text(0),
            .unread = row.number(5),
            .agent_read = row.number(3),
            .customer_read = row.number(4)};
        if (!row.null(1)) state.agent = desk::Face{row.text(1), row.text(2)};
        return state;
    });
}

Task<Result<desk::Visitor>> Store::create(desk::NewVisitor visitor)
{
    auto now = clock_.now();
    auto id = new_id(now);
    auto customer = new_id(now);
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Visitor> {
        auto person = db.query(
            kInsertCustomer, {customer, visitor.name, visitor.locale, visitor.device, millis(now)});
        if (!person) return fail(person.error());
        auto browser = db.query(
            kInsertVisitor, {id, visitor.token_hash, visitor.inbox, customer, millis(now)});
        if (!browser) return fail(browser.error());
        auto made = visitor_by_id(db, id);
        if (made) made->fresh = true;
        return made;
    });
}

Task<Result<void>> Store::seen(
    std::string customer,
    std::string locale,
    std::string device,
    std::string page_url,
    std::string page_title)
{
    auto now = millis(clock_.now());
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(kSeen, {customer, locale, device, page_url, page_title, now});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<desk::Visitor>> Store::identify(
    std::string visitor, std::string external_id, std::string name, std::string email)
{
    co_return co_await database_.run([&](sql::Connection& db) {
        return attach_identity(db, visitor, external_id, name, email);
    });
}

Task<Result<std::int64_t>> Store::forget_silent_visitors()
{
    auto limit = millis(clock_.now() - std::chrono::days{1});
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        auto browsers = db.query(kForgetVisitors, {limit});
        if (!browsers) return fail(browsers.error());
        auto forgotten = db.changes();
        auto people = db.query(kForgetCustomers, {limit});
        if (!people) return fail(people.error());
        return forgotten;
    });
}

}  // namespace keydesk::store
