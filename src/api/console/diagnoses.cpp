#include "api/console/desk_routes.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "desk/diagnosis/shape.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct Question {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Question, (), (text))

constexpr Words kNothingToExplain{
    {"Nothing to look up", "没有可以查询的内容"},
    {"There is no transaction hash, address or explorer link of a chain that this desk knows in "
     "the "
     "text, or a character of it is wrong.",
     "文字里没有本系统支持的链上交易哈希、地址或浏览器链接，或者其中有字符不正确。"},
    {"Copy the whole hash or address from the wallet and paste it again.",
     "请从钱包中完整复制哈希或地址后重新粘贴。"}};

Task<Answer> ask(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<Question>(request);
    if (!in) co_return refuse(in.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto cases = co_await services.follower.ask(*id, std::move(in->text));
    if (!cases) {
        Refusal refusal{cases.error()};
        if (cases.error().kind == ErrorKind::invalid_input) refusal.words = &kNothingToExplain;
        co_return refuse(std::move(refusal));
    }
    json::array items;
    for (const auto& one : *cases) items.push_back(desk::shape_of(one));
    co_return net::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Task<Answer> refresh(DeskServices& services, net::Request& request, const Caller&)
{
    auto conversation = request.params.uuid("id");
    if (!conversation) co_return fail(conversation.error());
    auto id = request.params.uuid("did");
    if (!id) co_return fail(id.error());
    auto known = co_await services.cases.case_by_id(*id);
    if (!known) co_return fail(known.error());
    if (known->conversation != *conversation) {
        co_return fail(ErrorKind::not_found, "no such diagnosis in this conversation");
    }
    auto now = co_await services.follower.refresh(*id);
    if (!now) co_return fail(now.error());
    co_return net::json(200, json::serialize(json::object{{"item", desk::shape_of(*now)}}));
}

}  // namespace

json::array diagnoses(const std::vector<desk::Case>& cases)
{
    json::array list;
    for (const auto& one : cases) list.push_back(desk::shape_of(one));
    return list;
}

void add_diagnosis_routes(Routes& routes, DeskServices& services)
{
    using net::Method;
    using enum desk::Permission;
    routes.on(
        Method::post,
        "/api/v1/conversations/:id/diagnoses",
        conversations_reply,
        with(services, ask),
        about<Question>());
    routes.on(
        Method::post,
        "/api/v1/conversations/:id/diagnoses/:did/refresh",
        conversations_read,
        with(services, refresh));
}

}  // namespace keydesk::api
