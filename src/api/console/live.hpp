#pragma once

#include "api/console/desk_routes.hpp"
#include "base/scope.hpp"
#include "base/signal.hpp"
#include "desk/accounts/notices.hpp"
#include "net/router.hpp"

#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace keydesk::api {

/// The agents' live socket: what is said and changed anywhere, who looks and types, counts.
///
///     feed ─▶ dirty conversations ─▶ one read for all of them ─▶ frames, one text per unread
///     number
///
/// A hint like the feed: who misses a frame resumes by `change`. Lives on the io thread.
class LiveDesk final : public desk::Notices {
public:
    LiveDesk(DeskServices& services, Scope& scope, const Clock& clock);
    ~LiveDesk() override;

    /// `/api/v1/ws`. `gate` outlives the router.
    void add_routes(net::Router& router, Gate& gate);
    void say_bye();
    bool online(const std::string& agent) const;
    /// For all consoles of one agent: there is something new for him.
    void tell_agent(const std::string& agent, std::string_view what);
    /// Told what changed() is told, for parts of the server that keep settings in memory.
    Signal<std::string> settings_changed;

    void sessions_ended(const std::vector<std::string>& sessions) override;
    void changed(std::string_view what) override;
    void agent_changed(const std::string& agent) override;

private:
    struct Socket;
    struct Dirty {
        std::vector<desk::MessagePtr> entries;
        bool reads_moved = false;
        std::vector<desk::Delivery> deliveries;
    };

    Task<void> serve(Gate& gate, net::Request& request, std::shared_ptr<net::WebSocket> open);
    Task<bool> greet(Socket& socket, const std::string& hello);
    Task<void> take(Socket& socket, const std::string& text);
    void hear(const desk::Happening& happening);
    Task<void> flush();
    void send_listed(const desk::Listed& listed, const Dirty& dirty);
    Task<void> send_reads(const desk::Conversation& c);
    Task<void> send_counts();
    void send_deliveries(const std::string& conversation, const Dirty& dirty);
    void health_moved();
    Task<void> send_health();
    void send_all(const boost::json::object& frame);
    void tell_typing(const desk::Typing& typing);
    void tell_viewers(const std::string& conversation);
    void tell_online();

    DeskServices& services_;
    Scope& scope_;
    const Clock& clock_;
    std::unordered_set<Socket*> sockets_;
    std::map<std::string, Dirty> dirty_;
    bool flushing_ = false;
    bool counting_ = false;
    bool examining_ = false;
    Subscription feed_, typing_, viewers_, online_, health_;
};

}  // namespace keydesk::api
