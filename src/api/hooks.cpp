#include "api/hooks.hpp"

#include "api/problem.hpp"
#include "api/quota.hpp"

#include <chrono>

namespace keydesk::api {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLargest = 1 << 20;  // bytes; no provider pushes files, only their ids

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

desk::HookCall call_of(const net::Request& request, std::string body)
{
    desk::HookCall call;
    call.method = request.method == net::Method::post ? "POST" : "GET";
    for (const auto& [name, value] : request.queries()) call.query.emplace(name, value);
    for (const auto& [name, value] : request.head().fields) {
        call.headers.emplace(lower(name), std::string{value});
    }
    call.body = std::move(body);
    call.peer = request.peer.ip;
    return call;
}

net::Response refused(const net::Request& request, Refusal refusal)
{
    return problem_document(refusal, locale_of(request));
}

Refusal busy(std::string why, std::chrono::seconds wait)
{
    return Error{ErrorKind::unavailable, std::move(why), wait};
}

net::Response response_of(desk::HookReply reply)
{
    auto response = net::text(reply.status, std::move(reply.body), reply.type);
    if (reply.retry_after) {
        response.with_header("Retry-After", std::to_string(reply.retry_after->count()));
    }
    return std::move(response).with_header("Cache-Control", "no-store");
}

}  // namespace

Task<net::Response> Hooks::answer(net::Request& request)
{
    if (auto wait = by_prefix_.allow(request.peer.prefix())) {
        co_return refused(request, too_often("hooks", by_prefix_, *wait));
    }
    auto door = doors_.door_by_key(std::string{request.params.text("inbox")});
    if (!door) co_return refused(request, Error{ErrorKind::not_found, "no such page"});
    // Its settings are wrong: providers keep for a while what they could not hand over.
    if (!door->channel) co_return refused(request, busy("the door is shut", 60s));
    auto body = co_await request.body(kLargest);
    if (!body && net::too_long(body.error())) co_return refused(request, body_too_large());
    if (!body) co_return refused(request, body.error());
    // The door lives as long as `door` does, whatever becomes of its settings meanwhile.
    auto reply = co_await door->channel->hook(call_of(request, std::move(*body)));
    co_return response_of(std::move(reply));
}

void Hooks::add_routes(net::Router& router)
{
    auto handler = [this](net::Request& request) { return answer(request); };
    router.on(net::Method::get, "/hooks/:inbox", handler);
    router.on(net::Method::post, "/hooks/:inbox", handler);
}

}  // namespace keydesk::api
