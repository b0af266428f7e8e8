#pragma once

#include "base/seal.hpp"
#include "desk/channels/ports.hpp"
#include "sql/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::store {

/// What a sealed setting is sealed for: "inbox:<id>:<field>".
std::string setting_purpose(std::string_view inbox, std::string_view field);

/// All inboxes with their secrets open. A secret that does not open with this key is left out: its
/// door says that it is missing, the others go on.
Result<std::vector<desk::InboxConfig>> read_inbox_configs(
    sql::Connection& db, const Sealer& sealer);

/// desk::InboxConfigs in SQL. Lives on the io thread; what it is given outlives it.
class InboxConfigs final : public desk::InboxConfigs {
public:
    InboxConfigs(sql::Database& database, const Sealer& sealer)
        : database_{database},
          sealer_{sealer}
    {
    }

    Task<Result<std::vector<desk::InboxConfig>>> configs() override;
    Task<Result<std::string>> recall(std::string inbox, std::string key) override;
    Task<Result<void>> remember(std::string inbox, std::string key, std::string value) override;
    Task<Result<void>> set_paused(std::string inbox, bool paused) override;

private:
    sql::Database& database_;
    const Sealer& sealer_;
};

}  // namespace keydesk::store
