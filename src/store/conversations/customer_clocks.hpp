#pragma once

#include "desk/conversations/clocks.hpp"
#include "sql/database.hpp"
#include "store/queue/zones.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace keydesk::store {

/// Time zones by customer; who has told none is absent.
using CustomerZones = std::map<std::string, std::shared_ptr<const desk::Zone>>;

/// desk::CustomerClocks in SQL. Lives on the io thread; `database` outlives it.
class CustomerClocks final : public desk::CustomerClocks {
public:
    explicit CustomerClocks(sql::Database& database) : database_{database} {}

    Task<Result<void>> keep(std::string customer, std::string zone) override;
    Task<Result<CustomerZones>> of(std::vector<std::string> customers);

private:
    sql::Database& database_;
    ZoneBook zones_;
};

}  // namespace keydesk::store
