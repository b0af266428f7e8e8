#include "store/playbooks/turn.hpp"

#include "store/conversations/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kRead = R"(
    SELECT c.customer, c.case_type, c.tier, c.status, u.locale, u.blocked, i.playbooks,
           coalesce(p.confidence, 0), coalesce(p.silent, 0), coalesce(p.asked, '[]'),
           coalesce(p.missing, '[]'), coalesce(p.offered, '[]'), coalesce(p.answered, ''),
           p.case_type, coalesce(p.language, '')
    FROM conversations c JOIN customers u ON u.id = c.customer JOIN inboxes i ON i.id = c.inbox
    LEFT JOIN playbook_turns p ON p.conversation = c.id WHERE c.id = $1)";

constexpr auto kWrite = R"(
    INSERT INTO playbook_turns (conversation, case_type, confidence, silent, asked, missing, offered,
                                answered, language)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (conversation) DO UPDATE SET case_type = $2, confidence = $3, silent = $4,
        asked = $5, missing = $6, offered = $7, answered = $8, language = $9)";

}  // namespace

Result<CaseTurn> read_turn(sql::Connection& db, const std::string& conversation)
{
    auto rows = db.query(kRead, {conversation});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
    const auto& row = rows->front();
    CaseTurn turn{
        .conversation = conversation,
        .customer = row.text(0),
        // After it was resolved the case of the visit before is history.
        .case_type = row.null(13) ? std::string{} : row.text(13),
        .answered = row.text(12),
        .tier = row.text(2),
        .status = row.text(3)};
    auto language = row.text(14).empty() ? row.text(4) : row.text(14);
    turn.chinese = language.starts_with("zh");
    turn.off = row.truth(5) || !row.truth(6);
    turn.confidence = row.number(7);
    turn.silent = row.truth(8);
    turn.asked = read_list(row.text(9));
    turn.missing = read_list(row.text(10));
    turn.offered = read_list(row.text(11));
    return turn;
}

Result<void> write_turn(sql::Connection& db, const CaseTurn& turn)
{
    auto done = db.query(
        kWrite,
        {turn.conversation,
         turn.case_type,
         turn.confidence,
         turn.silent,
         write_list(turn.asked),
         write_list(turn.missing),
         write_list(turn.offered),
         turn.answered,
         turn.chinese ? "zh-CN" : "en"});
    if (!done) return fail(done.error());
    return {};
}

std::function<std::chrono::minutes(std::chrono::milliseconds)> PlaybookAround::clock(
    const std::string& customer, bool chinese) const
{
    auto known = zones.find(customer);
    auto zone = known != zones.end() ? known->second : nullptr;
    return [zone, chinese](std::chrono::milliseconds utc) -> std::chrono::minutes {
        if (!zone) return std::chrono::hours{chinese ? 8 : 0};
        return std::chrono::floor<std::chrono::minutes>(zone->offset_at(Time{utc}));
    };
}

PlaybookAround look_around(
    const PlaybookSources& sources, const std::vector<LogEntry>& entries, CustomerZones zones)
{
    PlaybookAround around{.book = sources.book(), .zones = std::move(zones)};
    if (sources.official) around.official = sources.official();
    for (bool chinese : {false, true}) {
        for (const auto& playbook : around.book->all()) {
            if (sources.articles == nullptr) break;
            auto link = sources.articles->find(playbook.id, chinese ? "zh-CN" : "en");
            if (link) around.articles[{playbook.id, chinese}] = std::move(*link);
        }
        for (const auto& entry : entries) {
            if (!sources.place) break;
            const auto& conversation = entry.message->conversation;
            auto zone = around.zones.find(entry.customer);
            auto words = sources.place(
                conversation, chinese, zone == around.zones.end() ? nullptr : zone->second.get());
            if (!words.empty()) around.places[{conversation, chinese}] = std::move(words);
        }
    }
    return around;
}

}  // namespace keydesk::store
