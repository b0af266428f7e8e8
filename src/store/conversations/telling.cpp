// What the desk says by itself, and by which door it goes.
#include "store/conversations/changes.hpp"
#include "store/doors/outbox.hpp"
#include "store/payload.hpp"

namespace keydesk::store {

namespace {

/// "\n1. …\n2. …": a door without buttons shows what may be answered as lines.
std::string numbered(const Payload& payload)
{
    std::string lines;
    std::size_t number = 0;
    for (const auto& text : payload.texts("quick"))
        lines += "\n" + std::to_string(++number) + ". " + text;
    return lines;
}

}  // namespace

Result<void> tell_customer(Writing& writing, const Automatic& words)
{
    auto rows = writing.db.query(
        "SELECT c.via, t.is_public FROM conversations c LEFT JOIN threads t ON t.id = c.via"
        " WHERE c.id = $1",
        {writing.conversation});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
    const auto& row = rows->front();
    bool by_door = !row.null(0) && !row.null(1);
    // Where others read along nothing is said by itself but the deep link (channels/telegram).
    if (by_door && row.truth(1)) return {};
    Payload payload{words.payload};
    auto said = writing.add(
        {.kind = "system",
         .body = by_door ? words.body + numbered(payload) : words.body,
         .payload = words.payload,
         .is_public = true});
    if (!said || !by_door) return said;
    return enqueue(writing, writing.entries.back()->id, row.text(0), payload.text("auto"));
}

}  // namespace keydesk::store
