#include "api/console/me.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "desk/accounts/password.hpp"

namespace keydesk::api {

namespace {

constexpr Words kWrongLogin{
    {"Log-in refused", "登录失败"},
    {"E-mail address, password or code is wrong.", "邮箱、密码或验证码不正确。"},
    {"Check them and try again; an administrator can reset your password.",
     "请检查后重试；管理员可以为您重置密码。"}};
constexpr Words kLockedOut{
    {"Too many failed log-ins", "登录失败次数过多"},
    {"Log-in is locked for a while after several failures.", "多次失败后，登录会暂时锁定。"},
    {"Wait until the time is over, then try again.", "请等待锁定时间结束后再试。"}};
constexpr Words kInviteGone{
    {"This invitation is no longer valid", "邀请已失效"},
    {"It was used already, replaced by a newer one, or its time is over.",
     "邀请已被使用、被新的邀请取代，或已过期。"},
    {"Ask an administrator for a new one.", "请联系管理员重新发送邀请。"}};

struct LoginIn {
    std::string email, password;
    std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(LoginIn, (), (email, password, code))

struct InviteOut {
    std::string email;
    desk::Role role;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(InviteOut, (), (email, role, name))

struct AcceptIn {
    std::string name, password;
};
BOOST_DESCRIBE_STRUCT(AcceptIn, (), (name, password))

Refusal refusal_of(const desk::LoginRefused& refused)
{
    Refusal refusal{refused.error};
    if (refused.error.kind == ErrorKind::rate_limited) {
        refusal.words = &kLockedOut;
        desk::LockoutRule rule;
        refusal.quota = Quota{
            .name = "logins",
            .most = rule.free_failures,
            .window = rule.memory,
            .reset = refused.error.retry_after.value_or(rule.first)};
    }
    if (refused.error.kind != ErrorKind::denied) return refusal;
    refusal.status = 401;
    refusal.words = &kWrongLogin;
    if (refused.code_needed) refusal.more = R"("totp_required":true)";
    return refusal;
}

Refusal gone(const Error& error)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::not_found) refusal.words = &kInviteGone;
    return refusal;
}

Task<Answer> log_in(AccountServices& services, net::Request& request)
{
    auto in = co_await read_body<LoginIn>(request);
    if (!in) co_return refuse(in.error());
    desk::LoginTry attempt{
        std::move(in->email),
        Secret{std::move(in->password)},
        std::move(in->code),
        origin_of(request)};
    auto done = co_await services.login.attempt(std::move(attempt));
    if (!done) co_return refuse(refusal_of(done.error()));
    co_return co_await welcome(services, request, std::move(*done));
}

Task<Answer> log_out(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto audit = audited(services, caller, "logout", caller.session);
    auto ended = co_await services.sessions.end(caller.session, caller.agent, std::move(audit));
    if (!ended && ended.error().kind != ErrorKind::not_found) co_return fail(ended.error());
    services.notices.sessions_ended({caller.session});
    auto response = net::empty();
    response.with_cookie(services.gate.cookie_line(request, ""));
    co_return response;
}

Task<Answer> show_invite(AccountServices& services, net::Request& request)
{
    auto token = std::string{request.params.text("token")};
    auto invite = co_await services.accounts.invitation(std::move(token));
    if (!invite) co_return refuse(gone(invite.error()));
    InviteOut out{invite->email, invite->role, invite->name};
    co_return net::json(200, write(out));
}

Task<Answer> accept_invite(AccountServices& services, net::Request& request)
{
    auto in = co_await read_body<AcceptIn>(request);
    if (!in) co_return refuse(in.error());
    auto token = std::string{request.params.text("token")};
    auto invite = co_await services.accounts.invitation(token);
    if (!invite) co_return refuse(gone(invite.error()));
    Faults faults;
    check_length(faults, "name", in->name, 1, 80);
    auto weak = desk::password_fault(in->password, invite->email);
    if (weak) faults.push_back({"password", std::string{*weak}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    std::string locale = locale_of(request) == Locale::zh ? "zh-CN" : "en";
    auto done = co_await services.accounts.accept(
        std::move(token),
        std::move(in->name),
        Secret{std::move(in->password)},
        std::move(locale),
        origin_of(request));
    if (!done) co_return refuse(gone(done.error()));
    services.notices.changed("agents");
    co_return co_await welcome(services, request, std::move(*done));
}

}  // namespace

Task<Answer> welcome(AccountServices& services, net::Request& request, desk::LoginDone done)
{
    auto workspace = co_await services.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    SessionOut out{me_of(done.agent), done.session.csrf, workspace_of(std::move(*workspace))};
    auto response = net::json(200, write(out));
    response.with_cookie(services.gate.cookie_line(request, done.token));
    co_return response;
}

void add_login_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    routes.open(post, "/api/v1/login", with(services, log_in), about<LoginIn>());
    routes.on(post, "/api/v1/logout", desk::Permission::session, with(services, log_out));
    routes.open(
        get, "/api/v1/invites/:token", with(services, show_invite), about<void, InviteOut>());
    routes.open(post, "/api/v1/invites/:token", with(services, accept_invite), about<AcceptIn>());
}

}  // namespace keydesk::api
