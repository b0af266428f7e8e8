// Files that messages name and whose bytes are still at the provider.
#include "store/conversations/redaction.hpp"
#include "store/conversations/rows.hpp"
#include "store/doors/doors.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

/// The message that names a file, and what it names.
struct Naming {
    std::string message, conversation, customer, body;
    std::vector<desk::Attachment> attachments;
    std::vector<std::string> redacted;
};

Result<std::optional<Naming>> naming(sql::Connection& db, const std::string& file)
{
    auto rows = db.query(
        "SELECT m.id, m.conversation, c.customer, m.body, m.attachments, m.redacted FROM files f"
        " JOIN messages m ON m.conversation = f.conversation"
        " JOIN conversations c ON c.id = m.conversation"
        " WHERE f.id = $1 AND m.attachments LIKE '%' || $1 || '%' LIMIT 1",
        {file});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<Naming>{};
    const auto& row = rows->front();
    return Naming{
        row.text(0),
        row.text(1),
        row.text(2),
        row.text(3),
        read_attachments(row.text(4)),
        read_list(row.text(5))};
}

json::array listed(const std::vector<desk::Attachment>& attachments)
{
    return json::parse(write_attachments(attachments)).as_array();
}

/// The message shows the file as it is now; devices hear of it as of an edit.
Result<desk::Happening> show(Writing& writing, Naming named, const desk::Attachment& face)
{
    for (auto& a : named.attachments) {
        if (a.id == face.id) a = face;
    }
    auto done = writing.db.query(
        "UPDATE messages SET attachments = $2 WHERE id = $1",
        {named.message, write_attachments(named.attachments)});
    if (!done) return fail(done.error());
    auto payload = json::serialize(
        json::object{{"mid", named.message}, {"attachments", listed(named.attachments)}});
    auto noted = writing.add(
        {.kind = "edit",
         .body = named.body,
         .payload = payload,
         .redacted = named.redacted,
         .is_public = true});
    if (!noted) return fail(noted.error());
    return desk::Happening{named.conversation, named.customer, std::move(writing.entries)};
}

Result<desk::Happening> shown(
    sql::Connection& db, const desk::Attachment& face, Time now, std::int64_t change)
{
    auto named = naming(db, face.id);
    if (!named) return fail(named.error());
    if (!*named) return desk::Happening{};
    Writing writing{.db = db, .conversation = (*named)->conversation, .at = now, .change = change};
    return show(writing, std::move(**named), face);
}

}  // namespace

Task<Result<std::vector<desk::Awaited>>> Doors::awaited(std::size_t limit)
{
    auto now = millis(clock_.now());
    using List = std::vector<desk::Awaited>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(
            "SELECT id, inbox, source, name, attempts FROM files WHERE due_at <= $1"
            " AND conversation IS NOT NULL ORDER BY due_at LIMIT $2",
            {now, static_cast<std::int64_t>(limit)});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            list.push_back(
                {.file = row.text(0),
                 .inbox = row.text(1),
                 .source = row.text(2),
                 .name = row.text(3),
                 .attempts = row.number(4)});
        }
        return list;
    });
}

Task<Result<desk::Happening>> Doors::came(
    std::string file, desk::Attachment face, std::string sha256)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto done = db.query(
            "UPDATE files SET name = $2, size = $3, type = $4, width = $5, height = $6,"
            " sha256 = $7, due_at = NULL WHERE id = $1 AND size IS NULL",
            {file, face.name, face.size, face.type, face.width, face.height, sha256});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return desk::Happening{};
        return shown(db, face, now, store_.take_change());
    });
}

Task<Result<desk::Happening>> Doors::did_not_come(
    std::string file, std::string why, std::optional<Time> due)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto next = due ? std::optional{millis(*due)} : std::nullopt;
        auto rows = db.query(
            "UPDATE files SET attempts = attempts + 1, due_at = $2 WHERE id = $1"
            " RETURNING name, declared_size",
            {file, next});
        if (!rows) return fail(rows.error());
        if (rows->empty() || due) return desk::Happening{};
        desk::Attachment face{
            .id = file,
            .name = rows->front().text(0),
            .type = why,
            .size = rows->front().number(1),
            .state = "failed"};
        return shown(db, face, now, store_.take_change());
    });
}

}  // namespace keydesk::store
