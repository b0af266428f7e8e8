// The agents' lists, counts and look-ups.
#include "store/conversations/list_page.hpp"
#include "store/conversations/rows.hpp"
#include "store/store.hpp"

#include <charconv>

namespace keydesk::store {

namespace {

const std::string kSelect =
    "SELECT" + std::string{kConversationColumns} + "FROM" + std::string{kConversationTables};

Filter filter_of(const desk::ListQuery& q)
{
    Filter f;
    if (q.status != "any") f.add("c.status = ", q.status);
    if (q.view == "mine") f.add("c.assignee = ", q.agent);
    if (q.view == "unassigned") f.text += " AND c.assignee IS NULL";
    if (q.view == "security") f.text += " AND c.findings > 0";
    if (!q.inbox.empty()) f.add("c.inbox = ", q.inbox);
    if (!q.team.empty()) f.add("c.team = ", q.team);
    if (!q.customer.empty()) f.add("c.customer = ", q.customer);
    if (!q.label.empty()) {
        f.add(
            "EXISTS (SELECT 1 FROM conversation_labels x WHERE x.conversation = c.id AND x.label "
            "= ",
            q.label,
            ")");
    }
    return f;
}

/// The sort key of a list and whether it falls. Ties go by id, so that pages neither skip nor
/// repeat.
struct Order {
    std::string key;
    bool falling;
};

Order order_of(const std::string& sort)
{
    if (sort == "oldest") return {"c.last_message_at", false};
    if (sort == "waiting") return {"coalesce(c.waiting_since, 9000000000000)", false};
    if (sort == "due") return {"coalesce(c.sla_due_at, 9000000000000)", false};
    if (sort == "priority") {
        return {
            "(CASE c.priority WHEN 'urgent' THEN 4 WHEN 'high' THEN 3 WHEN 'medium' THEN 2"
            " WHEN 'low' THEN 1 ELSE 0 END)",
            true};
    }
    return {"c.last_message_at", true};
}

/// Cursor: "key.id". Empty when it is none of ours.
std::optional<std::pair<std::int64_t, std::string>> read_cursor(const std::string& text)
{
    auto dot = text.find('.');
    if (dot == std::string::npos) return std::nullopt;
    std::int64_t key = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + dot, key);
    if (error != std::errc{} || end != text.data() + dot) return std::nullopt;
    return std::pair{key, text.substr(dot + 1)};
}

Result<void> fill_unread(
    sql::Connection& db, std::vector<desk::Conversation>& items, const std::string& agent)
{
    for (auto& c : items) {
        auto rows = db.query(
            "SELECT seen_count FROM agent_reads WHERE agent = $1 AND conversation = $2",
            {agent, c.id});
        if (!rows) return fail(rows.error());
        c.unread = c.customer_count - (rows->empty() ? 0 : rows->front().number(0));
    }
    return {};
}

}  // namespace

void Filter::add(const std::string& before, sql::Value value, const std::string& after)
{
    values.push_back(std::move(value));
    text += " AND " + before + "$" + std::to_string(values.size()) + after;
}

void Filter::among(const std::string& column, const std::vector<std::string>& list)
{
    if (list.empty()) return;
    text += " AND " + column + " IN (" + places(values.size() + 1, list.size()) + ")";
    values.insert(values.end(), list.begin(), list.end());
}

Result<desk::ConversationPage> page_of(sql::Connection& db, Filter filter, const desk::ListQuery& q)
{
    auto order = order_of(q.sort);
    std::string sign = order.falling ? "<" : ">";
    if (auto cursor = read_cursor(q.after)) {
        filter.add("(" + order.key + ", c.id) " + sign + " (", cursor->first, "");
        filter.values.emplace_back(cursor->second);
        filter.text += ", $" + std::to_string(filter.values.size()) + ")";
    } else if (!q.after.empty()) {
        return fail(ErrorKind::invalid_input, "not a cursor");
    }
    std::string direction = order.falling ? " DESC" : "";
    auto columns = kSelect;
    columns.insert(columns.find(" FROM"), ", " + order.key + " ");
    auto text = columns + filter.text + " ORDER BY " + order.key + direction + ", c.id" +
                direction + " LIMIT " + std::to_string(q.limit + 1);
    auto rows = db.query(text, filter.values);
    if (!rows) return fail(rows.error());

    desk::ConversationPage page;
    for (const auto& row : *rows) {
        if (page.items.size() == q.limit) {
            const auto& last = (*rows)[q.limit - 1];
            page.next = std::to_string(last.number(kConversationWidth)) + "." + last.text(0);
            break;
        }
        page.items.push_back(read_conversation(row));
    }
    auto labelled = read_labels(db, page.items);
    if (!labelled) return fail(labelled.error());
    auto counted = fill_unread(db, page.items, q.agent);
    if (!counted) return fail(counted.error());
    return page;
}

namespace {

constexpr auto kCounts = R"(
    SELECT coalesce(sum(status = 'open' AND assignee = $1), 0),
           coalesce(sum(status = 'open' AND assignee IS NULL), 0),
           coalesce(sum(status = 'open'), 0), coalesce(sum(status = 'open' AND findings > 0), 0),
           coalesce(sum(status = 'snoozed'), 0), coalesce(sum(status = 'resolved'), 0)
    FROM conversations)";

Result<std::vector<std::pair<std::string, std::int64_t>>> pairs(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    std::vector<std::pair<std::string, std::int64_t>> list;
    for (const auto& row : *rows) list.emplace_back(row.text(0), row.number(1));
    return list;
}

}  // namespace

Task<Result<desk::ConversationPage>> Store::list(desk::ListQuery query)
{
    // Read before the list: what changes meanwhile is sent once more, never missed.
    auto change = latest_change();
    auto page = co_await database_.read(
        [&](sql::Connection& db) { return page_of(db, filter_of(query), query); });
    if (page) page->change = change;
    co_return page;
}

Task<Result<desk::Counts>> Store::counts(std::string agent)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Counts> {
        auto rows = db.query(kCounts, {agent});
        if (!rows) return fail(rows.error());
        const auto& row = rows->front();
        desk::Counts counts{
            .mine = row.number(0),
            .unassigned = row.number(1),
            .all = row.number(2),
            .security = row.number(3),
            .open = row.number(2),
            .snoozed = row.number(4),
            .resolved = row.number(5)};
        auto inboxes = pairs(db.query(
            "SELECT inbox, count(*) FROM conversations WHERE status = 'open' GROUP BY inbox"));
        if (!inboxes) return fail(inboxes.error());
        auto labels = pairs(
            db.query("SELECT x.label, count(*) FROM conversation_labels x JOIN conversations c"
                     " ON c.id = x.conversation WHERE c.status = 'open' GROUP BY x.label"));
        if (!labels) return fail(labels.error());
        counts.by_inbox = std::move(*inboxes);
        counts.by_label = std::move(*labels);
        return counts;
    });
}

Task<Result<desk::Conversation>> Store::get(std::string id, std::string agent)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Conversation> {
        auto rows = db.query(kSelect + "WHERE c.id = $1", {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
        std::vector<desk::Conversation> one{read_conversation(rows->front())};
        auto labelled = read_labels(db, one);
        if (!labelled) return fail(labelled.error());
        auto counted = fill_unread(db, one, agent);
        if (!counted) return fail(counted.error());
        return std::move(one.front());
    });
}

Task<Result<std::vector<desk::Listed>>> Store::listed(std::vector<std::string> ids)
{
    using List = std::vector<desk::Listed>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        List list;
        if (ids.empty()) return list;
        std::vector<sql::Value> values{ids.begin(), ids.end()};
        auto among = " IN (" + places(1, ids.size()) + ")";
        auto rows = db.query(kSelect + "WHERE c.id" + among, values);
        if (!rows) return fail(rows.error());
        std::vector<desk::Conversation> found;
        for (const auto& row : *rows) found.push_back(read_conversation(row));
        auto labelled = read_labels(db, found);
        if (!labelled) return fail(labelled.error());
        for (auto& c : found) {
            auto seen = pairs(db.query(
                "SELECT r.agent, r.seen_count FROM agents a JOIN agent_reads r ON r.agent = a.id"
                " AND r.conversation = $1",
                {c.id}));
            if (!seen) return fail(seen.error());
            list.push_back({std::move(c), std::move(*seen)});
        }
        return list;
    });
}

Task<Result<std::vector<std::string>>> Store::changed_after(std::int64_t change, std::size_t limit)
{
    using Ids = std::vector<std::string>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Ids> {
        auto rows = db.query(
            "SELECT id FROM conversations WHERE change > $1 ORDER BY change LIMIT $2",
            {change, std::int64_t(limit)});
        if (!rows) return fail(rows.error());
        Ids ids;
        for (const auto& row : *rows) ids.push_back(row.text(0));
        return ids;
    });
}

Task<Result<desk::Customer>> Store::customer(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Customer> {
        auto rows = db.query(
            "SELECT" + std::string{kCustomerColumns} + "FROM customers u WHERE u.id = $1", {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such customer");
        return read_customer(rows->front());
    });
}

Task<Result<desk::Customer>> Store::edit_customer(
    std::string id,
    std::optional<std::string> name,
    std::optional<std::string> email,
    std::optional<std::string> note,
    std::optional<bool> blocked)
{
    auto done = co_await database_.run([&](sql::Connection& db) {
        auto edited = db.query(
            "UPDATE customers SET name = coalesce($2, name), email = coalesce($3, email),"
            " note = coalesce($4, note), blocked = coalesce($5, blocked) WHERE id = $1",
            {id, name, email, note, blocked});
        if (!edited) return edited;
        return db.query(
            "UPDATE conversations SET change = $2 WHERE customer = $1", {id, next_change()});
    });
    if (!done) co_return fail(done.error());
    co_return co_await customer(id);
}

}  // namespace keydesk::store
