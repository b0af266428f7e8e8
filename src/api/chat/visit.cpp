#include "api/chat/visit.hpp"

#include <algorithm>

namespace keydesk::api::chat {

InboxPtr inbox_of(const ChatDoor& door, const net::Request& request)
{
    return door.inboxes.find(request.query("inbox").value_or(""));
}

std::string token_of(const net::Request& request)
{
    auto header = request.header("Authorization");
    return header.starts_with("Bearer ") ? std::string{header.substr(7)} : std::string{};
}

bool origin_fits(std::string_view origin, const net::Request& request, const desk::Inbox& inbox)
{
    if (origin.empty()) return true;
    auto own = std::string{request.secure ? "https://" : "http://"};
    own += request.header("Host");
    return origin == own || std::ranges::find(inbox.sites, origin) != inbox.sites.end();
}

net::Response refused(const net::Request& request, Error error, int status)
{
    Refusal refusal{std::move(error)};
    refusal.status = status;
    return refused(request, refusal);
}

net::Response refused(const net::Request& request, const Refusal& refusal)
{
    return problem_document(refusal, locale_of(request));
}

net::Response unknown_inbox(const net::Request& request)
{
    return refused(request, {ErrorKind::not_found, "no such inbox"});
}

net::Response unknown_token(const net::Request& request)
{
    return refused(request, {ErrorKind::denied, "unknown token"}, 401);
}

Task<std::expected<std::shared_ptr<Session>, net::Response>> enter(
    ChatDoor& door, net::Request& request, Session::Out out)
{
    auto inbox = inbox_of(door, request);
    if (!inbox) co_return std::unexpected{unknown_inbox(request)};
    if (!origin_fits(request.header("Origin"), request, *inbox)) {
        co_return std::unexpected{refused(request, {ErrorKind::denied, "foreign origin"})};
    }
    auto session = std::make_shared<Session>(door, inbox, request.peer.prefix(), std::move(out));
    auto entered = co_await session->enter(token_of(request));
    if (entered) co_return session;
    if (entered.error().kind == ErrorKind::denied)
        co_return std::unexpected{unknown_token(request)};
    co_return std::unexpected{refused(request, entered.error())};
}

}  // namespace keydesk::api::chat
