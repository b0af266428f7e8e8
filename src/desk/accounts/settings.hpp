#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a desk is set up with. In every `edit_…` an empty optional leaves the field as it is; all
/// answer not_found when there is no such thing, and conflict when a name is taken.
namespace keydesk::desk {

struct Team {
    std::string id;
    std::string name;
};

class TeamStore {
public:
    virtual ~TeamStore() = default;
    virtual Task<Result<std::vector<Team>>> teams() = 0;
    virtual Task<Result<void>> add_team(Team team, AuditEntry audit) = 0;
    virtual Task<Result<Team>> edit_team(
        std::string id, std::optional<std::string> name, AuditEntry audit) = 0;
    virtual Task<Result<void>> remove_team(std::string id, AuditEntry audit) = 0;
};

struct LabelSettings {
    std::string id;
    std::string name;
    std::string color;  ///< "#rrggbb"
};

struct LabelPatch {
    std::optional<std::string> name, color;
};

class LabelStore {
public:
    virtual ~LabelStore() = default;
    virtual Task<Result<std::vector<LabelSettings>>> labels() = 0;
    virtual Task<Result<void>> add_label(LabelSettings label, AuditEntry audit) = 0;
    virtual Task<Result<LabelSettings>> edit_label(
        std::string id, LabelPatch patch, AuditEntry audit) = 0;
    virtual Task<Result<void>> remove_label(std::string id, AuditEntry audit) = 0;
};

struct SavedReply {
    std::string id;
    std::string shortcut;  ///< What is typed after `/`.
    std::string title;
    std::string body;
    std::optional<std::string> locale;  ///< None: for every language.
    std::optional<std::string> owner;   ///< An agent's id; none: shared by all.
    Time created_at{};
};

struct SavedReplyPatch {
    std::optional<std::string> shortcut, title, body;
    std::optional<std::optional<std::string>> locale, owner;
};

class SavedReplyStore {
public:
    virtual ~SavedReplyStore() = default;
    /// Shared ones and those of `agent`.
    virtual Task<Result<std::vector<SavedReply>>> saved_replies(std::string agent) = 0;
    virtual Task<Result<SavedReply>> saved_reply(std::string id) = 0;
    virtual Task<Result<void>> add_saved_reply(SavedReply reply, AuditEntry audit) = 0;
    virtual Task<Result<SavedReply>> edit_saved_reply(
        std::string id, SavedReplyPatch patch, AuditEntry audit) = 0;
    virtual Task<Result<void>> remove_saved_reply(std::string id, AuditEntry audit) = 0;
};

struct InboxSettings {
    std::string id;
    std::string key;  ///< Public; stands in the widget's snippet.
    std::string name;
    std::string kind = "web";        ///< "web", or a desk::ChannelKind's.
    std::vector<std::string> sites;  ///< Origins that may embed the widget.
    std::string color = "#2450e6";
    std::map<std::string, std::string> greeting;  ///< By locale.
    std::optional<std::string> identity_secret;   ///< Sealed for "inbox:<id>".
    std::optional<std::string> team;
    bool closed = false;
    Time created_at{};
    /// Of its kind, as stored: a secret is sealed for "inbox:<id>:<field>".
    std::map<std::string, std::string> settings = {};
    bool paused = false;  ///< Nothing goes in or out by its door.
};

struct InboxPatch {
    std::optional<std::string> name, color;
    std::optional<std::vector<std::string>> sites;
    std::optional<std::map<std::string, std::string>> greeting;
    std::optional<std::optional<std::string>> identity_secret, team;
    std::optional<bool> closed;
    /// By field; nothing takes the field away; fields not named stay.
    std::map<std::string, std::optional<std::string>> settings = {};
    std::optional<bool> paused = {};
};

class InboxStore {
public:
    virtual ~InboxStore() = default;
    virtual Task<Result<std::vector<InboxSettings>>> inboxes() = 0;
    virtual Task<Result<void>> add_inbox(InboxSettings inbox, AuditEntry audit) = 0;
    /// invalid_input when there is no such team.
    virtual Task<Result<InboxSettings>> edit_inbox(
        std::string id, InboxPatch patch, AuditEntry audit) = 0;
};

struct Workspace {
    std::string name = "Keydesk";
    std::string brand_color = "#2450e6";
    /// For the contact page. Hours by locale, in the operator's own words.
    std::map<std::string, std::string> hours = {};
    std::vector<std::string> languages = {"zh-CN", "en"};  ///< In which people answer; BCP 47.
    std::string phone = {};                                ///< Empty: there is none.
};

struct WorkspacePatch {
    std::optional<std::string> name, brand_color;
    std::optional<std::map<std::string, std::string>> hours;
    std::optional<std::vector<std::string>> languages;
    std::optional<std::string> phone;
};

class WorkspaceStore {
public:
    virtual ~WorkspaceStore() = default;
    virtual Task<Result<Workspace>> workspace() = 0;
    virtual Task<Result<Workspace>> edit_workspace(WorkspacePatch patch, AuditEntry audit) = 0;
};

}  // namespace keydesk::desk
