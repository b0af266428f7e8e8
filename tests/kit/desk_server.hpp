#pragma once

// The whole desk behind real sockets, with a door that the test speaks for.

#include "api/chat/routes.hpp"
#include "api/console/desk_routes.hpp"
#include "api/console/live.hpp"
#include "api/hooks.hpp"
#include "app/chains/chain_room.hpp"
#include "app/doors/door_room.hpp"
#include "app/parts.hpp"
#include "base/crypto.hpp"
#include "tests/kit/accounts_server.hpp"
#include "tests/kit/finish.hpp"

namespace keydesk::kit {

class DeskServer {
public:
    using MakePart = std::function<std::unique_ptr<app::Part>(const app::Around&)>;

    /// `make`: a part of the house that the test is about.
    explicit DeskServer(std::filesystem::path where, MakePart make = {})
        : folder{std::move(where)},
          make_part_{std::move(make)}
    {
        std::filesystem::remove_all(folder);
        auto log = [](std::string_view) {};
        house = finish(io, app::open_house(io, folder, log)).value();
        chains = app::ChainRoom::open(io, house->clock, {}).value();
        auto kinds = [this](net::HttpClient&) {
            std::vector<std::unique_ptr<desk::ChannelKind>> all;
            all.push_back(std::make_unique<FakeKind>(told));
            return all;
        };
        room.emplace(io, *house, scope, "https://desk.example", log, kinds);
        follower.emplace(chains->explainer(), *house->cases, house->feed, scope, house->clock);
        wire_doors();
        wire_routes();
        thread_ = std::thread{[this] { io.run(); }};
        run(room->open()).value();
    }
    ~DeskServer()
    {
        run(server->drain(std::chrono::milliseconds{0}));
        run(room->stop(std::chrono::milliseconds{100}));
        run(scope.stop(std::chrono::milliseconds{500}));
        run(close());
        work_.reset();
        io.stop();
        thread_.join();
        std::filesystem::remove_all(folder);
    }

    template <class T>
    T run(Task<T> task)
    {
        return boost::asio::co_spawn(io, std::move(task), boost::asio::use_future).get();
    }

    /// Begins what this part does by itself.
    template <class P>
    void start()
    {
        auto begin = [](DeskServer& server) -> Task<void> {
            for (const auto& part : server.parts) {
                if (auto* found = dynamic_cast<P*>(part.get())) found->start();
            }
            co_return;
        };
        run(begin(*this));
    }

    Browser log_in(const std::string& email, desk::Role role)
    {
        desk::NewAgent fresh{
            new_id(house->clock.now()), email, email, role, cheap_hash(kPassword), "en", {}};
        run(house->accounts->create_agent(fresh, {.actor = "system"})).value();
        Browser browser{port};
        browser.log_in(email);
        return browser;
    }

    /// One request that no browser makes: a provider's, an app's.
    net::test::Reply ask(std::string head, std::string body = "")
    {
        net::test::Peer peer{port};
        return peer.ask(
            head + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " +
            std::to_string(body.size()) + extra + "\r\n\r\n" + body);
    }

    std::filesystem::path folder;
    std::string extra;  ///< Further header lines of `ask`, each after "\r\n".
    boost::asio::io_context io{1};
    Scope scope{io.get_executor(), [](std::string_view) {}};
    ToldDoor told;
    std::unique_ptr<app::House> house;
    std::unique_ptr<app::ChainRoom> chains;
    std::optional<app::DoorRoom> room;
    std::optional<desk::Follower> follower;
    std::optional<api::chat::ChatDoor> chat;
    std::optional<api::DeskServices> services;
    std::optional<api::LiveDesk> live;
    std::optional<api::Hooks> hooks;
    std::unique_ptr<app::AccountsPart> accounts;
    app::Settings settings;
    std::vector<std::unique_ptr<app::Part>> parts;
    std::optional<api::Routes> routes;
    std::optional<net::Server> server;
    Subscription changed;
    std::uint16_t port = 0;

private:
    void wire_doors()
    {
        auto unseal = [](const desk::Inbox&) -> Result<std::string> {
            return fail(ErrorKind::denied, "none");
        };
        chat.emplace(api::chat::ChatDoor::Parts{
            .desk = *house->desk,
            .visitors = *house->store,
            .files = *house->store,
            .cases = *house->cases,
            .presence = house->presence,
            .scope = scope,
            .clock = house->clock,
            .epoch = house->store->epoch(),
            .unseal = unseal,
            .open = room->doors()});
        services.emplace(api::DeskServices{
            *house->desk,
            *house->store,
            *house->store,
            *house->blobs,
            house->presence,
            *house->cases,
            *follower,
            room->doors(),
            *house->doors,
            *house->outbox,
            *house->joins,
            *house->quarantine,
            *house->accounts,
            house->sealer,
            house->clock});
        live.emplace(*services, scope, house->clock);
        hooks.emplace(room->doors(), house->clock);
        changed = live->settings_changed.listen(
            [this](const std::string& what) { scope.start("doors", change(what)); });
    }
    void wire_routes()
    {
        app::AccountsPart::Around around{*live, nullptr, room->doors(), *house->configs};
        accounts =
            app::AccountsPart::open(*house->database, house->clock, folder, std::move(around), {})
                .value();
        net::Router router;
        routes.emplace(router, accounts->gate());
        accounts->add_routes(*routes);
        api::add_desk_routes(*routes, *services);
        live->add_routes(router, accounts->gate());
        api::chat::add_routes(router, *chat, *house->blobs);
        hooks->add_routes(router);
        add_parts(router);
        net::ServerSettings listening;
        listening.listen.front().port = 0;
        server.emplace(io, std::move(router), listening);
        server->listen().value();
        port = server->bound().front().port;
    }
    /// All routes stand; what parts do by themselves begins only in the one that the test is about.
    void add_parts(net::Router& router)
    {
        app::Around around{
            *house, scope, *accounts, *live, *chat, room->doors(), *follower, settings};
        if (make_part_) parts.push_back(make_part_(around));
        if (!make_part_) parts = app::make_parts(around);
        for (const auto& part : parts) {
            finish(io, part->open()).value();
            part->add_routes(router, *routes);
            if (make_part_) part->start();
        }
    }
    Task<void> change(std::string what)
    {
        (void)co_await room->changed(what);
        if (what == "inboxes") (void)co_await chat->inboxes.refresh();
    }
    Task<void> close()
    {
        house->database->close();
        co_return;
    }

    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io.get_executor()};
    std::thread thread_;
    MakePart make_part_;
};

}  // namespace keydesk::kit
