// Reports and ratings over real sockets: who may read them, what they answer, what they refuse.
#include "api/chat/rate.hpp"
#include "app/parts/reports.hpp"
#include "tests/kit/desk_server.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;
using net::test::eventually;

/// The desk with the reports part, as the program wires it.
class ReportsServer : public kit::DeskServer {
public:
    explicit ReportsServer(std::filesystem::path where) : DeskServer{std::move(where)}
    {
        auto made = run(make());
        (void)made;
    }

    std::unique_ptr<app::ReportsPart> part;
    app::Settings settings;

private:
    Task<int> make()
    {
        app::Around around{
            *house, scope, *accounts, *live, *chat, room->doors(), *follower, settings};
        part = std::make_unique<app::ReportsPart>(around);
        net::Router router;
        routes.emplace(router, accounts->gate());
        accounts->add_routes(*routes);
        api::add_desk_routes(*routes, *services);
        api::chat::add_routes(router, *chat, *house->blobs);
        hooks->add_routes(router);
        part->add_routes(router, *routes);
        part->start();
        co_await server->drain(std::chrono::milliseconds{0});
        net::ServerSettings listen;
        listen.listen.front().port = 0;
        server.emplace(io, std::move(router), listen);
        server->listen().value();
        port = server->bound().front().port;
        co_return 0;
    }
};

class ReportsApi : public testing::Test {
protected:
    ReportsApi()
    {
        auto made = lead.post("/inboxes", R"({"name":"Web","kind":"web"})");
        EXPECT_EQ(made.status, 201) << made.raw.body;
        inbox = made.text("/inbox/id");
        key = made.text("/inbox/key");
    }

    /// A customer of the widget: his token.
    std::string hello(std::string text)
    {
        std::string frames = R"([{"t":"hello","v":1,"dev":"d","lang":"en"},{"t":"send","cmid":")" +
                             new_id(server.house->clock.now()) + R"(","kind":"text","body":")" +
                             text + R"("}])";
        net::test::Reply reply;
        eventually([&] {
            reply = server.ask("POST /chat/v1/cmd?inbox=" + key, frames);
            return reply.status == 200;
        });
        auto answer = boost::json::parse(reply.body);
        boost::system::error_code none;
        const auto* token = answer.find_pointer("/frames/0/token", none);
        return token != nullptr ? std::string{token->as_string()} : reply.body;
    }
    net::test::Reply rate(const std::string& token, std::string body)
    {
        server.extra = "\r\nAuthorization: Bearer " + token;
        auto reply = server.ask("POST /chat/v1/rate?inbox=" + key, std::move(body));
        server.extra.clear();
        return reply;
    }

    ReportsServer server{kit::fresh_folder("reports-api")};
    Browser lead = server.log_in("admin@desk.example", Role::admin);
    Browser agent = server.log_in("agent@desk.example", Role::agent);
    std::string inbox, key;
};

TEST_F(ReportsApi, a_message_is_in_the_report_and_an_agent_without_the_right_sees_none)
{
    hello("My transfer did not arrive");
    EXPECT_TRUE(eventually([&] {
        auto now = lead.get("/reports/overview?zone=480").json;
        return now.at_pointer("/now/opened") == 1 && now.at_pointer("/now/backlog") == 1;
    }));
    auto doors = lead.get("/reports/breakdown?by=door");
    EXPECT_EQ(doors.text("/items/0/key"), "web") << doors.raw.body;
    auto series = lead.get("/reports/series?unit=day&zone=480");
    EXPECT_EQ(series.json.at_pointer("/points").as_array().size(), 29U) << series.raw.body;
    EXPECT_EQ(series.json.at_pointer("/points/28/figures/backlog"), 1);
    EXPECT_EQ(series.json.at_pointer("/points/27/figures/backlog"), 0);
    EXPECT_EQ(lead.get("/reports/hours").json.at_pointer("/opened").as_array().size(), 168U);
    EXPECT_EQ(lead.get("/reports/overview?inbox=other").json.at_pointer("/now/opened"), 0);
    EXPECT_EQ(lead.get("/reports/overview?door=telegram").json.at_pointer("/now/opened"), 0);
    EXPECT_EQ(lead.get("/reports/overview?locale=en").json.at_pointer("/now/opened"), 1);

    for (auto path : {"overview", "series", "hours", "breakdown", "sla", "questions", "csat"}) {
        auto refused = agent.get(std::string{"/reports/"} + path);
        EXPECT_EQ(refused.status, 403) << path;
    }
    EXPECT_EQ(agent.get("/csat/ratings").status, 403);
    EXPECT_EQ(agent.ask("PUT", "/csat/settings/" + inbox, "{}").status, 403);
}

TEST_F(ReportsApi, what_makes_no_sense_is_refused_by_name)
{
    struct Case {
        const char* query;
        const char* field;
    };
    constexpr Case kCases[]{
        {"overview?from=x", "from"},
        {"overview?from=5&to=3", "from"},
        {"overview?from=0", "from"},
        {"overview?zone=Mars", "zone"},
        {"series?unit=minute", "unit"},
        {"breakdown?by=password_hash", "by"},
        {"overview?format=xml", "format"}};
    for (const auto& one : kCases) {
        auto reply = lead.get(std::string{"/reports/"} + one.query);
        EXPECT_EQ(reply.status, 400) << one.query;
        EXPECT_EQ(reply.text("/errors/0/field"), one.field) << reply.raw.body;
    }
    // Values are bound, never part of the statement.
    auto injected = lead.get("/reports/breakdown?by=team&agent=%27%20OR%20%271%27=%271");
    EXPECT_EQ(injected.status, 200);
    EXPECT_TRUE(injected.json.at_pointer("/items").as_array().empty());
    EXPECT_EQ(lead.get("/reports/overview?team=" + std::string(500, 'x')).status, 400);
}

TEST_F(ReportsApi, a_customer_rates_what_he_was_asked_and_a_spreadsheet_runs_none_of_it)
{
    auto token = hello("My transfer did not arrive");
    EXPECT_EQ(rate(token, R"({"score":5})").status, 409);
    EXPECT_EQ(rate("guess", R"({"score":5})").status, 401);
    EXPECT_EQ(
        lead.ask("PUT", "/csat/settings/" + inbox, R"({"enabled":true,"delay_seconds":0})").status,
        204);
    auto conversation = lead.get("/conversations").text("/items/0/id");
    auto posted = lead.post(
        "/conversations/" + conversation + "/messages",
        R"({"client_id":")" + new_id(server.house->clock.now()) +
            R"(","kind":"reply","body":"It is there","seen_seq":0,"force":true})");
    ASSERT_EQ(posted.status, 201) << posted.raw.body;
    ASSERT_EQ(lead.patch("/conversations/" + conversation, R"({"status":"resolved"})").status, 200);
    ASSERT_TRUE(eventually([&] { return rate(token, R"({"score":2})").status == 200; }));
    EXPECT_EQ(rate(token, R"({"score":9})").status, 400);
    EXPECT_EQ(rate(token, R"({"score":2,"reasons":["<b>"]})").status, 400);
    EXPECT_EQ(
        rate(token, R"({"score":2,"comment":")" + std::string(20'000, 'x') + "\"}").status, 413);
    auto secret = rate(
        token,
        R"({"score":1,"reasons":["slow"],"comment":"=HYPERLINK(1) legal winner thank year wave )"
        R"(sausage worth useful legal winner thank yellow"})");
    EXPECT_EQ(secret.status, 200);
    EXPECT_TRUE(secret.body.contains("\"removed_secret\":true")) << secret.body;

    auto shown = lead.get("/csat/ratings?low=1");
    EXPECT_EQ(shown.json.at_pointer("/items/0/score"), 1);
    EXPECT_FALSE(shown.raw.body.contains("sausage"));
    auto csv = lead.get("/csat/ratings?format=csv").raw;
    EXPECT_TRUE(csv.body.contains("\"'=HYPERLINK(1)")) << csv.body;
    EXPECT_TRUE(
        eventually([&] { return lead.get("/reports/csat").json.at_pointer("/scores/0") == 1; }));
    auto id = shown.text("/items/0/id");
    EXPECT_EQ(lead.post("/csat/ratings/" + id + "/follow_up").status, 204);
    EXPECT_EQ(
        lead.post("/csat/ratings/" + new_id(server.house->clock.now()) + "/follow_up").status, 404);
}

}  // namespace
}  // namespace keydesk
