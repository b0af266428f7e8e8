#include "store/integrators/exports.hpp"

#include <array>
#include <charconv>

namespace keydesk::store {

namespace {

constexpr std::int64_t kPage = 500;

enum class Type { text, number, json };

struct Column {
    std::string_view name, source;
    Type type = Type::text;
};

/// $1 after, $2 since, $3 until, $4 inbox, $5 customer, $6 limit. The first column is the cursor.
struct Table {
    std::string_view what;
    std::vector<Column> columns;
    std::string_view cursor, rest;
};

const std::array<Table, 3>& tables()
{
    using enum Type;
    static const std::array<Table, 3> all{
        Table{
            "conversations",
            {{"id", "c.id"},
             {"number", "c.number", number},
             {"inbox", "i.name"},
             {"customer", "c.customer"},
             {"customer_name", "u.name"},
             {"external_id", "u.external_id"},
             {"status", "c.status"},
             {"priority", "c.priority"},
             {"case_type", "c.case_type"},
             {"assignee", "a.name"},
             {"messages_by_customer", "c.customer_count", number},
             {"created_at", "c.created_at", number},
             {"last_message_at", "c.last_message_at", number}},
            "c.number",
            " FROM conversations c JOIN inboxes i ON i.id = c.inbox"
            " JOIN customers u ON u.id = c.customer LEFT JOIN agents a ON a.id = c.assignee"
            " WHERE c.number > $1 AND c.created_at >= $2 AND c.created_at < $3"
            " AND ($4 = '' OR c.inbox = $4) AND ($5 = '' OR c.customer = $5)"
            " ORDER BY c.number LIMIT $6"},
        Table{
            "customers",
            {{"id", "u.id"},
             {"name", "u.name"},
             {"email", "u.email"},
             {"phone", "u.phone"},
             {"locale", "u.locale"},
             {"zone", "u.zone"},
             {"external_id", "u.external_id"},
             {"verified", "u.verified", number},
             {"blocked", "u.blocked", number},
             {"note", "u.note"},
             {"fields", "u.fields", json},
             {"created_at", "u.created_at", number},
             {"seen_at", "u.seen_at", number}},
            "u.id",
            " FROM customers u WHERE u.id > $1 AND u.created_at >= $2 AND u.created_at < $3"
            " AND ($4 = '' OR EXISTS (SELECT 1 FROM conversations c WHERE c.customer = u.id"
            " AND c.inbox = $4)) AND ($5 = '' OR u.id = $5) ORDER BY u.id LIMIT $6"},
        Table{
            "messages",
            {{"id", "m.id"},
             {"conversation", "m.conversation"},
             {"number", "c.number", number},
             {"seq", "m.seq", number},
             {"kind", "m.kind"},
             {"author", "a.name"},
             {"customer", "c.customer"},
             {"body", "m.body"},
             {"attachments", "m.attachments", json},
             {"redacted", "m.redacted", json},
             {"at", "m.at", number}},
            "m.position",
            " FROM messages m JOIN conversations c ON c.id = m.conversation"
            " LEFT JOIN agents a ON a.id = m.author"
            " WHERE m.position > $1 AND m.kind IN ('customer', 'reply', 'note', 'system')"
            " AND m.at >= $2 AND m.at < $3 AND ($4 = '' OR c.inbox = $4)"
            " AND ($5 = '' OR c.customer = $5) ORDER BY m.position LIMIT $6"}};
    return all;
}

const Table* table_of(std::string_view what)
{
    for (const auto& one : tables())
        if (one.what == what) return &one;
    return nullptr;
}

/// With a customer the query begins at his conversations, not at the beginning of the desk.
std::string select_of(const Table& table, const desk::ExportQuery& query)
{
    std::string out = "SELECT " + std::string{table.cursor};
    for (const auto& column : table.columns) out += ", " + std::string{column.source};
    out += table.rest;
    constexpr std::string_view kAnybody = "($5 = '' OR c.customer = $5)";
    auto place = out.find(kAnybody);
    if (query.customer.empty() || place == out.npos) return out;
    return out.replace(place, kAnybody.size(), "c.customer = $5");
}

desk::Cell cell_of(const sql::Row& row, std::size_t at, Type type)
{
    if (row.null(at)) return {{}, desk::Cell::Kind::null};
    if (type == Type::number) {
        return {std::to_string(row.number(at)), desk::Cell::Kind::number};
    }
    return {row.text(at), type == Type::json ? desk::Cell::Kind::json : desk::Cell::Kind::text};
}

bool by_text(const Table& table)
{
    return table.cursor.ends_with(".id");
}

/// Ids begin above "", numbers below everything: imported messages too.
sql::Value cursor_of(const Table& table, const std::string& after)
{
    if (by_text(table)) return after;
    std::int64_t from = -(std::int64_t{1} << 60);
    std::from_chars(after.data(), after.data() + after.size(), from);
    return from;
}

}  // namespace

std::vector<std::string> Exports::columns(std::string_view what) const
{
    std::vector<std::string> out;
    if (const auto* table = table_of(what)) {
        for (const auto& column : table->columns) out.emplace_back(column.name);
    }
    return out;
}

Task<Result<desk::ExportPage>> Exports::page(desk::ExportQuery query, std::string after)
{
    const auto* table = table_of(query.what);
    if (table == nullptr) co_return fail(ErrorKind::not_found, "no such export");
    auto from = cursor_of(*table, after);
    auto since = query.since ? millis(*query.since) : 0;
    auto until = query.until ? millis(*query.until) : std::int64_t{1} << 60;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::ExportPage> {
        auto rows = db.query(
            select_of(*table, query), {from, since, until, query.inbox, query.customer, kPage});
        if (!rows) return fail(rows.error());
        desk::ExportPage page;
        for (const auto& row : *rows) {
            auto& cells = page.rows.emplace_back();
            for (std::size_t i = 0; i < table->columns.size(); ++i) {
                cells.push_back(cell_of(row, i + 1, table->columns[i].type));
            }
        }
        if (std::ssize(*rows) == kPage) {
            const auto& last = rows->back();
            page.next = by_text(*table) ? last.text(0) : std::to_string(last.number(0));
        }
        return page;
    });
}

}  // namespace keydesk::store
