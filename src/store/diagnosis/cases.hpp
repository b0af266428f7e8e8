#pragma once

#include "base/clock.hpp"
#include "desk/diagnosis/ports.hpp"
#include "sql/database.hpp"
#include "store/conversations/redaction.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// For the writer: opens a case for each new subject of a conversation, with an entry that says so
/// to agents and customer, and makes known ones due again.
Result<void> open_cases_in(
    Writing& writing, const std::string& message, const std::vector<desk::Subject>& subjects);

/// desk::Cases in SQL. Lives on the io thread; everything given must outlive it.
class Cases final : public desk::Cases {
public:
    Cases(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Case>>> open_cases(
        std::string conversation,
        std::string message,
        std::vector<desk::Subject> subjects,
        desk::Happening& told) override;
    Task<Result<std::vector<desk::Case>>> due(std::size_t limit) override;
    Task<Result<std::optional<Time>>> next_due() override;
    Task<Result<std::vector<desk::Memory>>> memories(std::string id) override;
    Task<Result<desk::Happening>> settle(desk::Look look) override;
    Task<Result<std::vector<desk::Case>>> cases_of(std::string conversation) override;
    Task<Result<desk::Case>> case_by_id(std::string id) override;

    Task<Result<std::vector<desk::Memory>>> watched(std::string chain) override;
    Task<Result<desk::ChainCursor>> cursor(std::string chain) override;
    Task<Result<void>> stir(
        std::string chain, std::vector<std::string> ids, desk::ChainCursor cursor) override;
    Task<Result<void>> stir_all(std::string chain, desk::ChainCursor cursor) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
