// Agents' tools over their API: who may do what, and what is refused.
#include "app/parts/power.hpp"
#include "tests/kit/desk_server.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;
using net::test::eventually;

constexpr auto kActions = R"({"status":"resolved","snooze_minutes":0,"add_labels":[],)"
                          R"("remove_labels":[],"text_zh":"","text_en":"Dear {{customer.name}}",)"
                          R"("note":"","notify":[]})";
constexpr auto kConditions =
    R"({"inboxes":[],"doors":[],"locales":[],"cases":[],"priorities":[],"statuses":[],)"
    R"("labels":[],"tiers":[],"words":[],"waiting_minutes":0,"hours":"","from_minute":540,)"
    R"("to_minute":1080,"zone_minutes":480,"days":[1,2,3,4,5]})";
constexpr auto kFilter =
    R"({"statuses":[],"inboxes":[],"doors":[],"labels":[],"teams":[],"cases":[],"tiers":[],)"
    R"("priorities":[],"assignees":[],"locales":[],"sla":[]})";
constexpr auto kNowhere = "00000000-0000-7000-8000-000000000000";

class PowerApi : public testing::Test {
protected:
    PowerApi()
    {
        auto made =
            admin.post("/inboxes", R"({"name":"Bot","kind":"fake","settings":{"token":"right"}})");
        key = made.text("/inbox/key");
        eventually([&] { return admin.get("/inbox_health").text("/items/0/state") == "working"; });
    }
    std::string say(std::string text)
    {
        auto reply = server.ask("POST /hooks/" + key, std::move(text));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return admin.get("/conversations").text("/items/0/id");
    }
    static std::string macro(std::string name, bool shared, std::string actions = kActions)
    {
        return R"({"name":")" + name + R"(","shared":)" + (shared ? "true" : "false") +
               R"(,"actions":)" + actions + R"(,"inboxes":[],"cases":[]})";
    }
    static std::string rule(std::string occasion, std::string actions = kActions)
    {
        return R"({"name":"r","enabled":true,"occasion":")" + occasion + R"(","conditions":)" +
               kConditions + R"(,"actions":)" + actions + "}";
    }
    static std::string view(std::string name, bool shared)
    {
        return R"({"name":")" + name + R"(","icon":"","shared":)" + (shared ? "true" : "false") +
               R"(,"filter":)" + kFilter + R"(,"sort":"newest"})";
    }
    std::string fresh() { return new_id(server.house->clock.now()); }

    kit::DeskServer server{kit::fresh_folder("power-api"), [](const app::Around& around) {
                               return std::make_unique<app::PowerPart>(around);
                           }};
    Browser admin = server.log_in("admin@desk.example", Role::admin);
    Browser agent = server.log_in("agent@desk.example", Role::agent);
    Browser other = server.log_in("other@desk.example", Role::agent);
    std::string key;
};

TEST_F(PowerApi, a_macro_says_and_does_and_a_repeat_does_nothing)
{
    auto id = say("hello");
    auto made = agent.post("/macros", macro("Done", false));
    ASSERT_EQ(made.status, 201) << made.raw.body;
    auto body = R"({"macro":")" + made.text("/macro/id") + R"(","client_id":")" + fresh() +
                R"(","seen_seq":1})";
    auto offered = agent.get("/conversations/" + id + "/macros");
    EXPECT_TRUE(offered.text("/items/0/text").starts_with("Dear ")) << offered.raw.body;
    EXPECT_FALSE(offered.text("/items/0/text").contains("{{"));

    auto done = agent.post("/conversations/" + id + "/macro", body);
    EXPECT_EQ(done.status, 201) << done.raw.body;
    auto again = agent.post("/conversations/" + id + "/macro", body);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.text("/message/id"), done.text("/message/id"));
    auto shown = agent.get("/conversations/" + id);
    EXPECT_EQ(shown.text("/conv/status"), "resolved");
    EXPECT_EQ(shown.text("/conv/assignee/name"), "agent@desk.example");
    EXPECT_TRUE(eventually([&] { return server.told.sent.size() == 1; }));

    auto stale = R"({"macro":")" + made.text("/macro/id") + R"(","client_id":")" + fresh() +
                 R"(","seen_seq":0})";
    auto held = other.post("/conversations/" + id + "/macro", stale);
    EXPECT_EQ(held.status, 404);
    auto mine = admin.post("/macros", macro("Shared", true)).text("/macro/id");
    auto moved = other.post(
        "/conversations/" + id + "/macro",
        R"({"macro":")" + mine + R"(","client_id":")" + fresh() + R"(","seen_seq":0})");
    EXPECT_EQ(moved.status, 409);
    EXPECT_EQ(moved.text("/messages/0/body"), "hello") << moved.raw.body;
}

TEST_F(PowerApi, what_is_anothers_does_not_exist_and_sharing_needs_a_lead)
{
    auto own = agent.post("/macros", macro("Own", false)).text("/macro/id");
    EXPECT_EQ(other.patch("/macros/" + own, macro("Taken", false)).status, 404);
    EXPECT_EQ(other.del("/macros/" + own).status, 404);
    EXPECT_EQ(agent.post("/macros", macro("All", true)).status, 403);
    EXPECT_EQ(agent.patch("/macros/" + own, macro("All", true)).status, 403);
    auto shared = admin.post("/macros", macro("All", true)).text("/macro/id");
    EXPECT_EQ(agent.patch("/macros/" + shared, macro("Mine", false)).status, 403);

    auto view_id = agent.post("/views", view("Mine", false)).text("/view/id");
    EXPECT_EQ(other.get("/views/" + view_id + "/conversations").status, 404);
    EXPECT_EQ(other.del("/views/" + view_id).status, 404);
    EXPECT_EQ(agent.post("/views", view("All", true)).status, 403);
    EXPECT_EQ(agent.get("/views/" + view_id + "/conversations").status, 200);

    for (auto path : {"/rules", "/rules/dry_run", "/rules/order"})
        EXPECT_EQ(agent.post(path, rule("message")).status, 403) << path;
    EXPECT_EQ(agent.get("/rules").status, 403);
}

TEST_F(PowerApi, wrong_and_huge_bodies_are_refused_by_name)
{
    EXPECT_EQ(
        admin.post("/macros", macro(std::string(121, 'x'), false)).text("/errors/0/field"), "name");
    auto bad = std::string{kActions};
    bad.replace(bad.find("resolved"), 8, "exploded");
    EXPECT_EQ(
        admin.post("/macros", macro("x", false, bad)).text("/errors/0/field"), "actions.status");
    EXPECT_EQ(admin.post("/macros", macro("x", false, std::string(200'000, ' '))).status, 413);
    EXPECT_EQ(admin.post("/rules", rule("never")).text("/errors/0/field"), "occasion");
    EXPECT_EQ(
        admin.post("/rules", rule("waiting")).text("/errors/0/field"),
        "conditions.waiting_minutes");
    std::string many = "[";
    for (int i = 0; i < 501; ++i) many += (i ? ",\"" : "\"") + fresh() + "\"";
    auto bulk = agent.post("/bulk", R"({"ids":)" + many + R"(],"patch":{"status":"open"}})");
    EXPECT_EQ(bulk.text("/errors/0/field"), "ids");
    EXPECT_EQ(agent.post("/bulk", R"({"ids":["' OR 1"],"patch":{}})").status, 400);
    EXPECT_EQ(agent.post("/undo", R"({"undo":"guess"})").status, 404);
}

TEST_F(PowerApi, no_secret_is_kept_in_what_agents_write_for_later)
{
    std::string phrase =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
        "about";
    auto actions = std::string{kActions};
    actions.replace(actions.find("Dear"), 4, phrase);
    auto made = agent.post("/macros", macro("Secret", false, actions));
    EXPECT_EQ(made.status, 201);
    EXPECT_FALSE(made.raw.body.contains("abandon abandon")) << made.raw.body;
    auto id = say("hello");
    auto body = R"({"reply":")" + phrase + R"(","note":""})";
    EXPECT_EQ(agent.ask("PUT", "/conversations/" + id + "/draft", body).status, 204);
    EXPECT_FALSE(agent.get("/conversations/" + id + "/ties").raw.body.contains("abandon abandon"));
}

TEST_F(PowerApi, a_change_is_taken_back_only_by_its_agent_and_a_mention_is_told)
{
    auto id = say("hello");
    auto done = agent.post(
        "/bulk", R"({"ids":[")" + id + R"("],"patch":{"status":"resolved","priority":"high"}})");
    EXPECT_EQ(done.text("/changed/0"), id) << done.raw.body;
    auto body = R"({"undo":")" + done.text("/undo") + R"("})";
    EXPECT_EQ(other.post("/undo", body).status, 404);
    EXPECT_EQ(agent.post("/undo", body).text("/restored/0"), id);
    EXPECT_EQ(agent.post("/undo", body).status, 409);
    EXPECT_EQ(agent.get("/conversations/" + id).text("/conv/status"), "open");

    agent.post(
        "/conversations/" + id + "/messages",
        R"({"client_id":")" + fresh() +
            R"(","kind":"note","body":"@other@desk.example please","seen_seq":9})");
    EXPECT_TRUE(
        eventually([&] { return other.get("/notifications").text("/items/0/kind") == "mention"; }));
    EXPECT_EQ(agent.get("/notifications").json.at("items").as_array().size(), 0U);
}

TEST_F(PowerApi, merging_and_linking_ask_for_a_reason_and_two_conversations)
{
    auto id = say("hello");
    auto to = [&](std::string into, std::string reason) {
        return R"({"into":")" + into + R"(","reason":")" + reason + R"("})";
    };
    EXPECT_EQ(agent.post("/conversations/" + id + "/merge", to(id, "same")).status, 400);
    EXPECT_EQ(agent.post("/conversations/" + id + "/link", to(kNowhere, "")).status, 400);
    EXPECT_EQ(agent.post("/conversations/" + id + "/link", to(kNowhere, "why")).status, 404);
    EXPECT_EQ(agent.post("/conversations/" + id + "/merge", to(kNowhere, "why")).status, 404);
    EXPECT_EQ(agent.post("/conversations/" + id + "/hand_over", R"({"note":"x"})").status, 400);
    auto summary = agent.get("/conversations/" + id + "/summary");
    EXPECT_TRUE(summary.text("/text").contains("hello")) << summary.raw.body;
}

}  // namespace
}  // namespace keydesk
