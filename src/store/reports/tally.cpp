#include "store/reports/tally.hpp"

#include "store/payload.hpp"
#include "store/reports/episode.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace keydesk::store {

namespace {

using desk::Count;
using desk::Measure;
using Phase = Episode::Phase;

Fact one(Count what, std::int64_t n = 1)
{
    return {.what = code_of(what), .n = n};
}
Fact one(Measure what, std::int64_t bucket, std::int64_t n = 1)
{
    return {.what = code_of(what, bucket), .n = n};
}

std::int64_t seconds_since(std::int64_t began, Time at)
{
    return std::max<std::int64_t>(millis(at) - began, 0) / 1000;
}

template <std::size_t N>
std::optional<std::int64_t> place_of(
    const std::array<std::string_view, N>& list, const std::string& name)
{
    auto found = std::ranges::find(list, name);
    if (found == list.end()) return std::nullopt;
    return found - list.begin();
}

Result<void> open(Episode& e, Time at, std::vector<Fact> facts)
{
    e.begin(at, true);
    e.phase = Phase::open;
    facts.push_back(one(Count::opened));
    facts.push_back(one(Count::backlog));
    return e.add(e.slice.agent, std::move(facts));
}

Result<void> customer_wrote(Episode& e, const desk::Message& m)
{
    if (e.phase == Phase::silent) return open(e, m.at, {one(Count::customer_messages)});
    if (e.phase == Phase::resolved) {
        // The line that it is open again follows, unless a machine wrote.
        auto settled = e.settle();
        if (!settled) return settled;
        e.begin(m.at, true);
    }
    return e.add(e.slice.agent, {one(Count::customer_messages)});
}

Result<void> agent_wrote(Episode& e, const desk::Message& m)
{
    auto agent = m.author ? m.author->id : std::string{};
    if (e.phase == Phase::silent) {
        auto opened = open(e, m.at, {});
        if (!opened) return opened;
        e.waits = false;
    }
    std::vector<Fact> facts{one(Count::replies)};
    if (e.phase == Phase::open && e.waits) {
        auto waited = seconds_since(e.began_at, m.at);
        facts.push_back(one(Measure::first_answer, desk::bucket_of(waited)));
        e.waits = false;
    }
    ++e.replies;
    return e.add(agent, std::move(facts));
}

Result<void> desk_said(Episode& e, const Payload& payload)
{
    auto what = payload.text("auto");
    if (what.empty()) return {};
    if (what == "csat") {
        if (payload.number("rated") > 0) return {};
        return e.add(e.slice.agent, {one(Count::csat_asked)});
    }
    if (what == "answer" || what == "incident") ++e.answers;
    return e.add({}, {one(Count::automatic)});
}

Result<void> resolved(Episode& e, const desk::Message& m, bool by_rating)
{
    if (e.phase == Phase::open && by_rating) {
        e.phase = Phase::resolved;
        return e.take_back();
    }
    auto before = std::exchange(e.phase, Phase::resolved);
    if (before != Phase::open) return {};
    auto took = seconds_since(e.began_at, m.at);
    std::vector<Fact> facts{
        one(Count::resolved),
        one(Count::backlog, -1),
        one(Measure::resolve, desk::bucket_of(took))};
    if (e.replies == 0 && e.answers > 0) facts.push_back(one(Count::deflected));
    auto added = e.add(e.slice.agent, std::move(facts));
    if (!added) return added;
    return e.settle();
}

Result<void> opened_again(Episode& e, const desk::Message& m)
{
    if (e.phase != Phase::resolved) return {};
    e.phase = Phase::open;
    // By hand, nobody has written: nobody waits.
    if (e.began_at == 0) e.begin(m.at, false);
    return e.add(e.slice.agent, {one(Count::reopened), one(Count::backlog)});
}

Result<void> sla(Episode& e, const Payload& payload)
{
    auto state = place_of(desk::kSlaStates, payload.text("state"));
    if (!state) return {};
    constexpr std::array kColumns{Count::sla_met, Count::sla_warned, Count::sla_breached};
    std::vector<Fact> facts{one(kColumns.at(static_cast<std::size_t>(*state)))};
    if (auto kind = place_of(desk::kSlaKinds, payload.text("kind"))) {
        facts.push_back(one(Measure::sla, *kind * 3 + *state));
    }
    return e.add(e.slice.agent, std::move(facts));
}

/// A rating, or what it was before the customer thought again (`was`, `was_reasons`).
Result<void> rated(Episode& e, const Payload& payload)
{
    std::vector<Fact> facts;
    auto score = [&](const char* name, std::int64_t n) {
        auto given = payload.number(name);
        if (given >= 1 && given <= 5) facts.push_back(one(Measure::score, given, n));
    };
    auto reasons = [&](const char* name, std::int64_t n) {
        for (const auto& reason : payload.texts(name)) {
            auto place = place_of(desk::kReasons, reason);
            if (place) facts.push_back(one(Measure::reason, *place, n));
        }
    };
    score("score", 1);
    score("was", -1);
    reasons("reasons", 1);
    reasons("was_reasons", -1);
    if (facts.empty()) return {};
    // The number with which he said it opened nothing, and is no message that anybody answers.
    bool by_message = e.phase == Phase::resolved && e.began_at != 0;
    auto taken = by_message ? e.take_back() : Result<void>{};
    if (!taken) return taken;
    return e.add(e.slice.agent, std::move(facts));
}

Result<void> happened(Episode& e, const desk::Message& m, const Payload& payload)
{
    auto what = payload.text("what");
    if (what == "status") {
        if (payload.text("to") == "resolved") {
            return resolved(e, m, payload.text("by") == "csat");
        }
        return opened_again(e, m);
    }
    if (what == "assigned") return e.move_agent(payload.id("to"));
    if (what == "team") return e.move_team(payload.id("to"));
    if (what == "case") return e.move_case(case_of(payload));
    if (what == "sla") return sla(e, payload);
    if (what == "csat") return rated(e, payload);
    return {};
}

Result<void> count(Episode& e, const desk::Message& m)
{
    if (m.kind == "customer") return customer_wrote(e, m);
    if (m.kind == "reply") return agent_wrote(e, m);
    Payload payload{m.payload};
    return m.kind == "system" ? desk_said(e, payload) : happened(e, m, payload);
}

}  // namespace

Task<void> Tally::prepare(const std::vector<LogEntry>&)
{
    book_.drop();  // After a failure its slices may not be there.
    co_return;
}

Result<void> Tally::take(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    bool counts =
        m.kind == "customer" || m.kind == "reply" || m.kind == "system" || m.kind == "event";
    if (!counts) return {};
    auto episode = Episode::load(turn.db, entry, book_);
    if (!episode) return fail(episode.error());
    auto done = count(*episode, m);
    if (!done) return done;
    return episode->save();
}

}  // namespace keydesk::store
