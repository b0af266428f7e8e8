#pragma once

#include "base/clock.hpp"
#include "desk/channels/ports.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// desk::Quarantine in SQL. Lives on the io thread; everything given must outlive it.
class Quarantine final : public desk::Quarantine {
public:
    Quarantine(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    Task<Result<void>> put(
        desk::Quarantined item, std::string external_id, std::string sealed) override;
    Task<Result<std::vector<desk::Quarantined>>> quarantined() override;
    Task<Result<std::pair<desk::Quarantined, std::string>>> take(std::string id) override;
    Task<Result<void>> drop(std::string id) override;
    /// Forgets what has lain there for seven days.
    Task<Result<std::int64_t>> sweep();

private:
    sql::Database& database_;
    const Clock& clock_;
};

}  // namespace keydesk::store
