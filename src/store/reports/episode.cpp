#include "store/reports/episode.hpp"

#include <utility>

namespace keydesk::store {

namespace {

using desk::Count;

constexpr auto kLoad = R"(
    SELECT inbox, team, agent, case_type, locale, phase, began_at, waits, replies, answers
    FROM report_conversations WHERE conversation = $1)";

/// Of a conversation that is seen for the first time: it began in its inbox's team.
constexpr auto kFirst = R"(
    SELECT coalesce(i.team, ''), u.locale FROM conversations c
    JOIN inboxes i ON i.id = c.inbox JOIN customers u ON u.id = c.customer WHERE c.id = $1)";

constexpr auto kSave = R"(
    INSERT INTO report_conversations
        (conversation, inbox, team, agent, case_type, locale, phase, began_at, waits, replies,
         answers)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (conversation) DO UPDATE SET team = excluded.team, agent = excluded.agent,
        case_type = excluded.case_type, phase = excluded.phase, began_at = excluded.began_at,
        waits = excluded.waits, replies = excluded.replies, answers = excluded.answers)";

constexpr auto kNote = R"(
    INSERT INTO report_facts (conversation, hour, team, agent, what, n)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (conversation, hour, team, agent, what)
    DO UPDATE SET n = report_facts.n + excluded.n)";

constexpr auto kFacts =
    "SELECT hour, team, agent, what, n FROM report_facts WHERE conversation = $1 AND n <> 0";
constexpr auto kForget = "DELETE FROM report_facts WHERE conversation = $1";

/// The languages that are told apart: the desk's own two.
std::string language_of(const std::string& locale)
{
    return locale.starts_with("zh") ? "zh-CN" : "en";
}

/// Whether it says that somebody began something.
bool opens(std::int64_t what)
{
    return what == code_of(Count::opened) || what == code_of(Count::reopened) ||
           what == code_of(Count::customer_messages) || what == code_of(Count::backlog);
}

}  // namespace

Episode::Episode(sql::Connection& db, const LogEntry& entry, SliceBook& book)
    : db_{&db},
      book_{&book},
      conversation_{entry.message->conversation},
      hour_{hour_of(entry.message->at)}
{
}

Result<Episode> Episode::load(sql::Connection& db, const LogEntry& entry, SliceBook& book)
{
    Episode e{db, entry, book};
    auto rows = db.query(kLoad, {e.conversation_});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        auto made = e.first(entry.inbox);
        if (!made) return fail(made.error());
        return e;
    }
    const auto& row = rows->front();
    e.slice = {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)};
    e.phase = static_cast<Phase>(row.number(5));
    e.began_at = row.number(6);
    e.waits = row.truth(7);
    e.replies = row.number(8);
    e.answers = row.number(9);
    return e;
}

Result<void> Episode::first(const std::string& inbox)
{
    auto rows = db_->query(kFirst, {conversation_});
    if (!rows) return fail(rows.error());
    slice.inbox = inbox;
    if (rows->empty()) return {};
    slice.team = rows->front().text(0);
    slice.locale = language_of(rows->front().text(1));
    return {};
}

Result<void> Episode::save()
{
    auto done = db_->query(
        kSave,
        {conversation_,
         slice.inbox,
         slice.team,
         slice.agent,
         slice.case_type,
         slice.locale,
         static_cast<std::int64_t>(phase),
         began_at,
         waits,
         replies,
         answers});
    if (!done) return fail(done.error());
    return {};
}

void Episode::begin(Time at, bool waits_for_answer)
{
    began_at = millis(at);
    waits = waits_for_answer;
    replies = answers = 0;
}

Result<void> Episode::note(const Fact& fact)
{
    auto done =
        db_->query(kNote, {conversation_, fact.hour, fact.team, fact.agent, fact.what, fact.n});
    if (!done) return fail(done.error());
    return {};
}

Result<void> Episode::add(const std::string& agent, std::vector<Fact> facts)
{
    Slice where = slice;
    where.agent = agent;
    auto added = add_facts(*db_, *book_, where, hour_, facts);
    if (!added || began_at == 0) return added;
    for (auto& fact : facts) {
        fact.hour = hour_;
        fact.team = slice.team;
        fact.agent = agent;
        auto noted = note(fact);
        if (!noted) return noted;
    }
    return {};
}

Result<void> Episode::move_backlog(const Slice& to)
{
    Slice from = std::exchange(slice, to);
    if (phase != Phase::open) return {};
    std::swap(slice, from);
    auto left = add(slice.agent, {{.what = code_of(Count::backlog), .n = -1}});
    std::swap(slice, from);
    if (!left) return left;
    return add(slice.agent, {{.what = code_of(Count::backlog), .n = 1}});
}

Result<void> Episode::move_team(std::string team)
{
    if (team == slice.team) return {};
    auto to = slice;
    to.team = std::move(team);
    return move_backlog(to);
}

Result<void> Episode::move_agent(std::string agent)
{
    if (agent == slice.agent) return {};
    auto to = slice;
    to.agent = std::move(agent);
    return move_backlog(to);
}

Result<std::vector<Fact>> Episode::facts()
{
    auto rows = db_->query(kFacts, {conversation_});
    if (!rows) return fail(rows.error());
    std::vector<Fact> out;
    for (const auto& row : *rows) {
        out.push_back({row.number(0), row.text(1), row.text(2), row.number(3), row.number(4)});
    }
    return out;
}

Result<void> Episode::move_case(std::string case_type)
{
    if (case_type == slice.case_type) return {};
    auto known = facts();
    if (!known) return fail(known.error());
    for (const auto& fact : *known) {
        Slice from = slice;
        from.team = fact.team;
        from.agent = fact.agent;
        auto taken =
            add_facts(*db_, *book_, from, fact.hour, {{.what = fact.what, .n = -fact.n}}, true);
        if (!taken) return taken;
        from.case_type = case_type;
        auto added =
            add_facts(*db_, *book_, from, fact.hour, {{.what = fact.what, .n = fact.n}}, true);
        if (!added) return added;
    }
    slice.case_type = std::move(case_type);
    return {};
}

Result<void> Episode::settle()
{
    began_at = 0;
    waits = false;
    auto done = db_->query(kForget, {conversation_});
    if (!done) return fail(done.error());
    return {};
}

Result<void> Episode::take_back()
{
    auto known = facts();
    if (!known) return fail(known.error());
    for (const auto& fact : *known) {
        if (!opens(fact.what)) continue;
        Slice from = slice;
        from.team = fact.team;
        from.agent = fact.agent;
        auto taken = add_facts(*db_, *book_, from, fact.hour, {{.what = fact.what, .n = -fact.n}});
        if (!taken) return taken;
    }
    return settle();
}

}  // namespace keydesk::store
