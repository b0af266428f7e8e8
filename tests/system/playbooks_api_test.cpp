// Playbooks, cases and facts by the agents' API, and hints by the customers'.
#include "app/parts/playbooks.hpp"
#include "tests/kit/desk_server.hpp"

#include <gmock/gmock.h>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;
using net::test::eventually;
using testing::HasSubstr;

class PlaybooksApi : public testing::Test {
protected:
    PlaybooksApi()
    {
        server.start<app::PlaybooksPart>();
        auto made =
            admin.post("/inboxes", R"({"name":"Bot","kind":"fake","settings":{"token":"right"}})");
        key = made.text("/inbox/key");
        eventually([&] { return admin.get("/inbox_health").text("/items/0/state") == "working"; });
    }
    std::string say(std::string text, std::string query = "")
    {
        auto reply = server.ask("POST /hooks/" + key + query, std::move(text));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return admin.get("/conversations").text("/items/0/id");
    }
    /// The value of a fact, once the desk has read it.
    std::string fact(
        const std::string& conversation, const std::string& kind, const char* member = "value")
    {
        std::string found;
        eventually([&] {
            auto view = agent.get("/conversations/" + conversation + "/facts");
            for (const auto& one : view.json.at("facts").as_array()) {
                if (one.at("kind").as_string() == kind) found = one.at(member).as_string();
            }
            return !found.empty();
        });
        return found;
    }
    static std::string quoted(const std::string& text)
    {
        return boost::json::serialize(boost::json::string(text));
    }

    kit::DeskServer server{kit::fresh_folder("playbooks-api")};
    Browser admin = server.log_in("admin@desk.example", Role::admin);
    Browser agent = server.log_in("agent@desk.example", Role::agent);
    std::string key;
};

TEST_F(PlaybooksApi, an_agent_reads_their_names_and_may_change_none)
{
    EXPECT_EQ(agent.get("/playbooks").json.at("items").as_array().size(), 30U);
    EXPECT_EQ(agent.get("/playbooks/swap").status, 403);
    EXPECT_EQ(agent.post("/playbooks/check", R"({"source":""})").status, 403);
    EXPECT_EQ(agent.post("/playbooks/dry_run", R"({"source":""})").status, 403);
    EXPECT_EQ(agent.ask("PUT", "/playbooks/swap", R"({"source":"","publish":true})").status, 403);
}

TEST_F(PlaybooksApi, a_lead_edits_tries_publishes_and_goes_back)
{
    auto opened = admin.get("/playbooks/swap");
    ASSERT_EQ(opened.status, 200);
    auto source = opened.text("/source");
    auto at = source.find("Swap");
    ASSERT_NE(at, std::string::npos);
    auto changed = source;
    changed.replace(at, 4, "Swop");
    EXPECT_EQ(
        admin.post("/playbooks/dry_run", R"({"source":)" + quoted(changed) + "}").status, 200);
    auto saved = admin.ask(
        "PUT", "/playbooks/swap", R"({"source":)" + quoted(changed) + R"(,"publish":true})");
    EXPECT_EQ(saved.status, 201) << saved.raw.body;
    EXPECT_THAT(admin.get("/playbooks").raw.body, HasSubstr("Swop"));
    EXPECT_EQ(admin.get("/playbooks/swap/versions/0").text("/source"), source);
    EXPECT_EQ(admin.get("/playbooks/swap/versions/9").status, 404);
    EXPECT_EQ(admin.get("/playbooks/no-such").status, 404);
}

TEST_F(PlaybooksApi, a_draft_that_is_wrong_says_why_and_is_not_kept)
{
    auto source = admin.get("/playbooks/swap").text("/source");
    auto secret = source;
    secret.replace(secret.find("[cannot]"), 0, "[[need]]\nfact = \"password\"\n");
    EXPECT_THAT(
        admin.post("/playbooks/check", R"({"source":)" + quoted(secret) + "}").text("/fault"),
        HasSubstr("no fact"));
    EXPECT_EQ(
        admin
            .ask("PUT", "/playbooks/swap", R"({"source":)" + quoted(secret) + R"(,"publish":true})")
            .status,
        400);
    EXPECT_EQ(
        admin
            .ask(
                "PUT",
                "/playbooks/bridge",
                R"({"source":)" + quoted(source) + R"(,"publish":true})")
            .status,
        400)
        << "another playbook's text";
    auto huge =
        admin.post("/playbooks/check", R"({"source":")" + std::string(70'000, 'x') + R"("})");
    EXPECT_EQ(huge.status, 413);
}

TEST_F(PlaybooksApi, facts_are_corrected_guarded_and_belong_to_their_conversation)
{
    auto id = say("转了500U到币安，手机13812345678");
    EXPECT_EQ(fact(id, "amount"), "500 USDT");
    EXPECT_EQ(fact(id, "phone_tail"), "5678");
    auto amount = fact(id, "amount", "id");
    auto place = "/conversations/" + id + "/facts";
    EXPECT_EQ(agent.patch(place + "/" + amount, R"({"value":"600 USDT"})").status, 204);
    EXPECT_EQ(fact(id, "amount"), "600 USDT");
    EXPECT_EQ(agent.post(place, R"({"kind":"mother","value":"x"})").status, 400);
    EXPECT_EQ(agent.post(place, R"({"kind":"phone_tail","value":"13812345678"})").status, 400);
    EXPECT_EQ(
        agent
            .post(
                place,
                R"({"kind":"error_text","value":"key 5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"})")
            .status,
        204);
    EXPECT_THAT(fact(id, "error_text"), testing::Not(HasSubstr("5Kb8")));
    auto other = say("hello there my friend", "?chat=p2");
    EXPECT_EQ(
        agent
            .patch(
                "/conversations/" + other + "/facts/" + fact(id, "amount", "id"),
                R"({"value":"1 USDT"})")
            .status,
        404);
    EXPECT_EQ(
        agent.ask("PUT", "/conversations/" + id + "/case", R"({"id":"no-such"})").status, 400);
    EXPECT_EQ(agent.ask("PUT", "/conversations/" + id + "/case", R"({"id":"swap"})").status, 204);
    EXPECT_EQ(agent.get(place).text("/case"), "swap");
}

TEST_F(PlaybooksApi, hints_name_what_is_missing_and_nothing_else)
{
    auto ask = [&](const std::string& text) {
        return server.ask("POST /chat/v1/hints", R"({"locale":"en","text":)" + quoted(text) + "}")
            .body;
    };
    auto hinted = ask("my transfer has been pending for 6 hours");
    EXPECT_THAT(hinted, HasSubstr(R"("case":"transfer-pending")"));
    EXPECT_THAT(hinted, HasSubstr(R"("fact":"transaction")"));
    EXPECT_THAT(
        ask("my transfer has been pending for 6 hours 0x" + std::string(64, 'a')),
        HasSubstr(R"("ask":[])"));
    EXPECT_THAT(ask("hello"), HasSubstr(R"("case":null)"));
    EXPECT_EQ(server.ask("POST /chat/v1/hints", "{").status, 400);
    EXPECT_EQ(
        server.ask("POST /chat/v1/hints", R"({"text":")" + std::string(20'000, 'x') + R"("})")
            .status,
        413);
}

TEST_F(PlaybooksApi, a_browser_tells_its_clock_and_times_are_read_by_it)
{
    auto web = admin.post("/inboxes", R"({"name":"Website"})").text("/inbox/key");
    ASSERT_TRUE(
        eventually([&] { return server.ask("GET /chat/v1/inbox?inbox=" + web).status == 200; }));
    auto when = [&](const std::string& zone) {
        auto cmid = new_id(server.house->clock.now());
        auto visit = server.ask(
            "POST /chat/v1/cmd?inbox=" + web,
            R"([{"t":"hello","v":1,"dev":"d","lang":"en","zone":)" + zone +
                R"(},{"t":"send","cmid":")" + cmid +
                R"(","kind":"text","body":"Sent it on 2026-03-01 14:05, nothing came"}])");
        EXPECT_EQ(visit.status, 200) << visit.body;
        auto conversation = admin.get("/conversations").text("/items/0/id");
        EXPECT_EQ(fact(conversation, "time"), "2026-03-01 14:05");
        auto view = agent.get("/conversations/" + conversation + "/facts");
        for (const auto& one : view.json.at("facts").as_array()) {
            if (one.at("kind").as_string() == "time") return one.at("means").to_number<long long>();
        }
        return 0LL;
    };
    constexpr long long kUtc = 1'772'373'900'000, kHour = 3'600'000;
    EXPECT_EQ(when(R"("Asia/Kolkata")"), kUtc - 5 * kHour - kHour / 2);
    // Whatever else it may be is passed over.
    EXPECT_EQ(when(R"("../../../etc/localtime")"), kUtc);
    EXPECT_EQ(when(R"(["Asia/Kolkata"])"), kUtc);
    EXPECT_EQ(when(quoted(std::string(5'000, 'A'))), kUtc);
}

}  // namespace
}  // namespace keydesk
