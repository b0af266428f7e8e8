#include "app/demo/history.hpp"

#include "base/ids.hpp"
#include "store/reports/reports.hpp"
#include "store/reports/tally_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace keydesk::app {

namespace {

using desk::Count;
using desk::Measure;
using store::Fact;

constexpr int kDays = 56;
constexpr int kIncidentDay = 12;  ///< So many days ago a chain stood still.

struct DemoCase {
    const char* id;
    int weight;
    double deflected;  ///< Share that needs no agent.
};
constexpr std::array kCases{
    DemoCase{"transfer-pending", 19, 0.42},
    DemoCase{"exchange-not-credited", 15, 0.22},
    DemoCase{"insufficient-balance", 9, 0.38},
    DemoCase{"missing-memo", 8, 0.12},
    DemoCase{"is-this-official", 8, 0.55},
    DemoCase{"forgotten-password", 8, 0.46},
    DemoCase{"zero-after-reimport", 6, 0.2},
    DemoCase{"drained-by-approval", 5, 0.0},
    DemoCase{"wrong-network", 5, 0.1},
    DemoCase{"fee-choice", 5, 0.6},
    DemoCase{"login-fails", 4, 0.3},
    DemoCase{"leaked-seed", 3, 0.0},
    DemoCase{"", 5, 0.0}};

/// How busy each hour of the day is (UTC), for customers most of whom live at UTC+8.
constexpr std::array<int, 24> kHours{6,  9,  13, 14, 11, 8, 9, 12, 13, 12, 10, 9,
                                     10, 12, 13, 10, 6,  3, 2, 1,  1,  1,  2,  4};

/// What happened to one customer, added to the sums.
class Story {
public:
    struct Tools {
        sql::Connection& db;
        store::SliceBook& book;
        std::mt19937& dice;
    };

    Story(Tools tools, store::Slice slice, const DemoCase& what)
        : db_{tools.db},
          book_{tools.book},
          dice_{tools.dice},
          slice_{std::move(slice)},
          case_{what},
          agent_{std::exchange(slice_.agent, {})}
    {
        slice_.case_type = what.id;
    }

    Result<void> tell(std::int64_t began, std::int64_t now);

private:
    double chance() { return std::uniform_real_distribution<>{0, 1}(dice_); }
    double about(double median, double width)
    {
        return median * std::exp(std::normal_distribution<>{0, width}(dice_));
    }
    Result<void> add(std::int64_t at, const std::string& agent, std::vector<Fact> facts)
    {
        auto where = slice_;
        where.agent = agent;
        return store::add_facts(db_, book_, where, at / 3'600, facts);
    }
    Result<void> by_itself(std::int64_t began, std::int64_t now);
    std::vector<Fact> opinions();

    sql::Connection& db_;
    store::SliceBook& book_;
    std::mt19937& dice_;
    store::Slice slice_;
    const DemoCase& case_;
    std::string agent_;
};

Fact one(Count what, std::int64_t n = 1)
{
    return {.what = store::code_of(what), .n = n};
}
Fact one(Measure what, std::int64_t bucket)
{
    return {.what = store::code_of(what, bucket), .n = 1};
}

/// Answered by the desk, resolved without anybody.
Result<void> Story::by_itself(std::int64_t began, std::int64_t now)
{
    auto took = static_cast<std::int64_t>(about(1'500, 0.8));
    if (began + took >= now) return {};
    auto opened =
        add(began,
            {},
            {one(Count::opened),
             one(Count::backlog),
             one(Count::customer_messages, 2),
             one(Count::automatic)});
    if (!opened) return opened;
    std::vector<Fact> facts{
        one(Count::resolved),
        one(Count::backlog, -1),
        one(Count::deflected),
        one(Measure::resolve, desk::bucket_of(took))};
    if (chance() < 0.5)
        for (auto& fact : opinions()) facts.push_back(std::move(fact));
    return add(began + took, {}, std::move(facts));
}

std::vector<Fact> Story::opinions()
{
    std::vector<Fact> facts{one(Count::csat_asked)};
    if (chance() > 0.46) return facts;
    double mood = chance();
    auto score = mood < 0.58 ? 5 : mood < 0.84 ? 4 : mood < 0.92 ? 3 : mood < 0.96 ? 2 : 1;
    facts.push_back(one(Measure::score, score));
    // Places in desk::kReasons: content ones are even, the others odd.
    if (chance() < 0.6) {
        auto reason = static_cast<std::int64_t>(chance() * 4) * 2 + (score <= 3 ? 1 : 0);
        facts.push_back(one(Measure::reason, reason));
    }
    return facts;
}

Result<void> Story::tell(std::int64_t began, std::int64_t now)
{
    if (chance() < case_.deflected) return by_itself(began, now);
    auto hour = static_cast<std::size_t>(began / 3'600 % 24);
    bool night = kHours.at(hour) <= 3;
    auto first = static_cast<std::int64_t>(about(night ? 1'500 : 210, 0.9));
    auto took = first + static_cast<std::int64_t>(about(5'400, 1.0));
    if (began + took >= now) return {};
    auto opened =
        add(began, {}, {one(Count::opened), one(Count::backlog), one(Count::customer_messages)});
    if (!opened) return opened;
    bool met = first <= 900;
    auto replies = 1 + static_cast<std::int64_t>(chance() * 4);
    auto left = add(began + first, {}, {one(Count::backlog, -1)});
    if (!left) return left;
    auto answered =
        add(began + first,
            agent_,
            {one(Count::backlog),
             one(Count::replies, replies),
             one(Count::customer_messages, replies),
             one(Measure::first_answer, desk::bucket_of(first)),
             one(met ? Count::sla_met : Count::sla_breached),
             one(Measure::sla, met ? 0 : 2)});
    if (!answered) return answered;
    bool in_time = took <= 8 * 3'600;
    std::vector<Fact> facts{
        one(Count::resolved),
        one(Count::backlog, -1),
        one(Measure::resolve, desk::bucket_of(took)),
        one(in_time ? Count::sla_met : Count::sla_breached),
        one(Measure::sla, in_time ? 6 : 8)};
    if (chance() < 0.7)
        for (auto& fact : opinions()) facts.push_back(std::move(fact));
    return add(began + took, agent_, std::move(facts));
}

constexpr std::array kMisses{
    "ledger 连接", "怎么注销钱包", "钱包导出记录", "nft not showing", "tax report"};

Result<void> fill(
    sql::Connection& db,
    Time time,
    const std::string& inbox,
    const std::vector<std::string>& agents)
{
    store::SliceBook book;
    std::mt19937 dice{20'261};  // The same demo every time.
    std::vector<int> weights;
    for (const auto& one : kCases) weights.push_back(one.weight);
    std::discrete_distribution<std::size_t> cases(weights.begin(), weights.end());
    std::discrete_distribution<std::int64_t> hours(kHours.begin(), kHours.end());
    std::discrete_distribution<std::size_t> staff{45, 33, 22};
    std::uniform_int_distribution<std::int64_t> seconds{0, 3'599};
    auto now = millis(time) / 1'000;
    auto midnight = now - now % 86'400;
    for (int ago = kDays; ago >= 0; --ago) {
        auto day = midnight - ago * std::int64_t{86'400};
        bool weekend = (day / 86'400 + 3) % 7 >= 5;
        int many = (weekend ? 15 : 26) + (kDays - ago) / 8 + static_cast<int>(dice() % 7);
        if (ago == kIncidentDay) many *= 2;
        for (int i = 0; i < many; ++i) {
            bool spike = ago == kIncidentDay && i > many / 2;
            auto began = day + hours(dice) * 3'600 + seconds(dice);
            store::Slice slice{.inbox = inbox, .agent = agents.at(staff(dice) % agents.size())};
            slice.locale = dice() % 100 < 62 ? "zh-CN" : "en";
            Story story{
                {db, book, dice}, std::move(slice), spike ? kCases[0] : kCases.at(cases(dice))};
            auto told = began < now ? story.tell(began, now) : Result<void>{};
            if (!told) return told;
        }
    }
    for (std::size_t i = 0; i < kMisses.size() * 3; ++i) {
        const std::string words = kMisses.at((i * i) % kMisses.size());
        auto locale = static_cast<unsigned char>(words.back()) < 0x80 ? "en" : "zh-CN";
        auto noted = store::note_search_miss(db, time - std::chrono::days{i % 20}, locale, words);
        if (!noted) return noted;
    }
    return {};
}

struct Opinion {
    int score;
    const char* reason;
    const char* comment;
};
constexpr std::array kOpinions{
    Opinion{5, "solved", "回复很快，讲得也清楚，谢谢！"},
    Opinion{4, "clear", "现在知道为什么要填 Memo 了。"},
    Opinion{2, "slow", "等了半个小时才有人回，中间很着急。"},
    Opinion{5, "friendly", "Patient and clear. Thank you."}};

/// What customers of the stories said.
Result<void> rate_stories(sql::Connection& db, Time now)
{
    auto rows = db.query(
        "SELECT id, customer FROM conversations ORDER BY number LIMIT $1",
        {static_cast<std::int64_t>(kOpinions.size())});
    if (!rows) return fail(rows.error());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const auto& opinion = kOpinions.at(i);
        auto at = millis(now - std::chrono::days{8} - std::chrono::hours{i * 31});
        auto made = db.query(
            "INSERT INTO csat_asks (id, conversation, customer, asked_at, score, reasons, comment,"
            " rated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $4)",
            {new_id(now),
             (*rows)[i].text(0),
             (*rows)[i].text(1),
             at,
             opinion.score,
             std::string{"[\""} + opinion.reason + "\"]",
             opinion.comment});
        if (!made) return fail(made.error());
    }
    return {};
}

}  // namespace

Task<Result<void>> fill_demo_history(
    House& house, std::string inbox, std::vector<std::string> agents)
{
    auto now = house.clock.now();
    co_return co_await house.database->run([&](sql::Connection& db) -> Result<void> {
        auto filled = fill(db, now, inbox, agents);
        if (!filled) return filled;
        return rate_stories(db, now);
    });
}

}  // namespace keydesk::app
