#include "api/chat/routes.hpp"
#include "api/console/desk_routes.hpp"
#include "api/console/live.hpp"
#include "api/hooks.hpp"
#include "api/problem.hpp"
#include "app/application.hpp"
#include "app/chains/chain_room.hpp"
#include "app/chains/chain_watches.hpp"
#include "app/demo/demo.hpp"
#include "app/doors/door_room.hpp"
#include "app/doors/mail_slot.hpp"
#include "app/pages.hpp"
#include "app/parts.hpp"
#include "app/parts/accounts.hpp"
#include "app/parts/public.hpp"

#include <fmt/core.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>

namespace keydesk::app {

using namespace std::chrono_literals;

namespace {

void log_line(std::string_view line)
{
    spdlog::info("{}", line);
}

api::chat::Limits limits_of(const Settings& settings)
{
    if (settings.limits) return {};
    constexpr RateLimit::Rule kNone{1e9, 1e9};
    return {kNone, kNone, kNone, kNone, kNone, kNone};
}

/// The running server: rooms wired together, from the inside out.
class Running {
public:
    Running(
        boost::asio::io_context& io,
        std::unique_ptr<House> house,
        const Settings& settings,
        std::unique_ptr<ChainRoom> chains,
        bool demo)
        : io_{io},
          settings_{settings},
          demo_{demo},
          house_{std::move(house)},
          chains_{std::move(chains)},
          scope_{io.get_executor(), log_line},
          door_room_{io, *house_, scope_, settings.public_url, log_line},
          hooks_{door_room_.doors(), house_->clock},
          mail_slot_{io, door_room_.doors(), settings.lmtp, house_->folder.path(), log_line},
          follower_{chains_->explainer(), *house_->cases, house_->feed, scope_, house_->clock},
          door_{door_parts()},
          desk_services_{
              *house_->desk,
              *house_->store,
              *house_->store,
              *house_->blobs,
              house_->presence,
              *house_->cases,
              follower_,
              door_room_.doors(),
              *house_->doors,
              *house_->outbox,
              *house_->joins,
              *house_->quarantine,
              *house_->accounts,
              house_->sealer,
              house_->clock},
          live_{desk_services_, scope_, house_->clock}
    {
    }

    Task<Result<void>> open();
    Task<void> run_until_told();
    void print_addresses() const;

private:
    api::chat::ChatDoor::Parts door_parts();
    net::ServerSettings server_settings();
    Result<void> open_accounts();
    Task<Result<void>> open_parts(net::Router& router);
    Task<void> read_inboxes();
    Task<void> tell_doors(std::string what);
    void start_chores();

    boost::asio::io_context& io_;
    const Settings& settings_;
    bool demo_;
    std::unique_ptr<House> house_;
    std::unique_ptr<ChainRoom> chains_;
    Scope scope_;
    DoorRoom door_room_;
    api::Hooks hooks_;
    MailSlot mail_slot_;
    desk::Follower follower_;
    std::unique_ptr<ChainWatches> watches_;
    api::chat::ChatDoor door_;
    api::DeskServices desk_services_;
    api::LiveDesk live_;
    std::unique_ptr<AccountsPart> accounts_;
    std::unique_ptr<PublicPart> public_;
    std::vector<std::unique_ptr<Part>> parts_;
    std::unique_ptr<api::Routes> routes_;
    std::unique_ptr<net::Server> server_;
    Subscription inboxes_changed_;
};

api::chat::ChatDoor::Parts Running::door_parts()
{
    auto unseal = [this](const desk::Inbox& inbox) -> Result<std::string> {
        if (inbox.identity_secret.empty()) return fail(ErrorKind::denied, "no identity secret");
        auto secret = house_->sealer.unseal("inbox:" + inbox.id, inbox.identity_secret);
        if (!secret) return fail(secret.error());
        return secret->reveal();
    };
    return {
        .desk = *house_->desk,
        .visitors = *house_->store,
        .files = *house_->store,
        .cases = *house_->cases,
        .presence = house_->presence,
        .scope = scope_,
        .clock = house_->clock,
        .epoch = house_->store->epoch(),
        .limits = limits_of(settings_),
        .unseal = unseal,
        .open = door_room_.doors()};
}

net::ServerSettings Running::server_settings()
{
    net::ServerSettings s;
    s.listen = settings_.listen;
    s.certificate = settings_.certificate;
    s.key = settings_.key;
    s.trusted_proxies = settings_.trusted_proxies;
    s.log = log_line;
    s.on_drain = [this] {
        door_.say_bye();
        live_.say_bye();
    };
    s.refuse = [](const net::Request* request, int status) {
        api::Refusal refusal{Error{ErrorKind::not_found, "no such page"}};
        auto locale = request != nullptr ? api::locale_of(*request) : api::Locale::en;
        return status == 404 ? api::problem_document(refusal, locale) : net::problem(status);
    };
    return s;
}

Result<void> Running::open_accounts()
{
    api::Gate::Settings gate{.log = log_line};
    if (!settings_.public_url.empty()) gate.origins.push_back(settings_.public_url);
    auto online = [this](const std::string& agent) { return live_.online(agent); };
    AccountsPart::Around around{
        live_, online, door_room_.doors(), *house_->configs, settings_.public_url};
    auto accounts = AccountsPart::open(
        *house_->database, house_->clock, house_->folder.path(), std::move(around), gate);
    if (!accounts) return fail(accounts.error());
    accounts_ = std::move(*accounts);
    return {};
}

Task<Result<void>> Running::open()
{
    if (demo_) {
        auto filled = co_await fill_demo(*house_);
        if (!filled) co_return filled;
    }
    auto known = co_await door_.inboxes.refresh();
    if (!known) co_return known;

    auto accounts = open_accounts();
    if (!accounts) co_return accounts;

    net::Router router;
    routes_ = std::make_unique<api::Routes>(router, accounts_->gate());
    accounts_->add_routes(*routes_);
    api::add_desk_routes(*routes_, desk_services_);
    live_.add_routes(router, accounts_->gate());
    api::chat::add_routes(router, door_, *house_->blobs);
    hooks_.add_routes(router);
    public_ = std::make_unique<PublicPart>(*house_, door_, door_room_.doors(), settings_);
    public_->add_routes(router, *routes_);
    auto parts = co_await open_parts(router);
    if (!parts) co_return parts;
    add_pages(router, embedded_assets(), door_, demo_);
    router.on(net::Method::get, "/healthz", [](net::Request&) -> Task<net::Response> {
        co_return net::text(200, "ok\n");
    });
    router.on(net::Method::get, "/readyz", [this](net::Request&) -> Task<net::Response> {
        bool good = house_->database->health() == sql::Health::good;
        co_return net::text(good ? 200 : 503, good ? "ready\n" : "the database refuses writes\n");
    });
    server_ = std::make_unique<net::Server>(io_, std::move(router), server_settings());
    auto listening = server_->listen();
    if (!listening) co_return listening;
    inboxes_changed_ = live_.settings_changed.listen([this](const std::string& what) {
        if (what == "inboxes") scope_.start("inboxes", read_inboxes());
        scope_.start("doors", tell_doors(what));
    });
    start_chores();
    auto opened = co_await door_room_.open();
    if (!opened) co_return opened;
    co_return mail_slot_.open();
}

Task<Result<void>> Running::open_parts(net::Router& router)
{
    parts_ = make_parts(
        {*house_, scope_, *accounts_, live_, door_, door_room_.doors(), follower_, settings_});
    for (const auto& part : parts_) {
        auto opened = co_await part->open();
        if (!opened) co_return opened;
        part->add_routes(router, *routes_);
    }
    co_return Result<void>{};
}

Task<void> Running::tell_doors(std::string what)
{
    auto told = co_await door_room_.changed(std::move(what));
    if (!told) spdlog::warn("doors: {}", told.error().what);
}

Task<void> Running::read_inboxes()
{
    auto read = co_await door_.inboxes.refresh();
    if (!read) spdlog::warn("inboxes: {}", read.error().what);
}

void Running::start_chores()
{
    auto report = [](const char* what, const auto& result) {
        if (!result) spdlog::warn("{}: {}", what, result.error().what);
    };
    scope_.start("warm", accounts_->warm());
    for (const auto& part : parts_) part->start();
    // Also without nodes: who asks is then told that no chain is connected.
    scope_.serve("diagnoses", [this] { return follower_.run(); });
    if (!settings_.nodes.empty()) {
        house_->desk->ask(chains_->explainer());
        watches_ = std::make_unique<ChainWatches>(
            chains_->explainer().chains(), *house_->cases, follower_, scope_);
    }
    scope_.every("inboxes", 30s, [this] { return read_inboxes(); });
    scope_.every("snoozed", 5s, [this, report]() -> Task<void> {
        report("snoozed", co_await house_->desk->wake_snoozed());
    });
    scope_.every("index", 2s, [this, report]() -> Task<void> {
        auto indexed = co_await house_->store->index_messages(30min, 2'000);
        while (indexed && *indexed == 2'000) {
            indexed = co_await house_->store->index_messages(30min, 2'000);
        }
        report("index", indexed);
    });
    scope_.every("scrub", 2s, [this, report]() -> Task<void> {
        report("scrub", co_await house_->store->scrub());
    });
    scope_.every("sessions", 1h, [this, report]() -> Task<void> {
        report("sessions", co_await accounts_->sweep());
    });
    scope_.every("quarantine", 1h, [this, report]() -> Task<void> {
        report("quarantine", co_await house_->quarantine->sweep());
    });
    scope_.every("visitors", 1h, [this, report]() -> Task<void> {
        report("visitors", co_await house_->store->forget_silent_visitors());
    });
}

void Running::print_addresses() const
{
    std::string base = settings_.public_url;
    if (base.empty()) {
        auto first = server_->bound().front();
        bool any = first.ip == "0.0.0.0" || first.ip == "::";
        auto host = any ? std::string{"localhost"} : first.ip;
        if (host.find(':') != std::string::npos) host = "[" + host + "]";
        base = fmt::format(
            "{}://{}:{}", settings_.listen.front().tls ? "https" : "http", host, first.port);
    }
    fmt::print("\nKeydesk is ready.\n\n");
    if (demo_) fmt::print("  Sample wallet site  {}/\n", base);
    fmt::print("  Agents' console     {}/console\n", base);
    if (demo_) {
        fmt::print("  Log in with         {}   password: {}\n", kDemoEmail, demo_password(*house_));
    }
    fmt::print("  Data folder         {}\n\nStop with Ctrl-C.\n\n", house_->folder.path().string());
    std::fflush(stdout);
}

Task<void> Running::run_until_told()
{
    boost::asio::signal_set signals{io_, SIGINT, SIGTERM, SIGHUP};
    house_->database->on_failure([&signals] {
        spdlog::critical("a disk sync failed: what is on disk is unknown, so Keydesk ends");
        signals.cancel();
    });
    for (;;) {
        boost::system::error_code ended;
        auto token = boost::asio::redirect_error(boost::asio::use_awaitable, ended);
        int signal = co_await signals.async_wait(token);
        if (ended || signal != SIGHUP) break;
        auto reloaded = server_->reload_tls();
        if (reloaded) spdlog::info("certificate read anew");
        if (!reloaded) spdlog::error("certificate kept: {}", reloaded.error().what);
    }
    spdlog::info("stopping: telling customers and agents, finishing what is in flight");
    co_await server_->drain(5s);
    co_await mail_slot_.stop(2s);
    co_await door_room_.stop(2s);
    co_await scope_.stop(2s);
}

Task<void> live(boost::asio::io_context& io, const Settings& settings, bool demo, int& exit_code)
{
    auto house = co_await open_house(io, settings.data, log_line);
    if (!house) {
        fmt::print(stderr, "Keydesk cannot start: {}\n", house.error().what);
        co_return;
    }
    auto* database = (*house)->database.get();
    auto chains = ChainRoom::open(io, (*house)->clock, settings.nodes);
    if (!chains) {
        fmt::print(stderr, "Keydesk cannot start: {}\n", chains.error().what);
        database->close();
        co_return;
    }
    Running running{io, std::move(*house), settings, std::move(*chains), demo};
    auto opened = co_await running.open();
    if (!opened) {
        fmt::print(stderr, "Keydesk cannot start: {}\n", opened.error().what);
        database->close();
        co_return;
    }
    running.print_addresses();
    co_await running.run_until_told();
    exit_code = database->health() == sql::Health::failed ? 1 : 0;
    database->close();
}

}  // namespace

int serve(const Settings& settings, bool demo)
{
    spdlog::set_default_logger(spdlog::stderr_color_mt("keydesk"));
    boost::asio::io_context io{1};
    int exit_code = 1;
    boost::asio::co_spawn(io, live(io, settings, demo, exit_code), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    try {
        io.run();
    } catch (const std::exception& bug) {
        spdlog::critical("Keydesk ends: {}", bug.what());
        return 1;
    }
    return exit_code;
}

}  // namespace keydesk::app
