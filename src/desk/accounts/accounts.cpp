#include "desk/accounts/accounts.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/password_hash.hpp"
#include "desk/accounts/totp.hpp"

namespace keydesk::desk {

namespace {

constexpr auto kInviteLives = std::chrono::hours{72};

}  // namespace

Accounts::Accounts(
    Login& login,
    CredentialStore& credentials,
    InviteStore& invites,
    Compute& compute,
    const Sealer& sealer,
    const Clock& clock)
    : login_{login},
      credentials_{credentials},
      invites_{invites},
      compute_{compute},
      sealer_{sealer},
      clock_{clock}
{
}

Task<Result<std::vector<std::string>>> Accounts::change_password(
    std::string agent, std::string session, Secret current, Secret next, Origin from)
{
    auto who = co_await login_.confirm(agent, std::move(current), std::move(from));
    if (!who) co_return fail(who.error());
    auto hash = co_await hashed(std::move(next));
    if (!hash) co_return fail(hash.error());
    AuditEntry audit{clock_.now(), agent, "agent.password", agent};
    co_return co_await credentials_.set_password(
        std::move(agent), std::move(*hash), std::move(session), std::move(audit));
}

Task<Result<TotpProposal>> Accounts::begin_totp(
    std::string agent, Secret password, std::string issuer, Origin from)
{
    auto who = co_await login_.confirm(std::move(agent), std::move(password), std::move(from));
    if (!who) co_return fail(who.error());
    if (who->agent.totp) co_return fail(ErrorKind::conflict, "one-time codes are active already");
    auto secret = new_totp_secret();
    auto sealed = sealer_.seal("totp:" + who->agent.id, Secret{secret});
    auto kept = co_await credentials_.propose_totp(who->agent.id, std::move(sealed));
    if (!kept) co_return fail(kept.error());
    co_return TotpProposal{base32(secret), otpauth_uri(secret, issuer, who->agent.email)};
}

Task<Result<std::vector<std::string>>> Accounts::confirm_totp(std::string agent, std::string code)
{
    auto who = co_await credentials_.credentials(agent);
    if (!who) co_return fail(who.error());
    if (who->agent.totp) co_return fail(ErrorKind::conflict, "one-time codes are active already");
    auto secret = login_.totp_secret(*who);
    if (!secret) co_return fail(secret.error());
    auto step = totp_match(secret->reveal(), code, clock_.now(), 0);
    if (!step) co_return fail(ErrorKind::denied, "one-time code is wrong");
    auto codes = new_recovery_codes();
    std::vector<std::string> prints;
    for (const auto& one : codes) prints.push_back(login_.recovery_fingerprint(agent, one));
    AuditEntry audit{clock_.now(), agent, "agent.totp_on", agent};
    auto done = co_await credentials_.activate_totp(
        std::move(agent), *step, std::move(prints), std::move(audit));
    if (!done) co_return fail(done.error());
    co_return codes;
}

Task<Result<void>> Accounts::remove_totp(
    std::string agent, Secret password, std::string code, Origin from)
{
    auto who = co_await login_.confirm(
        std::move(agent), std::move(password), std::move(from), std::move(code));
    if (!who) co_return fail(who.error());
    AuditEntry audit{clock_.now(), who->agent.id, "agent.totp_off", who->agent.id};
    co_return co_await credentials_.remove_totp(who->agent.id, std::move(audit));
}

Task<Result<Invitation>> Accounts::invite(
    std::string by, std::string email, std::string name, Role role)
{
    auto now = clock_.now();
    Invitation out{random_token(), now + kInviteLives};
    AuditEntry audit{now, by, "agent.invite", email, {}};
    audit.detail = R"({"role":")" + std::string{name_of(role)} + R"("})";
    Invite invite{std::move(email), std::move(name), role, std::move(by), now, out.expires_at};
    auto kept =
        co_await invites_.invite(std::move(invite), token_hash(out.token), std::move(audit));
    if (!kept) co_return fail(kept.error());
    co_return out;
}

Task<Result<Invite>> Accounts::invitation(std::string token)
{
    co_return co_await invites_.find_invite(token_hash(token), clock_.now());
}

Task<Result<LoginDone>> Accounts::accept(
    std::string token, std::string name, Secret password, std::string locale, Origin from)
{
    auto invite = co_await invitation(token);
    if (!invite) co_return fail(invite.error());
    auto hash = co_await hashed(std::move(password));
    if (!hash) co_return fail(hash.error());

    auto now = clock_.now();
    Agent agent;
    agent.id = new_id(now);
    agent.name = std::move(name);
    agent.email = invite->email;
    agent.role = invite->role;
    agent.locale = std::move(locale);
    agent.created_at = now;
    auto [login, session_token] = login_.new_login(agent.id, from);
    NewAgent fresh{
        agent.id, agent.name, agent.email, agent.role, std::move(*hash), agent.locale, now};
    AuditEntry audit{now, agent.id, "agent.join", agent.id};
    auto session = login.session;
    auto done = co_await invites_.accept_invite(
        token_hash(token), std::move(fresh), std::move(login), std::move(audit));
    if (!done) co_return fail(done.error());
    co_return LoginDone{std::move(agent), std::move(session), std::move(session_token)};
}

Task<Result<std::string>> Accounts::hashed(Secret password)
{
    auto work = [password = std::move(password)] { return hash_password(password); };
    auto hash = co_await compute_.run(std::move(work));
    if (!hash) co_return fail(hash.error());
    co_return std::move(*hash);
}

}  // namespace keydesk::desk
