#include "api/gate.hpp"

#include "base/crypto.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>
#include <map>

namespace keydesk::api {
namespace {

using namespace std::chrono_literals;

class OneSession final : public desk::SessionStore {
public:
    Task<Result<std::optional<desk::LoggedIn>>> find(std::string hash) override
    {
        auto found = sessions.find(hash);
        if (found == sessions.end()) co_return std::nullopt;
        co_return found->second;
    }
    Task<Result<void>> touch(std::string, Time, std::string) override
    {
        ++touched;
        co_return fail(ErrorKind::unavailable, "disk full");
    }
    Task<Result<std::vector<desk::Session>>> of_agent(std::string) override
    {
        co_return std::vector<desk::Session>{};
    }
    Task<Result<void>> end(std::string, std::string, desk::AuditEntry) override
    {
        co_return Result<void>{};
    }
    Task<Result<void>> sweep(Time, Time) override { co_return Result<void>{}; }

    std::map<std::string, desk::LoggedIn> sessions;
    int touched = 0;
};

class ApiGate : public testing::Test {
protected:
    ApiGate()
    {
        desk::LoggedIn who;
        who.session = {
            "s1", "a1", "csrf-token", clock.now(), clock.now(), clock.now() + 24h * 7, "", ""};
        who.name = "Su Ya";
        who.role = desk::Role::lead;
        store.sessions[token_hash("token")] = who;
    }
    desk::LoggedIn& who() { return store.sessions.begin()->second; }

    int ask(net::Method method, net::Headers headers)
    {
        net::Request request{method, "/api/v1/x", std::move(headers)};
        auto admitted = kit::finish(gate.admit(request));
        return admitted ? 200 : problem_document(admitted.error(), Locale::en).status;
    }
    int get(std::string cookie)
    {
        return ask(net::Method::get, {{"Host", "desk.example"}, {"Cookie", std::move(cookie)}});
    }
    int post(std::string origin, std::string csrf)
    {
        net::Headers headers{{"Host", "desk.example"}, {"Cookie", "keydesk=token"}};
        if (!origin.empty()) headers.add("Origin", origin);
        if (!csrf.empty()) headers.add("X-CSRF-Token", csrf);
        return ask(net::Method::post, std::move(headers));
    }

    ManualClock clock;
    OneSession store;
    Gate gate{store, clock, {.origins = {"https://proxy.example"}}};
};

TEST_F(ApiGate, a_session_opens_it_and_nothing_else)
{
    EXPECT_EQ(get("keydesk=token"), 200);
    EXPECT_EQ(get("a=b; keydesk=token"), 200);
    EXPECT_EQ(get(""), 401);
    EXPECT_EQ(get("keydesk="), 401);
    EXPECT_EQ(get("keydesk=other"), 401);
    EXPECT_EQ(get("keydesk=" + token_hash("token")), 401);
}

TEST_F(ApiGate, over_tls_only_the_host_cookie_counts)
{
    net::Request request{net::Method::get, "/", {{"Cookie", "keydesk=token"}}};
    request.secure = true;
    EXPECT_FALSE(kit::finish(gate.admit(request)));
    net::Request hosted{net::Method::get, "/", {{"Cookie", "__Host-keydesk=token"}}};
    hosted.secure = true;
    EXPECT_TRUE(kit::finish(gate.admit(hosted)));
    EXPECT_EQ(
        gate.cookie_line(hosted, "t"),
        "__Host-keydesk=t; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=604800");
}

TEST_F(ApiGate, a_session_ends_by_idleness_by_age_and_with_its_agent)
{
    clock.advance(12h - 1ms);
    EXPECT_EQ(get("keydesk=token"), 200);
    clock.advance(1ms);
    EXPECT_EQ(get("keydesk=token"), 401);
    who().session.seen_at = clock.now();
    EXPECT_EQ(get("keydesk=token"), 200);
    who().disabled = true;
    EXPECT_EQ(get("keydesk=token"), 401);
    who().disabled = false;
    clock.advance(24h * 7);
    who().session.seen_at = clock.now();
    EXPECT_EQ(get("keydesk=token"), 401);
}

TEST_F(ApiGate, what_changes_something_needs_our_origin_and_the_csrf_token)
{
    EXPECT_EQ(post("http://desk.example", "csrf-token"), 200);
    EXPECT_EQ(post("http://DESK.example:80", "csrf-token"), 403) << "browsers send no default port";
    EXPECT_EQ(post("https://proxy.example", "csrf-token"), 200);
    EXPECT_EQ(post("http://desk.example", ""), 403);
    EXPECT_EQ(post("http://desk.example", "csrf-tokem"), 403);
    EXPECT_EQ(post("", "csrf-token"), 403);
    EXPECT_EQ(post("null", "csrf-token"), 403);
    EXPECT_EQ(post("https://desk.example", "csrf-token"), 403);
    EXPECT_EQ(post("http://desk.example.evil.test", "csrf-token"), 403);
    EXPECT_EQ(post("http://sub.desk.example", "csrf-token"), 403);
    EXPECT_EQ(post("http://desk.example:8080", "csrf-token"), 403);
}

TEST_F(ApiGate, a_page_of_another_origin_cannot_even_read)
{
    net::Headers headers{
        {"Host", "desk.example"}, {"Cookie", "keydesk=token"}, {"Origin", "http://evil.test"}};
    EXPECT_EQ(ask(net::Method::get, std::move(headers)), 403);
}

TEST_F(ApiGate, a_full_disk_logs_nobody_out_and_the_session_is_marked_at_most_once_a_minute)
{
    EXPECT_EQ(get("keydesk=token"), 200);
    EXPECT_EQ(store.touched, 0);
    clock.advance(1min);
    EXPECT_EQ(get("keydesk=token"), 200);
    EXPECT_EQ(store.touched, 1);
}

}  // namespace
}  // namespace keydesk::api
