// Conversations that are one problem told by several doors.
#include "api/console/desk_routes.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr Words kNotOne{
    {"These cannot become one", "无法合并"},
    {"The two belong to different customers who have both proved who they are, or they have been "
     "joined or parted since.",
     "两个会话属于两位已验证身份的不同客户，或者状态已经变化。"},
    {"Look at both again.", "请重新查看这两个会话。"}};

struct JoinIn {
    std::string into, reason;
};
BOOST_DESCRIBE_STRUCT(JoinIn, (), (into, reason))

json::object join_of(const desk::Join& join)
{
    json::object o{
        {"id", join.id},
        {"thread", join.thread},
        {"from", join.from.empty() ? json::value() : json::value(join.from)},
        {"into", join.into},
        {"reason", join.reason},
        {"agent", join.agent ? json::value(face(*join.agent)) : json::value()},
        {"at", millis(join.at)}};
    return o;
}

Refusal not_one(const Error& error)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::conflict) refusal.words = &kNotOne;
    return refusal;
}

Task<Answer> related(DeskServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto found = co_await services.joins.related(*id);
    if (!found) co_return fail(found.error());
    auto joined = co_await services.joins.joins_of(*id);
    if (!joined) co_return fail(joined.error());
    json::array items, joins;
    for (const auto& one : *found) {
        items.push_back(
            json::object{{"conversation", conversation(one.conversation)}, {"reason", one.reason}});
    }
    for (const auto& one : *joined) joins.push_back(join_of(one));
    json::object out{{"items", std::move(items)}, {"joins", std::move(joins)}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> join(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<JoinIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "reason", in->reason, 1, 200);
    if (in->into == *id) faults.push_back({"into", std::string{problem::not_allowed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto reason = guard::clean(guard::RawText{in->reason}).text.str();
    std::vector<desk::Happening> told;
    auto made = co_await services.joins.join(*id, in->into, reason, face_of(caller), told);
    if (!made) co_return refuse(not_one(made.error()));
    for (const auto& one : told) services.desk.feed().publish(one);
    auto noted = co_await services.audit.add(audited(services, caller, "conversation.join", *id));
    if (!noted) co_return fail(noted.error());
    co_return net::json(201, json::serialize(json::object{{"join", *made}}));
}

Task<Answer> undo(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto told = co_await services.joins.undo(*id, face_of(caller));
    if (!told) co_return refuse(not_one(told.error()));
    for (const auto& one : *told) services.desk.feed().publish(one);
    auto noted = co_await services.audit.add(audited(services, caller, "conversation.part", *id));
    if (!noted) co_return fail(noted.error());
    co_return net::empty();
}

}  // namespace

void add_join_routes(Routes& routes, DeskServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(
        get, "/api/v1/conversations/:id/related", conversations_read, with(services, related));
    routes.on(
        post,
        "/api/v1/conversations/:id/join",
        conversations_reply,
        with(services, join),
        about<JoinIn>());
    routes.on(post, "/api/v1/joins/:id/undo", conversations_reply, with(services, undo));
}

}  // namespace keydesk::api
