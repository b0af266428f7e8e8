#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "channels/email/budgets.hpp"
#include "channels/email/settings.hpp"
#include "channels/email/wire.hpp"
#include "desk/channels/channel.hpp"

#include <deque>
#include <optional>
#include <string>

namespace keydesk::email {

/// A first answer that a machine writes.
struct Acknowledgement {
    std::string to, thread, id;  ///< `id`: UUID, the same for the same mail.
    std::string locale, number, in_reply_to;
};

/// Decides what becomes of a mail: a message, a notice about mail of ours, or the quarantine.
///
///     Letter ─▶ readable? ─▶ a report? ─▶ within the budget? ─▶ Inlet::accept ─▶ acknowledgement
///                 └────────────┴ quarantine ┴┘
///
/// Lives on the io thread; `inlet` and `settings` must outlive it.
class Sorter {
public:
    Sorter(desk::Inlet& inlet, const Settings& settings);

    /// Returns when it is on disk, wherever. An Entered without ids: nothing became a message.
    /// `again`: an operator wants it in; only what cannot be read stays out.
    /// Errors: `unavailable` (the mail stays where it was); `invalid_input` with `again` only.
    Task<Result<desk::Entered>> take(Letter letter, bool again = false);
    /// The first bytes of a mail over the limit.
    Task<Result<void>> set_aside_large(std::string head);

    /// With the key that signs tokens; it is made once and kept in the inbox's memory.
    Task<Result<Us>> us();
    /// Whether this sender may get an automatic answer now, which is noted before it is sent.
    Task<Result<bool>> may_answer(std::string sender, std::string answer, Purpose purpose);

    /// Whether a complaint about a mail of ours came from there.
    Task<Result<bool>> is_stopped(std::string address);

    std::deque<Acknowledgement> acknowledgements;

private:
    Task<Result<void>> stop(std::vector<std::string> addresses);
    Task<Result<void>> set_aside(std::string reason, const mail::Mail& mail, std::string raw);
    Task<Result<desk::Entered>> note_all(std::vector<desk::Notice> notices);
    Task<Result<desk::Entered>> accept(mail::Mail mail, Letter letter, Us us, bool again);
    void acknowledge(const desk::Entered& entered, const desk::Arrival& arrival);

    desk::Inlet& inlet_;
    const Settings& settings_;
    SenderBudget budget_;
    std::string key_;
};

}  // namespace keydesk::email
