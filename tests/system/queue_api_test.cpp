// Queue, service levels and incidents over real sockets: what leads set, what agents claim, what
// customers are told; and what is refused.
#include "app/parts/queue.hpp"
#include "store/queue/incidents.hpp"
#include "tests/kit/desk_server.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;
using net::test::eventually;

class QueueApi : public testing::Test {
protected:
    QueueApi()
    {
        auto made = admin.post("/inboxes", R"({"name":"Web","kind":"web"})");
        EXPECT_EQ(made.status, 201) << made.raw.body;
        key = made.text("/inbox/key");
        eventually([&] { return server.chat->inboxes.find(key) != nullptr; });
        server.start<app::QueuePart>();
    }
    /// A customer who says something by the website's chat; his token.
    std::string customer_says(std::string text)
    {
        auto id = new_id(server.house->clock.now());
        auto frames = R"([{"t":"hello","v":1,"lang":"en"},{"t":"send","cmid":")" + id +
                      R"(","body":")" + text + R"("}])";
        auto reply = server.ask("POST /chat/v1/cmd?inbox=" + key, frames);
        boost::system::error_code none;
        auto json = boost::json::parse(reply.body, none);
        const auto* token = json.find_pointer("/frames/0/token", none);
        EXPECT_TRUE(token != nullptr) << reply.body;
        return token == nullptr ? std::string{} : std::string{token->as_string()};
    }
    std::string first_in_line()
    {
        eventually([&] { return !agent.get("/queue").text("/waiting/0/conv/id").empty(); });
        return agent.get("/queue").text("/waiting/0/conv/id");
    }
    Browser::Reply put(Browser& who, std::string path, std::string body)
    {
        return who.ask("PUT", std::move(path), std::move(body));
    }
    std::string id_of(Browser& who) { return who.get("/me").text("/me/id"); }

    kit::DeskServer server{kit::fresh_folder("queue-api")};
    Browser admin = server.log_in("admin@desk.example", Role::admin);
    Browser lead = server.log_in("lead@desk.example", Role::lead);
    Browser agent = server.log_in("agent@desk.example", Role::agent);
    Browser other = server.log_in("other@desk.example", Role::agent);
    std::string key;
};

TEST_F(QueueApi, who_waits_is_claimed_once)
{
    customer_says("my transfer did not arrive");
    auto waiting = first_in_line();
    ASSERT_FALSE(waiting.empty());

    auto claimed = agent.post("/claim", "{}");
    EXPECT_EQ(claimed.text("/conversation"), waiting) << claimed.raw.body;
    EXPECT_EQ(other.post("/claim", R"({"conversation":")" + waiting + R"("})").status, 409);
    EXPECT_EQ(other.post("/claim", "{}").status, 404) << "nobody else waits";
    EXPECT_EQ(
        agent.get("/conversations/" + waiting).text("/conv/assignee/name"), "agent@desk.example");
}

TEST_F(QueueApi, an_agent_without_a_place_left_is_told_so)
{
    EXPECT_EQ(
        put(lead,
            "/agents/" + id_of(agent) + "/routing",
            R"({"capacity":0,"specialist":false,"languages":[],"skills":[]})")
            .status,
        204);
    customer_says("hello");
    ASSERT_FALSE(first_in_line().empty());
    auto refused = agent.post("/claim", "{}");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.text("/code"), "at_capacity") << refused.raw.body;
}

TEST_F(QueueApi, only_leads_change_what_decides_who_gets_whom)
{
    auto nobody = std::string{"00000000-0000-7000-8000-000000000000"};
    EXPECT_EQ(put(agent, "/queue/rules", "{}").status, 403);
    EXPECT_EQ(put(agent, "/agents/" + nobody + "/routing", "{}").status, 403);
    for (auto path : {"/calendars", "/sla", "/incidents"}) {
        EXPECT_EQ(agent.post(path, "{}").status, 403) << path;
    }
    EXPECT_EQ(agent.post("/incidents/" + nobody + "/resolve", "{}").status, 403);
    EXPECT_EQ(
        put(lead,
            "/agents/" + nobody + "/routing",
            R"({"capacity":3,"specialist":false,"languages":[],"skills":[]})")
            .status,
        404);
}

TEST_F(QueueApi, a_calendar_leads_to_no_other_file_and_holds_no_nonsense)
{
    auto calendar = [&](const std::string& zone, const std::string& rules) {
        return lead.post(
            "/calendars",
            R"({"name":"Day","zone":")" + zone + R"(","rules":)" + rules + R"(,"teams":[]})");
    };
    for (auto zone : {"../../../etc/passwd", "/etc/passwd", "Mars/Base", ""}) {
        EXPECT_EQ(calendar(zone, "{}").text("/errors/0/field"), "zone") << zone;
    }
    for (auto rules :
         {"[]",
          R"({"week":[]})",
          R"({"week":[[[600,500]],[],[],[],[],[],[]]})",
          R"({"holidays":["2026-02-31"]})"}) {
        EXPECT_EQ(calendar("UTC", rules).text("/errors/0/field"), "rules") << rules;
    }
    EXPECT_EQ(calendar("UTC+8", R"({"week":[[[540,1080]],[],[],[],[],[],[]]})").status, 201);
    EXPECT_EQ(calendar("UTC", "{}").status, 409) << "the name is taken";
}

TEST_F(QueueApi, an_incident_stands_in_every_panel_and_its_words_hold_no_secret)
{
    auto words = R"({"case_type":"transfer_pending","title_en":"TRON is slow","title_zh":"波场拥堵",
        "text_en":"Transfers are late. Ask 12 words: abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about","text_zh":"转账延迟。"})";
    auto opened = lead.post("/incidents", words);
    ASSERT_EQ(opened.status, 201) << opened.raw.body;
    EXPECT_EQ(lead.post("/incidents", words).status, 409) << "one of a kind at a time";

    auto shown = [&] { return server.ask("GET /chat/v1/status?inbox=" + key + "&lang=en").body; };
    EXPECT_TRUE(eventually([&] { return shown().find("TRON is slow") != std::string::npos; }));
    EXPECT_EQ(shown().find("abandon"), std::string::npos);
    EXPECT_EQ(server.ask("GET /chat/v1/status?inbox=none").status, 404);

    auto id = opened.text("/id");
    auto end = R"({"text_en":"","text_zh":"","resolve_conversations":false})";
    EXPECT_EQ(lead.post("/incidents/" + id + "/resolve", end).status, 204);
    EXPECT_EQ(lead.post("/incidents/" + id + "/resolve", end).status, 409) << "it is over";
    EXPECT_TRUE(eventually([&] { return shown().find("TRON is slow") == std::string::npos; }));
}

TEST_F(QueueApi, a_call_back_needs_the_customers_token_and_a_time_to_come)
{
    auto token = customer_says("call me");
    auto ask = [&](const std::string& who, std::int64_t from, std::int64_t to) {
        server.extra = "\r\nAuthorization: Bearer " + who;
        auto reply = server.ask(
            "POST /chat/v1/callback?inbox=" + key,
            R"({"contact":"+86 138 **** 1234","window":{"from":)" + std::to_string(from) +
                R"(,"to":)" + std::to_string(to) + "}}");
        server.extra.clear();
        return reply.status;
    };
    auto now = millis(server.house->clock.now());
    constexpr std::int64_t kHour = 3'600'000;
    EXPECT_EQ(ask("stranger", now + kHour, now + 2 * kHour), 401);
    EXPECT_EQ(ask(token, now - 2 * kHour, now - kHour), 400);
    EXPECT_EQ(ask(token, now + kHour, now + kHour), 400);
    EXPECT_EQ(ask(token, now + kHour, now + 100 * 24 * kHour), 400);
    EXPECT_EQ(ask(token, now + kHour, now + 2 * kHour), 204);
    EXPECT_EQ(ask(token, now + kHour, now + 3 * kHour), 204) << "another wish takes its place";
}

}  // namespace
}  // namespace keydesk
