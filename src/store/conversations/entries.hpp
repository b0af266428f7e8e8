#pragma once

#include "desk/conversations/nouns.hpp"
#include "sql/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Writing to a timeline: the one place that gives sequence numbers. For the writer only.
namespace keydesk::store {

/// An entry that no customer wrote: event, edit, read, system.
struct NewEntry {
    std::string conversation;
    std::string kind;
    std::optional<desk::Face> author = {};
    std::string body = {};
    std::string payload = {};
    std::vector<std::string> redacted = {};
    bool is_public = false;
    Time at{};
    std::int64_t change = 0;
};

/// Numbers it and stores it. Errors: `not_found` when there is no such conversation.
Result<desk::MessagePtr> add_entry(sql::Connection& db, NewEntry entry);

/// Stores a message whose numbers were just taken from its conversation.
/// Errors: `conflict` kRepeated when its client id is there already.
Result<void> insert_message(
    sql::Connection& db, const desk::Message& message, const std::string& content_mac);

/// What insert_message says of a client id that is known: the caller's changes must be undone and
/// the stored message be shown again.
inline constexpr auto kRepeated = "repeated client id";

/// Takes filled files of this owner into the conversation.
/// Errors: `not_found` when one is not there, not filled, or somebody else's.
Result<std::vector<desk::Attachment>> take_files(
    sql::Connection& db,
    const std::vector<std::string>& ids,
    const std::string& owner_column,
    const std::string& owner,
    const std::string& conversation);

/// The message that an earlier call stored under this client id.
Result<desk::MessagePtr> message_by_client_id(
    sql::Connection& db, const std::string& conversation, const std::string& client_id);

}  // namespace keydesk::store
