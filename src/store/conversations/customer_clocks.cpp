#include "store/conversations/customer_clocks.hpp"

#include "store/conversations/rows.hpp"

namespace keydesk::store {

Task<Result<void>> CustomerClocks::keep(std::string customer, std::string zone)
{
    if (zone.size() > kLongestName || !zones_.find(zone)) co_return Result<void>{};
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "UPDATE customers SET zone = $2 WHERE id = $1 AND zone <> $2", {customer, zone});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<CustomerZones>> CustomerClocks::of(std::vector<std::string> customers)
{
    if (customers.empty()) co_return CustomerZones{};
    std::vector<sql::Value> ids{customers.begin(), customers.end()};
    auto text =
        "SELECT id, zone FROM customers WHERE zone <> '' AND id IN (" + places(1, ids.size()) + ")";
    auto rows = co_await database_.read([&](sql::Connection& db) { return db.query(text, ids); });
    if (!rows) co_return fail(rows.error());
    CustomerZones zones;
    for (const auto& row : *rows) {
        if (auto zone = zones_.find(row.text(1))) zones.emplace(row.text(0), std::move(zone));
    }
    co_return zones;
}

}  // namespace keydesk::store
