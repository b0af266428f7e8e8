#pragma once

#include "desk/conversations/customer_book.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// desk::CustomerBook in SQL. Lives on the io thread; `database` and `clock` outlive it.
class CustomerBook final : public desk::CustomerBook {
public:
    CustomerBook(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Customer>>> find(
        std::string external_id, std::string email) override;
    Task<Result<desk::Customer>> put(
        std::string external_id, desk::CustomerFacts facts, desk::AuditEntry audit) override;

private:
    sql::Database& database_;
    const Clock& clock_;
};

}  // namespace keydesk::store
