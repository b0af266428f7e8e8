// How long reports take over a year of ten million messages: reports [MESSAGES] [FOLDER]
// The sums are made directly, as the follower would have left them; then the page's questions are
// asked through the same port as the API's. Prints one line a question: the slowest of five.
#include "desk/reports/reports.hpp"
#include "sql/database.hpp"
#include "sql/migrations.hpp"
#include "store/reports/reports.hpp"
#include "store/reports/tally_rows.hpp"
#include "store/schema.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>
#include <unordered_map>

namespace keydesk {
namespace {

using desk::Count;
using desk::Dimension;
using desk::Measure;

constexpr std::int64_t kYear = 8'760;         // hours
constexpr std::int64_t kFirstHour = 490'000;  // In 2025.
constexpr int kMessagesOfTalk = 8;

struct Made {
    std::unordered_map<std::string, std::int64_t> slices;
    std::unordered_map<std::int64_t, std::array<std::int64_t, desk::kCounts>> hours;
    std::unordered_map<std::int64_t, std::int64_t> spreads;
};

std::int64_t slice_of(Made& made, std::int64_t cuboid, const store::Slice& s)
{
    auto kept = [&](Dimension dimension, const std::string& key) {
        return "|" + ((cuboid & store::bit_of(dimension)) != 0 ? key : std::string{});
    };
    auto key = std::to_string(cuboid) + kept(Dimension::inbox, s.inbox) +
               kept(Dimension::team, s.team) + kept(Dimension::agent, s.agent) +
               kept(Dimension::case_type, s.case_type) + kept(Dimension::locale, s.locale);
    return made.slices.try_emplace(key, static_cast<std::int64_t>(made.slices.size()) + 1)
        .first->second;
}

void add(
    Made& made,
    const store::Slice& slice,
    std::int64_t hour,
    std::initializer_list<std::pair<Count, std::int64_t>> counts,
    std::initializer_list<std::pair<Measure, std::int64_t>> spreads)
{
    for (auto cuboid : store::cuboids()) {
        auto id = slice_of(made, cuboid, slice);
        auto at = (cuboid & store::kByDay) != 0 ? hour - hour % store::kDay : hour;
        auto& row = made.hours[id * store::kHours + at];
        for (const auto& [what, n] : counts) row.at(static_cast<std::size_t>(what)) += n;
        for (const auto& [what, bucket] : spreads) {
            auto place = (id * store::kSpreadsOfSlice + static_cast<std::int64_t>(what));
            ++made.spreads[(place * store::kHours + at) * store::kBuckets + bucket];
        }
    }
}

/// Three inboxes, four teams, twenty-five agents, thirty case types, two languages.
Made make(std::int64_t messages)
{
    Made made;
    std::mt19937_64 dice{5};
    std::lognormal_distribution<double> first{5.6, 1.3}, resolve{8.8, 1.4};
    auto one_of = [&](const char* name, std::uint64_t many) {
        // The square: some are much busier than others.
        auto share = std::uniform_real_distribution<>{0, 1}(dice);
        return name + std::to_string(static_cast<int>(share * share * static_cast<double>(many)));
    };
    for (std::int64_t talk = 0; talk < messages / kMessagesOfTalk; ++talk) {
        auto hour = kFirstHour + static_cast<std::int64_t>(dice() % kYear);
        store::Slice slice{
            one_of("inbox", 3),
            one_of("team", 4),
            {},
            one_of("case", 30),
            dice() % 3 ? "zh-CN" : "en"};
        auto agent = one_of("agent", 25);
        auto waited = static_cast<std::int64_t>(first(dice));
        auto took = waited + static_cast<std::int64_t>(resolve(dice));
        add(made, slice, hour, {{Count::opened, 1}, {Count::customer_messages, 1}}, {});
        slice.agent = agent;
        add(made,
            slice,
            hour + waited / 3'600,
            {{Count::replies, 3}, {Count::customer_messages, 3}, {Count::sla_met, 1}},
            {{Measure::first_answer, desk::bucket_of(waited)}, {Measure::sla, 0}});
        add(made,
            slice,
            hour + took / 3'600,
            {{Count::resolved, 1}, {Count::csat_asked, 1}},
            {{Measure::resolve, desk::bucket_of(took)},
             {Measure::score, 1 + static_cast<std::int64_t>(dice() % 5)}});
    }
    return made;
}

template <class Map>
std::vector<std::int64_t> sorted_keys(const Map& map)
{
    std::vector<std::int64_t> keys;
    keys.reserve(map.size());
    for (const auto& [key, value] : map) keys.push_back(key);
    std::ranges::sort(keys);
    return keys;
}

void write(sql::Connection& db, const Made& made)
{
    db.script("BEGIN").value();
    for (const auto& [key, id] : made.slices) {
        std::vector<sql::Value> values{id};
        std::size_t at = 0;
        while (at != std::string::npos) {
            auto end = key.find('|', at);
            values.emplace_back(key.substr(at, end == std::string::npos ? end : end - at));
            at = end == std::string::npos ? end : end + 1;
        }
        values[1] = sql::Value{static_cast<std::int64_t>(std::stoll(*values[1].as_text()))};
        db.query(
              "INSERT INTO report_slices (id, cuboid, inbox, team, agent, case_type, locale)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7)",
              values)
            .value();
    }
    std::string places;
    for (std::size_t i = 0; i < desk::kCounts; ++i) places += ", $" + std::to_string(i + 2);
    auto text = "INSERT INTO report_hours VALUES ($1" + places + ")";
    for (auto key : sorted_keys(made.hours)) {
        std::vector<sql::Value> values{key};
        for (auto n : made.hours.at(key)) values.emplace_back(n);
        db.query(text, values).value();
    }
    for (auto key : sorted_keys(made.spreads)) {
        db.query("INSERT INTO report_spreads VALUES ($1, $2)", {key, made.spreads.at(key)}).value();
    }
    db.script("COMMIT").value();
}

struct Question {
    const char* name;
    desk::ReportQuery query;
};

std::vector<Question> questions()
{
    desk::ReportQuery year{
        .from_hour = kFirstHour,
        .to_hour = kFirstHour + kYear,
        .zone = desk::AskerClock::read("480").value(),
        .measures = {Measure::first_answer, Measure::resolve, Measure::score}};
    std::vector<Question> all;
    auto ask = [&](const char* name, auto change) {
        all.push_back({name, year});
        change(all.back().query);
    };
    auto by = [](Dimension dimension) { return [dimension](auto& q) { q.by = dimension; }; };
    ask("overview, a year", [](auto&) {});
    ask("series by week, a year", [](auto& q) { q.unit = desk::TimeUnit::week; });
    ask("series by day, a year", [](auto& q) { q.unit = desk::TimeUnit::day; });
    ask("hours of the week, a year", [](auto& q) {
        q.unit = desk::TimeUnit::hour_of_week;
        q.measures.clear();
    });
    ask("by inbox, a year", by(Dimension::inbox));
    ask("by team, a year", by(Dimension::team));
    ask("by agent, a year", by(Dimension::agent));
    ask("by case type, a year", by(Dimension::case_type));
    ask("by language, a year", by(Dimension::locale));
    ask("one agent, a year, by week", [](auto& q) {
        q.filter.agent = "agent3";
        q.unit = desk::TimeUnit::week;
    });
    ask("one inbox by agent, 28 days", [](auto& q) {
        q.filter.inboxes = {{"inbox0"}};
        q.by = Dimension::agent;
        q.from_hour = q.to_hour - 28 * 24;
    });
    ask("one case type by agent, a year", [](auto& q) {
        q.filter.case_type = "case2";
        q.by = Dimension::agent;
    });
    ask("one inbox by agent, a year", [](auto& q) {
        q.filter.inboxes = {{"inbox0"}};
        q.by = Dimension::agent;
    });
    ask("one language by week, one team, a year", [](auto& q) {
        q.filter.locale = "zh-CN";
        q.filter.team = "team0";
        q.unit = desk::TimeUnit::week;
    });
    return all;
}

Task<void> measure(sql::Database& database)
{
    store::Reports reports{database};
    for (const auto& question : questions()) {
        double slowest = 0;
        std::int64_t opened = 0;
        for (int i = 0; i < 5; ++i) {
            auto begin = std::chrono::steady_clock::now();
            auto rows = co_await reports.sums(question.query);
            std::chrono::duration<double, std::milli> took =
                std::chrono::steady_clock::now() - begin;
            slowest = std::max(slowest, took.count());
            opened = 0;
            for (const auto& row : rows.value()) opened += row.totals.of(Count::opened);
        }
        std::printf(
            "%-42s %8.1f ms  %9lld opened\n",
            question.name,
            slowest,
            static_cast<long long>(opened));
        std::fflush(stdout);
    }
    database.close();
}

}  // namespace
}  // namespace keydesk

int main(int argc, char** argv)
{
    using namespace keydesk;
    std::int64_t messages = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
    auto folder = argc > 2 ? std::filesystem::path{argv[2]}
                           : std::filesystem::temp_directory_path() /
                                 ("keydesk-bench-reports-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto path = (folder / "desk.db").string();
    {
        auto db = sql::open_sqlite(path, false).value();
        sql::migrate(*db, store::schema(), 0).value();
        auto made = make(messages);
        write(*db, made);
        std::printf(
            "%lld messages: %zu slices, %zu rows of hours, %zu of spreads\n",
            static_cast<long long>(messages),
            made.slices.size(),
            made.hours.size(),
            made.spreads.size());
    }
    std::printf("%ju MB\n", std::filesystem::file_size(path) >> 20);
    boost::asio::io_context io{1};
    auto database = sql::Database::open(io.get_executor(), {.path = path}).value();
    boost::asio::co_spawn(io, measure(*database), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    io.run();
    std::filesystem::remove_all(folder);
}
