#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/diagnosis/diagnosis.hpp"
#include "guard/guard.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the desk needs of a store. Implemented in store/; every call is one transaction, and
/// what it returns is on disk.
namespace keydesk::desk {

struct Inbox {
    std::string id, key, name, kind, color;
    std::vector<std::string> sites;  ///< Origins that may embed the widget.
    std::string greeting;            ///< JSON object: locale → text.
    std::string identity_secret;     ///< As stored, sealed; empty: none.
    bool closed = false;
};

/// A browser or app that holds a token.
struct Visitor {
    std::string id;
    std::string inbox;
    Customer customer;
    std::optional<std::string> conversation;
    std::int64_t public_seq = 0;
    bool fresh = false;  ///< Made by this call.
};

struct NewVisitor {
    std::string inbox;       ///< id
    std::string token_hash;  ///< Of the token that the caller hands out.
    std::string name, locale, device;
};

/// A conversation as its customer sees it.
struct StreamState {
    std::string status;
    std::optional<Face> agent;
    std::int64_t unread = 0;                         ///< Messages of the desk not yet read.
    std::int64_t agent_read = 0, customer_read = 0;  ///< By public_seq.
};

class Visitors {
public:
    virtual ~Visitors() = default;
    virtual Task<Result<std::vector<Inbox>>> inboxes() = 0;
    /// Errors: `not_found` when the token is not known in that inbox.
    virtual Task<Result<Visitor>> find(std::string inbox, std::string token_hash) = 0;
    virtual Task<Result<Visitor>> find_again(std::string visitor) = 0;
    virtual Task<Result<Visitor>> create(NewVisitor visitor) = 0;
    /// What a snapshot says of a conversation besides its messages.
    virtual Task<Result<StreamState>> stream_state(std::string conversation) = 0;
    /// Notes language, device and page; empty fields stay as they are.
    virtual Task<Result<void>> seen(
        std::string customer,
        std::string locale,
        std::string device,
        std::string page_url,
        std::string page_title) = 0;
    /// The visitor has proved to be `external_id`. The first such proof makes his customer a
    /// verified one; when that person is known already, the visitor is led to him and the
    /// anonymous customer stays apart. Returns the visitor as he is now.
    virtual Task<Result<Visitor>> identify(
        std::string visitor, std::string external_id, std::string name, std::string email) = 0;
};

/// What the guard must see besides the new message.
struct Thread {
    std::int64_t customer_count = 0;   ///< The version of `earlier`.
    std::vector<std::string> ids;      ///< Of the last six customer messages, oldest first.
    std::vector<std::string> earlier;  ///< Their bodies as stored.
    std::string agent_said;            ///< The last reply, if it is newer than all of them.
};

/// Whose words: a customer's of an inbox, or of one of its threads (empty: the website).
struct Whose {
    std::string inbox, customer, thread = {};
};

/// What a message that came by a door has besides.
struct Entry {
    std::string external_id;  ///< Unique in the inbox.
    std::vector<std::string> warnings;
    guard::SafeText quoted;
    std::string html;        ///< Guarded and rebuilt; empty: none.
    bool automatic = false;  ///< A machine wrote it: it opens nothing, nobody is waiting.
};

struct CustomerMessage {
    std::string inbox, customer;
    std::string thread = {};          ///< Empty: the website.
    std::optional<Entry> entry = {};  ///< With a thread always.
    std::string client_id;
    guard::SafeText body;
    std::vector<guard::Finding> findings;
    std::vector<std::string> files;  ///< Announced by this visitor and filled.
    std::string visitor;
    std::string content_mac;    ///< Empty when the guard removed something.
    std::int64_t based_on = 0;  ///< Thread::customer_count that the guard judged on.
    struct Rewrite {
        std::string message;
        guard::SafeText body;
        std::vector<std::string> kinds;
    };
    std::vector<Rewrite> rewrites;  ///< Earlier pieces of a split secret.
    std::string warning;            ///< System message that follows a finding; may be empty.
    std::vector<Subject> subjects;  ///< What it asks of the chains; a case is opened for each.
};

/// Pieces of a secret that was completed only on the customer's device: what he sent before is
/// rewritten, although the message that showed it never came.
struct TakenOut {
    std::string inbox, customer;
    std::int64_t based_on = 0;  ///< Thread::customer_count.
    std::vector<CustomerMessage::Rewrite> rewrites;
    std::vector<guard::Finding> findings;
    std::string warning;  ///< System message that follows.
};

struct Posted {
    MessagePtr message;
    std::string customer;
    std::vector<MessagePtr> entries;  ///< All that this call added, in order; empty for a repeat.
    bool repeated = false;
    std::string content_mac;  ///< Of the stored one, for a repeat.
    bool opened = false;      ///< It began a conversation.
    std::int64_t number = 0;  ///< The conversation's; 0 for a repeat.
    std::vector<Delivery> deliveries = {};
};

/// What an agent writes.
struct AgentMessage {
    std::string conversation;
    std::string kind;  ///< reply or note
    Face agent;
    std::string client_id;
    guard::SafeText body;
    std::vector<guard::Finding> findings;
    std::vector<std::string> files;
    std::int64_t seen_seq = 0;
    bool force = false;
    /// The thread by which it goes; "web": by none; empty: as the customer wrote last.
    std::string via = {};
};

/// What an agent changes; absent: left as it is; an empty text: taken away.
struct Change {
    std::optional<std::string> status, priority, assignee, team;
    std::optional<Time> snoozed_until;
    std::optional<std::vector<std::string>> labels;
    bool empty() const noexcept
    {
        return !status && !priority && !assignee && !team && !snoozed_until && !labels;
    }
};

class Timeline {
public:
    virtual ~Timeline() = default;
    virtual Task<Result<Thread>> thread_of(Whose whose) = 0;
    /// Errors: `conflict` "thread moved" when `based_on` is not current: judge again.
    virtual Task<Result<Posted>> post(CustomerMessage message) = 0;
    /// Rewrites messages of this customer. Errors: `conflict` "thread moved"; `not_found`.
    virtual Task<Result<Happening>> take_out(TakenOut pieces) = 0;
    /// The customer changed what he said; `gone`: he took it back. Errors: `not_found`.
    virtual Task<Result<Happening>> edit(
        std::string message,
        guard::SafeText body,
        std::vector<guard::Finding> findings,
        bool gone) = 0;
    /// Errors: `not_found`; `conflict` "moved on" (with `force` never) and "client id reused".
    virtual Task<Result<Posted>> write(AgentMessage message) = 0;
    /// Entries with seq above `after`, oldest first; `only_public`: by public_seq, the customer's.
    virtual Task<Result<std::vector<MessagePtr>>> after(
        std::string conversation, std::int64_t after, std::size_t limit, bool only_public) = 0;
    /// The newest said messages and event lines below `before` (0: the newest of all), oldest
    /// first.
    virtual Task<Result<std::vector<MessagePtr>>> history(
        std::string conversation, std::int64_t before, std::size_t limit, bool only_public) = 0;
    /// The customer has it (`got`) or has read it, up to public_seq. Says whether anything moved.
    virtual Task<Result<bool>> customer_saw(
        std::string conversation, std::int64_t public_seq, bool read) = 0;
    /// Ids of the newest messages that the customer has read and received; empty: none.
    virtual Task<Result<std::pair<std::string, std::string>>> customer_marks(
        std::string conversation) = 0;
    /// An agent has read everything. Adds a `read` entry when the customer should hear of it.
    virtual Task<Result<std::vector<MessagePtr>>> agent_read(
        std::string conversation, Face agent) = 0;
    virtual Task<Result<std::vector<MessagePtr>>> change(
        std::string conversation, Face agent, Change change) = 0;
    /// Opens what was snoozed until now. Returns the happenings.
    virtual Task<Result<std::vector<Happening>>> wake_snoozed() = 0;
};

/// Which conversations a list shows.
struct ListQuery {
    std::string agent;
    std::string view = "all";     ///< mine unassigned all security
    std::string status = "open";  ///< open snoozed resolved any
    std::string inbox, label, team, customer;
    std::string sort = "newest";  ///< newest oldest waiting priority
    std::string after;            ///< Cursor of the page before.
    std::size_t limit = 50;
};

struct ConversationPage {
    std::vector<Conversation> items;
    std::string next;  ///< Empty at the end.
    std::int64_t change = 0;
};

struct Counts {
    std::int64_t mine = 0, unassigned = 0, all = 0, security = 0;
    std::int64_t open = 0, snoozed = 0, resolved = 0;
    std::vector<std::pair<std::string, std::int64_t>> by_inbox, by_label;
};

/// Unread numbers of the agents who have looked at a conversation; everybody else has seen none.
struct Listed {
    Conversation conversation;
    std::vector<std::pair<std::string, std::int64_t>> seen_counts;  ///< agent → seen_count
};

struct Found {
    Conversation conversation;
    MessagePtr message;
    std::int64_t position = 0;  ///< Cursor: what comes after this hit lies below it.
};

class Conversations {
public:
    virtual ~Conversations() = default;
    virtual Task<Result<ConversationPage>> list(ListQuery query) = 0;
    virtual Task<Result<Counts>> counts(std::string agent) = 0;
    /// Errors: `not_found`.
    virtual Task<Result<Conversation>> get(std::string id, std::string agent) = 0;
    /// Several at once, for live frames.
    virtual Task<Result<std::vector<Listed>>> listed(std::vector<std::string> ids) = 0;
    /// Ids changed after `change`, oldest change first, at most `limit`.
    virtual Task<Result<std::vector<std::string>>> changed_after(
        std::int64_t change, std::size_t limit) = 0;
    virtual Task<Result<Customer>> customer(std::string id) = 0;
    virtual Task<Result<Customer>> edit_customer(
        std::string id,
        std::optional<std::string> name,
        std::optional<std::string> email,
        std::optional<std::string> note,
        std::optional<bool> blocked) = 0;
    /// Newest first; `before` is a message position (0: from the newest).
    virtual Task<Result<std::vector<Found>>> search(
        std::string words,
        std::string from,
        std::string inbox,
        std::int64_t before,
        std::size_t limit) = 0;
    virtual std::int64_t latest_change() const = 0;
};

/// An announced file: who may fill it, who may see it.
struct StoredFile {
    Attachment face;
    std::string visitor, agent, conversation, sha256;
    std::int64_t declared_size = 0;
    bool filled = false;
};

class Files {
public:
    virtual ~Files() = default;
    virtual Task<Result<std::string>> announce(
        std::string visitor, std::string agent, std::string name, std::int64_t size) = 0;
    virtual Task<Result<void>> filled(std::string id, Attachment face, std::string sha256) = 0;
    /// A file that a thread brings and whose bytes are still at the provider. A message may name
    /// it at once.
    virtual Task<Result<std::string>> announce_awaited(
        std::string thread, std::string inbox, Attachment face, std::string source) = 0;
    /// Errors: `not_found`.
    virtual Task<Result<StoredFile>> get(std::string id) = 0;
    /// Whether a message that the customer may see names it.
    virtual Task<Result<bool>> visible_to_customer(std::string id) = 0;
};

}  // namespace keydesk::desk
