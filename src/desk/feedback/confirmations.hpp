#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/conversations/ports.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whether an address that somebody typed into a form is his: one mail with a link goes there, and
/// only after its owner has followed it do answers go by mail.
namespace keydesk::desk {

struct Confirmation {
    std::string id;  ///< UUID.
    std::string conversation, inbox, address, locale;
    std::string state;        ///< queued sending sent uncertain failed confirmed refused expired
    std::int64_t number = 0;  ///< The conversation's.
    std::int64_t attempts = 0;
    Time created_at{}, expires_at{};
};

struct NewConfirmation {
    std::string conversation;
    std::string inbox;  ///< The mail inbox.
    std::string address, locale;
};

/// What became of an attempt to send.
struct ConfirmationSent {
    std::string id;
    std::string state;  ///< sent queued failed uncertain
    std::string code = {};
    std::optional<Time> due_at = {};  ///< For queued.
};

class Confirmations {
public:
    virtual ~Confirmations() = default;

    /// Queues the one mail. True also when none goes because of the address (asked lately, its
    /// owner refused): who asks must not learn anything about an address. False: the desk's own
    /// budget is used up.
    virtual Task<Result<bool>> ask(NewConfirmation wanted) = 0;
    /// Marks it sending, with the address of the thread to come. Never twice after a crash.
    virtual Task<Result<std::optional<Confirmation>>> lease() = 0;
    virtual Task<Result<void>> place(std::string id, std::string address) = 0;
    virtual Task<Result<void>> settle(ConfirmationSent outcome) = 0;
    /// After a start: what was being sent may have gone, and is not sent again.
    virtual Task<Result<void>> recover() = 0;

    /// The token of a link, "<id>.<mac>". `purpose`: confirm, stop.
    virtual std::string token_of(const std::string& id, std::string_view purpose) const = 0;
    /// Errors: `not_found`, whatever is wrong with the token.
    virtual Task<Result<Confirmation>> find(std::string token, std::string purpose) = 0;
    /// The owner says yes: answers go there from now on. Errors: `not_found`; `conflict` (used,
    /// refused or over). What live sockets must hear comes back.
    virtual Task<Result<Happening>> confirm(std::string token) = 0;
    /// The owner says it was not him. Also after the link has expired. Errors: `not_found`.
    virtual Task<Result<Happening>> refuse(std::string token) = 0;

    /// The newest of a conversation, for agents. Errors: `not_found`.
    virtual Task<Result<Confirmation>> of_conversation(std::string conversation) = 0;
};

/// A person's address as it may stand in a mail: one "@", no spaces, quotes, brackets or control
/// characters, ASCII, at most 254 bytes.
bool is_mail_address(std::string_view text) noexcept;

}  // namespace keydesk::desk
