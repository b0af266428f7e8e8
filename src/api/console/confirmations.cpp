#include "api/console/confirmations.hpp"

#include "api/wire.hpp"

namespace keydesk::api {

namespace {

struct ConfirmationOut {
    std::string address;
    std::string state;  ///< none, or as desk::Confirmation says.
};
BOOST_DESCRIBE_STRUCT(ConfirmationOut, (), (address, state))

Task<Answer> show(ConfirmationServices& services, net::Request& request)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto one = co_await services.confirmations.of_conversation(std::string{*id});
    ConfirmationOut out{.address = {}, .state = "none"};
    if (one) out = {one->address, one->state};
    if (!one && one.error().kind != ErrorKind::not_found) co_return fail(one.error());
    co_return net::json(200, write(out));
}

}  // namespace

void add_confirmation_routes(Routes& routes, ConfirmationServices& services)
{
    routes.on(
        net::Method::get,
        "/api/v1/conversations/:id/confirmation",
        desk::Permission::conversations_read,
        [&services](net::Request& request, const Caller&) { return show(services, request); });
}

}  // namespace keydesk::api
