#include "api/console/desk_routes.hpp"
#include "api/console/documented.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr std::size_t kPage = 50;

struct ConversationPatch {
    std::optional<std::string> status, priority;
    Patch<std::int64_t> snoozed_until;
    Patch<std::string> assignee, team;
    std::optional<std::vector<std::string>> labels;
};
BOOST_DESCRIBE_STRUCT(
    ConversationPatch, (), (status, priority, snoozed_until, assignee, team, labels))

struct BulkPatch {
    std::vector<std::string> ids;
    ConversationPatch patch;
};
BOOST_DESCRIBE_STRUCT(BulkPatch, (), (ids, patch))

struct ReadUpTo {
    std::int64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(ReadUpTo, (), (seq))

bool one_of(const std::string& text, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, text) != words.end();
}

/// The id, or empty to take it away; nothing when the field is absent.
std::optional<std::string> id_of(const Patch<std::string>& patch)
{
    if (patch.absent()) return std::nullopt;
    return patch.null() ? std::string{} : *patch.value();
}

std::expected<desk::Change, Refusal> change_of(const ConversationPatch& patch)
{
    Faults faults;
    auto wrong = [&](std::string_view field) {
        faults.push_back({std::string{field}, std::string{problem::not_allowed}});
    };
    if (patch.status && !one_of(*patch.status, {"open", "snoozed", "resolved"})) wrong("status");
    if (patch.priority && !one_of(*patch.priority, {"none", "low", "medium", "high", "urgent"})) {
        wrong("priority");
    }
    if (patch.labels && patch.labels->size() > 50) wrong("labels");
    desk::Change change{
        .status = patch.status,
        .priority = patch.priority,
        .assignee = id_of(patch.assignee),
        .team = id_of(patch.team),
        .labels = patch.labels};
    if (const auto* until = patch.snoozed_until.value()) change.snoozed_until = from_millis(*until);
    bool snoozes = patch.status && *patch.status == "snoozed";
    if (snoozes && !change.snoozed_until) wrong("snoozed_until");
    if (!faults.empty()) return refuse(wrong_fields(std::move(faults)));
    return change;
}

desk::ListQuery list_query(const net::Request& request, const Caller& caller)
{
    auto text = [&](std::string_view name, std::string otherwise = {}) {
        return request.query(name).value_or(std::move(otherwise));
    };
    return {
        .agent = caller.agent,
        .view = text("view", "all"),
        .status = text("status", "open"),
        .inbox = text("inbox"),
        .label = text("label"),
        .team = text("team"),
        .customer = {},
        .sort = text("sort", "newest"),
        .after = text("after"),
        .limit = static_cast<std::size_t>(query_number(request, "limit", 50, 1, 200))};
}

Task<Answer> list(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto query = list_query(request, caller);
    Faults faults;
    auto check = [&](std::string_view field, bool known) {
        if (!known) faults.push_back({std::string{field}, std::string{problem::not_allowed}});
    };
    check("view", one_of(query.view, {"mine", "unassigned", "all", "security"}));
    check("status", one_of(query.status, {"open", "snoozed", "resolved", "any"}));
    check("sort", one_of(query.sort, {"newest", "oldest", "waiting", "priority", "due"}));
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto page = co_await services.conversations.list(std::move(query));
    if (!page) co_return fail(page.error());
    json::array items;
    for (const auto& c : page->items) items.push_back(conversation(c));
    json::object out{{"items", std::move(items)}, {"change", page->change}};
    out["next"] = page->next.empty() ? json::value{} : json::value(page->next);
    co_return net::json(200, json::serialize(out));
}

Task<Answer> count(DeskServices& services, net::Request&, const Caller& caller)
{
    auto found = co_await services.conversations.counts(caller.agent);
    if (!found) co_return fail(found.error());
    co_return net::json(200, json::serialize(counts(*found)));
}

/// Ids of the newest messages that each side has read, among those shown.
json::object reads_of(const std::vector<desk::MessagePtr>& messages, const desk::Conversation& c)
{
    json::object reads{{"agent", nullptr}, {"customer", nullptr}};
    for (const auto& m : messages) {
        if (!m->said() || !m->public_seq) continue;
        if (*m->public_seq <= c.customer_read) reads["customer"] = m->id;
        if (*m->public_seq <= c.agent_read) reads["agent"] = m->id;
    }
    return reads;
}

Task<Answer> show(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto who = co_await services.conversations.customer(c->customer);
    if (!who) co_return fail(who.error());
    auto page = co_await services.desk.timeline().history(*id, 0, kPage + 1, false);
    if (!page) co_return fail(page.error());
    auto cases = co_await services.cases.cases_of(*id);
    if (!cases) co_return fail(cases.error());
    bool more = page->size() > kPage;
    if (more) page->erase(page->begin());
    auto messages = co_await messages_of(services, *page, c->customer_read, c->customer_got);
    if (!messages) co_return fail(messages.error());
    json::object out{
        {"conv", conversation(*c)},
        {"customer", customer(*who)},
        {"messages", std::move(*messages)},
        {"more", more},
        {"reads", reads_of(*page, *c)},
        {"diagnoses", diagnoses(*cases)},
        {"viewers", viewers(services.presence.viewers(*id))}};
    co_return net::json(200, json::serialize(out));
}

Task<Result<desk::Conversation>> changed(
    DeskServices& services, std::string id, const Caller& caller, desk::Change change)
{
    auto before = co_await services.conversations.get(id, caller.agent);
    if (!before) co_return before;
    auto done =
        co_await services.desk.change(id, before->customer, face_of(caller), std::move(change));
    if (!done) co_return fail(done.error());
    co_return co_await services.conversations.get(id, caller.agent);
}

Task<Answer> patch(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<ConversationPatch>(request);
    if (!in) co_return refuse(in.error());
    auto change = change_of(*in);
    if (!change) co_return refuse(change.error());
    auto now = co_await changed(services, *id, caller, std::move(*change));
    if (!now) co_return fail(now.error());
    co_return net::json(200, json::serialize(json::object{{"conv", conversation(*now)}}));
}

Task<Answer> bulk(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<BulkPatch>(request);
    if (!in) co_return refuse(in.error());
    if (in->ids.empty() || in->ids.size() > 100) {
        co_return refuse(wrong_fields({{"ids", std::string{problem::out_of_range}}}));
    }
    auto change = change_of(in->patch);
    if (!change) co_return refuse(change.error());
    json::array items, failed;
    for (const auto& id : in->ids) {
        auto now = co_await changed(services, id, caller, *change);
        if (now) {
            items.push_back(conversation(*now));
        } else {
            failed.push_back(json::object{{"id", id}, {"code", name_of(now.error().kind)}});
        }
    }
    json::object out{{"items", std::move(items)}, {"failed", std::move(failed)}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> read(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<ReadUpTo>(request);
    if (!in) co_return refuse(in.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto done = co_await services.desk.agent_read(*id, c->customer, face_of(caller));
    if (!done) co_return fail(done.error());
    co_return net::empty();
}

}  // namespace

std::int64_t query_number(
    const net::Request& request,
    std::string_view name,
    std::int64_t otherwise,
    std::int64_t least,
    std::int64_t most)
{
    auto text = request.query(name).value_or("");
    std::int64_t value = otherwise;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? std::clamp(value, least, most) : otherwise;
}

desk::Face face_of(const Caller& caller)
{
    return {caller.agent, caller.name};
}

CallerHandler with(DeskServices& services, DeskFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

void add_conversation_routes(Routes& routes, DeskServices& services)
{
    using net::Method;
    using enum desk::Permission;
    auto on = [&](Method method,
                  const char* path,
                  desk::Permission needs,
                  DeskFunction function,
                  Described about = {}) {
        routes.on(method, path, needs, with(services, function), about);
    };
    on(Method::get,
       "/api/v1/conversations",
       conversations_read,
       list,
       about<void, ConversationPageShape>(
           "A page of conversations: view, status, inbox, q, after"));
    on(Method::get, "/api/v1/conversations/counts", conversations_read, count);
    on(Method::post, "/api/v1/conversations/bulk", conversations_reply, bulk, about<BulkPatch>());
    on(Method::get,
       "/api/v1/conversations/:id",
       conversations_read,
       show,
       about<void, ConversationDetailShape>("A conversation and its newest messages"));
    on(Method::patch,
       "/api/v1/conversations/:id",
       conversations_reply,
       patch,
       about<ConversationPatch>("Change state, priority, assignee, team or labels"));
    on(Method::post, "/api/v1/conversations/:id/read", conversations_read, read, about<ReadUpTo>());
}

void add_desk_routes(Routes& routes, DeskServices& services)
{
    add_conversation_routes(routes, services);
    add_message_routes(routes, services);
    add_customer_routes(routes, services);
    add_search_routes(routes, services);
    add_file_routes(routes, services);
    add_diagnosis_routes(routes, services);
    add_door_routes(routes, services);
    add_delivery_routes(routes, services);
    add_join_routes(routes, services);
    add_quarantine_routes(routes, services);
}

}  // namespace keydesk::api
