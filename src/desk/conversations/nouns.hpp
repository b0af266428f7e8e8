#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// Enough of an agent, team or inbox to show it beside something else.
struct Face {
    std::string id;
    std::string name;
};

struct Label {
    std::string id;
    std::string name;
    std::string color;  ///< "#rrggbb"
};

/// A stored file as a message names it.
struct Attachment {
    std::string id;
    std::string name;
    std::string type;  ///< By content, never by what the sender claimed.
    std::int64_t size = 0;
    std::int64_t width = 0;  ///< Pixels; 0 unless a picture.
    std::int64_t height = 0;
    std::string state = {};  ///< Empty: here. "pending": still at the provider. "failed": lost.
};

/// One entry of a conversation's timeline. Everything that happens is one: see
/// docs/decisions/0003-one-timeline-table.md.
struct Message {
    std::string id;
    std::string conversation;
    std::int64_t seq = 0;                    ///< From 1, without gaps, in this conversation.
    std::optional<std::int64_t> public_seq;  ///< The same over what the customer may see.
    std::string kind;                        ///< customer reply note system event edit read
    std::optional<Face> author;              ///< The agent of reply, note, event, read.
    std::string body;     ///< Guarded text; of an edit the new one; empty for event, read.
    std::string payload;  ///< JSON object of event, edit, read, and of system (docs/api.md).
    std::vector<Attachment> attachments;
    std::vector<std::string> redacted;  ///< Kinds of secrets that the guard removed.
    std::optional<std::string> client_id;
    Time at{};

    /// Of a customer's message that came by another door than the website.
    struct Door {
        std::string thread;
        Face inbox;
        std::string kind;
        std::vector<std::string> warnings;  ///< For agents: "sender not verified".
        std::string quoted;                 ///< Earlier text that he quoted.
        bool has_html = false;
    };
    std::optional<Door> door;

    bool said() const noexcept
    {
        return kind == "customer" || kind == "reply" || kind == "note" || kind == "system";
    }
};
using MessagePtr = std::shared_ptr<const Message>;

struct Customer {
    std::string id;
    std::string name;
    std::string email, phone, locale, external_id, page_url, page_title, device, note, fields;
    bool verified = false;  ///< Known by an identity that the wallet's server signed.
    bool blocked = false;
    Time created_at{}, seen_at{};
};

/// The target of service that runs out next.
struct SlaClock {
    std::string kind;            ///< first next resolve; empty: none runs
    std::optional<Time> due_at;  ///< Absent while it waits for the customer.
    std::string state;           ///< Empty: in time. warning breached
};

/// A conversation as lists show it.
struct Conversation {
    std::string id;
    std::int64_t number = 0;
    Face inbox;
    std::string inbox_kind;
    std::string customer, customer_name, customer_locale;
    bool customer_verified = false;
    std::string status;  ///< open snoozed resolved
    std::optional<Time> snoozed_until;
    std::string priority;  ///< none low medium high urgent
    std::optional<Face> assignee, team;
    std::vector<Label> labels;
    std::string snippet_from, snippet;
    Time snippet_at{};
    std::int64_t unread = 0;
    std::optional<Time> waiting_since;
    Time last_message_at{}, created_at{};
    std::int64_t findings = 0, change = 0, seq = 0, public_seq = 0;
    std::int64_t customer_count = 0;
    std::int64_t customer_read = 0, customer_got = 0, agent_read = 0;  ///< By public_seq.
    std::string case_type;  ///< Id of the playbook; empty: not known.
    std::string tier;       ///< Who has the word: bot agent specialist
    SlaClock sla;
};

/// One message on its way through one door.
struct Delivery {
    std::string id, message, thread, conversation;
    Face inbox;
    std::string kind;
    /// queued sending sent delivered read held failed uncertain cancelled
    std::string state;
    std::string code, detail;  ///< Of the last fault.
    std::int64_t attempts = 0;
    Time at{};                   ///< Of the last change.
    std::optional<Time> due_at;  ///< Next attempt.
};

/// Something was committed: what live sockets must hear, in the order of the commits.
struct Happening {
    std::string conversation;
    std::string customer;
    std::vector<MessagePtr> entries;
    bool reads_moved = false;               ///< customer_read or customer_got rose.
    std::vector<Delivery> deliveries = {};  ///< Those that changed.
};

}  // namespace keydesk::desk
