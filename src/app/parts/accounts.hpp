#pragma once

#include "api/console/services.hpp"
#include "api/gate.hpp"
#include "base/compute.hpp"
#include "base/seal.hpp"
#include "desk/accounts/accounts.hpp"
#include "desk/accounts/login.hpp"
#include "store/accounts/accounts.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace keydesk::app {

/// Everything that accounts and settings consist of, put together. Outlives the server.
///
///     auto accounts = AccountsPart::open(database, clock, data, around, {.log = …});
///     api::Routes routes{router, (*accounts)->gate()};
///     (*accounts)->add_routes(routes);
class AccountsPart {
public:
    /// What of the server it works with; all of it outlives the part.
    struct Around {
        desk::Notices& hub;  ///< Hears what sockets must know.
        std::function<bool(const std::string& agent)> online;
        desk::OpenDoors& doors;
        desk::InboxConfigs& configs;
        std::string public_url = {};
    };

    /// Reads or makes DATA/keys/master. Errors: those of Sealer::open.
    static Result<std::unique_ptr<AccountsPart>> open(
        sql::Database& database,
        const Clock& clock,
        const std::filesystem::path& data,
        Around around,
        api::Gate::Settings settings);

    api::Gate& gate() noexcept { return gate_; }
    store::Accounts& store() noexcept { return store_; }
    const Sealer& sealer() const noexcept { return sealer_; }
    Compute& compute() noexcept { return compute_; }
    void add_routes(api::Routes& routes) { api::add_account_routes(routes, services_); }

    /// Makes what the first log-in would otherwise wait for; takes a third of a second, so it is
    /// done beside the first requests, not before them.
    Task<void> warm();
    /// Forgets sessions that are over. Once an hour is plenty.
    Task<Result<void>> sweep();

private:
    AccountsPart(
        sql::Database& database,
        const Clock& clock,
        Sealer sealer,
        Around around,
        api::Gate::Settings settings);

    const Clock& clock_;
    Sealer sealer_;
    Compute compute_;
    store::Accounts store_;
    api::Gate gate_;
    desk::Login login_;
    desk::Accounts accounts_;
    api::AccountServices services_;
};

}  // namespace keydesk::app
