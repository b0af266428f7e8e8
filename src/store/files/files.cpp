#include "base/ids.hpp"
#include "store/store.hpp"

namespace keydesk::store {

Task<Result<std::string>> Store::announce(
    std::string visitor, std::string agent, std::string name, std::int64_t size)
{
    auto now = clock_.now();
    auto id = new_id(now);
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::string> {
        auto done = db.query(
            "INSERT INTO files (id, visitor, agent, name, declared_size, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            {id, visitor, agent, name, size, millis(now)});
        if (!done) return fail(done.error());
        return id;
    });
}

Task<Result<std::string>> Store::announce_awaited(
    std::string thread, std::string inbox, desk::Attachment face, std::string source)
{
    auto now = clock_.now();
    auto id = new_id(now);
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::string> {
        auto done = db.query(
            "INSERT INTO files (id, visitor, name, declared_size, inbox, source, due_at,"
            " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
            {id, thread, face.name, face.size, inbox, source, millis(now)});
        if (!done) return fail(done.error());
        return id;
    });
}

Task<Result<void>> Store::filled(std::string id, desk::Attachment face, std::string sha256)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "UPDATE files SET size = $2, type = $3, width = $4, height = $5, sha256 = $6"
            " WHERE id = $1 AND size IS NULL",
            {id, face.size, face.type, face.width, face.height, sha256});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return fail(ErrorKind::conflict, "the file is filled already");
        return {};
    });
}

Task<Result<desk::StoredFile>> Store::get(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::StoredFile> {
        auto rows = db.query(
            "SELECT id, name, type, size, width, height, visitor, agent, conversation, sha256,"
            " declared_size FROM files WHERE id = $1",
            {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such file");
        const auto& row = rows->front();
        return desk::StoredFile{
            .face =
                {.id = row.text(0),
                 .name = row.text(1),
                 .type = row.text(2),
                 .size = row.number(3),
                 .width = row.number(4),
                 .height = row.number(5)},
            .visitor = row.text(6),
            .agent = row.text(7),
            .conversation = row.text(8),
            .sha256 = row.text(9),
            .declared_size = row.number(10),
            .filled = !row.null(3)};
    });
}

Task<Result<bool>> Store::visible_to_customer(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<bool> {
        auto rows = db.query(
            "SELECT 1 FROM files f JOIN messages m ON m.conversation = f.conversation"
            " WHERE f.id = $1 AND m.public_seq IS NOT NULL AND m.attachments LIKE '%' || $1 || '%'"
            " LIMIT 1",
            {id});
        if (!rows) return fail(rows.error());
        return !rows->empty();
    });
}

}  // namespace keydesk::store
