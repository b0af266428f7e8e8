#include "api/console/live.hpp"

#include "api/console/door_shapes.hpp"
#include "api/console/shapes.hpp"
#include "base/crypto.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostReplayed = 500;  // conversations; a client further behind loads anew
constexpr std::size_t kBatch = 100;

using FrameText = std::shared_ptr<const std::string>;

FrameText text_of(const json::object& frame)
{
    return std::make_shared<const std::string>(json::serialize(frame));
}

json::object object_of(const std::string& text)
{
    boost::system::error_code broken;
    json::parse_options options;
    options.max_depth = 8;
    auto value = json::parse(text, broken, {}, options);
    return broken || !value.is_object() ? json::object{} : std::move(value.as_object());
}

std::string text_in(const json::object& o, std::string_view name)
{
    const auto* found = o.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

bool truth_in(const json::object& o, std::string_view name)
{
    const auto* found = o.if_contains(name);
    return found != nullptr && found->is_bool() && found->as_bool();
}

std::int64_t unread_for(const desk::Listed& listed, const std::string& agent)
{
    for (const auto& [id, seen] : listed.seen_counts) {
        if (id == agent) return listed.conversation.customer_count - seen;
    }
    return listed.conversation.customer_count;
}

bool shown(const desk::Message& entry)
{
    return entry.said() || entry.kind == "event";
}

}  // namespace

struct LiveDesk::Socket {
    Caller caller;
    std::weak_ptr<net::WebSocket> open;
    desk::Presence::Tab tab = 0;
    std::string looks_at, its_customer;
    bool greeted = false;

    void send(FrameText text) const
    {
        if (auto ws = open.lock()) ws->send(std::move(text));
    }
    void close(std::uint16_t code, std::string reason) const
    {
        if (auto ws = open.lock()) ws->begin_close(code, std::move(reason));
    }
};

LiveDesk::LiveDesk(DeskServices& services, Scope& scope, const Clock& clock)
    : services_{services},
      scope_{scope},
      clock_{clock}
{
    feed_ = services.desk.feed().of_all([this](const desk::Happening& h) { hear(h); });
    auto& presence = services.presence;
    typing_ = presence.typing.listen([this](const desk::Typing& t) { tell_typing(t); });
    viewers_ = presence.viewers_changed.listen([this](const std::string& c) { tell_viewers(c); });
    online_ = presence.online_changed.listen([this] { tell_online(); });
    health_ = services.open.health_changed.listen([this](const std::string&) { health_moved(); });
}

LiveDesk::~LiveDesk() = default;

void LiveDesk::add_routes(net::Router& router, Gate& gate)
{
    // Cookies go with a handshake from any page, so the Origin must be our own.
    auto may_open = [&gate](std::string_view origin, const net::Request& request) {
        return !origin.empty() && gate.own_origin(origin, request);
    };
    auto socket = [this, &gate](net::Request& request, std::shared_ptr<net::WebSocket> open) {
        return serve(gate, request, std::move(open));
    };
    // Thousands of customers who write at once are one frame each; the text is shared by all
    // agents.
    net::SocketOptions options{.subprotocol = "desk.v1"};
    options.max_queued_frames = 20'000;
    options.max_queued_bytes = 8 << 20;
    router.on_socket("/api/v1/ws", options, may_open, socket);
}

Task<void> LiveDesk::serve(Gate& gate, net::Request& request, std::shared_ptr<net::WebSocket> open)
{
    auto caller = co_await gate.admit(request);
    if (!caller || !caller->may(desk::Permission::conversations_read)) {
        co_await open->close(4401, "not logged in");
        co_return;
    }
    Socket socket{.caller = std::move(*caller), .open = open};
    auto hello = co_await open->receive();
    if (!hello) co_return;
    bool welcome = co_await greet(socket, *hello);
    if (!welcome) {
        co_await open->close(4401, "wrong hello");
        co_return;
    }
    // However this ends, by return or by cancellation, the seat is given back.
    struct Seat {
        LiveDesk& live;
        Socket& socket;
        ~Seat()
        {
            live.sockets_.erase(&socket);
            live.services_.presence.leave(socket.tab);
        }
    } seat{*this, socket};
    for (;;) {
        auto text = co_await open->receive();
        if (!text) co_return;
        co_await take(socket, *text);
    }
}

Task<bool> LiveDesk::greet(Socket& socket, const std::string& text)
{
    auto hello = object_of(text);
    if (text_in(hello, "t") != "hello" ||
        !equal_secret(text_in(hello, "csrf"), socket.caller.csrf)) {
        co_return false;
    }
    const auto* after = hello.if_contains("after");
    bool resumes = after != nullptr && after->is_int64();
    auto change = services_.conversations.latest_change();
    std::vector<std::string> missed;
    if (resumes) {
        auto ids =
            co_await services_.conversations.changed_after(after->as_int64(), kMostReplayed + 1);
        resumes = ids && ids->size() <= kMostReplayed && after->as_int64() <= change;
        if (resumes) missed = std::move(*ids);
    }
    sockets_.insert(&socket);
    socket.greeted = true;
    socket.tab = services_.presence.arrive({socket.caller.agent, socket.caller.name});
    socket.send(text_of(
        {{"t", "welcome"},
         {"now", millis(clock_.now())},
         {"change", change},
         {"resumed", resumes},
         {"hb", 25},
         {"online", json::value_from(services_.presence.online())}}));
    for (auto& id : missed) dirty_.try_emplace(std::move(id));
    if (!missed.empty() && !std::exchange(flushing_, true)) scope_.start("live", flush());
    co_return true;
}

Task<void> LiveDesk::take(Socket& socket, const std::string& text)
{
    auto frame = object_of(text);
    auto type = text_in(frame, "t");
    if (type == "view") {
        socket.looks_at = text_in(frame, "conversation");
        socket.its_customer.clear();
        services_.presence.look(socket.tab, socket.looks_at);
        if (socket.looks_at.empty()) co_return;
        auto c = co_await services_.conversations.get(socket.looks_at, socket.caller.agent);
        if (c) socket.its_customer = c->customer;
    }
    if (type == "typing" && !socket.looks_at.empty()) {
        services_.presence.type(
            socket.tab, socket.its_customer, truth_in(frame, "on"), truth_in(frame, "note"));
    }
    if (type == "ping") socket.send(text_of({{"t", "pong"}}));
}

void LiveDesk::hear(const desk::Happening& happening)
{
    if (sockets_.empty()) return;
    auto& dirty = dirty_[happening.conversation];
    dirty.entries.insert(dirty.entries.end(), happening.entries.begin(), happening.entries.end());
    dirty.reads_moved = dirty.reads_moved || happening.reads_moved;
    dirty.deliveries.insert(
        dirty.deliveries.end(), happening.deliveries.begin(), happening.deliveries.end());
    if (!happening.deliveries.empty()) health_moved();
    if (!std::exchange(flushing_, true)) scope_.start("live", flush());
}

/// Under load many changes share one read; when it is quiet each goes out at once.
Task<void> LiveDesk::flush()
{
    while (!dirty_.empty()) {
        std::map<std::string, Dirty> taken;
        while (!dirty_.empty() && taken.size() < kBatch) {
            taken.insert(dirty_.extract(dirty_.begin()));
        }
        std::vector<std::string> ids;
        for (const auto& [id, dirty] : taken) ids.push_back(id);
        auto listed = co_await services_.conversations.listed(std::move(ids));
        if (!listed) continue;
        for (const auto& one : *listed) {
            const auto& dirty = taken[one.conversation.id];
            send_listed(one, dirty);
            send_deliveries(one.conversation.id, dirty);
            if (dirty.reads_moved) co_await send_reads(one.conversation);
        }
    }
    flushing_ = false;
    if (!std::exchange(counting_, true)) scope_.start("counts", send_counts());
}

void LiveDesk::send_listed(const desk::Listed& listed, const Dirty& dirty)
{
    const auto& c = listed.conversation;
    for (const auto& entry : dirty.entries) {
        if (entry->kind == "edit") {
            auto mid = text_in(object_of(entry->payload), "mid");
            send_all(
                {{"t", "edit"},
                 {"conversation", c.id},
                 {"id", mid},
                 {"body", entry->body},
                 {"redacted", json::value_from(entry->redacted)}});
        } else if (entry->kind == "read") {
            auto mid = text_in(object_of(entry->payload), "mid");
            send_all(
                {{"t", "reads"},
                 {"conversation", c.id},
                 {"by", "agent"},
                 {"mid", mid},
                 {"agent", entry->author ? json::value(face(*entry->author)) : json::value()}});
        }
    }
    std::map<std::int64_t, std::vector<FrameText>> by_unread;
    for (auto* socket : sockets_) {
        auto unread = unread_for(listed, socket->caller.agent);
        auto& frames = by_unread[unread];
        if (frames.empty()) {
            json::object frame{{"t", "conv"}, {"conv", conversation(c)}};
            frame["conv"].as_object()["unread"] = unread;
            bool any = false;
            for (const auto& entry : dirty.entries) {
                if (!shown(*entry)) continue;
                any = true;
                frame["m"] = message(*entry, c.customer_read, c.customer_got);
                frames.push_back(text_of(frame));
            }
            if (!any) frames.push_back(text_of(frame));
        }
        for (const auto& frame : frames) socket->send(frame);
    }
}

Task<void> LiveDesk::send_reads(const desk::Conversation& c)
{
    auto marks = co_await services_.desk.timeline().customer_marks(c.id);
    if (!marks) co_return;
    json::object frame{{"t", "reads"}, {"conversation", c.id}, {"by", "customer"}};
    frame["mid"] = marks->first;
    frame["got"] = marks->second;
    send_all(frame);
}

Task<void> LiveDesk::send_counts()
{
    co_await sleep_for(300ms);
    counting_ = false;
    std::map<std::string, FrameText> by_agent;
    for (auto* socket : sockets_) by_agent[socket->caller.agent];
    for (auto& [agent, text] : by_agent) {
        auto found = co_await services_.conversations.counts(agent);
        if (!found) continue;
        auto frame = counts(*found);
        frame["t"] = "counts";
        text = text_of(frame);
    }
    for (auto* socket : sockets_) {
        auto text = by_agent.find(socket->caller.agent);
        if (text != by_agent.end() && text->second) socket->send(text->second);
    }
}

/// One frame a message; of a delivery that changed several times only the last state.
void LiveDesk::send_deliveries(const std::string& conversation, const Dirty& dirty)
{
    std::map<std::string, std::map<std::string, const desk::Delivery*>> by_message;
    for (const auto& one : dirty.deliveries) by_message[one.message][one.id] = &one;
    for (const auto& [message, deliveries] : by_message) {
        json::array items;
        for (const auto& [id, one] : deliveries) items.push_back(delivery(*one));
        send_all(
            {{"t", "delivery"},
             {"conversation", conversation},
             {"message", message},
             {"deliveries", std::move(items)}});
    }
}

void LiveDesk::health_moved()
{
    bool heard = std::ranges::any_of(
        sockets_, [](const Socket* s) { return s->caller.may(desk::Permission::inboxes_read); });
    if (heard && !std::exchange(examining_, true)) scope_.start("health", send_health());
}

/// A storm of faults is one frame a second.
Task<void> LiveDesk::send_health()
{
    co_await sleep_for(1s);
    examining_ = false;
    auto items = co_await health_of(services_);
    if (!items) co_return;
    auto text = text_of({{"t", "health"}, {"items", std::move(*items)}});
    for (auto* socket : sockets_) {
        if (socket->caller.may(desk::Permission::inboxes_read)) socket->send(text);
    }
}

void LiveDesk::send_all(const json::object& frame)
{
    auto text = text_of(frame);
    for (auto* socket : sockets_) socket->send(text);
}

void LiveDesk::tell_typing(const desk::Typing& t)
{
    json::object frame{
        {"t", "typing"},
        {"conversation", t.conversation},
        {"who", t.by_customer ? "customer" : "agent"},
        {"on", t.on}};
    if (!t.by_customer) frame["agent"] = face(t.agent);
    auto text = text_of(frame);
    for (auto* socket : sockets_) {
        if (t.by_customer || socket->caller.agent != t.agent.id) socket->send(text);
    }
}

void LiveDesk::tell_viewers(const std::string& conversation)
{
    send_all(
        {{"t", "viewers"},
         {"conversation", conversation},
         {"viewers", viewers(services_.presence.viewers(conversation))}});
}

void LiveDesk::tell_online()
{
    send_all({{"t", "online"}, {"agents", json::value_from(services_.presence.online())}});
}

void LiveDesk::say_bye()
{
    send_all({{"t", "bye"}, {"code", "draining"}, {"reconnect", true}, {"after", 2}});
}

bool LiveDesk::online(const std::string& agent) const
{
    return std::ranges::any_of(sockets_, [&](const Socket* s) { return s->caller.agent == agent; });
}

void LiveDesk::tell_agent(const std::string& agent, std::string_view what)
{
    auto text = text_of({{"t", what}});
    for (auto* socket : sockets_) {
        if (socket->caller.agent == agent) socket->send(text);
    }
}

void LiveDesk::sessions_ended(const std::vector<std::string>& sessions)
{
    for (auto* socket : sockets_) {
        if (std::ranges::find(sessions, socket->caller.session) == sessions.end()) continue;
        socket->close(4401, "logged out");
    }
}

void LiveDesk::changed(std::string_view what)
{
    send_all({{"t", what}});
    settings_changed.tell(std::string{what});
}

void LiveDesk::agent_changed(const std::string& agent)
{
    // The socket carries the role of its log-in; coming back it carries the new one.
    for (auto* socket : sockets_) {
        if (socket->caller.agent == agent) socket->close(4409, "come back");
    }
}

}  // namespace keydesk::api
