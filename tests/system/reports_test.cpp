// What reports say is what a slow reading of every entry says, whatever happened in between.
#include "store/reports/reports.hpp"
#include "store/conversations/changes.hpp"
#include "store/reports/tally.hpp"
#include "tests/system/house.hpp"
#include "tests/system/slow_reading.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <random>
#include <tuple>

namespace keydesk {
namespace {

using desk::Count;
using desk::Dimension;
using desk::Measure;

/// Writes what other parts of the desk would: a case, a service level, a rating, an answer.
struct ByTheDesk {
    std::string kind, body, payload;
};

class ReportsTest : public HouseTest {
protected:
    ReportsTest() : dice{std::random_device{}()}
    {
        seed = dice();
        dice.seed(seed);
        // Whole hours, so that a failure is read easily.
        clock.advance(
            std::chrono::hours{1} - clock.now().time_since_epoch() % std::chrono::hours{1});
        for (auto name : {"一线", "二线"}) {
            desk::Team team{.id = new_id(clock.now()), .name = name};
            EXPECT_TRUE(wait(house->accounts->add_team(team, {.actor = "system"})));
            teams.push_back(team.id);
        }
    }

    std::size_t roll(std::size_t most) { return dice() % most; }

    void by_the_desk(const std::string& conversation, const ByTheDesk& words)
    {
        auto done = wait(house->database->run([&](sql::Connection& db) -> Result<void> {
            store::Turn turn{db, *house->store, clock.now()};
            return turn.writing(conversation)
                .add(
                    {.kind = words.kind,
                     .body = words.body,
                     .payload = words.payload,
                     .is_public = words.kind == "system"});
        }));
        ASSERT_TRUE(done) << done.error().what;
    }
    void set(const std::string& conversation, desk::Change change, std::string by = "")
    {
        auto done = wait(house->database->run([&](sql::Connection& db) -> Result<void> {
            store::Turn turn{db, *house->store, clock.now()};
            store::Changer changer{.by = by};
            if (by.empty()) changer.agent = agent;
            return store::change_in(turn.writing(conversation), changer, change);
        }));
        ASSERT_TRUE(done) << done.error().what;
    }
    void catch_up()
    {
        store::Tally tally;
        auto done = wait(house->log->catch_up(tally));
        ASSERT_TRUE(done) << done.error().what;
    }

    /// One random thing that happens in a desk.
    void happen(const desk::Visitor& who, std::string& conversation)
    {
        if (conversation.empty() || roll(3) == 0) {
            auto said = say(who, "我的转账没有到账 " + std::to_string(roll(1000)));
            ASSERT_TRUE(said) << said.error().what;
            conversation = said->posted.message->conversation;
            return;
        }
        auto status = wait(house->store->get(conversation, agent.id)).value().status;
        switch (roll(11)) {
            case 0:
            case 1: {
                auto words = draft(conversation, "请稍等");
                if (roll(2) == 0) words.agent = other_agent;
                ASSERT_TRUE(wait(house->desk->write(words)));
                break;
            }
            case 2:
                set(conversation, {.status = "resolved"});
                break;
            case 3:
                set(conversation,
                    {.assignee = roll(3) == 0 ? ""
                                 : roll(2)    ? agent.id
                                              : other_agent.id});
                break;
            case 4:
                set(conversation, {.team = roll(3) == 0 ? "" : teams[roll(2)]});
                break;
            case 5: {
                constexpr std::array kCases{"transfer-pending", "missing-memo", "swap"};
                by_the_desk(
                    conversation,
                    {"event",
                     "",
                     std::string{R"({"what":"case","to":")"} + kCases[roll(3)] + "\"}"});
                break;
            }
            case 6:
                by_the_desk(
                    conversation,
                    {"system", "…", roll(2) ? R"({"auto":"answer"})" : R"({"auto":"ask"})"});
                break;
            case 7: {
                constexpr std::array kStates{"met", "warning", "breached"};
                by_the_desk(
                    conversation,
                    {"event",
                     "",
                     std::string{R"({"what":"sla","kind":"first","state":")"} + kStates[roll(3)] +
                         "\"}"});
                break;
            }
            case 8:
                if (status != "resolved") break;
                by_the_desk(conversation, {"system", "?", R"({"auto":"csat"})"});
                // He answers with a number: open for a moment, then what it was.
                ASSERT_TRUE(say(who, "5"));
                by_the_desk(conversation, {"event", "", R"({"what":"csat","score":5})"});
                set(conversation, {.status = "resolved"}, "csat");
                break;
            case 9:
                ASSERT_TRUE(wait(house->desk->write(draft(conversation, "内部", "note"))));
                break;
            default:
                clock.advance(std::chrono::minutes{static_cast<int>(roll(300))});
        }
    }

    std::vector<SlowReading::Talk> talks()
    {
        return wait(house->database->read([](sql::Connection& db) {
                   auto rows = db.query(
                       "SELECT c.inbox, u.locale, m.conversation, m.kind, coalesce(m.author, ''),"
                       " coalesce(m.payload, '{}'), m.at FROM messages m"
                       " JOIN conversations c ON c.id = m.conversation"
                       " JOIN customers u ON u.id = c.customer"
                       " WHERE m.kind IN ('customer', 'reply', 'system', 'event')"
                       " ORDER BY m.conversation, m.seq");
                   std::vector<SlowReading::Talk> out;
                   std::string last;
                   for (const auto& row : rows.value()) {
                       if (row.text(2) != last) out.push_back({row.text(0), row.text(1), {}});
                       last = row.text(2);
                       out.back().lines.push_back(
                           {row.text(3),
                            row.text(4),
                            boost::json::parse(row.text(5)).as_object(),
                            row.number(6)});
                   }
                   return Result<std::vector<SlowReading::Talk>>{std::move(out)};
               }))
            .value();
    }

    void expect_same(const desk::Totals& totals, const std::vector<const Sum*>& slow)
    {
        std::map<std::string, std::int64_t> counts;
        std::vector<std::int64_t> first, resolve;
        desk::Spread scores;
        for (const auto* sum : slow) {
            for (const auto& [name, n] : sum->counts) counts[name] += n;
            first.insert(first.end(), sum->first.begin(), sum->first.end());
            resolve.insert(resolve.end(), sum->resolve.begin(), sum->resolve.end());
            for (const auto& [score, n] : sum->scores) scores[score] += n;
        }
        EXPECT_EQ(totals.of(Count::opened), counts["opened"]);
        EXPECT_EQ(totals.of(Count::reopened), counts["reopened"]);
        EXPECT_EQ(totals.of(Count::customer_messages), counts["customer"]);
        EXPECT_EQ(totals.of(Count::replies), counts["replies"]);
        EXPECT_EQ(totals.of(Count::automatic), counts["automatic"]);
        EXPECT_EQ(totals.of(Count::resolved), counts["resolved"]);
        EXPECT_EQ(totals.of(Count::deflected), counts["deflected"]);
        EXPECT_EQ(totals.of(Count::sla_met), counts["sla_met"]);
        EXPECT_EQ(totals.of(Count::sla_warned), counts["sla_warning"]);
        EXPECT_EQ(totals.of(Count::sla_breached), counts["sla_breached"]);
        EXPECT_EQ(totals.of(Count::csat_asked), counts["asked"]);
        EXPECT_EQ(without_zeros(totals.of(Measure::score)), scores);
        expect_spread(totals.of(Measure::first_answer), first);
        expect_spread(totals.of(Measure::resolve), resolve);
    }
    static desk::Spread without_zeros(desk::Spread spread)
    {
        std::erase_if(spread, [](const auto& one) { return one.second == 0; });
        return spread;
    }
    static void expect_spread(const desk::Spread& spread, std::vector<std::int64_t> raw)
    {
        desk::Spread expected;
        for (auto seconds : raw) ++expected[desk::bucket_of(seconds)];
        EXPECT_EQ(without_zeros(spread), expected);
        if (raw.empty()) return;
        std::ranges::sort(raw);
        auto p90 = static_cast<double>(raw[(raw.size() * 9 + 9) / 10 - 1]);
        EXPECT_NEAR(desk::quantile(spread, 0.9).value(), p90, p90 * desk::kSpreadError + 0.01);
    }

    /// Two dimensions, some hours that begin and end within a day, units of the asker's clock.
    void expect_pairs(store::Reports& reports, const SlowReading& slow)
    {
        auto first = slow.sums.begin()->first.second, last = first;
        for (const auto& [key, sum] : slow.sums) {
            first = std::min(first, key.second);
            last = std::max(last, key.second);
        }
        auto query = everything();
        query.filter.agent = agent.id;
        query.filter.locale = "zh-CN";
        query.from_hour = first + 7;
        query.to_hour = last - 3;
        auto change = std::to_string((first + 24 * 4 + 5) * 3'600'000);
        query.zone = desk::AskerClock::read("480;" + change + ":420").value();
        for (auto unit : {desk::TimeUnit::none, desk::TimeUnit::day, desk::TimeUnit::week}) {
            SCOPED_TRACE(static_cast<int>(unit));
            query.unit = unit;
            std::map<std::int64_t, std::vector<const Sum*>> units;
            for (const auto& [key, sum] : slow.sums) {
                const auto& [slice, hour] = key;
                bool same = std::get<2>(slice) == agent.id && std::get<4>(slice) == "zh-CN";
                if (!same || hour < query.from_hour || hour >= query.to_hour) continue;
                auto local = hour + (hour < first + 24 * 4 + 5 ? 8 : 7);
                auto day = unit == desk::TimeUnit::none ? 0 : local / 24;
                units[unit == desk::TimeUnit::week ? (day + 3) / 7 : day].push_back(&sum);
            }
            for (const auto& row : wait(reports.sums(query)).value()) {
                expect_same(row.totals, units[row.unit]);
                units.erase(row.unit);
            }
            for (const auto& [at, sums] : units) expect_same({}, sums);
        }
    }

    desk::ReportQuery everything(Dimension by = Dimension::none) const
    {
        return {
            .from_hour = 0,
            .to_hour = 4'000'000,
            .by = by,
            .measures = {Measure::first_answer, Measure::resolve, Measure::score}};
    }

    std::mt19937_64 dice;
    std::uint64_t seed = 0;
    std::vector<std::string> teams;
};

TEST_F(ReportsTest, sums_are_what_a_slow_reading_of_every_entry_says)
{
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::vector<std::pair<desk::Visitor, std::string>> people;
    for (int i = 0; i < 12; ++i) people.emplace_back(add_customer(), "");
    for (int i = 0; i < 700; ++i) {
        auto& [who, conversation] = people[roll(12)];
        happen(who, conversation);
        if (HasFatalFailure()) return;
        if (roll(40) == 0) catch_up();
        if (roll(150) == 0) close(), open();
    }
    // A phrase in two pieces: the first message is rewritten after it was counted.
    auto teller = add_customer();
    say(teller, "legal winner thank year wave sausage").value();
    catch_up();
    say(teller, "worth useful legal winner thank yellow").value();
    catch_up();

    SlowReading slow;
    for (const auto& talk : talks()) slow.read(talk);
    store::Reports reports{*house->database};
    auto all = wait(reports.sums(everything())).value();
    ASSERT_EQ(all.size(), 1U);
    std::vector<const Sum*> sums;
    for (const auto& [key, sum] : slow.sums) sums.push_back(&sum);
    expect_same(all.front().totals, sums);

    for (auto by : {Dimension::team, Dimension::agent, Dimension::case_type, Dimension::locale}) {
        SCOPED_TRACE(static_cast<int>(by));
        for (const auto& row : wait(reports.sums(everything(by))).value()) {
            SCOPED_TRACE(row.key);
            std::vector<const Sum*> of_key;
            for (const auto& [key, sum] : slow.sums) {
                const auto& k = key.first;
                const auto& part = by == Dimension::team        ? std::get<1>(k)
                                   : by == Dimension::agent     ? std::get<2>(k)
                                   : by == Dimension::case_type ? std::get<3>(k)
                                                                : std::get<4>(k);
                if (part == row.key) of_key.push_back(&sum);
            }
            expect_same(row.totals, of_key);
        }
    }
    expect_pairs(reports, slow);
}

TEST_F(ReportsTest, the_backlog_is_what_is_not_resolved_now)
{
    std::vector<std::pair<desk::Visitor, std::string>> people;
    for (int i = 0; i < 8; ++i) people.emplace_back(add_customer(), "");
    for (int i = 0; i < 250; ++i) {
        auto& [who, conversation] = people[roll(8)];
        happen(who, conversation);
    }
    catch_up();
    auto open_now = wait(house->database->read([](sql::Connection& db) {
                        return db.query(
                            "SELECT coalesce(assignee, ''), count(*) FROM conversations"
                            " WHERE status <> 'resolved' GROUP BY 1");
                    })).value();
    std::map<std::string, std::int64_t> expected;
    for (const auto& row : open_now) expected[row.text(0)] = row.number(1);
    store::Reports reports{*house->database};
    EXPECT_EQ(wait(reports.backlog({}, Dimension::agent)).value(), expected) << seed;
    // … and the same as everything that it ever grew and shrank by.
    std::map<std::string, std::int64_t> grown;
    for (const auto& row : wait(reports.sums(everything(Dimension::agent))).value()) {
        if (auto n = row.totals.of(Count::backlog)) grown[row.key] = n;
    }
    EXPECT_EQ(grown, expected) << seed;
}

TEST_F(ReportsTest, what_an_episode_counted_moves_to_the_case_it_turns_out_to_be)
{
    auto who = add_customer();
    auto conversation = say(who, "我的转账没有到账").value().posted.message->conversation;
    clock.advance(std::chrono::hours{2});
    wait(house->desk->write(draft(conversation, "请稍等"))).value();
    catch_up();
    by_the_desk(conversation, {"event", "", R"({"what":"case","to":"transfer-pending"})"});
    catch_up();
    store::Reports reports{*house->database};
    auto rows = wait(reports.sums(everything(Dimension::case_type))).value();
    for (const auto& row : rows) {
        bool known = row.key == "transfer-pending";
        EXPECT_EQ(row.totals.of(Count::opened), known ? 1 : 0) << row.key;
        EXPECT_EQ(row.totals.of(Count::replies), known ? 1 : 0) << row.key;
        EXPECT_EQ(desk::count_of(row.totals.of(Measure::first_answer)), known ? 1 : 0);
    }
}

}  // namespace
}  // namespace keydesk
