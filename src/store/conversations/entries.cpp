#include "store/conversations/entries.hpp"

#include "base/ids.hpp"
#include "store/conversations/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kNumber = R"(
    UPDATE conversations SET seq = seq + 1, public_seq = public_seq + $2, change = $3
    WHERE id = $1 RETURNING seq, public_seq)";

/// The log begins at 1, also on a desk where everything so far was imported and lies below zero.
constexpr auto kInsert = R"(
    INSERT INTO messages (position, id, conversation, seq, public_seq, kind, author, body, payload,
                          attachments, redacted, client_id, content_mac, at)
    VALUES ((SELECT CASE WHEN max(position) < 1 THEN 1 END FROM messages),
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (conversation, client_id) WHERE client_id IS NOT NULL DO NOTHING)";

constexpr auto kFile = R"(
    SELECT id, name, type, size, width, height, visitor, agent, conversation, declared_size
    FROM files WHERE id = $1 AND (size IS NOT NULL OR source IS NOT NULL))";

sql::Value text_or_null(const std::string& text)
{
    return text.empty() ? sql::Value{} : sql::Value{text};
}

}  // namespace

Result<void> insert_message(
    sql::Connection& db, const desk::Message& m, const std::string& content_mac)
{
    auto done = db.query(
        kInsert,
        {m.id,
         m.conversation,
         m.seq,
         m.public_seq,
         m.kind,
         m.author ? sql::Value{m.author->id} : sql::Value{},
         m.body,
         text_or_null(m.payload),
         text_or_null(write_attachments(m.attachments)),
         text_or_null(write_list(m.redacted)),
         m.client_id,
         text_or_null(content_mac),
         millis(m.at)});
    if (!done) return fail(done.error());
    if (db.changes() == 0) return fail(ErrorKind::conflict, kRepeated);
    return {};
}

Result<desk::MessagePtr> add_entry(sql::Connection& db, NewEntry entry)
{
    auto numbered = db.query(kNumber, {entry.conversation, entry.is_public, entry.change});
    if (!numbered) return fail(numbered.error());
    if (numbered->empty()) return fail(ErrorKind::not_found, "no such conversation");

    auto message = std::make_shared<desk::Message>();
    message->id = new_id(entry.at);
    message->conversation = std::move(entry.conversation);
    message->seq = numbered->front().number(0);
    if (entry.is_public) message->public_seq = numbered->front().number(1);
    message->kind = std::move(entry.kind);
    message->author = std::move(entry.author);
    message->body = std::move(entry.body);
    message->payload = std::move(entry.payload);
    message->redacted = std::move(entry.redacted);
    message->at = entry.at;
    auto stored = insert_message(db, *message, {});
    if (!stored) return fail(stored.error());
    return message;
}

Result<std::vector<desk::Attachment>> take_files(
    sql::Connection& db,
    const std::vector<std::string>& ids,
    const std::string& owner_column,
    const std::string& owner,
    const std::string& conversation)
{
    std::vector<desk::Attachment> taken;
    for (const auto& id : ids) {
        auto rows = db.query(kFile, {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such file");
        const auto& row = rows->front();
        bool own = row.text(owner_column == "visitor" ? 6 : 7) == owner;
        bool free = row.null(8) || row.text(8) == conversation;
        if (!own || !free) return fail(ErrorKind::not_found, "no such file");
        taken.push_back(
            {.id = row.text(0),
             .name = row.text(1),
             .type = row.text(2),
             .size = row.number(3),
             .width = row.number(4),
             .height = row.number(5)});
        if (row.null(3)) {
            taken.back().state = "pending";
            taken.back().size = row.number(9);
        }
        auto kept =
            db.query("UPDATE files SET conversation = $2 WHERE id = $1", {id, conversation});
        if (!kept) return fail(kept.error());
    }
    return taken;
}

Result<desk::MessagePtr> message_by_client_id(
    sql::Connection& db, const std::string& conversation, const std::string& client_id)
{
    static const std::string text = "SELECT" + std::string{kMessageColumns} + "FROM" +
                                    std::string{kMessageTables} +
                                    "WHERE m.conversation = $1 AND m.client_id = $2";
    auto rows = db.query(text, {conversation, client_id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such message");
    return read_message(rows->front());
}

}  // namespace keydesk::store
