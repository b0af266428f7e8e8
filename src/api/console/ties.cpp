// What binds conversations and agents: links, merging, splitting, following, handing over, drafts.
#include "api/console/desk_routes.hpp"

#include "api/console/power.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"
#include "base/trim.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr Words kWebsite{
    {"A website's conversation stays where it is", "网站会话不能并入其他会话"},
    {"The customer's chat shows this conversation and no other.",
     "客户的聊天窗口只显示这一个会话。"},
    {"Merge the other conversation into this one, or link the two.",
     "请把另一个会话并入这个会话，或仅关联两者。"}};

constexpr Words kTwoPeople{
    {"These cannot become one", "无法合并"},
    {"The two belong to different customers who have both proved who they are, or this was undone "
     "before.",
     "两个会话属于两位已验证身份的不同客户，或者已经撤销过。"},
    {"Link them instead.", "可以改为关联。"}};

struct Other {
    std::string into, reason;
};
BOOST_DESCRIBE_STRUCT(Other, (), (into, reason))

struct SplitIn {
    std::int64_t from_seq = 0;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SplitIn, (), (from_seq, reason))

struct DraftIn {
    std::string reply, note;
};
BOOST_DESCRIBE_STRUCT(DraftIn, (), (reply, note))

struct HandOverIn {
    std::optional<std::string> agent, team, tier;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(HandOverIn, (), (agent, team, tier, note))

Refusal not_bound(const Error& error)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::conflict) refusal.words = &kTwoPeople;
    if (error.kind == ErrorKind::invalid_input) {
        refusal = Refusal{Error{ErrorKind::conflict, error.what}};
        refusal.words = &kWebsite;
    }
    return refusal;
}

json::object link_of(const desk::Link& link)
{
    return {
        {"id", link.id},
        {"kind", link.kind},
        {"reason", link.reason},
        {"outgoing", link.outgoing},
        {"other", conversation(link.other)},
        {"agent", face(link.agent)},
        {"at", millis(link.at)}};
}

Task<Answer> ties(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto found = co_await services.bonds.ties(*id, caller.agent);
    if (!found) co_return fail(found.error());
    json::array followers, links;
    for (const auto& one : found->followers) followers.push_back(face(one));
    for (const auto& one : found->links) links.push_back(link_of(one));
    json::object out{
        {"following", found->following},
        {"followers", std::move(followers)},
        {"links", std::move(links)},
        {"draft", nullptr}};
    if (found->draft) {
        out["draft"] = json::object{{"reply", found->draft->first}, {"note", found->draft->second}};
    }
    co_return net::json(200, json::serialize(out));
}

Task<Answer> set_follow(
    PowerServices& services, net::Request& request, const Caller& caller, bool on)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto done = co_await services.bonds.follow(*id, caller.agent, on);
    if (!done) co_return fail(done.error());
    co_return net::empty();
}

Task<Answer> follow(PowerServices& services, net::Request& request, const Caller& caller)
{
    return set_follow(services, request, caller, true);
}

Task<Answer> unfollow(PowerServices& services, net::Request& request, const Caller& caller)
{
    return set_follow(services, request, caller, false);
}

Task<Answer> save_draft(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<DraftIn>(request, 131'072);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "reply", in->reply, 0, desk::Desk::kLongest);
    check_length(faults, "note", in->note, 0, desk::Desk::kLongest);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto reply = guarded(std::move(in->reply)), note = guarded(std::move(in->note));
    auto saved =
        co_await services.bonds.save_draft(*id, caller.agent, std::move(reply), std::move(note));
    if (!saved) co_return fail(saved.error());
    co_return net::empty();
}

/// Reads `{into, reason}`; adds what is wrong with it.
Task<std::expected<Other, Refusal>> other_of(net::Request& request, std::string id)
{
    auto in = co_await read_body<Other>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "reason", in->reason, 1, 200);
    if (in->into == id || !is_uuid(in->into))
        faults.push_back({"into", std::string{problem::not_allowed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    in->reason = guarded(std::move(in->reason));
    co_return std::move(*in);
}

Task<Answer> link(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto other = co_await other_of(request, *id);
    if (!other) co_return refuse(other.error());
    auto told = co_await services.bonds.link(*id, other->into, other->reason, face_of(caller));
    if (!told) co_return fail(told.error());
    publish(services, *told);
    co_return net::empty();
}

Task<Answer> unlink(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto told = co_await services.bonds.unlink(*id, face_of(caller));
    if (!told) co_return refuse(not_bound(told.error()));
    publish(services, *told);
    auto noted = co_await services.audit.add(audited(services, caller, "conversation.unlink", *id));
    if (!noted) co_return fail(noted.error());
    co_return net::empty();
}

Task<Answer> merge(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto other = co_await other_of(request, *id);
    if (!other) co_return refuse(other.error());
    auto told = co_await services.bonds.merge(*id, other->into, other->reason, face_of(caller));
    if (!told) co_return refuse(not_bound(told.error()));
    publish(services, *told);
    auto noted = co_await services.audit.add(audited(services, caller, "conversation.merge", *id));
    if (!noted) co_return fail(noted.error());
    co_return net::empty();
}

Task<Answer> split(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<SplitIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "reason", in->reason, 1, 200);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto made = co_await services.bonds.split(
        *id, in->from_seq, guarded(std::move(in->reason)), face_of(caller));
    if (!made && made.error().kind == ErrorKind::invalid_input) {
        co_return refuse(wrong_fields({{"from_seq", std::string{problem::not_allowed}}}));
    }
    if (!made) co_return fail(made.error());
    publish(services, made->second);
    co_return net::json(201, json::serialize(json::object{{"conversation", made->first}}));
}

Task<Answer> hand_over(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<HandOverIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "note", in->note, 1, desk::Desk::kLongest);
    if (!in->agent && !in->team && !in->tier)
        faults.push_back({"agent", std::string{problem::missing}});
    if (in->tier && !one_of(*in->tier, {"agent", "specialist"}))
        faults.push_back({"tier", std::string{problem::not_allowed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::HandOver to{
        .conversation = *id,
        .agent = in->agent.value_or(""),
        .team = in->team.value_or(""),
        .tier = in->tier.value_or(""),
        .note = guarded(std::move(in->note)),
        .by = face_of(caller)};
    auto told = co_await services.bonds.hand_over(std::move(to));
    if (!told && told.error().kind == ErrorKind::invalid_input) {
        co_return refuse(wrong_fields({{"agent", std::string{problem::unknown}}}));
    }
    if (!told) co_return fail(told.error());
    publish(services, *told);
    co_return net::empty();
}

/// The first line of a text, cut to what a list shows; never inside a character.
std::string beginning(const std::string& body)
{
    auto line = body.substr(0, body.find('\n'));
    if (line.size() <= 200) return line;
    return std::string{cut_to(line, 200)} + "…";
}

/// What a colleague must know at once, put together from what is there; the agent edits it.
Task<Answer> summary(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto cases = co_await services.cases.cases_of(*id);
    if (!cases) co_return fail(cases.error());
    auto page = co_await services.desk.timeline().history(*id, 0, 30, false);
    if (!page) co_return fail(page.error());
    bool zh = caller.locale.starts_with("zh");
    std::string text = zh ? "客户：" : "Customer: ";
    text += c->customer_name + (c->customer_verified ? (zh ? "（已验证）" : " (verified)") : "");
    if (!c->case_type.empty()) text += (zh ? "\n问题类型：" : "\nCase: ") + c->case_type;
    for (const auto& one : *cases) {
        text += (zh ? "\n链上查询：" : "\nOn chain: ") + one.asked.id;
        text += " · " + (one.cause.empty() ? one.state : one.cause);
    }
    text += zh ? "\n最近的对话：" : "\nSaid last:";
    std::vector<std::string> lines;
    for (const auto& m : *page) {
        if (m->kind != "customer" && m->kind != "reply") continue;
        auto who = m->kind == "customer" ? (zh ? "客户" : "Customer") : (zh ? "客服" : "Agent");
        lines.push_back("\n- " + std::string{who} + ": " + beginning(m->body));
    }
    for (std::size_t i = lines.size() > 6 ? lines.size() - 6 : 0; i < lines.size(); ++i)
        text += lines[i];
    text += zh ? "\n下一步：" : "\nNext step: ";
    co_return net::json(200, json::serialize(json::object{{"text", text}}));
}

}  // namespace

void add_tie_routes(Routes& routes, PowerServices& services)
{
    using net::Method;
    using enum desk::Permission;
    const std::string at = "/api/v1/conversations/:id/";
    auto writes = [&](Method method, const char* what, PowerFunction function) {
        routes.on(method, at + what, conversations_reply, with(services, function));
    };
    routes.on(Method::get, at + "ties", conversations_read, with(services, ties));
    routes.on(Method::get, at + "summary", conversations_read, with(services, summary));
    routes.on(Method::post, at + "follow", conversations_read, with(services, follow));
    routes.on(Method::del, at + "follow", conversations_read, with(services, unfollow));
    writes(Method::put, "draft", save_draft);
    writes(Method::post, "link", link);
    writes(Method::post, "merge", merge);
    writes(Method::post, "split", split);
    writes(Method::post, "hand_over", hand_over);
    routes.on(Method::del, "/api/v1/links/:id", conversations_reply, with(services, unlink));
}

}  // namespace keydesk::api
