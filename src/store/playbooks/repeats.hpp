#pragma once

#include "desk/channels/ports.hpp"
#include "sql/connection.hpp"
#include "store/conversations/redaction.hpp"

#include <chrono>
#include <optional>
#include <string>

/// The same words again: by another mail, another chat, another door. For the writer only.
///
/// Words alone prove nothing. A thread is led to another conversation only when the provider
/// vouches for the same person at both, or when the wallet has signed that the customer of the chat
/// owns the very address that the mail door vouches for. What was said there before is shown to
/// nobody by that: the thread brings messages in and takes answers out.
namespace keydesk::store {

/// How long words are remembered, and how alike they must be.
inline constexpr std::chrono::hours kRepeatWindow{48};
inline constexpr double kRepeatLikeness = 0.9;

/// A new thread whose first words wait for an answer elsewhere is led there.
Result<void> lead_repeat(
    sql::Connection& db, const desk::DoorThread& thread, const desk::Entrance& entrance);

/// Whether the conversation's customer said this before `position` within the window.
Result<bool> said_before(
    sql::Connection& db,
    const std::string& conversation,
    std::int64_t position,
    const std::string& words,
    Time now);

/// For a message of the website's chat: a conversation by a door of the same verified contact in
/// which the same words wait. Empty: none.
Result<std::string> same_by_door(
    sql::Connection& db, const std::string& conversation, const std::string& words, Time now);

/// Leads the threads of a conversation into another one and resolves the former, quietly.
Result<void> take_in(Writing& from, Writing& into);

}  // namespace keydesk::store
