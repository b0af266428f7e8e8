#include "api/console/services.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/qr.hpp"

namespace keydesk::api {

namespace {

struct PasswordIn {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordIn, (), (password))

struct CodeIn {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeIn, (), (code))

struct BothIn {
    std::string password, code;
};
BOOST_DESCRIBE_STRUCT(BothIn, (), (password, code))

struct ProposalOut {
    std::string secret, otpauth, qr_svg;
};
BOOST_DESCRIBE_STRUCT(ProposalOut, (), (secret, otpauth, qr_svg))

struct CodesOut {
    std::vector<std::string> recovery_codes;
};
BOOST_DESCRIBE_STRUCT(CodesOut, (), (recovery_codes))

Refusal wrong(const Error& error, std::string field)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::denied) refusal.faults = {{std::move(field), "wrong"}};
    return refusal;
}

Task<Answer> begin(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<PasswordIn>(request);
    if (!in) co_return refuse(in.error());
    auto workspace = co_await services.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    auto proposal = co_await services.accounts.begin_totp(
        caller.agent, Secret{std::move(in->password)}, workspace->name, origin_of(request));
    if (!proposal) co_return refuse(wrong(proposal.error(), "password"));
    auto picture = qr_svg(proposal->otpauth);
    if (!picture) co_return fail(picture.error());
    ProposalOut out{std::move(proposal->secret), std::move(proposal->otpauth), std::move(*picture)};
    co_return net::json(200, write(out));
}

Task<Answer> confirm(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<CodeIn>(request);
    if (!in) co_return refuse(in.error());
    auto codes = co_await services.accounts.confirm_totp(caller.agent, std::move(in->code));
    if (!codes) co_return refuse(wrong(codes.error(), "code"));
    co_return net::json(200, write(CodesOut{std::move(*codes)}));
}

Task<Answer> remove(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<BothIn>(request);
    if (!in) co_return refuse(in.error());
    auto removed = co_await services.accounts.remove_totp(
        caller.agent, Secret{std::move(in->password)}, std::move(in->code), origin_of(request));
    if (!removed) co_return refuse(wrong(removed.error(), "code"));
    co_return net::empty();
}

}  // namespace

void add_totp_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    constexpr auto session = desk::Permission::session;
    routes.on(
        post, "/api/v1/me/totp", session, with(services, begin), about<PasswordIn, ProposalOut>());
    routes.on(
        post,
        "/api/v1/me/totp/confirm",
        session,
        with(services, confirm),
        about<CodeIn, CodesOut>());
    routes.on(del, "/api/v1/me/totp", session, with(services, remove), about<BothIn>());
}

}  // namespace keydesk::api
