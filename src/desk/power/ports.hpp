#pragma once

#include "base/task.hpp"
#include "desk/power/rules.hpp"
#include "desk/power/views.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What agents' tools need of a store. Implemented in store/; every call is one transaction.
/// What belongs to another agent is `not_found`.
namespace keydesk::desk {

struct Macro {
    std::string id, name;
    std::optional<std::string> owner;  ///< Nothing: shared.
    Actions actions;
    std::vector<std::string> inboxes, cases;  ///< Where it is offered; empty: everywhere.
    std::int64_t uses = 0;
    Time created_at{};
};

/// A macro on its way into a conversation.
struct MacroRun {
    std::string macro, client_id, note;
    Actions actions;
    std::optional<AgentMessage> reply;  ///< Nothing: it says nothing.
    std::string conversation;
    Face agent;
};

struct MacroDone {
    Happening happening;
    MessagePtr reply;
    bool repeated = false;
};

class Macros {
public:
    virtual ~Macros() = default;
    /// His own and the shared ones, most used first.
    virtual Task<Result<std::vector<Macro>>> macros(std::string agent) = 0;
    virtual Task<Result<Macro>> macro(std::string id) = 0;
    /// Adds it, or replaces the one with this id.
    virtual Task<Result<void>> keep(Macro macro) = 0;
    virtual Task<Result<void>> remove(std::string id) = 0;
    /// Reply, changes and note in one transaction; the same client id does nothing again.
    /// Errors: as of Timeline::write.
    virtual Task<Result<MacroDone>> run(MacroRun run) = 0;
};

/// What many conversations shall become.
struct BulkChange {
    Change change;
    std::vector<std::string> add_labels, remove_labels;
};

struct BulkDone {
    std::string undo;
    std::vector<std::string> changed, missing;
    std::vector<Happening> told;
};

struct Undone {
    std::vector<std::string> restored, skipped;
    std::vector<Happening> told;
};

class Bulk {
public:
    virtual ~Bulk() = default;
    virtual Task<Result<BulkDone>> apply(
        std::vector<std::string> ids, BulkChange change, Face agent) = 0;
    /// Brings back what nobody has changed since. Errors: `not_found`; `conflict` "too late",
    /// "undone before".
    virtual Task<Result<Undone>> undo(std::string undo, Face agent) = 0;
};

/// What a rule would have done.
struct DryHit {
    Conversation conversation;
    std::string text;  ///< Beginning of the message that it is about.
    Time at{};
    Change change;
    std::string says;
};

class Rules {
public:
    virtual ~Rules() = default;
    virtual Task<Result<std::vector<Rule>>> rules() = 0;
    virtual Task<Result<Rule>> rule(std::string id) = 0;
    virtual Task<Result<void>> keep(Rule rule) = 0;
    virtual Task<Result<void>> remove(std::string id) = 0;
    virtual Task<Result<void>> order(std::vector<std::string> ids) = 0;
    /// Over the conversations that moved last; writes nothing.
    virtual Task<Result<std::vector<DryHit>>> dry_run(Rule rule, std::int64_t conversations) = 0;
};

class Views {
public:
    virtual ~Views() = default;
    virtual Task<Result<std::vector<View>>> views(std::string agent) = 0;
    virtual Task<Result<View>> view(std::string id) = 0;
    virtual Task<Result<void>> keep(View view) = 0;
    virtual Task<Result<void>> remove(std::string id) = 0;
    virtual Task<Result<ConversationPage>> list(View view, ListQuery page) = 0;
    /// Open ends at a thousand: "1000" says "at least".
    virtual Task<Result<std::vector<std::pair<std::string, std::int64_t>>>> counts(
        std::string agent) = 0;
};

struct Notification {
    std::string id, kind, conversation;
    std::int64_t number = 0;
    std::string by, customer, text;
    Time at{};
    bool read = false;
};

struct Link {
    std::string id, kind, reason;
    bool outgoing = false;  ///< From the conversation that was asked for.
    Conversation other;
    Face agent;
    Time at{};
};

/// What binds agents and conversations.
struct Ties {
    bool following = false;
    std::vector<Face> followers;
    std::vector<Link> links;
    std::optional<std::pair<std::string, std::string>> draft;  ///< reply, note
};

struct HandOver {
    std::string conversation, agent, team, tier;
    std::string note;
    Face by;
};

class Bonds {
public:
    virtual ~Bonds() = default;
    virtual Task<Result<Ties>> ties(std::string conversation, std::string agent) = 0;
    virtual Task<Result<void>> follow(std::string conversation, std::string agent, bool on) = 0;
    virtual Task<Result<void>> save_draft(
        std::string conversation, std::string agent, std::string reply, std::string note) = 0;
    virtual Task<Result<std::vector<Happening>>> link(
        std::string source, std::string target, std::string reason, Face agent) = 0;
    virtual Task<Result<std::vector<Happening>>> unlink(std::string link, Face agent) = 0;
    /// The source's doors lead into the target from now on and the source is resolved.
    /// Errors: `conflict` "two verified customers"; `invalid_input` (the website's conversation).
    virtual Task<Result<std::vector<Happening>>> merge(
        std::string source, std::string target, std::string reason, Face agent) = 0;
    /// From this message on a conversation of its own; returns its id.
    virtual Task<Result<std::pair<std::string, std::vector<Happening>>>> split(
        std::string source, std::int64_t from_seq, std::string reason, Face agent) = 0;
    virtual Task<Result<std::vector<Happening>>> hand_over(HandOver to) = 0;
    virtual Task<Result<std::vector<Notification>>> notifications(
        std::string agent, std::int64_t before, std::size_t limit) = 0;
    virtual Task<Result<std::int64_t>> unread(std::string agent) = 0;
    /// All, or those of a conversation.
    virtual Task<Result<void>> read(std::string agent, std::string conversation) = 0;
};

}  // namespace keydesk::desk
