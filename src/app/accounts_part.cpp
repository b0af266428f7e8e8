#include "app/accounts_part.hpp"

#include "base/password_hash.hpp"

namespace keydesk::app {

Result<std::unique_ptr<AccountsPart>> AccountsPart::open(
    sql::Database& database,
    const Clock& clock,
    const std::filesystem::path& data,
    desk::Notices& hub,
    std::function<bool(const std::string& agent)> online,
    api::Gate::Settings settings)
{
    auto sealer = Sealer::open(data / "keys" / "master");
    if (!sealer) return fail(sealer.error());
    return std::unique_ptr<AccountsPart>{
        new AccountsPart{database, clock, *sealer, hub, std::move(online), std::move(settings)}};
}

AccountsPart::AccountsPart(
    sql::Database& database,
    const Clock& clock,
    Sealer sealer,
    desk::Notices& hub,
    std::function<bool(const std::string& agent)> online,
    api::Gate::Settings settings)
    : clock_{clock},
      sealer_{sealer},
      store_{database},
      gate_{store_, clock, std::move(settings)},
      login_{store_, compute_, sealer_, clock, gate_.rules()},
      accounts_{login_, store_, store_, compute_, sealer_, clock},
      services_{
          gate_,
          login_,
          accounts_,
          store_,
          store_,
          store_,
          store_,
          store_,
          store_,
          store_,
          store_,
          sealer_,
          clock,
          hub,
          std::move(online)}
{
}

Task<void> AccountsPart::warm()
{
    (void)co_await compute_.run([] { return nobodys_password_hash().size(); });
}

Task<Result<void>> AccountsPart::sweep()
{
    auto now = clock_.now();
    co_return co_await store_.sweep(now, now - gate_.rules().idle);
}

}  // namespace keydesk::app
