#pragma once

#include "base/clock.hpp"
#include "desk/assistant/assistant.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// The assistant's settings and translations in SQL. `database` and `clock` outlive it.
class AssistantShelf final : public desk::AssistantStore {
public:
    AssistantShelf(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock}
    {
    }

    Task<Result<desk::AssistantSettings>> settings() override;
    Task<Result<void>> keep(desk::AssistantSettings settings, desk::AuditEntry audit) override;
    Task<Result<std::optional<desk::KeptTranslation>>> translation(
        std::string message, std::string locale) override;
    Task<Result<void>> keep_translation(
        std::string message, std::string locale, std::string source, std::string body) override;

private:
    sql::Database& database_;
    const Clock& clock_;
};

}  // namespace keydesk::store
