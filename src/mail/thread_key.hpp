#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What leads an answer back to its conversation: signed by us, so that a number or a header that
/// somebody made up leads nowhere. Spelled in lower-case base32, since mail servers may change
/// case.
namespace keydesk::mail {

/// Of "support+c<conversation>.<mac>@domain".
struct ReplyToken {
    std::string inbox;         ///< "support@domain"
    std::string conversation;  ///< UUID.
    std::string mac;           ///< 80 bit over conversation and recipient.
};

/// The address that one recipient of ours answers to. Errors: `invalid_input` when `conversation`
/// is no UUID, or `inbox` leaves no room (a local part has 64 bytes, the token takes 44 of them):
/// then only the Message-ID carries the thread.
Result<std::string> reply_address(
    std::string_view inbox,
    std::string_view conversation,
    std::string_view recipient,
    std::string_view key);

/// Reads without believing: `made_for` says whether we made it.
std::optional<ReplyToken> read_reply_address(std::string_view address);
/// Whether we made it for this very recipient. Takes the same time whatever the answer.
bool made_for(const ReplyToken& token, std::string_view recipient, std::string_view key);

/// "support+b<part>.<mac>@domain": the envelope sender of one part, so that a bounce that quotes
/// nothing still says what it is about. Errors: as reply_address.
Result<std::string> bounce_address(
    std::string_view inbox, std::string_view part, std::string_view key);
/// The part (UUID), when we made the address.
std::optional<std::string> read_bounce_address(std::string_view address, std::string_view key);

/// Of "conversation.message.mac@domain".
struct MessageToken {
    std::string conversation, message;  ///< UUIDs.
    std::string mac;                    ///< 130 bit over both and the domain.
    std::string domain;
};

/// Our Message-ID, without <>; the same for the same values, so a retry repeats it.
/// Errors: `invalid_input` when a UUID is none or the domain is no domain.
Result<std::string> own_message_id(
    std::string_view conversation,
    std::string_view message,
    std::string_view domain,
    std::string_view key);

std::optional<MessageToken> read_message_id(std::string_view id);
bool made_by_us(const MessageToken& token, std::string_view key);

/// The References of an answer to a mail: those it had, then itself; without repeats, at most 20,
/// keeping the first (RFC 5322, section 3.6.4).
std::vector<std::string> continue_references(
    std::vector<std::string> references, std::string_view message_id);

}  // namespace keydesk::mail
