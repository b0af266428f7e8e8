#pragma once

#include "desk/channels/arrival.hpp"
#include "desk/channels/channel.hpp"
#include "desk/conversations/ports.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the doors need of a store. Every call is one transaction; what it returns is on disk.
namespace keydesk::desk {

/// A configured door as stored; secrets in `settings` are open here and sealed on disk.
struct InboxConfig {
    std::string id, key, name, kind;
    ChannelSettings settings;
    bool paused = false, closed = false;
};

class InboxConfigs {
public:
    virtual ~InboxConfigs() = default;
    virtual Task<Result<std::vector<InboxConfig>>> configs() = 0;
    /// Inlet::recall and remember; values as given (the caller seals).
    virtual Task<Result<std::string>> recall(std::string inbox, std::string key) = 0;
    virtual Task<Result<void>> remember(std::string inbox, std::string key, std::string value) = 0;
    virtual Task<Result<void>> set_paused(std::string inbox, bool paused) = 0;
};

/// One road between the desk and one person: a chat, a mail thread, a member of a group.
struct DoorThread {
    std::string id;
    Face inbox;
    std::string kind, key, address, title;
    bool is_public = false, reachable = true;
    bool paused = false;                 ///< Its inbox is.
    bool current = false;                ///< The customer wrote by it last: replies go there.
    std::string customer, conversation;  ///< The latter may be empty before his first message.
    std::string person_name, handle;
    std::string locale;  ///< "zh-CN" or "en"
    std::optional<Time> allowed_until;
    std::optional<std::int64_t> allowed_left;  ///< Messages; empty: as many as you like.
    bool windowed = false;                     ///< The two above are to be heeded.
    std::string last_in_external;
    std::optional<Time> last_in_at;
};

/// What came with an arrival besides its message.
struct Entrance {
    std::string inbox;
    Person person;
    Place place;
    std::string title;  ///< Place::title, guarded.
    std::string link;
    std::string locale;  ///< "zh-CN" or "en", as told from person and text.
    std::optional<Allowance> allowance;
    Time at{};
    /// What he says, guarded: the same again leads to the conversation that waits for an answer to
    /// it. Empty: nothing is compared.
    guard::SafeText said = {};
    /// Arrival::external_id. A mail that came to another inbox of ours before leads to the thread
    /// there; without a conversation that one is still on its way.
    std::string external_id = {};
};

class Doors {
public:
    virtual ~Doors() = default;

    /// Finds or makes person and thread, follows a link. Idempotent. A link that is unknown, over,
    /// bound to somebody else, or would merge two verified customers leads nowhere.
    virtual Task<Result<DoorThread>> enter(Entrance entrance) = 0;
    virtual Task<Result<DoorThread>> thread(std::string id) = 0;
    /// By inbox and the provider's key. Errors: `not_found`.
    virtual Task<Result<DoorThread>> thread_by_key(std::string inbox, std::string key) = 0;
    /// All doors by which this conversation's customer can be reached, the current one first.
    virtual Task<Result<std::vector<DoorThread>>> threads_of(std::string conversation) = 0;
    /// The message that an arrival became. Errors: `not_found`.
    virtual Task<Result<MessagePtr>> arrived(std::string inbox, std::string external_id) = 0;
    /// The filtered HTML of a message. Errors: `not_found`.
    virtual Task<Result<std::string>> html_of(std::string message) = 0;
    /// A Notice other than edited and deleted. What live sockets must hear comes back.
    virtual Task<Result<std::vector<Happening>>> noted(std::string inbox, Notice notice) = 0;
    /// Stores the token's hash. It ends after `expires` or its first use.
    virtual Task<Result<void>> make_link(
        std::string token_hash, std::string conversation, std::string bound_to, Time expires) = 0;
};

/// One part that the courier may send now. Its attempt is on disk.
struct Leased {
    std::string delivery;
    std::int64_t part = 0, parts = 1;
    std::string inbox;
    Time created_at{};  ///< Of the message.
    Departure departure;
    DoorThread thread;
};

/// A delivery whose message has not been cut into parts yet.
struct Uncut {
    std::string delivery, inbox;
    std::string text;
    std::vector<Attachment> files;
};
struct Part {
    std::string text;
    std::string file;  ///< id; empty: none.
};

/// What became of an attempt.
struct Settled {
    std::string delivery;
    std::int64_t part = 0;
    /// sent queued held failed uncertain
    std::string state;
    std::string external_id, code, detail;
    std::optional<Time> due_at;  ///< For queued.
    bool not_tried = false;      ///< Nothing was attempted after all.
    bool unreachable = false;    ///< The thread is marked so.
    std::string new_key, new_address;
};

struct Backlog {
    std::string inbox;
    std::int64_t queued = 0, held = 0, failed = 0, uncertain = 0;
    std::optional<Time> last_in_at, last_out_at, oldest_queued_at;
};

/// The outbox: a row per reply and door, written in the reply's own transaction.
class Outbox {
public:
    virtual ~Outbox() = default;
    /// After a start: what was being sent has an unknown outcome. Of inboxes named here (their
    /// provider drops repeats) it is queued again, of all others it becomes uncertain.
    virtual Task<Result<std::vector<Happening>>> recover(std::vector<std::string> idempotent) = 0;
    virtual Task<Result<std::vector<Uncut>>> uncut(std::size_t limit) = 0;
    virtual Task<Result<void>> cut(std::string delivery, std::vector<Part> parts) = 0;
    /// The first unsent part of the oldest open delivery of each thread that is due, not paused,
    /// not in `busy` (threads) and not of `waiting` (inboxes). Marks them sending, attempt + 1.
    virtual Task<Result<std::vector<Leased>>> lease(
        std::size_t limit, std::vector<std::string> busy, std::vector<std::string> waiting) = 0;
    virtual Task<Result<Happening>> settle(Settled settled) = 0;
    virtual Task<Result<std::optional<Time>>> next_due() = 0;

    virtual Task<Result<std::vector<Delivery>>> deliveries_of(
        std::vector<std::string> messages) = 0;
    virtual Task<Result<std::vector<Backlog>>> backlog() = 0;
    /// By an agent: sends again what failed, is uncertain or held. Errors: `conflict`, `not_found`.
    virtual Task<Result<Happening>> send_again(std::string delivery, Face agent) = 0;
    virtual Task<Result<Happening>> cancel(std::string delivery, Face agent) = 0;
    /// By another door of the same conversation.
    virtual Task<Result<Happening>> redirect(
        std::string delivery, std::string thread, Face agent) = 0;
    /// All failed and held deliveries of an inbox, once its fault is mended.
    virtual Task<Result<std::int64_t>> replay(std::string inbox, Face agent) = 0;
};

/// A file whose bytes are still at the provider.
struct Awaited {
    std::string file, inbox, source, name;
    std::int64_t attempts = 0;
};

class AwaitedFiles {
public:
    virtual ~AwaitedFiles() = default;
    virtual Task<Result<std::vector<Awaited>>> awaited(std::size_t limit) = 0;
    /// It is here: the message that names it shows it.
    virtual Task<Result<Happening>> came(std::string file, Attachment face, std::string sha256) = 0;
    /// It did not come; again at `due`, or never when empty.
    virtual Task<Result<Happening>> did_not_come(
        std::string file, std::string why, std::optional<Time> due) = 0;
};

/// Raw mail that could not be read or taken; encrypted, seven days.
struct Quarantined {
    std::string id, inbox, reason, from, subject;  ///< The last two guarded.
    std::int64_t size = 0;
    Time at{};
};

class Quarantine {
public:
    virtual ~Quarantine() = default;
    /// `sealed`: the raw bytes under the quarantine's key. A repeat of external_id is dropped.
    virtual Task<Result<void>> put(
        Quarantined item, std::string external_id, std::string sealed) = 0;
    virtual Task<Result<std::vector<Quarantined>>> quarantined() = 0;
    virtual Task<Result<std::pair<Quarantined, std::string>>> take(std::string id) = 0;
    virtual Task<Result<void>> drop(std::string id) = 0;
};

/// Two conversations that may be one, and those that were made one.
struct Related {
    Conversation conversation;
    std::string reason;  ///< same_subject same_text same_person
};

/// A thread that was led from one conversation to another, and can be led back.
struct Join {
    std::string id, thread;
    std::string from, into;  ///< Conversations; `from` may be empty.
    std::string reason;
    std::optional<Face> agent;  ///< Empty: the customer proved it himself.
    Time at{};
};

class Joins {
public:
    virtual ~Joins() = default;
    virtual Task<Result<std::vector<Related>>> related(std::string conversation) = 0;
    /// The threads of `from` lead to `into` from now on; both keep their history; reversible.
    /// Errors: `conflict` "two verified customers", `not_found`.
    virtual Task<Result<std::string>> join(
        std::string from,
        std::string into,
        std::string reason,
        Face agent,
        std::vector<Happening>& told) = 0;
    /// Errors: `not_found`, `conflict` when it was undone before.
    virtual Task<Result<std::vector<Happening>>> undo(std::string join, Face agent) = 0;
    /// Those that led into it and hold, newest first.
    virtual Task<Result<std::vector<Join>>> joins_of(std::string conversation) = 0;
};

}  // namespace keydesk::desk
