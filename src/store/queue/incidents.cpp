#include "store/queue/incidents.hpp"

#include "base/ids.hpp"
#include "store/conversations/changes.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kUsual = std::chrono::days{14};  ///< What "usual" is taken from.
constexpr auto kAffected = 24h;  ///< Who became this case within it is told of the incident.

constexpr auto kColumns = R"(
    SELECT id, case_type, chain, state, title_en, title_zh, text_en, text_zh, end_en, end_zh,
           close_all, customers, opened_at, coalesce(resolved_at, 0), coalesce(opened_by, ''),
           (SELECT count(*) FROM incident_conversations x WHERE x.incident = i.id),
           (SELECT count(*) FROM incident_conversations x WHERE x.incident = i.id AND x.told > 0)
    FROM incidents i )";
constexpr auto kSeen = R"(
    INSERT INTO case_sightings (conversation, case_type, at) VALUES ($1, $2, $3)
    ON CONFLICT (conversation, case_type) DO UPDATE SET at = $3
    WHERE case_sightings.at < $4)";
constexpr auto kCount = R"(
    SELECT coalesce(sum(CASE WHEN at > $2 THEN 1 ELSE 0 END), 0),
           coalesce(sum(CASE WHEN at <= $2 THEN 1 ELSE 0 END), 0)
    FROM case_sightings WHERE case_type = $1 AND at > $3)";
constexpr auto kCurrent =
    "SELECT id, state FROM incidents WHERE case_type = $1 AND state IN ('proposed', 'open')";
constexpr auto kPropose = R"(
    INSERT INTO incidents (id, case_type, state, customers, opened_at)
    SELECT $1, $2, 'proposed', $3, $4
    WHERE NOT EXISTS (SELECT 1 FROM incidents WHERE case_type = $2 AND state = 'dismissed'
                      AND coalesce(resolved_at, opened_at) > $5)
    ON CONFLICT DO NOTHING RETURNING id)";
constexpr auto kJoin = R"(
    INSERT INTO incident_conversations (incident, conversation) VALUES ($1, $2)
    ON CONFLICT DO NOTHING)";
constexpr auto kJoinAll = R"(
    INSERT INTO incident_conversations (incident, conversation)
    SELECT $1, s.conversation FROM case_sightings s JOIN conversations c ON c.id = s.conversation
    WHERE s.case_type = $2 AND s.at > $3 AND c.status <> 'resolved' AND c.case_type = $2
    ON CONFLICT DO NOTHING)";
constexpr auto kOpen = R"(
    INSERT INTO incidents (id, case_type, chain, state, title_en, title_zh, text_en, text_zh,
                           opened_at, opened_by)
    VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE SET chain = $3, state = 'open', title_en = $4, title_zh = $5,
        text_en = $6, text_zh = $7, opened_by = coalesce(incidents.opened_by, $9)
    WHERE incidents.state IN ('proposed', 'open'))";
constexpr auto kEnd = R"(
    UPDATE incidents SET state = $2, end_en = $3, end_zh = $4, close_all = $5, resolved_at = $6
    WHERE id = $1 AND ((state = 'open' AND $2 = 'resolved') OR
                       (state IN ('proposed', 'open') AND $2 = 'dismissed'))
    RETURNING id)";
/// `told` says what was said last: 0 nothing, 1 that it is known, 2 that it is over.
constexpr auto kUntold = R"(
    SELECT x.incident, x.conversation, i.state, i.text_en, i.text_zh, i.end_en, i.end_zh,
           i.close_all, u.locale, c.status, x.told
    FROM incidents i JOIN incident_conversations x ON x.incident = i.id
    JOIN conversations c ON c.id = x.conversation JOIN customers u ON u.id = c.customer
    WHERE (i.state = 'open' AND x.told = 0) OR (i.state = 'resolved' AND i.resolved_at > $2
           AND x.told < 2)
    LIMIT $1)";

desk::Incident read_incident(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .case_type = row.text(1),
        .chain = row.text(2),
        .state = row.text(3),
        .title_en = row.text(4),
        .title_zh = row.text(5),
        .text_en = row.text(6),
        .text_zh = row.text(7),
        .end_en = row.text(8),
        .end_zh = row.text(9),
        .close_all = row.truth(10),
        .customers = row.number(11),
        .opened_at = from_millis(row.number(12)),
        .resolved_at = row.number(13),
        .opened_by = row.text(14),
        .affected = row.number(15),
        .told = row.number(16)};
}

/// The words for this customer; the other language when his has none.
std::string words(const sql::Row& row, std::size_t en, const std::string& locale)
{
    auto first = row.text(locale.starts_with("zh") ? en + 1 : en);
    return first.empty() ? row.text(locale.starts_with("zh") ? en : en + 1) : first;
}

Result<void> tell_one(Turn& turn, const sql::Row& row)
{
    bool over = row.text(2) == "resolved";
    // Marked first: whatever follows is in the same transaction, so nobody is told twice.
    auto marked = turn.db.query(
        "UPDATE incident_conversations SET told = $3 WHERE incident = $1 AND conversation = $2",
        {row.text(0), row.text(1), over ? 2 : 1});
    if (!marked) return fail(marked.error());
    auto text = words(row, over ? 5 : 3, row.text(8));
    auto& writing = turn.writing(row.text(1));
    // Who never heard of it need not hear that it is over.
    bool heard = !over || row.number(10) == 1;
    if (!text.empty() && heard) {
        json::object payload{{"auto", "incident"}, {"incident", row.text(0)}};
        auto told = tell_customer(writing, {.body = text, .payload = json::serialize(payload)});
        if (!told) return told;
    }
    if (!over || !row.truth(7) || row.text(9) == "resolved") return {};
    desk::Change close;
    close.status = "resolved";
    return change_in(writing, {.by = "incident:" + row.text(0)}, close);
}

}  // namespace

Result<void> IncidentFollower::take(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    if (m.kind != "customer" && m.kind != "event") return {};
    auto found =
        turn.db.query("SELECT case_type FROM conversations WHERE id = $1", {m.conversation});
    if (!found) return fail(found.error());
    auto type = found->empty() ? std::string{} : found->front().text(0);
    if (type.empty()) return {};
    auto at = millis(turn.now);
    auto seen = turn.db.query(kSeen, {m.conversation, type, at, millis(turn.now - kAffected)});
    if (!seen) return fail(seen.error());
    if (turn.db.changes() == 0) return {};
    auto current = turn.db.query(kCurrent, {type});
    if (!current) return fail(current.error());
    if (!current->empty()) {
        if (current->front().text(1) != "open") return {};
        auto joined = turn.db.query(kJoin, {current->front().text(0), m.conversation});
        if (!joined) return fail(joined.error());
        moved_ = true;
        return {};
    }
    auto recent = millis(turn.now - desk::kIncidentWindow);
    auto counts = turn.db.query(kCount, {type, recent, millis(turn.now - kUsual)});
    if (!counts) return fail(counts.error());
    desk::Sightings sightings{counts->front().number(0), counts->front().number(1), kUsual};
    if (!desk::is_incident(sightings)) return {};
    auto proposed = turn.db.query(
        kPropose, {new_id(turn.now), type, sightings.recent, at, millis(turn.now - 2h)});
    if (!proposed) return fail(proposed.error());
    if (!proposed->empty()) moved_ = true;
    return {};
}

Task<Result<std::vector<desk::Incident>>> Incidents::incidents()
{
    using List = std::vector<desk::Incident>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        List list;
        for (const auto* which :
             {"WHERE state IN ('proposed', 'open') ORDER BY opened_at DESC LIMIT 50",
              "WHERE state IN ('resolved', 'dismissed') ORDER BY opened_at DESC LIMIT 30"}) {
            auto rows = db.query(std::string{kColumns} + which);
            if (!rows) return fail(rows.error());
            for (const auto& row : *rows) list.push_back(read_incident(row));
        }
        return list;
    });
}

Task<Result<std::string>> Incidents::open_incident(desk::Incident i)
{
    auto now = clock_.now();
    if (i.id.empty()) i.id = new_id(now);
    auto opened = co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto put = db.query(
            kOpen,
            {i.id,
             i.case_type,
             i.chain,
             i.title_en,
             i.title_zh,
             i.text_en,
             i.text_zh,
             millis(now),
             i.opened_by});
        if (!put) return fail(put.error());
        if (db.changes() == 0) return fail(ErrorKind::conflict, "it is over");
        auto type = db.query("SELECT case_type FROM incidents WHERE id = $1", {i.id});
        if (!type) return fail(type.error());
        auto joined = db.query(kJoinAll, {i.id, type->front().text(0), millis(now - kAffected)});
        if (!joined) return fail(joined.error());
        return {};
    });
    if (!opened) co_return fail(opened.error());
    co_return i.id;
}

Task<Result<void>> Incidents::end_incident(desk::Incident i)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto ended = db.query(kEnd, {i.id, i.state, i.end_en, i.end_zh, i.close_all, millis(now)});
        if (!ended) return fail(ended.error());
        if (ended->empty()) return fail(ErrorKind::conflict, "no such incident goes on");
        return {};
    });
}

Task<Result<desk::Happenings>> Incidents::tell()
{
    auto now = clock_.now();
    auto recent = millis(now - std::chrono::days{2});
    auto any = co_await database_.read(
        [&](sql::Connection& db) { return db.query(kUntold, {1, recent}); });
    if (!any) co_return fail(any.error());
    if (any->empty()) co_return desk::Happenings{};
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happenings> {
        Turn turn{db, store_, now};
        auto untold = db.query(kUntold, {kTold, recent});
        if (!untold) return fail(untold.error());
        for (const auto& row : *untold) {
            auto told = tell_one(turn, row);
            if (!told) return fail(told.error());
        }
        return turn.told();
    });
}

}  // namespace keydesk::store
