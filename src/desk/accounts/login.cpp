#include "desk/accounts/login.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/password_hash.hpp"
#include "desk/accounts/totp.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr std::size_t kLongestUserAgent = 300;

Error too_soon(std::chrono::seconds wait)
{
    return {ErrorKind::rate_limited, "locked out", wait};
}

/// For the audit's detail. Addresses hold no character that JSON would escape.
std::string detail_of(const std::string& why, const std::string& ip)
{
    return R"({"why":")" + why + R"(","ip":")" + ip + R"("})";
}

}  // namespace

Login::Login(
    CredentialStore& store,
    Compute& compute,
    const Sealer& sealer,
    const Clock& clock,
    SessionRules rules,
    LockoutRule lockout)
    : store_{store},
      compute_{compute},
      sealer_{sealer},
      clock_{clock},
      rules_{rules},
      lockouts_{clock, lockout}
{
}

Task<std::expected<LoginDone, LoginRefused>> Login::attempt(LoginTry attempt)
{
    auto email = tidy_email(attempt.email);
    auto counted = lockouts_.begin(attempt.from.neighbourhood, email);
    if (!counted) co_return std::unexpected{LoginRefused{too_soon(counted.error())}};
    auto found = co_await store_.by_email(email);
    if (!found) {
        counted->withdrawn();
        co_return std::unexpected{LoginRefused{found.error()}};
    }
    auto now = clock_.now();
    if (*found && (*found)->locked_until > now) {
        // From before a restart: the memory of it is gone, the row is not.
        counted->withdrawn();
        auto wait = std::chrono::ceil<std::chrono::seconds>((*found)->locked_until - now);
        co_return std::unexpected{LoginRefused{too_soon(wait)}};
    }
    auto hash = *found ? (*found)->password_hash : nobodys_password_hash();
    auto fits = co_await right(std::move(hash), attempt.password);
    if (!fits) {
        counted->withdrawn();
        co_return std::unexpected{LoginRefused{fits.error()}};
    }
    auto id = *found ? (*found)->agent.id : std::string{};
    if (!*fits || !*found || (*found)->agent.disabled)
        co_return co_await refused(std::move(id), "password", attempt.from);
    co_return co_await finish(std::move(**found), std::move(attempt), *counted);
}

Task<std::expected<LoginDone, LoginRefused>> Login::finish(
    Credentials who, LoginTry attempt, Lockouts::Attempt& counted)
{
    auto [login, token] = new_login(who.agent.id, attempt.from);
    login.password_hash = who.password_hash;
    if (who.agent.totp) {
        auto typed = attempt.code.value_or("");
        if (typed.empty()) {
            counted.withdrawn();
            co_return std::unexpected{
                LoginRefused{Error{ErrorKind::denied, "one-time code needed"}, true}};
        }
        if (!take_code(who, typed, login)) {
            auto no = co_await refused(who.agent.id, "code", attempt.from);
            no.error().code_needed = true;
            co_return no;
        }
    }
    AuditEntry audit{
        login.session.created_at,
        who.agent.id,
        "login",
        login.session.id,
        detail_of(login.recovery_code ? "recovery" : "password", attempt.from.ip)};
    auto opened = co_await store_.log_in(login, std::move(audit));
    if (!opened) {
        bool used = opened.error().kind == ErrorKind::denied;
        if (!used) counted.withdrawn();
        co_return std::unexpected{LoginRefused{opened.error(), used}};
    }
    counted.succeeded();
    co_return LoginDone{std::move(who.agent), std::move(login.session), std::move(token)};
}

Task<Result<Credentials>> Login::confirm(
    std::string agent, Secret password, Origin from, std::optional<std::string> code)
{
    auto found = co_await store_.credentials(std::move(agent));
    if (!found) co_return fail(found.error());
    auto counted = lockouts_.begin(from.neighbourhood, found->agent.email);
    if (!counted) co_return fail(too_soon(counted.error()));
    auto fits = co_await right(found->password_hash, std::move(password));
    if (!fits) {
        counted->withdrawn();
        co_return fail(fits.error());
    }
    NewLogin unused;
    bool code_fits = !code || !found->agent.totp || take_code(*found, *code, unused);
    if (!*fits || !code_fits) {
        auto no = co_await refused(found->agent.id, *fits ? "code" : "password", std::move(from));
        co_return fail(std::move(no.error().error));
    }
    counted->succeeded();
    co_return std::move(*found);
}

Task<Result<bool>> Login::right(std::string hash, Secret password)
{
    auto work = [hash = std::move(hash), password = std::move(password)] {
        return verify_password(hash, password);
    };
    co_return co_await compute_.run(std::move(work));
}

Task<std::unexpected<LoginRefused>> Login::refused(std::string agent, std::string why, Origin from)
{
    AuditEntry audit{
        clock_.now(),
        agent.empty() ? "nobody" : agent,
        "login.failed",
        agent,
        detail_of(why, from.ip)};
    auto counted = co_await store_.login_failed(std::move(agent), std::move(audit));
    if (!counted) co_return std::unexpected{LoginRefused{counted.error()}};
    co_return std::unexpected{LoginRefused{Error{ErrorKind::denied, "log-in refused: " + why}}};
}

std::pair<NewLogin, std::string> Login::new_login(
    const std::string& agent, const Origin& from) const
{
    auto now = clock_.now();
    auto token = random_token();
    NewLogin login;
    login.session = {
        new_id(now),
        agent,
        random_token(24),
        now,
        now,
        now + rules_.absolute,
        from.ip,
        from.user_agent.substr(0, kLongestUserAgent)};
    login.token_hash = token_hash(token);
    if (!from.old_token.empty()) login.replaces = token_hash(from.old_token);
    return {std::move(login), std::move(token)};
}

Result<Secret> Login::totp_secret(const Credentials& who) const
{
    if (!who.totp_secret) return fail(ErrorKind::conflict, "no one-time codes set up");
    auto secret = sealer_.unseal("totp:" + who.agent.id, *who.totp_secret);
    if (!secret)
        return fail(ErrorKind::internal, "totp secret does not open: " + secret.error().what);
    return secret;
}

std::string Login::recovery_fingerprint(const std::string& agent, const std::string& code) const
{
    return sealer_.fingerprint("recovery:" + agent, code);
}

bool Login::take_code(const Credentials& who, const std::string& code, NewLogin& login) const
{
    auto secret = totp_secret(who);
    if (!secret) return false;
    login.totp_step = totp_match(secret->reveal(), code, clock_.now(), who.totp_last_step);
    if (login.totp_step) return true;
    auto tidy = tidy_recovery_code(code);
    if (tidy.empty()) return false;
    auto print = recovery_fingerprint(who.agent.id, tidy);
    if (std::ranges::find(who.recovery_codes, print) == who.recovery_codes.end()) return false;
    login.recovery_code = std::move(print);
    return true;
}

}  // namespace keydesk::desk
