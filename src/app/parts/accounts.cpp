#include "app/parts/accounts.hpp"

#include "base/password_hash.hpp"

namespace keydesk::app {

Result<std::unique_ptr<AccountsPart>> AccountsPart::open(
    sql::Database& database,
    const Clock& clock,
    const std::filesystem::path& data,
    Around around,
    api::Gate::Settings settings)
{
    auto sealer = Sealer::open(data / "keys" / "master");
    if (!sealer) return fail(sealer.error());
    return std::unique_ptr<AccountsPart>{
        new AccountsPart{database, clock, *sealer, std::move(around), std::move(settings)}};
}

AccountsPart::AccountsPart(
    sql::Database& database,
    const Clock& clock,
    Sealer sealer,
    Around around,
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
          around.hub,
          std::move(around.online),
          around.doors,
          around.configs,
          std::move(around.public_url)}
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
