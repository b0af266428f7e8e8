#include "store/reports/tally_rows.hpp"

#include <bit>

namespace keydesk::store {

namespace {

constexpr auto kFindSlice = R"(
    SELECT id FROM report_slices WHERE cuboid = $1 AND inbox = $2 AND team = $3 AND agent = $4
    AND case_type = $5 AND locale = $6)";

constexpr auto kMakeSlice = R"(
    INSERT INTO report_slices (cuboid, inbox, team, agent, case_type, locale)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)";

constexpr auto kAddSpread = R"(
    INSERT INTO report_spreads (place, n) VALUES ($1, $2)
    ON CONFLICT (place) DO UPDATE SET n = report_spreads.n + excluded.n)";

/// One row of counts, all columns at once.
std::string add_counts_text()
{
    std::string columns, places, sums;
    for (std::size_t i = 0; i < desk::kCounts; ++i) {
        auto name = std::string{desk::kCountNames.at(i)};
        columns += ", " + name;
        places += ", $" + std::to_string(i + 2);
        sums += (i > 0 ? ", " : "") + name + " = report_hours." + name + " + excluded." + name;
    }
    return "INSERT INTO report_hours (place" + columns + ") VALUES ($1" + places +
           ") ON CONFLICT (place) DO UPDATE SET " + sums;
}

/// By the hour: none, each alone, all. By the day: none, each alone, each pair.
std::vector<std::int64_t> make_cuboids()
{
    std::vector<std::int64_t> all;
    for (std::int64_t kept = 0; kept <= kAllDimensions; kept += 2) {
        auto many = std::popcount(static_cast<std::uint64_t>(kept));
        if (many <= 1 || kept == kAllDimensions) all.push_back(kept);
        if (many <= 2) all.push_back(kept + kByDay);
    }
    return all;
}

constexpr std::size_t kMostRemembered = 100'000;  // Some ten megabytes.

}  // namespace

const std::vector<std::int64_t>& cuboids()
{
    static const std::vector<std::int64_t> all = make_cuboids();
    return all;
}

Result<std::int64_t> SliceBook::id(sql::Connection& db, std::int64_t cuboid, const Slice& s)
{
    std::vector<sql::Value> key{cuboid};
    auto name = std::to_string(cuboid);
    auto keep_if = [&](desk::Dimension dimension, const std::string& text) {
        bool kept = (cuboid & bit_of(dimension)) != 0;
        key.emplace_back(kept ? text : std::string{});
        name += "|" + (kept ? text : std::string{});
    };
    keep_if(desk::Dimension::inbox, s.inbox);
    keep_if(desk::Dimension::team, s.team);
    keep_if(desk::Dimension::agent, s.agent);
    keep_if(desk::Dimension::case_type, s.case_type);
    keep_if(desk::Dimension::locale, s.locale);
    for (const auto* book : {&known_, &fresh_}) {
        if (auto found = book->find(name); found != book->end()) return found->second;
    }
    auto rows = db.query(kFindSlice, key);
    if (rows && rows->empty()) rows = db.query(kMakeSlice, key);
    if (!rows) return fail(rows.error());
    return fresh_[name] = rows->front().number(0);
}

void SliceBook::keep()
{
    if (known_.size() > kMostRemembered) known_.clear();
    known_.merge(fresh_);
    fresh_.clear();
}

Result<void> add_facts(
    sql::Connection& db,
    SliceBook& book,
    const Slice& slice,
    std::int64_t hour,
    const std::vector<Fact>& facts,
    bool only_cases)
{
    static const std::string kAddCounts = add_counts_text();
    std::vector<sql::Value> counts(desk::kCounts + 1, std::int64_t{0});
    std::vector<const Fact*> spreads;
    bool counted = false;
    for (const auto& fact : facts) {
        if (fact.what >= 1000) {
            spreads.push_back(&fact);
            continue;
        }
        auto& sum = counts.at(static_cast<std::size_t>(fact.what) + 1);
        sum = sql::Value{*sum.as_number() + fact.n};
        counted = true;
    }
    for (auto cuboid : cuboids()) {
        if (only_cases && (cuboid & bit_of(desk::Dimension::case_type)) == 0) continue;
        auto id = book.id(db, cuboid, slice);
        if (!id) return fail(id.error());
        auto at = (cuboid & kByDay) != 0 ? hour - hour % kDay : hour;
        if (counted) {
            counts[0] = sql::Value{*id * kHours + at};
            auto added = db.query(kAddCounts, counts);
            if (!added) return fail(added.error());
        }
        for (const auto* fact : spreads) {
            auto measure = fact->what / 1000 - 1;
            auto place = (*id * kSpreadsOfSlice + measure) * kHours + at;
            auto added = db.query(kAddSpread, {place * kBuckets + fact->what % 1000, fact->n});
            if (!added) return fail(added.error());
        }
    }
    return {};
}

}  // namespace keydesk::store
