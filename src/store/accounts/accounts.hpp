#pragma once

#include "base/clock.hpp"
#include "desk/accounts/agents.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/accounts/lockout.hpp"
#include "desk/accounts/sessions.hpp"
#include "desk/accounts/settings.hpp"
#include "sql/database.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// The ports of desk/accounts in SQL: accounts_<noun>.cpp and audit.cpp. Every change and its
/// audit row are one transaction. Lives on the io thread; `database` outlives it.
class Accounts final : public desk::CredentialStore,
                       public desk::AgentStore,
                       public desk::InviteStore,
                       public desk::SessionStore,
                       public desk::TeamStore,
                       public desk::LabelStore,
                       public desk::SavedReplyStore,
                       public desk::InboxStore,
                       public desk::WorkspaceStore,
                       public desk::AuditLog {
public:
    explicit Accounts(sql::Database& database, desk::LockoutRule lockout = {})
        : database_{database},
          lockout_{lockout}
    {
    }

    Task<Result<std::optional<desk::Credentials>>> by_email(std::string email) override;
    Task<Result<desk::Credentials>> credentials(std::string agent) override;
    Task<Result<void>> log_in(desk::NewLogin login, desk::AuditEntry audit) override;
    Task<Result<void>> login_failed(std::string agent, desk::AuditEntry audit) override;
    Task<Result<std::vector<std::string>>> set_password(
        std::string agent, std::string hash, std::string keep, desk::AuditEntry audit) override;
    Task<Result<void>> propose_totp(std::string agent, std::string sealed) override;
    Task<Result<void>> activate_totp(
        std::string agent,
        std::int64_t step,
        std::vector<std::string> recovery_codes,
        desk::AuditEntry audit) override;
    Task<Result<void>> remove_totp(std::string agent, desk::AuditEntry audit) override;
    Task<Result<void>> reset(std::string agent, std::string hash, desk::AuditEntry audit) override;

    Task<Result<std::vector<desk::Agent>>> agents() override;
    Task<Result<desk::Agent>> agent(std::string id) override;
    Task<Result<void>> create_agent(desk::NewAgent agent, desk::AuditEntry audit) override;
    Task<Result<desk::Agent>> edit_self(
        std::string id, desk::SelfPatch patch, desk::AuditEntry audit) override;
    Task<Result<desk::AgentEdited>> edit_agent(
        std::string id, desk::AgentPatch patch, desk::AuditEntry audit) override;

    Task<Result<void>> invite(
        desk::Invite invite, std::string token_hash, desk::AuditEntry audit) override;
    Task<Result<desk::Invite>> find_invite(std::string token_hash, Time now) override;
    Task<Result<void>> accept_invite(
        std::string token_hash,
        desk::NewAgent agent,
        desk::NewLogin login,
        desk::AuditEntry audit) override;

    Task<Result<std::optional<desk::LoggedIn>>> find(std::string token_hash) override;
    Task<Result<void>> touch(std::string id, Time now, std::string ip) override;
    Task<Result<std::vector<desk::Session>>> of_agent(std::string agent) override;
    Task<Result<void>> end(std::string id, std::string agent, desk::AuditEntry audit) override;
    Task<Result<void>> sweep(Time time, Time seen) override;

    Task<Result<std::vector<desk::Team>>> teams() override;
    Task<Result<void>> add_team(desk::Team team, desk::AuditEntry audit) override;
    Task<Result<desk::Team>> edit_team(
        std::string id, std::optional<std::string> name, desk::AuditEntry audit) override;
    Task<Result<void>> remove_team(std::string id, desk::AuditEntry audit) override;

    Task<Result<std::vector<desk::LabelSettings>>> labels() override;
    Task<Result<void>> add_label(desk::LabelSettings label, desk::AuditEntry audit) override;
    Task<Result<desk::LabelSettings>> edit_label(
        std::string id, desk::LabelPatch patch, desk::AuditEntry audit) override;
    Task<Result<void>> remove_label(std::string id, desk::AuditEntry audit) override;

    Task<Result<std::vector<desk::SavedReply>>> saved_replies(std::string agent) override;
    Task<Result<desk::SavedReply>> saved_reply(std::string id) override;
    Task<Result<void>> add_saved_reply(desk::SavedReply reply, desk::AuditEntry audit) override;
    Task<Result<desk::SavedReply>> edit_saved_reply(
        std::string id, desk::SavedReplyPatch patch, desk::AuditEntry audit) override;
    Task<Result<void>> remove_saved_reply(std::string id, desk::AuditEntry audit) override;

    Task<Result<std::vector<desk::InboxSettings>>> inboxes() override;
    Task<Result<void>> add_inbox(desk::InboxSettings inbox, desk::AuditEntry audit) override;
    Task<Result<desk::InboxSettings>> edit_inbox(
        std::string id, desk::InboxPatch patch, desk::AuditEntry audit) override;

    Task<Result<desk::Workspace>> workspace() override;
    Task<Result<desk::Workspace>> edit_workspace(
        desk::WorkspacePatch patch, desk::AuditEntry audit) override;

    Task<Result<void>> add(desk::AuditEntry entry) override;
    Task<Result<std::vector<desk::AuditRow>>> list(
        std::int64_t before, std::int64_t limit) override;
    Task<Result<desk::AuditVerdict>> verify() override;

private:
    sql::Database& database_;
    desk::LockoutRule lockout_;
};

}  // namespace keydesk::store
