#pragma once

#include "desk/channels/ports.hpp"
#include "store/conversations/redaction.hpp"

#include <optional>
#include <string>

/// One mail that was sent to several inboxes of ours, and mail of ours that somebody complained of.
/// For the writer.
namespace keydesk::store {

/// The thread of another mail inbox that this very mail (same Message-ID, author and content)
/// came to first. Both inboxes must know the sender; who is not vouched for joins nothing.
Result<std::optional<desk::DoorThread>> thread_elsewhere(
    sql::Connection& db, const desk::Entrance& entrance);

/// An event in the conversation of the first: this inbox got it, too. Once.
Result<void> note_doubled(Writing& writing, const std::string& inbox);
/// The conversation that an arrival of any mail inbox is in; empty: none.
Result<std::string> conversation_of_arrival(sql::Connection& db, const std::string& external_id);

/// An event beside the message that was complained of. Once.
Result<void> note_complaint(
    Writing& writing, const desk::Delivery& delivery, const std::string& detail);

}  // namespace keydesk::store
