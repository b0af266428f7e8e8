#include "store/queue/entry.hpp"

#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kState = R"(
    SELECT c.status, c.assignee, c.tier, c.priority, c.case_type, c.waiting_since, u.locale,
           q.entered_at, q.returned, q.tier, q.language, q.case_type, q.priority
    FROM conversations c JOIN customers u ON u.id = c.customer
    LEFT JOIN queue_entries q ON q.conversation = c.id
    WHERE c.id = $1)";

constexpr auto kStand = R"(
    INSERT INTO queue_entries (conversation, tier, language, case_type, priority, returned,
                               entered_at, order_at, last_agent)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce(
        (SELECT agent FROM queue_visits WHERE conversation = $1 ORDER BY taken_at DESC LIMIT 1), ''))
    ON CONFLICT (conversation) DO UPDATE SET
        tier = $2, language = $3, case_type = $4, priority = $5, returned = $6, order_at = $8)";

constexpr auto kLeave = "DELETE FROM queue_entries WHERE conversation = $1";

/// Ends the visits of everybody but $3.
constexpr auto kEndVisit = R"(
    UPDATE queue_visits SET left_at = $2
    WHERE conversation = $1 AND left_at IS NULL AND agent <> $3)";

/// `free`: in all the time that he waited this agent was given and lost nobody.
constexpr auto kBeginVisit = R"(
    INSERT INTO queue_visits (conversation, agent, tier, case_type, priority, entered_at, taken_at,
                              free)
    SELECT $1, $2, $3, $4, $5, $6, $7,
        CASE WHEN EXISTS (SELECT 1 FROM queue_visits WHERE left_at > $6 AND agent = $2)
             THEN 0 ELSE 1 END
    WHERE NOT EXISTS (SELECT 1 FROM queue_visits WHERE conversation = $1 AND left_at IS NULL)
    ON CONFLICT DO NOTHING)";

constexpr auto kSeats = R"(
    SELECT a.id, a.availability, r.capacity, r.specialist, r.languages, r.skills,
           coalesce(r.calendar, ''), r.given_at,
           (SELECT count(*) FROM conversations c WHERE c.assignee = a.id AND c.status = 'open'),
           coalesce((SELECT min(m.team) FROM team_members m JOIN team_calendars t
                     ON t.team = m.team WHERE m.agent = a.id), '')
    FROM agents a JOIN agent_routing r ON r.agent = a.id
    WHERE a.disabled = 0 AND (r.present = 1 OR a.id = $1) AND ($1 = '' OR a.id = $1))";

struct State {
    explicit State(const sql::Row& row) : row{row} {}
    const sql::Row& row;
    bool open() const { return row.text(0) == "open"; }
    bool owned() const { return !row.null(1); }
    bool stands() const { return !row.null(7); }
    bool should_stand() const { return open() && !owned() && row.text(2) != "bot"; }
    std::string language() const { return row.text(6).starts_with("zh") ? "zh" : "en"; }
    std::string tier() const { return row.text(2) == "specialist" ? "specialist" : "agent"; }
    bool as_noted(bool returned) const
    {
        return row.truth(8) == returned && row.text(9) == tier() && row.text(10) == language() &&
               row.text(11) == row.text(4) && row.text(12) == row.text(3);
    }
};

Result<bool> stand(sql::Connection& db, const std::string& id, const State& s, Time now, bool front)
{
    bool returned = front || s.row.truth(8);
    if (s.stands() && s.as_noted(returned)) return false;
    auto since = s.stands() ? s.row.number(7) : s.row.maybe_number(5).value_or(millis(now));
    auto order = desk::order_of(from_millis(since), s.row.text(3), returned);
    auto done = db.query(
        kStand,
        {id, s.tier(), s.language(), s.row.text(4), s.row.text(3), returned, since, millis(order)});
    if (!done) return fail(done.error());
    return true;
}

}  // namespace

Result<bool> settle_in(
    sql::Connection& db, const std::string& conversation, Time now, bool returned)
{
    auto rows = db.query(kState, {conversation});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
    State state{rows->front()};
    bool his = state.open() && state.owned();
    auto ended =
        db.query(kEndVisit, {conversation, millis(now), his ? state.row.text(1) : std::string{}});
    if (!ended) return fail(ended.error());
    if (his) {
        auto since = state.row.maybe_number(7).value_or(millis(now));
        auto begun = db.query(
            kBeginVisit,
            {conversation,
             state.row.text(1),
             state.tier(),
             state.row.text(4),
             state.row.text(3),
             since,
             millis(now)});
        if (!begun) return fail(begun.error());
    }
    if (state.should_stand()) return stand(db, conversation, state, now, returned);
    if (!state.stands()) return false;
    auto left = db.query(kLeave, {conversation});
    if (!left) return fail(left.error());
    return true;
}

Result<int> load_in(sql::Connection& db, const std::string& agent)
{
    auto rows = db.query(
        "SELECT count(*) FROM conversations WHERE assignee = $1 AND status = 'open'", {agent});
    if (!rows) return fail(rows.error());
    return static_cast<int>(rows->front().number(0));
}

Result<void> give_in(Writing& writing, const desk::Face& agent, bool by_hand)
{
    auto& db = writing.db;
    // First of all, so that two who give to one agent stand one behind the other.
    auto noted = db.query(
        "INSERT INTO agent_routing (agent, given_at) VALUES ($1, $2)"
        " ON CONFLICT (agent) DO UPDATE SET given_at = $2 RETURNING capacity",
        {agent.id, millis(writing.at)});
    if (!noted) return fail(noted.error());
    auto load = load_in(db, agent.id);
    if (!load) return fail(load.error());
    auto was = conversation_in(db, writing.conversation);
    if (!was) return fail(was.error());
    if (was->assignee || was->status != "open") return fail(ErrorKind::conflict, "taken");
    if (*load >= noted->front().number(0)) return fail(ErrorKind::conflict, "at capacity");
    Changer changer;
    if (by_hand) changer.agent = agent;
    if (!by_hand) changer.by = "queue";
    desk::Change change;
    change.assignee = agent.id;
    auto changed = change_in(writing, changer, change);
    if (!changed) return changed;
    auto settled = settle_in(db, writing.conversation, writing.at);
    if (!settled) return fail(settled.error());
    return {};
}

Result<std::vector<desk::Standing>> line_in(sql::Connection& db, std::int64_t limit)
{
    auto rows = db.query(
        "SELECT conversation, tier, language, case_type, last_agent, entered_at, order_at"
        " FROM queue_entries ORDER BY order_at, conversation LIMIT $1",
        {limit});
    if (!rows) return fail(rows.error());
    std::vector<desk::Standing> line;
    for (const auto& row : *rows) {
        line.push_back(
            {.conversation = row.text(0),
             .tier = row.text(1),
             .language = row.text(2),
             .case_type = row.text(3),
             .last_agent = row.text(4),
             .entered = from_millis(row.number(5)),
             .order = from_millis(row.number(6))});
    }
    return line;
}

Result<std::vector<desk::Seat>> seats_in(
    sql::Connection& db, const desk::QueueBook& book, Time now, const std::string& agent)
{
    auto rows = db.query(kSeats, {agent});
    if (!rows) return fail(rows.error());
    std::vector<desk::Seat> seats;
    for (const auto& row : *rows) {
        auto calendar = row.text(6);
        auto team = book.team_calendars.find(row.text(9));
        if (calendar.empty() && team != book.team_calendars.end()) calendar = team->second;
        bool here = row.text(1) != "away" && book.calendar(calendar).open_at(now);
        seats.push_back(
            {.agent = row.text(0),
             .specialist = row.truth(3),
             .languages = read_list(row.text(4)),
             .skills = read_list(row.text(5)),
             .capacity = static_cast<int>(row.number(2)),
             .load = static_cast<int>(row.number(8)),
             .idle_since = from_millis(row.number(7)),
             .here = here});
    }
    return seats;
}

}  // namespace keydesk::store
