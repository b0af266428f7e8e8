#pragma once

#include "desk/conversations/ports.hpp"
#include "sql/connection.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// WHERE clauses put together; values and places stay in step. Texts are ours, values anybody's.
struct Filter {
    std::string text = " WHERE 1 = 1";
    std::vector<sql::Value> values;

    void add(const std::string& before, sql::Value value, const std::string& after = "");
    /// Nothing when the list is empty.
    void among(const std::string& column, const std::vector<std::string>& list);
};

/// Sorted, paged and limited as `page` says; only its sort, cursor, limit and agent are read.
Result<desk::ConversationPage> page_of(
    sql::Connection& db, Filter filter, const desk::ListQuery& page);

}  // namespace keydesk::store
