#pragma once

#include "desk/accounts/tokens.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// desk::TokenStore in SQL. Lives on the io thread; `database` outlives it.
class Tokens final : public desk::TokenStore {
public:
    explicit Tokens(sql::Database& database) : database_{database} {}

    Task<Result<std::optional<desk::TokenHolder>>> holder(std::string token_hash) override;
    Task<Result<void>> used(std::string id, Time now, std::string ip) override;
    Task<Result<std::vector<desk::ApiToken>>> tokens() override;
    Task<Result<void>> add_token(
        desk::ApiToken token, std::string token_hash, desk::AuditEntry audit) override;
    Task<Result<void>> revoke(std::string id, desk::AuditEntry audit) override;

private:
    sql::Database& database_;
};

}  // namespace keydesk::store
