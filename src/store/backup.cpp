#include "store/backup.hpp"

#include "base/crypto.hpp"
#include "sql/connection.hpp"
#include "store/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace keydesk::store {

namespace fs = std::filesystem;

namespace {

Result<void> done(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    return {};
}

Result<void> sync(const fs::path& path)
{
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!synced) return fail(ErrorKind::unavailable, "cannot sync " + path.string());
    return {};
}

/// Blobs are written before the message that names them, so those of the copied database are all
/// there. One that is not is a damage that the operator must hear of.
Result<void> add_blobs(sql::Connection& copy, const fs::path& blobs)
{
    auto made =
        copy.script("CREATE TABLE backup_blobs (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)");
    if (!made) return made;
    auto named = copy.query("SELECT DISTINCT sha256 FROM files WHERE sha256 IS NOT NULL");
    if (!named) return fail(named.error());
    for (const auto& row : *named) {
        auto sha = row.text(0);
        std::ifstream in{blobs / sha.substr(0, 2) / sha, std::ios::binary};
        std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        if (!in || hex(sha256(bytes)) != sha) {
            return fail(ErrorKind::unavailable, "attachment " + sha + " is missing or damaged");
        }
        auto kept = done(copy.query(
            "INSERT INTO backup_blobs (sha256, bytes) VALUES ($1, CAST($2 AS BLOB))",
            {sha, bytes}));
        if (!kept) return kept;
    }
    return {};
}

Result<void> place_blobs(sql::Connection& db, const fs::path& blobs)
{
    auto named = db.query("SELECT sha256 FROM backup_blobs");
    if (!named) return fail(named.error());
    for (const auto& row : *named) {
        auto sha = row.text(0);
        auto rows = db.query("SELECT bytes FROM backup_blobs WHERE sha256 = $1", {sha});
        if (!rows) return fail(rows.error());
        auto bytes = rows->front().text(0);
        if (hex(sha256(bytes)) != sha) {
            return fail(ErrorKind::invalid_input, "the backup holds a damaged attachment");
        }
        fs::create_directories(blobs / sha.substr(0, 2));
        std::ofstream out{blobs / sha.substr(0, 2) / sha, std::ios::binary};
        out << bytes;
        out.close();
        if (!out) return fail(ErrorKind::unavailable, "cannot write an attachment");
        auto synced = sync(blobs / sha.substr(0, 2) / sha);
        if (!synced) return synced;
    }
    return {};
}

Result<void> check_backup(sql::Connection& db)
{
    auto whole = db.query("PRAGMA integrity_check(1)");
    if (!whole || whole->empty() || whole->front().text(0) != "ok") {
        return fail(ErrorKind::invalid_input, "this file is no backup of Keydesk, or is damaged");
    }
    auto ours = db.query("SELECT count(*) FROM backup_blobs");
    if (!ours) return fail(ErrorKind::invalid_input, "this file is no backup of Keydesk");
    return {};
}

}  // namespace

Result<void> backup(const fs::path& data, const fs::path& file)
{
    if (!fs::exists(data / "desk.db")) {
        return fail(ErrorKind::not_found, "there is no database in " + data.string());
    }
    if (fs::exists(file)) return fail(ErrorKind::conflict, file.string() + " exists already");
    auto unfinished = fs::path{file.string() + ".unfinished"};
    fs::remove(unfinished);

    // Another process than the server's: read-only, so that it can neither write nor checkpoint.
    auto source = sql::open_sqlite((data / "desk.db").string(), true);
    if (!source) return fail(source.error());
    auto copied = done((*source)->query("VACUUM INTO $1", {unfinished.string()}));
    if (!copied) return copied;
    fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write);
    {
        auto copy = sql::open_sqlite(unfinished.string(), false);
        if (!copy) return fail(copy.error());
        auto added = add_blobs(**copy, data / "blobs");
        if (!added) return added;
        // One file, not three.
        auto single = (*copy)->script("PRAGMA journal_mode=DELETE");
        if (!single) return single;
    }
    auto synced = sync(unfinished);
    if (!synced) return synced;
    fs::rename(unfinished, file);
    auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    return sync(folder);
}

Result<void> restore(const fs::path& data, const fs::path& file)
{
    if (fs::exists(data / "desk.db")) {
        return fail(
            ErrorKind::conflict,
            "there is a database in " + data.string() + " already; restore into an empty folder");
    }
    if (!fs::exists(file)) return fail(ErrorKind::invalid_input, "no such file: " + file.string());
    {
        auto source = sql::open_sqlite(file.string(), true);
        if (!source) return fail(source.error());
        auto fine = check_backup(**source);
        if (!fine) return fine;
    }
    fs::create_directories(data);
    auto unfinished = data / "desk.db.unfinished";
    fs::copy_file(file, unfinished, fs::copy_options::overwrite_existing);
    {
        auto db = sql::open_sqlite(unfinished.string(), false);
        if (!db) return fail(db.error());
        auto placed = place_blobs(**db, data / "blobs");
        if (!placed) return placed;
        auto renewed =
            done((*db)->query("UPDATE meta SET value = $1 WHERE key = 'epoch'", {random_token(9)}));
        if (!renewed) return renewed;
        auto emptied = (*db)->script("DROP TABLE backup_blobs; VACUUM; PRAGMA journal_mode=DELETE");
        if (!emptied) return emptied;
    }
    auto synced = sync(unfinished);
    if (!synced) return synced;
    fs::rename(unfinished, data / "desk.db");
    return sync(data);
}

}  // namespace keydesk::store
