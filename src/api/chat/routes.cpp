#include "api/chat/routes.hpp"

#include "api/chat/other_doors.hpp"
#include "api/chat/session.hpp"
#include "api/chat/visit.hpp"
#include "api/transfer.hpp"
#include "base/ids.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

constexpr std::size_t kLargestCommand = 200'000;  // bytes of a POSTed list of frames

/// "epoch.seq" of an event stream.
std::pair<std::string, std::int64_t> read_place(std::string_view text)
{
    auto dot = text.rfind('.');
    std::int64_t seq = -1;
    if (dot != std::string_view::npos) {
        std::from_chars(text.data() + dot + 1, text.data() + text.size(), seq);
    }
    return {std::string{text.substr(0, dot)}, seq};
}

Task<void> serve_socket(
    ChatDoor& door, net::Request& request, std::shared_ptr<net::WebSocket> socket)
{
    auto inbox = inbox_of(door, request);
    std::weak_ptr<net::WebSocket> weak = socket;
    auto out = [weak](FrameText text) {
        if (auto open = weak.lock()) open->send(std::move(text));
    };
    auto session = std::make_shared<Session>(door, inbox, request.peer.prefix(), out);
    for (;;) {
        auto text = co_await socket->receive();
        if (!text) co_return;
        auto frame = read_frame(*text);
        auto then = Session::Then::close_bad;
        if (frame && frame->type() == "ping") {
            out(chat::frame({{"t", "pong"}}));
            continue;
        }
        if (frame) {
            then = co_await session->take(std::move(*frame));
        } else {
            out(nack({}, "bad", frame.error().what));
        }
        if (then == Session::Then::go_on) continue;
        bool bad = then == Session::Then::close_bad;
        co_await socket->close(bad ? 4400 : 4401, bad ? "bad frame" : "unauthorised");
        co_return;
    }
}

/// The same frames without a socket: each POST is a short visit.
Task<net::Response> take_commands(ChatDoor& door, net::Request& request)
{
    auto inbox = inbox_of(door, request);
    if (!inbox) co_return unknown_inbox(request);
    if (!origin_fits(request.header("Origin"), request, *inbox)) {
        co_return refused(request, {ErrorKind::denied, "foreign origin"});
    }
    auto body = co_await request.body(kLargestCommand);
    if (!body) co_return problem_document(body_too_large(), locale_of(request));
    auto frames = read_frames(*body);
    if (!frames) co_return refused(request, frames.error());

    // The session may catch up with the store for a moment after this visit is over.
    auto answers = std::make_shared<std::vector<FrameText>>();
    auto out = [answers](FrameText text) { answers->push_back(std::move(text)); };
    auto session = std::make_shared<Session>(door, inbox, request.peer.prefix(), out);
    bool greets = !frames->empty() && frames->front().type() == "hello";
    if (!greets) {
        auto entered = co_await session->enter(token_of(request));
        if (!entered && entered.error().kind == ErrorKind::denied) co_return unknown_token(request);
        if (!entered) co_return refused(request, entered.error());
    }
    for (auto& one : *frames) {
        auto then = co_await session->take(std::move(one));
        if (then != Session::Then::go_on) break;
    }
    door.leave(*session);
    std::string text = "{\"frames\":[";
    for (std::size_t i = 0; i < answers->size(); ++i) {
        if (i > 0) text += ',';
        text += *(*answers)[i];
    }
    co_return net::json(200, text + "]}");
}

Task<net::Response> stream_events(ChatDoor& door, net::Request& request)
{
    auto sink_place = std::make_shared<std::weak_ptr<net::EventSink>>();
    auto self = std::make_shared<std::weak_ptr<Session>>();
    auto epoch = door.parts.epoch;
    auto out = [sink_place, self, epoch](FrameText text) {
        auto sink = sink_place->lock();
        auto session = self->lock();
        if (!sink || !session) return;
        auto piece =
            "id: " + epoch + "." + std::to_string(session->seq()) + "\ndata: " + *text + "\n\n";
        sink->write(std::make_shared<const std::string>(std::move(piece)));
    };
    auto entered = co_await enter(door, request, out);
    if (!entered) co_return std::move(entered.error());
    auto session = *entered;
    *self = session;
    auto place = read_place(request.header("Last-Event-ID"));
    auto serve =
        [&door, session, place, sink_place](std::shared_ptr<net::EventSink> sink) -> Task<void> {
        return [](ChatDoor& d,
                  std::shared_ptr<Session> s,
                  std::pair<std::string, std::int64_t> from,
                  std::shared_ptr<std::weak_ptr<net::EventSink>> where,
                  std::shared_ptr<net::EventSink> open) -> Task<void> {
            *where = open;
            d.arrive(*s);
            co_await s->follow(from.first, from.second);
            co_await open->closed();
        }(door, session, place, sink_place, std::move(sink));
    };
    co_return net::event_stream(serve);
}

/// Waits for the first event after `after`, at most `wait`.
Task<void> wait_for_event(
    ChatDoor& door, const Session& session, std::int64_t after, std::chrono::seconds wait)
{
    auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor, wait};
    auto ear = [&timer, after](const desk::Happening& h) {
        for (const auto& entry : h.entries) {
            if (entry->public_seq.value_or(0) > after) timer.cancel();
        }
    };
    auto heard = door.parts.desk.feed().of_customer(session.customer(), ear);
    boost::system::error_code woken;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
}

Task<net::Response> poll(ChatDoor& door, net::Request& request)
{
    auto number = [&](std::string_view name, std::int64_t otherwise) {
        auto text = request.query(name).value_or("");
        std::int64_t value = otherwise;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    auto frames = std::make_shared<std::vector<FrameText>>();
    auto out = [frames](FrameText text) { frames->push_back(std::move(text)); };
    auto entered = co_await enter(door, request, out);
    if (!entered) co_return std::move(entered.error());
    auto session = *entered;
    auto after = number("after", -1);
    auto wait = std::chrono::seconds{std::clamp<std::int64_t>(number("wait", 25), 0, 55)};
    bool current = request.query("epoch").value_or("") == door.parts.epoch && after >= 0;
    if (current && after >= session->visitor().public_seq && wait.count() > 0) {
        co_await wait_for_event(door, *session, after, wait);
        auto again = co_await session->enter(token_of(request));
        if (!again) co_return unknown_token(request);
    }
    co_await session->follow(current ? door.parts.epoch : "", after);
    std::string text = "{\"frames\":[";
    for (const auto& frame : *frames) text += (text.back() == '[' ? "" : ",") + *frame;
    text +=
        "],\"seq\":" + std::to_string(session->seq()) + ",\"epoch\":\"" + door.parts.epoch + "\"}";
    co_return net::json(200, std::move(text));
}

/// The file that the path names, if this visitor may touch it.
Task<Result<desk::StoredFile>> file_of(
    ChatDoor& door, net::Request& request, const Session& session)
{
    auto id = request.params.uuid("fid");
    if (!id) co_return fail(id.error());
    auto file = co_await door.parts.files.get(*id);
    if (!file) co_return fail(file.error());
    const auto& visitor = session.visitor();
    bool own = file->visitor == visitor.id;
    bool shared = !file->conversation.empty() && visitor.conversation == file->conversation;
    if (!own && !shared) co_return fail(ErrorKind::not_found, "no such file");
    co_return file;
}

Task<net::Response> put_file(ChatDoor& door, desk::Blobs& blobs, net::Request& request)
{
    auto entered = co_await enter(door, request, [](FrameText) {});
    if (!entered) co_return std::move(entered.error());
    auto file = co_await file_of(door, request, **entered);
    if (!file) co_return refused(request, file.error());
    auto kept = co_await receive_file(request, door.parts.files, blobs, std::move(*file));
    if (!kept) co_return problem_document(kept.error(), locale_of(request));
    json::object answer{
        {"fid", kept->id}, {"name", kept->name}, {"size", kept->size}, {"type", kept->type}};
    if (kept->width > 0) answer["image"] = {{"w", kept->width}, {"h", kept->height}};
    co_return net::json(200, json::serialize(answer));
}

Task<net::Response> get_file(ChatDoor& door, desk::Blobs& blobs, net::Request& request)
{
    auto entered = co_await enter(door, request, [](FrameText) {});
    if (!entered) co_return std::move(entered.error());
    auto file = co_await file_of(door, request, **entered);
    if (!file) co_return refused(request, file.error());
    if (!file->filled) co_return refused(request, {ErrorKind::not_found, "no such file"});
    // A note's file lies in the conversation, too: the customer must not see it.
    auto visible = co_await door.parts.files.visible_to_customer(file->face.id);
    if (!visible) co_return refused(request, visible.error());
    if (!*visible && file->visitor != (*entered)->visitor().id) {
        co_return refused(request, {ErrorKind::not_found, "no such file"});
    }
    co_return send_file(*file, blobs);
}

Task<net::Response> show_inbox(ChatDoor& door, net::Request& request)
{
    auto inbox = inbox_of(door, request);
    if (!inbox) co_return unknown_inbox(request);
    boost::system::error_code broken;
    auto greeting = json::parse(inbox->greeting, broken);
    json::object answer{
        {"name", inbox->name},
        {"color", inbox->color},
        {"closed", inbox->closed},
        {"greeting", broken ? json::value(json::object{}) : greeting},
        {"agents_online", door.parts.presence.online().size()},
        {"doors", other_doors(door)}};
    co_return net::json(200, json::serialize(answer)).with_header("Cache-Control", "no-cache");
}

}  // namespace

void add_routes(net::Router& router, ChatDoor& door, desk::Blobs& blobs)
{
    using net::Method;
    add_continue_routes(router, door);
    auto may_open = [&door](std::string_view origin, const net::Request& request) {
        auto inbox = inbox_of(door, request);
        return inbox && origin_fits(origin, request, *inbox);
    };
    auto socket = [&door](net::Request& request, std::shared_ptr<net::WebSocket> ws) {
        return serve_socket(door, request, std::move(ws));
    };
    router.on_socket("/chat/v1/ws", {.subprotocol = "chat.v1"}, may_open, socket);
    router.on(
        Method::post, "/chat/v1/cmd", [&door](net::Request& r) { return take_commands(door, r); });
    router.on(Method::get, "/chat/v1/events", [&door](net::Request& r) {
        return stream_events(door, r);
    });
    router.on(Method::get, "/chat/v1/poll", [&door](net::Request& r) { return poll(door, r); });
    router.on(
        Method::get, "/chat/v1/inbox", [&door](net::Request& r) { return show_inbox(door, r); });
    router.on(Method::put, "/chat/v1/files/:fid", [&door, &blobs](net::Request& r) {
        return put_file(door, blobs, r);
    });
    router.on(Method::get, "/chat/v1/files/:fid", [&door, &blobs](net::Request& r) {
        return get_file(door, blobs, r);
    });
}

}  // namespace keydesk::api::chat
