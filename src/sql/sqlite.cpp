#include "sql/connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <unordered_map>

namespace keydesk::sql {

namespace {

struct CloseStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
struct CloseDatabase {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;

ErrorKind kind_of(int code)
{
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            return ErrorKind::conflict;
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorKind::unavailable;
        default:
            return ErrorKind::internal;
    }
}

/// The extended code is kept in the text, where the writer reads a failed fsync from it. The
/// statement's own message is left out for constraints: it can quote no values, but names suffice.
std::unexpected<Error> failure(sqlite3* db)
{
    int code = sqlite3_extended_errcode(db);
    auto what = std::string{"sqlite "} + std::to_string(code) + ": " + sqlite3_errmsg(db);
    return fail(kind_of(code), std::move(what));
}

class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(sqlite3* db) : db_{db} {}

    Result<Rows> query(std::string_view text, std::initializer_list<Value> values) override
    {
        return run(text, values.begin(), values.size());
    }

    Result<Rows> query(std::string_view text, const std::vector<Value>& values) override
    {
        return run(text, values.data(), values.size());
    }

    Result<void> script(const std::string& text) override
    {
        if (sqlite3_exec(db_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            return failure(db_.get());
        }
        return {};
    }

    std::int64_t changes() const override { return sqlite3_changes64(db_.get()); }

private:
    Result<sqlite3_stmt*> prepared(std::string_view text)
    {
        auto found = statements_.find(text);
        if (found != statements_.end()) return found->second.statement.get();

        sqlite3_stmt* raw = nullptr;
        auto size = static_cast<int>(text.size());
        int code = sqlite3_prepare_v3(
            db_.get(), text.data(), size, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        if (code != SQLITE_OK) return failure(db_.get());
        Kept kept{std::make_unique<std::string>(text), Statement{raw}};
        // Lists with filters make their text at run time: their number is bounded, ours is too.
        if (statements_.size() > 512) statements_.clear();
        std::string_view key = *kept.text;
        return statements_.emplace(key, std::move(kept)).first->second.statement.get();
    }

    /// $n is a name to SQLite, numbered by first appearance: it must be looked up, never counted.
    Result<void> bind(sqlite3_stmt* statement, const Value* values, std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            char name[12];
            std::snprintf(name, sizeof name, "$%zu", i + 1);
            int place = sqlite3_bind_parameter_index(statement, name);
            if (place == 0) continue;
            if (const auto* number = values[i].as_number()) {
                sqlite3_bind_int64(statement, place, *number);
            } else if (const auto* words = values[i].as_text()) {
                auto size = static_cast<int>(words->size());
                sqlite3_bind_text(statement, place, words->data(), size, SQLITE_STATIC);
            } else {
                sqlite3_bind_null(statement, place);
            }
        }
        return {};
    }

    static Row row_of(sqlite3_stmt* statement)
    {
        int columns = sqlite3_column_count(statement);
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            switch (sqlite3_column_type(statement, i)) {
                case SQLITE_NULL:
                    values.emplace_back();
                    break;
                case SQLITE_INTEGER:
                    values.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
                    break;
                default: {
                    const auto* bytes = sqlite3_column_text(statement, i);
                    auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
                    values.emplace_back(std::string{reinterpret_cast<const char*>(bytes), size});
                }
            }
        }
        return Row{std::move(values)};
    }

    Result<Rows> run(std::string_view text, const Value* values, std::size_t count)
    {
        auto statement = prepared(text);
        if (!statement) return fail(statement.error());
        (void)bind(*statement, values, count);

        Rows rows;
        int code = sqlite3_step(*statement);
        while (code == SQLITE_ROW) {
            rows.push_back(row_of(*statement));
            code = sqlite3_step(*statement);
        }
        auto broken = code == SQLITE_DONE ? std::optional<Error>{}
                                          : std::optional{failure(db_.get()).error()};
        sqlite3_reset(*statement);
        sqlite3_clear_bindings(*statement);
        if (broken) return fail(std::move(*broken));
        return rows;
    }

    struct Kept {
        std::unique_ptr<std::string> text;
        Statement statement;
    };

    std::unique_ptr<sqlite3, CloseDatabase> db_;  // closed after the statements below
    std::unordered_map<std::string_view, Kept> statements_;
};

}  // namespace

std::string Row::text(std::size_t column) const
{
    const auto* found = values_.at(column).as_text();
    return found != nullptr ? *found : std::string{};
}

std::int64_t Row::number(std::size_t column) const
{
    const auto* found = values_.at(column).as_number();
    return found != nullptr ? *found : 0;
}

std::optional<std::string> Row::maybe_text(std::size_t column) const
{
    const auto* found = values_.at(column).as_text();
    return found != nullptr ? std::optional{*found} : std::nullopt;
}

std::optional<std::int64_t> Row::maybe_number(std::size_t column) const
{
    const auto* found = values_.at(column).as_number();
    return found != nullptr ? std::optional{*found} : std::nullopt;
}

Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, bool read_only)
{
    sqlite3* raw = nullptr;
    int flags = SQLITE_OPEN_NOMUTEX |
                (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    auto connection = std::make_unique<SqliteConnection>(raw);
    if (code != SQLITE_OK) return fail(ErrorKind::unavailable, "cannot open the database file");
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, 5000);

    std::string pragmas = "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;";
    pragmas += read_only ? "PRAGMA wal_autocheckpoint=0;"
                         : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                           "PRAGMA wal_autocheckpoint=2000; PRAGMA secure_delete=ON;";
    auto ready = connection->script(pragmas);
    if (!ready) return fail(ready.error());
    return connection;
}

}  // namespace keydesk::sql
