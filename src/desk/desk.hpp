#pragma once

#include "base/clock.hpp"
#include "desk/conversations/ports.hpp"
#include "desk/diagnosis/ports.hpp"
#include "desk/feed.hpp"
#include "guard/guard.hpp"

#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace keydesk::desk {

/// A customer's message as it came through a door.
struct Incoming {
    std::string inbox, customer, visitor;
    std::string client_id;  ///< UUID made by the customer's device.
    guard::RawText text;
    std::vector<std::string> files;
    std::string locale;  ///< "zh-CN" or "en".
    bool declared_transaction_hash = false;
    std::string thread = {};          ///< Of another door than the website's.
    std::optional<Entry> entry = {};  ///< With a thread always.
};

struct Accepted {
    Posted posted;
    std::vector<guard::Finding> findings;  ///< What the guard removed from this message.
};

/// A piece of a secret in a stored message, as the guard on the customer's device saw it.
struct Piece {
    std::string message;
    std::size_t size = 0;  ///< Code points of the body it was seen in.
    std::vector<guard::Span> spans;
};

/// An agent's draft.
struct Draft {
    std::string conversation;
    std::string kind;  ///< reply or note
    Face agent;
    std::string client_id;
    guard::RawText text;
    std::vector<std::string> files;
    std::int64_t seen_seq = 0;
    bool force = false;
    std::string via = {};  ///< See AgentMessage::via.
};

/// The counter where letters become conversations: every text passes the guard here, every change
/// is stored, and what was stored is told to the live sockets, in this order.
///
///     Incoming ─▶ guard (with the five messages before it) ─▶ subjects ─▶ Timeline ─▶ Feed
///
/// Lives on the io thread.
class Desk {
public:
    /// `content_key` keys the hash by which a repeated client id with other content is told.
    Desk(Timeline& timeline, Feed& feed, std::string content_key);

    /// From now on what customers write is searched for transactions and addresses, and digits that
    /// could be a key or a hash are looked up, if nobody else hears of it. Outlives the desk.
    void ask(Diagnoser& diagnoser) noexcept { diagnoser_ = &diagnoser; }

    /// Errors: `invalid_input` (too long, empty, no UUID); `conflict` (this client id was used for
    /// other content); `not_found` (a file); `unavailable`.
    Task<Result<Accepted>> accept(Incoming incoming);
    /// He changed what he said; `gone`: he took it back. Errors: `not_found`.
    Task<Result<void>> edit(std::string message, guard::RawText text, bool gone);
    /// Takes pieces out of the customer's last messages. A piece whose message is not among them,
    /// or has another length by now, is passed over: so a repeat does nothing.
    Task<Result<void>> take_out(
        std::string inbox, std::string customer, std::string locale, std::vector<Piece> pieces);
    /// Errors: as above, and `conflict` "moved on" when somebody wrote since `seen_seq`.
    Task<Result<Posted>> write(Draft draft);
    /// The same, stored by somebody who does more in the same transaction.
    using Keep = std::function<Task<Result<Posted>>(AgentMessage)>;
    Task<Result<Posted>> write_by(Draft draft, Keep keep);
    Task<Result<void>> change(
        std::string conversation, std::string customer, Face agent, Change change);
    Task<Result<void>> agent_read(std::string conversation, std::string customer, Face agent);
    Task<Result<void>> customer_saw(
        std::string conversation, std::string customer, std::int64_t public_seq, bool read);
    Task<Result<void>> wake_snoozed();

    Timeline& timeline() noexcept { return timeline_; }
    Feed& feed() noexcept { return feed_; }

    /// Longest message, in code points.
    static constexpr std::size_t kLongest = 8'000;

private:
    Task<Result<Thread>> thread_of(const Incoming& incoming);
    TakenOut judged_pieces(
        const Thread& thread, const std::vector<Piece>& pieces, const std::string& locale) const;
    Task<bool> are_transactions(std::vector<std::string> pieces);
    void remember(const std::string& key, const std::string& conversation, Thread thread);
    void forget(const std::string& key);
    void forget_conversation(const std::string& conversation);
    std::string content_mac(const Incoming& incoming) const;

    Timeline& timeline_;
    Feed& feed_;
    std::string content_key_;
    Diagnoser* diagnoser_ = nullptr;

    /// What the guard needs of the customers who write now, most recent first; a stale entry is
    /// told by the store ("thread moved") and read anew.
    struct Remembered {
        std::string key, conversation;
        Thread thread;
    };
    std::list<Remembered> threads_;
    std::unordered_map<std::string, std::list<Remembered>::iterator> index_;
    /// The same conversation is remembered once for each door by which its customer writes.
    std::unordered_multimap<std::string, std::string> keys_;
};

/// What a customer is told when a secret was removed; in his language.
std::string warning_for(const std::vector<guard::Finding>& findings, std::string_view locale);

/// Code points of valid UTF-8; nothing when `text` is none, or holds NUL.
std::optional<std::size_t> code_points(std::string_view text) noexcept;

}  // namespace keydesk::desk
