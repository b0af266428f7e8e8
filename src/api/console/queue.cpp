// Who waits, who is here, and taking the next one.
#include "api/console/queue.hpp"
#include "api/console/audited.hpp"

#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct ClaimIn {
    std::optional<std::string> conversation;
};
BOOST_DESCRIBE_STRUCT(ClaimIn, (), (conversation))

constexpr Words kTaken{
    {"Somebody has it already", "已有客服接手"},
    {"A colleague took this conversation a moment ago.", "其他客服刚刚接手了这个会话。"},
    {"Take the next one.", "请接下一个会话。"}};
constexpr Words kFull{
    {"You have as many as you can take", "您的会话已满"},
    {"You have reached your capacity of open conversations.", "您的进行中会话已达到上限。"},
    {"Resolve or snooze one first.", "请先解决或稍后处理一个会话。"}};
constexpr Words kEmpty{
    {"Nobody waits", "没有人在排队"},
    {"There is nobody in the queue whom you can take.", "队列里没有您可以接手的会话。"},
    {"There is nothing to do now.", "暂时无需处理。"}};

Refusal refusal_of(const Error& error, bool next)
{
    Refusal refusal{error};
    if (error.what == "taken") refusal.words = &kTaken;
    if (error.what == "at capacity") refusal.words = &kFull;
    if (error.what == "at capacity") refusal.code = "at_capacity";
    if (next && error.kind == ErrorKind::not_found) refusal.words = &kEmpty;
    return refusal;
}

json::object place_of(const desk::QueuePlace& place)
{
    json::object out{{"state", place.state}, {"place", place.place}};
    if (place.wait) {
        out["p50"] = place.wait->p50.count();
        out["p90"] = place.wait->p90.count();
        out["low"] = place.wait->low.count();
        out["high"] = place.wait->high.count();
    }
    return out;
}

json::object agent_of(const desk::AgentRouting& r)
{
    return {
        {"id", r.agent},
        {"name", r.name},
        {"capacity", r.capacity},
        {"specialist", r.specialist},
        {"languages", json::value_from(r.languages)},
        {"skills", json::value_from(r.skills)},
        {"calendar", r.calendar.empty() ? json::value() : json::value(r.calendar)},
        {"online", r.present},
        {"away", r.away},
        {"in_shift", r.in_shift},
        {"load", r.load}};
}

Task<Answer> show(QueueServices& services, net::Request&, const Caller&)
{
    auto view = co_await services.claims.view();
    if (!view) co_return fail(view.error());
    auto agents = co_await services.setup.routing();
    if (!agents) co_return fail(agents.error());
    json::array waiting, people;
    for (std::size_t i = 0; i < view->line.size() && i < view->conversations.size(); ++i) {
        const auto& who = view->line[i];
        const auto& conv = view->conversations[i];
        json::object one{{"conv", conversation(conv)}, {"entered_at", millis(who.entered)}};
        one["language"] = who.language;
        auto place = services.places.place_of(conv.id);
        one["place"] = place ? json::value(place_of(*place)) : json::value();
        waiting.push_back(std::move(one));
    }
    for (const auto& one : *agents) people.push_back(agent_of(one));
    const auto& rules = services.setup.book()->settings.rules;
    json::object out{
        {"count", view->waiting},
        {"automatic", rules.automatic},
        {"now", millis(services.clock.now())},
        {"waiting", std::move(waiting)},
        {"agents", std::move(people)}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> claim(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<ClaimIn>(request);
    if (!in) co_return refuse(in.error());
    if (in->conversation && !is_uuid(*in->conversation)) {
        co_return refuse(wrong_fields({{"conversation", std::string{problem::malformed}}}));
    }
    bool next = !in->conversation;
    desk::Face agent{caller.agent, caller.name};
    auto given =
        next ? services.claims.claim_next(agent) : services.claims.claim(agent, *in->conversation);
    auto happened = co_await std::move(given);
    if (!happened) co_return refuse(refusal_of(happened.error(), next));
    services.feed.publish(*happened);
    services.moved();
    co_return net::json(
        200, json::serialize(json::object{{"conversation", happened->conversation}}));
}

}  // namespace

CallerHandler with(QueueServices& services, QueueFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

Task<Result<void>> note(
    QueueServices& services, Caller caller, std::string action, std::string object)
{
    auto entry = entry_of(services.clock, caller, std::move(action), std::move(object));
    co_return co_await services.audit.add(std::move(entry));
}

std::string guarded(const std::string& text)
{
    return guard::clean(guard::RawText{text}).text.str();
}

void add_queue_routes(Routes& routes, QueueServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/queue", conversations_read, with(services, show));
    routes.on(post, "/api/v1/claim", conversations_reply, with(services, claim));
    add_queue_setup_routes(routes, services);
    add_service_level_routes(routes, services);
    add_incident_routes(routes, services);
}

}  // namespace keydesk::api
