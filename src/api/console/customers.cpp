#include "api/console/desk_routes.hpp"
#include "api/console/documented.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct CustomerPatch {
    std::optional<std::string> name, email, note;
};
BOOST_DESCRIBE_STRUCT(CustomerPatch, (), (name, email, note))

/// Free text of agents is text, too: no secret may be noted down.
std::optional<std::string> guarded(const std::optional<std::string>& text)
{
    if (!text) return std::nullopt;
    return guard::clean(guard::RawText{*text}).text.str();
}

Task<Answer> show(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto who = co_await services.conversations.customer(*id);
    if (!who) co_return fail(who.error());
    desk::ListQuery query{.agent = caller.agent, .status = "any", .customer = *id, .limit = 20};
    auto page = co_await services.conversations.list(std::move(query));
    if (!page) co_return fail(page.error());
    json::array items;
    for (const auto& c : page->items) items.push_back(conversation(c));
    json::object out{{"customer", customer(*who)}, {"conversations", std::move(items)}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> edit(DeskServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<CustomerPatch>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (in->name) check_length(faults, "name", *in->name, 1, 100);
    if (in->email) check_length(faults, "email", *in->email, 0, 254);
    if (in->note) check_length(faults, "note", *in->note, 0, 4'000);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto now = co_await services.conversations.edit_customer(
        *id, guarded(in->name), in->email, guarded(in->note), std::nullopt);
    if (!now) co_return fail(now.error());
    co_return net::json(200, json::serialize(json::object{{"customer", customer(*now)}}));
}

Task<Answer> set_blocked(DeskServices& services, net::Request& request, bool blocked)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto now = co_await services.conversations.edit_customer(
        *id, std::nullopt, std::nullopt, std::nullopt, blocked);
    if (!now) co_return fail(now.error());
    co_return net::empty();
}

Task<Answer> block(DeskServices& services, net::Request& request, const Caller&)
{
    co_return co_await set_blocked(services, request, true);
}

Task<Answer> unblock(DeskServices& services, net::Request& request, const Caller&)
{
    co_return co_await set_blocked(services, request, false);
}

}  // namespace

void add_customer_routes(Routes& routes, DeskServices& services)
{
    using net::Method;
    using enum desk::Permission;
    routes.on(
        Method::get,
        "/api/v1/customers/:id",
        customers_read,
        with(services, show),
        about<void, CustomerDetailShape>());
    routes.on(
        Method::patch,
        "/api/v1/customers/:id",
        customers_edit,
        with(services, edit),
        about<CustomerPatch, CustomerAnswerShape>());
    routes.on(Method::post, "/api/v1/customers/:id/block", customers_block, with(services, block));
    routes.on(Method::del, "/api/v1/customers/:id/block", customers_block, with(services, unblock));
}

}  // namespace keydesk::api
