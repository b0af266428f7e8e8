#pragma once

#include "base/compute.hpp"
#include "desk/knowledge/articles.hpp"
#include "desk/playbooks/engine.hpp"
#include "store/conversations/customer_clocks.hpp"
#include "store/log.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// One conversation in the hands of the playbooks. Private to store/playbook_*.cpp.
namespace keydesk::store {

/// Where answers are filled from besides the database. Asked on the io thread, before each turn.
struct PlaybookSources {
    std::function<desk::BookPtr()> book;
    /// Place in the queue and waiting range in words, by the customer's clock (null: not known);
    /// may give nothing.
    std::function<std::string(
        const std::string& conversation, bool chinese, const desk::Zone* zone)>
        place = {};
    /// Our own sites, handles and addresses, in any spelling.
    std::function<std::vector<std::string>()> official = {};
    const desk::Articles* articles = nullptr;
    CustomerClocks* clocks = nullptr;
    /// Where words are recognised: a long message takes 20 ms. Null: on the writer's thread.
    Compute* compute = nullptr;
};

/// What the sources said, for the writer's thread.
struct PlaybookAround {
    using InLanguage = std::pair<std::string, bool>;  ///< An id; whether in Chinese.

    desk::BookPtr book;
    std::vector<std::string> official;
    std::map<InLanguage, std::string> places;          ///< By conversation.
    std::map<InLanguage, desk::ArticleLink> articles;  ///< By playbook.
    CustomerZones zones;                               ///< By customer.
    std::map<std::int64_t, desk::Recognised> seen;     ///< By position: what it was taken for.

    /// By the clock of this customer; of one who told none: China's if he writes Chinese, else UTC.
    std::function<std::chrono::minutes(std::chrono::milliseconds)> clock(
        const std::string& customer, bool chinese) const;
};
PlaybookAround look_around(
    const PlaybookSources& sources, const std::vector<LogEntry>& entries, CustomerZones zones);

/// What stands in playbook_turns, and what of the conversation matters.
struct CaseTurn {
    std::string conversation, customer, case_type, answered, tier, status;
    std::int64_t confidence = 0;  ///< Thousandths.
    bool silent = false;          ///< A person has the word.
    bool off = false;  ///< The inbox wants no automatic answers, or the customer is blocked.
    bool chinese = false;
    std::vector<std::string> asked, missing, offered;
};

Result<CaseTurn> read_turn(sql::Connection& db, const std::string& conversation);
Result<void> write_turn(sql::Connection& db, const CaseTurn& turn);

/// What the case's check has found: facts, diagnoses, account signals, contacts, incidents.
struct CheckFound {
    std::vector<std::string> outcomes;
    bool checking = false, incident = false;
    std::string advice;  ///< In the customer's language.
};
Result<CheckFound> look_up(
    sql::Connection& db,
    const CaseTurn& turn,
    const desk::Playbook& playbook,
    const std::map<std::string, std::string>& facts,
    const PlaybookAround& around);

}  // namespace keydesk::store
