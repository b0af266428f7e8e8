// Doors as an administrator sets them up: real routes, real database, a door that the test speaks
// for.
#include "tests/kit/accounts_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;

class Channels : public testing::Test {
protected:
    Channels()
    {
        for (auto [email, role, browser] :
             {std::tuple{"admin@desk.example", Role::admin, &admin},
              std::tuple{"agent@desk.example", Role::agent, &agent}}) {
            server.agent(email, role);
            EXPECT_EQ(browser->log_in(email).status, 200);
        }
    }

    Browser::Reply add(std::string settings)
    {
        return admin.post(
            "/inboxes", R"({"name":"Bot","kind":"fake","settings":)" + settings + "}");
    }
    std::string add_one() { return add(R"({"token":"right"})").text("/inbox/id"); }

    /// The health of an inbox once it is in that state.
    desk::DoorHealth health(const std::string& inbox, const std::string& state)
    {
        desk::DoorHealth found;
        net::test::eventually([&] {
            auto all = server.on_io([&] { return server.doors->health(); });
            auto one = std::ranges::find(all, inbox, &desk::DoorHealth::inbox);
            if (one != all.end()) found = *one;
            return found.state == state;
        });
        return found;
    }
    desk::ChannelSettings settings_of_newest()
    {
        return server.on_io([&] { return server.told.made.back(); });
    }

    kit::AccountsServer server{kit::fresh_folder("channels")};
    Browser admin{server}, agent{server};
};

TEST_F(Channels, the_wizard_is_told_every_kind_with_its_fields)
{
    auto reply = admin.get("/channels");

    ASSERT_EQ(reply.status, 200);
    EXPECT_EQ(reply.text("/items/0/kind"), "fake");
    EXPECT_EQ(reply.text("/items/0/name/zh"), "假门");
    EXPECT_EQ(reply.text("/items/0/fields/0/kind"), "secret");
    EXPECT_EQ(reply.text("/items/0/fields/2/options/1/value"), "push");
    EXPECT_EQ(reply.text("/items/0/capabilities/text/unit"), "code_points");
    EXPECT_EQ(agent.get("/channels").status, 403);
}

TEST_F(Channels, a_secret_is_taken_sealed_and_never_shown)
{
    auto made = add(R"({"token":"right","greeting":"hello"})");

    ASSERT_EQ(made.status, 201) << made.raw.body;
    EXPECT_EQ(made.text("/inbox/channel/settings/greeting"), "hello");
    EXPECT_EQ(made.text("/inbox/channel/secrets/0"), "token");
    EXPECT_NE(made.text("/inbox/channel/hook_url").find("/hooks/"), std::string::npos);
    EXPECT_EQ(admin.get("/inboxes").raw.body.find("right"), std::string::npos);
    EXPECT_EQ(admin.get("/audit").raw.body.find("right"), std::string::npos);
    auto stored = server.run(server.part->store().inboxes()).value().front();
    EXPECT_TRUE(stored.settings.at("token").starts_with("s1."));
    EXPECT_EQ(health(made.text("/inbox/id"), "working").state, "working");
    EXPECT_EQ(settings_of_newest().at("token"), "right") << "the door itself gets it open";
    EXPECT_EQ(settings_of_newest().at("mode"), "pull") << "what is not set is what the kind says";
    auto seen = agent.get("/inboxes");
    EXPECT_FALSE(seen.json.at_pointer("/items/0").as_object().contains("channel"));
}

TEST_F(Channels, wrong_settings_are_refused_by_the_name_of_their_field)
{
    EXPECT_EQ(add("{}").text("/errors/0/field"), "settings.token");
    EXPECT_EQ(add("{}").text("/errors/0/problem"), "missing");
    EXPECT_EQ(add(R"({"token":"t","mode":"sideways"})").text("/errors/0/field"), "settings.mode");
    EXPECT_EQ(add(R"({"token":"t","colour":"x"})").text("/errors/0/problem"), "unknown");
    EXPECT_EQ(add(R"({"token":"a\nb"})").text("/errors/0/problem"), "malformed");
    EXPECT_EQ(add(R"({"token":"t","greeting":"bad"})").text("/errors/0/problem"), "not a kind one")
        << "what only the door can tell";
    auto unknown = admin.post("/inboxes", R"({"name":"x","kind":"pigeon"})");
    EXPECT_EQ(unknown.text("/errors/0/field"), "kind");
    EXPECT_TRUE(admin.get("/inboxes").json.at("items").as_array().empty());
}

TEST_F(Channels, a_change_keeps_what_is_not_sent_and_opens_the_door_anew)
{
    auto id = add_one();
    health(id, "working");

    auto changed = admin.patch("/inboxes/" + id, R"({"settings":{"greeting":"hi"}})");

    ASSERT_EQ(changed.status, 200) << changed.raw.body;
    EXPECT_EQ(changed.text("/inbox/channel/secrets/0"), "token");
    net::test::eventually([&] { return settings_of_newest().contains("greeting"); });
    EXPECT_EQ(settings_of_newest().at("token"), "right");
    EXPECT_EQ(settings_of_newest().at("greeting"), "hi");
    EXPECT_EQ(health(id, "working").state, "working");
    auto left = server.on_io([&] { return server.told.made.size() - server.told.gone; });
    EXPECT_EQ(left, 1u) << "the channel with the old settings is gone";
    auto emptied = admin.patch("/inboxes/" + id, R"({"settings":{"token":""}})");
    EXPECT_EQ(emptied.text("/errors/0/problem"), "missing");
    EXPECT_EQ(admin.patch("/inboxes/" + id, R"({"kind":"web"})").status, 400);
}

TEST_F(Channels, settings_are_tried_live_before_they_are_kept)
{
    auto wrong = admin.post("/inboxes/check", R"({"kind":"fake","settings":{"token":"wrong"}})");
    EXPECT_EQ(wrong.text("/steps/0/state"), "failed");
    EXPECT_EQ(wrong.text("/steps/0/name/zh"), "密钥");
    auto right = admin.post("/inboxes/check", R"({"kind":"fake","settings":{"token":"right"}})");
    EXPECT_EQ(right.text("/steps/0/state"), "passed");
    EXPECT_TRUE(admin.get("/inboxes").json.at("items").as_array().empty()) << "nothing is kept";

    auto id = add_one();
    auto stored = admin.post(
        "/inboxes/check", R"({"kind":"fake","settings":{"greeting":"hi"},"inbox":")" + id + "\"}");
    EXPECT_EQ(stored.text("/steps/0/state"), "passed") << "the secret is the stored one";
    health(id, "working");
    EXPECT_EQ(admin.post("/inboxes/" + id + "/set_up").text("/steps/0/id"), "webhook");
}

TEST_F(Channels, a_paused_door_fetches_nothing_and_still_takes_what_is_pushed)
{
    auto id = add_one();
    health(id, "working");

    EXPECT_EQ(admin.post("/inboxes/" + id + "/pause").status, 204);
    EXPECT_EQ(health(id, "paused").state, "paused");
    EXPECT_NE(server.on_io([&] { return server.doors->find(id); }), nullptr);
    EXPECT_EQ(admin.post("/inboxes/" + id + "/set_up").status, 200);
    EXPECT_EQ(health(id, "paused").state, "paused");
    EXPECT_EQ(agent.post("/inboxes/" + id + "/resume").status, 403);

    EXPECT_EQ(admin.post("/inboxes/" + id + "/resume").status, 204);
    EXPECT_EQ(health(id, "working").state, "working");
    auto audit = admin.get("/audit").raw.body;
    EXPECT_NE(audit.find("inbox.pause"), std::string::npos);
    EXPECT_NE(audit.find("inbox.resume"), std::string::npos);
}

TEST_F(Channels, a_fault_that_passes_is_tried_again_and_one_that_stays_waits_for_settings)
{
    server.on_io([&] {
        server.told.faults = {{ErrorKind::unavailable, "provider is away"}};
        return 0;
    });
    auto id = add_one();
    auto failing = health(id, "failing");
    EXPECT_EQ(failing.code, "unavailable");
    EXPECT_EQ(failing.detail, "provider is away");
    EXPECT_EQ(health(id, "working").state, "working");
    EXPECT_EQ(server.on_io([&] { return server.told.runs; }), 2u);

    server.on_io([&] {
        server.told.faults = {{ErrorKind::denied, "the key is not valid"}};
        return 0;
    });
    auto other = add(R"({"token":"right","greeting":"two"})").text("/inbox/id");
    EXPECT_EQ(health(other, "failing").code, "denied");
    admin.patch("/inboxes/" + other, R"({"settings":{"greeting":"three"}})");
    EXPECT_EQ(health(other, "working").state, "working");
    EXPECT_EQ(server.on_io([&] { return server.told.runs; }), 4u)
        << "a refused key is not tried again by itself";
}

}  // namespace
}  // namespace keydesk
