#pragma once

#include "base/clock.hpp"
#include "desk/reports/reports.hpp"
#include "sql/connection.hpp"

#include <string>
#include <unordered_map>
#include <vector>

/// The sums of reports as they lie in rows. For the writer only, but for the numbers of places.
namespace keydesk::store {

inline constexpr std::int64_t kHours = 1 << 22;  ///< Of a slice: until the year 2448.
inline constexpr std::int64_t kBuckets = 512;    ///< Of a spread.
inline constexpr std::int64_t kSpreadsOfSlice = 8;

inline std::int64_t hour_of(Time time)
{
    return millis(time) / 3'600'000;
}

/// Whose numbers: of a conversation, or of its part that one agent has to do with.
struct Slice {
    std::string inbox, team, agent, case_type, locale;
};

/// A number that happened in an hour.
struct Fact {
    std::int64_t hour = 0;
    std::string team, agent;
    std::int64_t what = 0;  ///< code_of(…)
    std::int64_t n = 0;
};

inline std::int64_t code_of(desk::Count count)
{
    return static_cast<std::int64_t>(count);
}
inline std::int64_t code_of(desk::Measure measure, std::int64_t bucket)
{
    return (static_cast<std::int64_t>(measure) + 1) * 1000 + bucket;
}

/// Cuboids as numbers: see migrations/0010_reports.sql.
inline constexpr std::int64_t kByDay = 1;
inline constexpr std::int64_t kAllDimensions = 62;
inline constexpr std::int64_t kDay = 24;  ///< hours

inline constexpr std::int64_t bit_of(desk::Dimension dimension)
{
    return dimension == desk::Dimension::none ? 0 : std::int64_t{1} << static_cast<int>(dimension);
}

/// All that there are.
const std::vector<std::int64_t>& cuboids();

/// The numbers of slices, remembered while their transaction may still fail.
class SliceBook {
public:
    Result<std::int64_t> id(sql::Connection& db, std::int64_t cuboid, const Slice& slice);
    void keep();                     ///< What was found is on disk.
    void drop() { fresh_.clear(); }  ///< Perhaps it is not.

private:
    std::unordered_map<std::string, std::int64_t> known_, fresh_;
};

/// Adds facts of one slice, all of the same hour, to every cuboid; `only_cases`: to those that
/// keep the case type (its facts move from one case type to another, the rest stays as it is).
Result<void> add_facts(
    sql::Connection& db,
    SliceBook& book,
    const Slice& slice,
    std::int64_t hour,
    const std::vector<Fact>& facts,
    bool only_cases = false);

}  // namespace keydesk::store
