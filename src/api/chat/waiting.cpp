#include "api/chat/waiting.hpp"

#include "api/chat/visit.hpp"
#include "api/quota.hpp"
#include "api/read_body.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

namespace keydesk::api::chat {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

struct WindowIn {
    std::int64_t from = 0, to = 0;  ///< Milliseconds.
};
BOOST_DESCRIBE_STRUCT(WindowIn, (), (from, to))

struct CallbackIn {
    std::string contact;
    WindowIn window;
};
BOOST_DESCRIBE_STRUCT(CallbackIn, (), (contact, window))

constexpr auto kFarthest = std::chrono::days{14};

Faults faults_of(const CallbackIn& in, Time now)
{
    Faults faults;
    check_length(faults, "contact", in.contact, 3, 120);
    auto from = from_millis(in.window.from), to = from_millis(in.window.to);
    bool wrong = in.window.from < 0 || in.window.to > millis(now + kFarthest) ||
                 from < now - 5min || to - from < 15min || to - from > 24h;
    if (wrong) faults.push_back({"window", std::string{problem::out_of_range}});
    return faults;
}

Task<net::Response> call_back(ChatDoor& door, WaitingServices& services, net::Request& request)
{
    auto entered = co_await enter(door, request, [](FrameText) {});
    if (!entered) co_return std::move(entered.error());
    auto session = *entered;
    if (auto wait = door.links.allow(session->customer())) {
        co_return refused(request, too_often("links", door.links, *wait));
    }
    auto in = co_await read_body<CallbackIn>(request);
    if (!in) co_return problem_document(in.error(), locale_of(request));
    auto faults = faults_of(*in, door.parts.clock.now());
    if (!faults.empty()) {
        co_return problem_document(wrong_fields(std::move(faults)), locale_of(request));
    }
    if (!session->visitor().conversation) {
        co_return refused(request, {ErrorKind::conflict, "nothing was written yet"});
    }
    auto contact = guard::clean(guard::RawText{in->contact}).text.str();
    auto made = co_await services.claims.call_back(
        *session->visitor().conversation,
        contact,
        from_millis(in->window.from),
        from_millis(in->window.to));
    if (!made) co_return refused(request, made.error());
    for (const auto& one : *made) door.parts.desk.feed().publish(one);
    co_return net::empty();
}

/// In the reader's language, else in the other.
const std::string& of_two(const std::string& en, const std::string& zh, Locale locale)
{
    const auto& first = locale == Locale::zh ? zh : en;
    return first.empty() ? (locale == Locale::zh ? en : zh) : first;
}

Task<net::Response> show_status(ChatDoor& door, WaitingServices& services, net::Request& request)
{
    if (!inbox_of(door, request)) co_return unknown_inbox(request);
    auto locale = locale_of(request);
    auto asked = request.query("lang").value_or("");
    if (!asked.empty()) locale = asked.starts_with("zh") ? Locale::zh : Locale::en;
    json::array items;
    for (const auto& one : services.incidents()) {
        items.push_back(json::object{
            {"id", one.id},
            {"title", of_two(one.title_en, one.title_zh, locale)},
            {"text", of_two(one.text_en, one.text_zh, locale)},
            {"at", millis(one.opened_at)}});
    }
    json::object out{{"incidents", std::move(items)}};
    co_return net::json(200, json::serialize(out)).with_header("Cache-Control", "no-store");
}

}  // namespace

json::value queue_of(const std::optional<desk::QueuePlace>& place)
{
    if (!place) return nullptr;
    json::object out{{"state", place->state}};
    out["place"] = place->place > 0 ? json::value(place->place) : json::value();
    for (const auto* name : {"p50", "p90", "low", "high", "reply_by"}) out[name] = nullptr;
    if (place->wait) {
        out["p50"] = place->wait->p50.count();
        out["p90"] = place->wait->p90.count();
        out["low"] = place->wait->low.count();
        out["high"] = place->wait->high.count();
    }
    if (place->reply_by) out["reply_by"] = millis(*place->reply_by);
    out["offers"] = place->offers() ? json::array{"email", "callback"} : json::array{};
    return out;
}

void add_waiting_routes(net::Router& router, ChatDoor& door, WaitingServices& services)
{
    router.on(net::Method::post, "/chat/v1/callback", [&](net::Request& request) {
        return call_back(door, services, request);
    });
    router.on(net::Method::get, "/chat/v1/status", [&](net::Request& request) {
        return show_status(door, services, request);
    });
}

}  // namespace keydesk::api::chat
