#pragma once

#include "base/clock.hpp"
#include "desk/playbooks/ports.hpp"
#include "sql/database.hpp"
#include "store/conversations/redaction.hpp"
#include "store/store.hpp"
#include "text/facts.hpp"

#include <map>
#include <string>
#include <vector>

namespace keydesk::store {

/// For the writer: adds what is new. What an agent took away does not come back.
Result<void> keep_facts(
    Writing& writing, const std::string& message, const std::vector<text::Fact>& facts);
/// Kind → newest value.
Result<std::map<std::string, std::string>> known_facts(
    sql::Connection& db, const std::string& conversation);

/// desk::CaseDesk in SQL. Lives on the io thread; everything given must outlive it.
class CaseFacts final : public desk::CaseDesk {
public:
    CaseFacts(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<desk::CaseView>> view(std::string conversation) override;
    Task<Result<desk::Happening>> add(
        std::string conversation, std::string kind, std::string value, desk::Face agent) override;
    Task<Result<desk::Happening>> correct(
        std::string conversation,
        std::string fact,
        std::optional<std::string> value,
        desk::Face agent) override;
    Task<Result<desk::Happening>> set_case(
        std::string conversation, std::string case_type, desk::Face agent) override;
    Task<Result<void>> set_signals(std::string customer, std::vector<std::string> signals) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
