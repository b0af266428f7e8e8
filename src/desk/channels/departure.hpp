#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>

/// What goes out by a door, and how it went.
namespace keydesk::desk {

/// One part of a message: a text that fits the door, or one file.
struct Departure {
    std::string id;            ///< UUID of this part, the same at every attempt.
    std::int64_t attempt = 1;  ///< From 1.
    std::string conversation, message;
    std::string thread_key;
    std::string address;     ///< JSON, as the newest arrival's Place said it.
    bool is_public = false;  ///< Goes to a group.
    std::string text = {};   ///< UTF-8, guarded; empty when only a file goes.
    struct File {
        std::string name, type;
        std::int64_t size = 0;
        std::filesystem::path path;
    };
    std::optional<File> file = {};
    bool last = true;          ///< No further part of this message follows.
    std::string answers = {};  ///< external_id of the customer's last message; may be empty.
    std::string author = {};   ///< The agent's name; empty: the desk itself wrote.
    bool automatic = false;    ///< No person wrote it (RFC 3834).
    /// Why it was written then: warning acknowledgement place duplicate answer ask choice diagnosis
    /// incident csat away; empty: not known. Budgets tell them apart.
    std::string automatic_kind = {};
    std::string locale = {};  ///< "zh-CN" or "en": the customer's.
};

struct Receipt {
    std::string external_id;  ///< The provider's key of what was sent; may be empty.
};

/// Why a part did not go. Each word says what the courier does next.
enum class SendFault {
    retry,         ///< Nothing was sent; later it may be.
    rate_limited,  ///< As above, and `after` says when. `whole_account`: all threads wait.
    uncertain,     ///< It may have been sent. Made again only by a person, or when idempotent.
    closed,        ///< The provider's window or budget is used up: held until he writes again.
    unreachable,   ///< The customer cannot be written to here any more.
    refused,       ///< This very message will never be taken.
    account,  ///< Our account is the trouble (key, permission): the inbox waits for its operator.
    moved     ///< The place has a new address: `new_key`, `new_address`; at once again.
};

const char* name_of(SendFault fault) noexcept;

struct SendError {
    SendFault fault;
    std::string code = {};    ///< The provider's: "45015", "403". Stable, for tests and agents.
    std::string detail = {};  ///< A sentence without secrets or customer text.
    std::optional<std::chrono::milliseconds> after = {};
    bool whole_account = false;
    std::string new_key = {}, new_address = {};
};

using Sent = std::expected<Receipt, SendError>;

inline std::unexpected<SendError> not_sent(SendFault fault, std::string code, std::string detail)
{
    return std::unexpected{SendError{fault, std::move(code), std::move(detail)}};
}

}  // namespace keydesk::desk
