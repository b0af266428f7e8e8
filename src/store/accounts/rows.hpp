#pragma once

#include "base/result.hpp"
#include "desk/accounts/agents.hpp"
#include "sql/connection.hpp"

#include <map>
#include <string>
#include <vector>

/// What the accounts_<noun>.cpp share.
namespace keydesk::store {

/// The first row; not_found when there is none.
Result<sql::Row> first_row(Result<sql::Rows> rows);

/// What `read` makes of the row, if there is one.
template <class T>
Result<T> as(const Result<sql::Row>& row, T (*read)(const sql::Row&))
{
    if (!row) return fail(row.error());
    return read(*row);
}

/// Lists and maps of text as they lie in a column; damaged text reads as empty.
std::string list_text(const std::vector<std::string>& list);
std::vector<std::string> list_of(const std::string& text);
std::string map_text(const std::map<std::string, std::string>& map);
std::map<std::string, std::string> map_of(const std::string& text);

/// The columns of an agent, in the order in which read_agent() takes them, from table `a`.
inline constexpr const char* kAgentColumns =
    " a.id, a.name, a.email, a.role, a.locale, a.availability, a.signature, a.totp_active,"
    " a.disabled, a.created_at,"
    " (SELECT json_group_array(m.team) FROM team_members m WHERE m.agent = a.id) ";
inline constexpr std::size_t kAgentWidth = 11;

desk::Agent read_agent(const sql::Row& row);
Result<desk::Agent> agent_by_id(sql::Connection& db, const std::string& id);

Result<void> insert_agent(sql::Connection& db, const desk::NewAgent& agent);
Result<void> insert_session(sql::Connection& db, const desk::NewLogin& login);

/// Ends all sessions of an agent but `keep` and says which.
Result<std::vector<std::string>> end_sessions(
    sql::Connection& db, const std::string& agent, const std::string& keep);

}  // namespace keydesk::store
