#pragma once

// Accounts and settings as they run: real routes, real database, real sockets; a clock that stands.

#include "app/doors/doors.hpp"
#include "app/doors/trial_inlet.hpp"
#include "app/parts/accounts.hpp"
#include "base/ids.hpp"
#include "net/server.hpp"
#include "store/doors/inbox_configs.hpp"
#include "store/schema.hpp"
#include "tests/kit/fake_door.hpp"
#include "tests/kit/loopback.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>

#include <sodium.h>

#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace keydesk::kit {

inline constexpr auto kPassword = "correct horse battery";

/// As hash_password(), but with the least memory and one pass: what is verified costs what was
/// stored, and a hundred log-ins of a test should not take a minute.
inline std::string cheap_hash(const std::string& password)
{
    char out[crypto_pwhash_STRBYTES];
    int bad = crypto_pwhash_str(
        out,
        password.data(),
        password.size(),
        crypto_pwhash_OPSLIMIT_MIN,
        crypto_pwhash_MEMLIMIT_MIN);
    return bad ? std::string{} : std::string{out};
}

/// What live sockets would have heard.
class HeardNotices final : public desk::Notices {
public:
    void sessions_ended(const std::vector<std::string>& sessions) override
    {
        ended.insert(ended.end(), sessions.begin(), sessions.end());
    }
    void changed(std::string_view what) override
    {
        things.emplace_back(what);
        if (on_change) on_change(std::string{what});
    }
    void agent_changed(const std::string& agent) override { agents.push_back(agent); }

    std::vector<std::string> ended, things, agents;
    std::function<void(std::string)> on_change;
};

class AccountsServer {
public:
    template <class Act>
    auto on_io(Act act)
    {
        std::packaged_task<decltype(act())()> task{std::move(act)};
        auto result = task.get_future();
        boost::asio::post(io, [&task] { task(); });
        return result.get();
    }

    /// `more` adds what else the server shall answer.
    using More = std::function<void(AccountsServer&, net::Router&)>;
    explicit AccountsServer(std::filesystem::path where, More more = {}) : folder{std::move(where)}
    {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        auto path = (folder / "desk.db").string();
        {
            auto fresh = sql::open_sqlite(path, false).value();
            sql::migrate(*fresh, store::schema(), millis(clock.now())).value();
        }
        database = sql::Database::open(io.get_executor(), {.path = path}).value();
        sealer.emplace(Sealer::open(folder / "keys" / "master").value());
        configs.emplace(*database, *sealer);
        doors.emplace(door_parts());
        heard.on_change = [this](std::string what) {
            if (what == "inboxes") scope.start("doors", reload());
        };
        part = app::AccountsPart::open(
                   *database, clock, folder, {heard, nullptr, *doors, *configs}, {})
                   .value();
        net::Router router;
        routes.emplace(router, part->gate());
        part->add_routes(*routes);
        if (more) more(*this, router);
        net::ServerSettings settings;
        settings.listen.front().port = 0;
        server.emplace(io, std::move(router), settings);
        server->listen().value();
        port = server->bound().front().port;
        thread_ = std::thread{[this] { io.run(); }};
    }
    ~AccountsServer()
    {
        run(server->drain(std::chrono::milliseconds{0}));
        run(doors->stop(std::chrono::milliseconds{100}));
        run(scope.stop(std::chrono::milliseconds{100}));
        on_io([this] {
            database->close();
            return 0;
        });
        work_.reset();
        io.stop();
        thread_.join();
        std::filesystem::remove_all(folder);
    }

    /// Runs a task on the io thread to its end.
    template <class T>
    T run(Task<T> task)
    {
        return boost::asio::co_spawn(io, std::move(task), boost::asio::use_future).get();
    }
    void advance(std::chrono::milliseconds by)
    {
        on_io([&] {
            clock.advance(by);
            return 0;
        });
    }

    /// An agent with the password kPassword; returns the id.
    std::string agent(std::string email, desk::Role role)
    {
        static const auto hash = cheap_hash(kPassword);
        desk::NewAgent fresh{new_id(clock.now()), email, email, role, hash, "en", clock.now()};
        desk::AuditEntry audit{clock.now(), "system", "agent.add", fresh.id};
        run(part->store().create_agent(fresh, audit)).value();
        return fresh.id;
    }

    std::filesystem::path folder;
    ManualClock clock;
    boost::asio::io_context io{1};
    HeardNotices heard;
    Scope scope{io.get_executor(), [](std::string_view) {}};
    std::unique_ptr<sql::Database> database;
    std::optional<Sealer> sealer;
    std::optional<store::InboxConfigs> configs;
    kit::ToldDoor told;  ///< What the fake door was told and says.
    std::optional<app::Doors> doors;
    std::unique_ptr<app::AccountsPart> part;
    std::optional<api::Routes> routes;
    std::optional<net::Server> server;
    std::uint16_t port = 0;

private:
    app::Doors::Parts door_parts()
    {
        app::Doors::Parts parts{
            .io = io.get_executor(),
            .configs = *configs,
            .clock = clock,
            .log = [](std::string_view) {},
            .first_pause = std::chrono::milliseconds{20}};
        parts.kinds.push_back(std::make_unique<kit::FakeKind>(told));
        parts.make_inlet = [this](const desk::InboxConfig&, const desk::Capabilities&) {
            return std::make_unique<app::TrialInlet>(clock, "");
        };
        return parts;
    }
    Task<void> reload() { (void)co_await doors->reload(); }

    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io.get_executor()};
    std::thread thread_;
};

/// A browser that keeps its cookie and CSRF token, and can be told to misbehave.
class Browser {
public:
    explicit Browser(const AccountsServer& server) : port_{server.port} {}
    explicit Browser(std::uint16_t port) : port_{port} {}

    struct Reply {
        int status = 0;
        net::test::Reply raw;
        boost::json::value json;

        std::string text(std::string_view pointer) const
        {
            boost::system::error_code ec;
            const auto* value = json.find_pointer(pointer, ec);
            return value && value->is_string() ? std::string{value->as_string()} : std::string{};
        }
    };

    Reply ask(std::string method, std::string path, std::string body = "")
    {
        std::string host = "127.0.0.1:" + std::to_string(port_);
        std::string text =
            method + " /api/v1" + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
        auto shown = origin.value_or("http://" + host);
        if (!shown.empty()) text += "Origin: " + shown + "\r\n";
        if (!cookie.empty()) text += "Cookie: keydesk=" + cookie + "\r\n";
        if (!csrf.empty()) text += "X-CSRF-Token: " + csrf + "\r\n";
        if (!language.empty()) text += "Accept-Language: " + language + "\r\n";
        if (method != "GET") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        net::test::Peer peer{port_};
        Reply out;
        out.raw = peer.ask(text + "\r\n" + body);
        out.status = out.raw.status;
        boost::system::error_code ec;
        out.json = boost::json::parse(out.raw.body, ec);
        keep_cookie(out.raw.header("Set-Cookie"));
        return out;
    }
    Reply get(std::string path) { return ask("GET", std::move(path)); }
    Reply post(std::string path, std::string body = "")
    {
        return ask("POST", std::move(path), std::move(body));
    }
    Reply patch(std::string path, std::string body)
    {
        return ask("PATCH", std::move(path), std::move(body));
    }
    Reply del(std::string path, std::string body = "")
    {
        return ask("DELETE", std::move(path), std::move(body));
    }

    Reply log_in(std::string email, std::string password = kPassword, std::string code = "")
    {
        std::string body = R"({"email":")" + email + R"(","password":")" + password + "\"";
        if (!code.empty()) body += R"(,"code":")" + code + "\"";
        auto reply = post("/login", body + "}");
        if (reply.status == 200) csrf = reply.text("/csrf");
        return reply;
    }

    std::string cookie, csrf, language;
    std::optional<std::string> origin;  ///< Empty text: none is sent.

private:
    void keep_cookie(std::string_view line)
    {
        constexpr std::string_view kStart = "keydesk=";
        if (!line.starts_with(kStart)) return;
        cookie = line.substr(kStart.size(), line.find(';') - kStart.size());
    }

    std::uint16_t port_;
};

/// A server of its own for each test.
inline std::filesystem::path fresh_folder(const std::string& name)
{
    return std::filesystem::temp_directory_path() /
           ("keydesk-" + name + "-" + std::to_string(::getpid()));
}

}  // namespace keydesk::kit
