#pragma once

#include "desk/conversations/ports.hpp"
#include "store/conversations/redaction.hpp"

#include <optional>
#include <string>

/// Changing a conversation inside a transaction that somebody else began. For the writer only.
namespace keydesk::store {

/// Who changes something: an agent, or the desk itself in the name of a rule, playbook or queue.
struct Changer {
    std::optional<desk::Face> agent = {};
    /// "rule:<id>", "macro:<id>", "playbook", "queue"; stands in the entries as `by`.
    std::string by = {};
};

/// Applies what differs and adds an entry to the timeline for each.
/// Errors: `not_found`; `invalid_input` (no such agent, team or label).
Result<void> change_in(Writing& writing, const Changer& changer, const desk::Change& change);

/// The conversation with its labels. Errors: `not_found`.
Result<desk::Conversation> conversation_in(sql::Connection& db, const std::string& id);

/// What the desk itself says to the customer.
struct Automatic {
    std::string body;
    /// JSON object {"auto": answer | ask | choice | place | duplicate | incident | csat | away,
    /// "quick": [text], "links": [{title, url}], …}; `quick` are answers that he may tap.
    std::string payload;
};

/// A system message, and its place in the outbox when the customer wrote by another door than the
/// website's and is alone there. With a door, `quick` is added to the text as numbered lines.
Result<void> tell_customer(Writing& writing, const Automatic& words);

}  // namespace keydesk::store
