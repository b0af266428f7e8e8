#pragma once

#include "base/seal.hpp"
#include "desk/feedback/confirmations.hpp"
#include "sql/database.hpp"
#include "store/store.hpp"

namespace keydesk::store {

/// desk::Confirmations in SQL. Lives on the io thread; everything given outlives it.
class Confirmations final : public desk::Confirmations {
public:
    Confirmations(sql::Database& database, Store& store, const Sealer& sealer, const Clock& clock)
        : database_{database},
          store_{store},
          sealer_{sealer},
          clock_{clock}
    {
    }

    Task<Result<bool>> ask(desk::NewConfirmation wanted) override;
    Task<Result<std::optional<desk::Confirmation>>> lease() override;
    Task<Result<void>> place(std::string id, std::string address) override;
    Task<Result<void>> settle(desk::ConfirmationSent outcome) override;
    Task<Result<void>> recover() override;

    std::string token_of(const std::string& id, std::string_view purpose) const override;
    Task<Result<desk::Confirmation>> find(std::string token, std::string purpose) override;
    Task<Result<desk::Happening>> confirm(std::string token) override;
    Task<Result<desk::Happening>> refuse(std::string token) override;
    Task<Result<desk::Confirmation>> of_conversation(std::string conversation) override;

    static constexpr auto kValid = std::chrono::hours{48};
    /// Of one address: once a day, three times a month; of the desk: this many an hour and a day.
    static constexpr std::int64_t kMostInMonth = 3, kMostInHour = 60, kMostInDay = 500;

private:
    std::string id_in(const std::string& token, std::string_view purpose) const;
    std::string hash_of(const std::string& address) const;

    sql::Database& database_;
    Store& store_;
    const Sealer& sealer_;
    const Clock& clock_;
};

}  // namespace keydesk::store
