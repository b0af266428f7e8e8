#pragma once

// What storing one message costs SQLite at the least: raise the conversation's number, insert the
// message with its unique keys. Shared by group_commit (no sockets) and bare (sockets).

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace keydesk::bench {

class Ledger {
public:
    explicit Ledger(const std::string& path, int conversations)
    {
        must(sqlite3_open(path.c_str(), &db_));
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("CREATE TABLE conversation(id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER)");
        run("CREATE TABLE message(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
            "conversation INTEGER NOT NULL, seq INTEGER NOT NULL, client_id TEXT NOT NULL, "
            "body TEXT NOT NULL)");
        run("CREATE UNIQUE INDEX by_seq ON message(conversation, seq)");
        run("CREATE UNIQUE INDEX by_client ON message(conversation, client_id)");
        run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
            std::to_string(conversations) + ") INSERT INTO conversation SELECT i, 0, 0 FROM n");
        raise_ =
            prepare("UPDATE conversation SET seq = seq + 1, at = 1 WHERE id = ? RETURNING seq");
        insert_ = prepare(
            "INSERT INTO message(id, conversation, seq, client_id, body) VALUES (?, ?, ?, ?, ?)");
    }
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    ~Ledger()
    {
        sqlite3_finalize(raise_);
        sqlite3_finalize(insert_);
        sqlite3_close(db_);
    }

    void run(const std::string& sql) { must(sqlite3_exec(db_, sql.c_str(), {}, {}, {})); }

    /// Returns the message's number in its conversation.
    sqlite3_int64 add(int conversation, std::string_view client_id, std::string_view body)
    {
        sqlite3_bind_int(raise_, 1, conversation);
        if (sqlite3_step(raise_) != SQLITE_ROW) must(sqlite3_errcode(db_));
        const auto seq = sqlite3_column_int64(raise_, 0);
        sqlite3_reset(raise_);
        const std::string id = "m-" + std::string{client_id};
        text(1, id);
        sqlite3_bind_int(insert_, 2, conversation);
        sqlite3_bind_int64(insert_, 3, seq);
        text(4, client_id);
        text(5, body);
        if (sqlite3_step(insert_) != SQLITE_DONE) must(sqlite3_errcode(db_));
        sqlite3_reset(insert_);
        return seq;
    }

private:
    void text(int place, std::string_view value)
    {
        sqlite3_bind_text(
            insert_, place, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    }
    sqlite3_stmt* prepare(const char* sql)
    {
        sqlite3_stmt* statement = nullptr;
        must(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
        return statement;
    }
    void must(int code)
    {
        if (code == SQLITE_OK) return;
        std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db_));
        std::exit(1);
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt* raise_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

/// 200 bytes of what people write, in both languages, without anything the guard would remove.
inline constexpr std::string_view kBody =
    "我昨天从交易所提币到钱包，显示已经完成，但是余额一直没有变化，请帮我看一下是什么原因。"
    "The withdrawal says completed but my balance has not changed since then.";

}  // namespace keydesk::bench
