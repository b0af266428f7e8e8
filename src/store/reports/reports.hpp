#pragma once

#include "desk/reports/reports.hpp"
#include "guard/guard.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// desk::Reports in SQL: reads the sums of tally_rows.hpp, never messages. Lives on the io thread;
/// `database` outlives it.
class Reports final : public desk::Reports {
public:
    explicit Reports(sql::Database& database) : database_{database} {}

    Task<Result<std::vector<desk::ReportRow>>> sums(desk::ReportQuery query) override;
    Task<Result<std::map<std::string, std::int64_t>>> backlog(
        desk::ReportFilter filter, desk::Dimension by) override;
    Task<Result<desk::ReportNames>> names() override;
    Task<Result<std::optional<std::set<std::string>>>> answered_cases() override;
    Task<Result<std::vector<desk::SearchMiss>>> misses(
        std::int64_t from_day, std::int64_t to_day, std::size_t limit) override;

private:
    sql::Database& database_;
};

/// Somebody searched the help centre and found nothing. For the writer; `words` passed the guard.
Result<void> note_search_miss(
    sql::Connection& db, Time now, const std::string& locale, const std::string& words);

/// The same as a transaction of its own. Of one day and language a thousand different ones are
/// kept: who types nonsense all day cannot fill the disk.
Task<Result<void>> keep_search_miss(
    sql::Database& database, Time now, std::string locale, guard::SafeText words);

}  // namespace keydesk::store
