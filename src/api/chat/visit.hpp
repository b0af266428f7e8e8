#pragma once

#include "api/chat/session.hpp"
#include "api/problem.hpp"
#include "net/message.hpp"

#include <expected>
#include <memory>
#include <string>
#include <string_view>

/// How a request of a customer's device is let in, the same for every route of the chat door.
namespace keydesk::api::chat {

using InboxPtr = std::shared_ptr<const desk::Inbox>;

/// Null: no such inbox.
InboxPtr inbox_of(const ChatDoor& door, const net::Request& request);
/// Of the Authorization header; empty: none.
std::string token_of(const net::Request& request);
/// A browser names the page's origin: our own (the panel's frame) or a site of the inbox. Apps
/// send none; the token, which no page of another origin has, is what lets them in.
bool origin_fits(std::string_view origin, const net::Request& request, const desk::Inbox& inbox);

net::Response refused(const net::Request& request, Error error, int status = 0);
net::Response refused(const net::Request& request, const Refusal& refusal);
net::Response unknown_inbox(const net::Request& request);
net::Response unknown_token(const net::Request& request);

/// Opens the stream of the request's token; answers with the refusal when it cannot.
Task<std::expected<std::shared_ptr<Session>, net::Response>> enter(
    ChatDoor& door, net::Request& request, Session::Out out);

}  // namespace keydesk::api::chat
