#pragma once

#include "desk/conversations/ports.hpp"
#include "guard/guard.hpp"
#include "sql/connection.hpp"
#include "store/conversations/entries.hpp"

#include <string>
#include <utility>
#include <vector>

/// What the guard found, in the store: findings are noted without their content, pieces of a secret
/// are taken out of messages that stood there before. For the writer only.
namespace keydesk::store {

/// Collects what one transaction adds; all of it carries one `change`.
struct Writing {
    sql::Connection& db;
    std::string conversation;
    Time at;
    std::int64_t change;
    std::vector<desk::MessagePtr> entries = {};
    std::vector<desk::Delivery> deliveries = {};

    Result<void> add(NewEntry entry)
    {
        entry.conversation = conversation;
        entry.at = at;
        entry.change = change;
        auto added = add_entry(db, std::move(entry));
        if (!added) return fail(added.error());
        entries.push_back(std::move(*added));
        return {};
    }
};

std::vector<std::string> kinds_of(const std::vector<guard::Finding>& findings);

Result<void> note_findings(
    sql::Connection& db, const desk::Message& message, const std::vector<guard::Finding>& findings);

/// Also out of the search index and the conversation's snippet.
/// Errors: `conflict` "thread moved" when the message is not there.
Result<void> rewrite(Writing& writing, const desk::CustomerMessage::Rewrite& piece);

/// The lines that follow when the guard found something.
Result<void> add_warning(
    Writing& writing, const std::vector<guard::Finding>& findings, const std::string& warning);

}  // namespace keydesk::store
