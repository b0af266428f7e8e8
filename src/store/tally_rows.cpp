#include "store/tally_rows.hpp"

#include <array>

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

Result<std::int64_t> slice_id(sql::Connection& db, std::int64_t cuboid, const Slice& s)
{
    auto kept = [&](std::int64_t dimension, const std::string& key) {
        return sql::Value{cuboid == 6 || cuboid == dimension ? key : std::string{}};
    };
    std::vector<sql::Value> key{
        cuboid,
        kept(1, s.inbox),
        kept(2, s.team),
        kept(3, s.agent),
        kept(4, s.case_type),
        kept(5, s.locale)};
    auto rows = db.query(kFindSlice, key);
    if (rows && rows->empty()) rows = db.query(kMakeSlice, key);
    if (!rows) return fail(rows.error());
    return rows->front().number(0);
}

}  // namespace

Result<void> add_facts(
    sql::Connection& db,
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
    for (std::int64_t cuboid = 0; cuboid <= 6; ++cuboid) {
        if (only_cases && cuboid != 4 && cuboid != 6) continue;
        auto id = slice_id(db, cuboid, slice);
        if (!id) return fail(id.error());
        if (counted) {
            counts[0] = sql::Value{*id * kHours + hour};
            auto added = db.query(kAddCounts, counts);
            if (!added) return fail(added.error());
        }
        for (const auto* fact : spreads) {
            auto measure = fact->what / 1000 - 1;
            auto place = (*id * kSpreadsOfSlice + measure) * kHours + hour;
            auto added = db.query(kAddSpread, {place * kBuckets + fact->what % 1000, fact->n});
            if (!added) return fail(added.error());
        }
    }
    return {};
}

}  // namespace keydesk::store
