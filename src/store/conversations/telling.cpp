// What the desk says by itself, and by which door it goes.
#include "store/conversations/changes.hpp"
#include "store/doors/outbox.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

/// "\n1. …\n2. …": a door without buttons shows what may be answered as lines.
std::string numbered(const std::string& payload)
{
    boost::system::error_code broken;
    auto value = json::parse(payload.empty() ? "{}" : payload, broken);
    const auto* fields = broken ? nullptr : value.if_object();
    const auto* found = fields != nullptr ? fields->if_contains("quick") : nullptr;
    const auto* quick = found != nullptr ? found->if_array() : nullptr;
    if (quick == nullptr) return {};
    std::string lines;
    for (std::size_t i = 0; i < quick->size(); ++i) {
        const auto* text = (*quick)[i].if_string();
        if (text == nullptr) continue;
        lines += "\n" + std::to_string(i + 1) + ". " + std::string{*text};
    }
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
    auto said = writing.add(
        {.kind = "system",
         .body = by_door ? words.body + numbered(words.payload) : words.body,
         .payload = words.payload,
         .is_public = true});
    if (!said || !by_door) return said;
    return enqueue(writing, writing.entries.back()->id, row.text(0));
}

}  // namespace keydesk::store
