#include "tests/kit/accounts_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace keydesk {
namespace {

using namespace std::chrono_literals;
using desk::Role;
using kit::Browser;

class Settings : public testing::Test {
protected:
    Settings()
    {
        for (auto role : {Role::agent, Role::lead, Role::admin}) {
            std::string name{desk::name_of(role)};
            ids[role] = server.agent(name + "@desk.example", role);
            auto& browser = browsers.try_emplace(role, server).first->second;
            EXPECT_EQ(browser.log_in(name + "@desk.example").status, 200);
        }
    }
    Browser& as(Role role) { return browsers.at(role); }
    kit::AccountsServer server{kit::fresh_folder("settings")};
    std::map<Role, std::string> ids;
    std::map<Role, Browser> browsers;
};

std::string method_of(net::Method method)
{
    std::string name{net::name_of(method)};
    std::ranges::transform(
        name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return name;
}

std::string path_of(const api::Route& route)
{
    std::string path = route.pattern.substr(std::string_view{"/api/v1"}.size());
    if (auto at = path.find(":id"); at != std::string::npos)
        path.replace(at, 3, "00000000-0000-7000-8000-000000000000");
    return path;
}

TEST_F(Settings, every_route_needs_a_session_and_a_role_that_is_large_enough)
{
    std::size_t guarded = 0;
    for (const auto& route : server.routes->table()) {
        if (route.open) continue;
        auto method = method_of(route.method);
        auto path = path_of(route);
        Browser nobody{server};
        nobody.csrf = "guess";
        EXPECT_EQ(nobody.ask(method, path, "{}").status, 401) << method << path;
        for (auto role : {Role::agent, Role::lead, Role::admin}) {
            if (desk::may(role, route.permission)) continue;
            ++guarded;
            EXPECT_EQ(as(role).ask(method, path, "{}").status, 403)
                << desk::name_of(role) << " " << method << path;
        }
    }
    EXPECT_GT(guarded, 15u) << "the walk itself works";
}

TEST_F(Settings, every_change_needs_the_csrf_token_and_our_own_origin)
{
    Browser thief{server};
    thief.cookie = as(Role::admin).cookie;
    for (const auto& route : server.routes->table()) {
        if (route.method == net::Method::get || route.open) continue;
        auto method = method_of(route.method);
        auto path = path_of(route);
        thief.origin.reset();
        for (auto token : {std::string{}, std::string{"guess"}, as(Role::lead).csrf}) {
            thief.csrf = token;
            EXPECT_EQ(thief.ask(method, path, "{}").status, 403) << method << path;
        }
        thief.csrf = as(Role::admin).csrf;
        for (auto origin : {"", "null", "http://evil.test", "https://127.0.0.1"}) {
            thief.origin = origin;
            EXPECT_EQ(thief.ask(method, path, "{}").status, 403) << method << path << origin;
        }
    }
    EXPECT_EQ(as(Role::admin).get("/me").status, 200) << "nothing of it went through";
}

TEST_F(Settings, another_site_cannot_even_log_somebody_in)
{
    Browser page{server};
    page.origin = "http://evil.test";
    EXPECT_EQ(page.log_in("agent@desk.example").status, 403);
}

TEST_F(Settings, only_what_is_named_is_open_to_everybody)
{
    std::vector<std::string> open;
    for (const auto& route : server.routes->table())
        if (route.open) open.push_back(method_of(route.method) + " " + route.pattern);
    EXPECT_EQ(
        open,
        (std::vector<std::string>{
            "POST /api/v1/login", "GET /api/v1/invites/:token", "POST /api/v1/invites/:token"}));
}

TEST_F(Settings, malformed_bodies_are_refused_with_what_is_wrong)
{
    auto& lead = as(Role::lead);
    for (auto body :
         {"",
          "{",
          "[]",
          "{\"name\":1}",
          "{\"name\":\"a\",\"name\":\"b\"}",
          "{\"name\":\"x\",\"color\":\"red\"}",
          "{\"name\":\"\",\"color\":\"#abcdef\"}",
          "{\"name\":\"x\",\"color\":\"#abcdef\",\"admin\":true}",
          "{\"name\":\"\xff\"}"}) {
        auto reply = lead.post("/labels", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_FALSE(reply.json.at("errors").as_array().empty()) << body;
    }
    EXPECT_EQ(lead.post("/labels", std::string(70'000, ' ')).status, 413);
    EXPECT_EQ(lead.patch("/labels/not-an-id", "{}").status, 404);
    EXPECT_EQ(lead.get("/labels").json.at("items").as_array().size(), 0u);
}

TEST_F(Settings, teams_and_labels_are_made_renamed_and_removed)
{
    auto& lead = as(Role::lead);
    for (auto [noun, one, body, renamed] :
         {std::array{"teams", "team", R"({"name":"Security"})", R"({"name":"安全"})"},
          std::array{
              "labels", "label", R"({"name":"Refund","color":"#a0b1c2"})", R"({"name":"退款"})"}}) {
        std::string path = std::string{"/"} + noun;
        auto made = lead.post(path, body);
        ASSERT_EQ(made.status, 201);
        auto twin = lead.post(path, body);
        EXPECT_EQ(twin.status, 409);
        EXPECT_EQ(twin.text("/errors/0/problem"), "taken");
        auto id = made.text(std::string{"/"} + one + "/id");
        EXPECT_EQ(lead.patch(path + "/" + id, renamed).status, 200);
        EXPECT_EQ(as(Role::agent).get(path).json.at("items").as_array().size(), 1u);
        EXPECT_EQ(lead.del(path + "/" + id).status, 204);
        EXPECT_EQ(lead.del(path + "/" + id).status, 404);
        EXPECT_EQ(std::ranges::count(server.heard.things, noun), 3);
    }
}

TEST_F(Settings, a_reply_is_its_owners_until_a_lead_shares_it)
{
    constexpr auto kBody =
        R"({"shortcut":"hi","title":"Hello","body":"Hello {{customer.name}}","locale":"en","shared":false})";
    constexpr auto kShared =
        R"({"shortcut":"hi","title":"Hello","body":"Hello","locale":null,"shared":true})";
    auto own = as(Role::agent).post("/saved_replies", kBody);
    ASSERT_EQ(own.status, 201);
    std::string path = "/saved_replies/" + own.text("/saved_reply/id");
    EXPECT_EQ(as(Role::lead).get("/saved_replies").json.at("items").as_array().size(), 0u);
    EXPECT_EQ(as(Role::admin).patch(path, R"({"title":"x"})").status, 404) << "not even an admin's";
    EXPECT_EQ(as(Role::agent).patch(path, R"({"shared":true})").status, 403);
    EXPECT_EQ(as(Role::agent).post("/saved_replies", kShared).status, 403);

    auto shared = as(Role::lead).post("/saved_replies", kShared);
    ASSERT_EQ(shared.status, 201);
    std::string public_path = "/saved_replies/" + shared.text("/saved_reply/id");
    EXPECT_EQ(as(Role::agent).get("/saved_replies").json.at("items").as_array().size(), 2u);
    EXPECT_EQ(as(Role::agent).patch(public_path, R"({"title":"x"})").status, 403);
    EXPECT_EQ(as(Role::agent).del(public_path).status, 403);
    // What the console sends back is what it was given.
    auto changed =
        as(Role::agent)
            .patch(
                path, R"({"shortcut":"hey","title":"T","body":"B","locale":null,"shared":false})");
    EXPECT_EQ(changed.status, 200);
    EXPECT_TRUE(changed.json.at_pointer("/saved_reply/locale").is_null());
    EXPECT_EQ(as(Role::lead).del(public_path).status, 204);
    EXPECT_EQ(as(Role::agent).del(path).status, 204);
}

TEST_F(Settings, an_inbox_gives_its_keys_to_administrators_and_its_secret_once)
{
    auto& admin = as(Role::admin);
    auto made = admin.post(
        "/inboxes",
        R"({"name":"Wallet","sites":["https://Wallet.example/"],"color":"#112233","greeting":{"zh":"你好","en":"Hi"},"team":null})");
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(made.text("/inbox/sites/0"), "https://wallet.example");
    EXPECT_NE(made.text("/inbox/snippet").find(made.text("/inbox/key")), std::string::npos);
    std::string path = "/inboxes/" + made.text("/inbox/id");
    auto secret = admin.post(path + "/rotate_secret");
    ASSERT_EQ(secret.status, 200);
    EXPECT_GE(secret.text("/identity_secret").size(), 43u);
    auto list = admin.get("/inboxes");
    EXPECT_EQ(list.raw.body.find(secret.text("/identity_secret")), std::string::npos);
    EXPECT_TRUE(list.json.at_pointer("/items/0/has_identity_secret").as_bool());
    auto stored = server.run(server.part->store().inboxes()).value().front();
    EXPECT_EQ(
        server.part->sealer()
            .unseal("inbox:" + stored.id, *stored.identity_secret)
            .value()
            .reveal(),
        secret.text("/identity_secret"));

    auto seen = as(Role::agent).get("/inboxes");
    EXPECT_EQ(seen.text("/items/0/name"), "Wallet");
    EXPECT_FALSE(seen.json.at_pointer("/items/0").as_object().contains("key"));

    for (auto site :
         {"wallet.example",
          "ftp://x.example",
          "https://x.example/path",
          "https://",
          "https://a b",
          "https://x:99999999",
          "javascript:alert(1)",
          "https://u@x.example"})
        EXPECT_EQ(
            admin.patch(path, std::string{R"({"sites":[")"} + site + R"("]})")
                .text("/errors/0/field"),
            "sites[0]")
            << site;
    EXPECT_EQ(
        admin.patch(path, R"({"team":"00000000-0000-7000-8000-000000000000"})")
            .text("/errors/0/field"),
        "team");
    EXPECT_EQ(admin.patch(path, R"({"identity_secret":null})").status, 200);
    EXPECT_FALSE(admin.get("/inboxes").json.at_pointer("/items/0/has_identity_secret").as_bool());
}

TEST_F(Settings, an_invitation_is_good_once_and_for_its_own_address)
{
    auto made =
        as(Role::admin)
            .post("/agents/invite", R"({"email":"New@Desk.example","role":"lead","name":"New"})");
    ASSERT_EQ(made.status, 201);
    auto url = made.text("/url");
    std::string path = "/invites/" + url.substr(url.rfind('/') + 1);
    Browser fresh{server}, late{server};
    EXPECT_EQ(fresh.get(path).text("/email"), "new@desk.example");
    auto weak = fresh.post(path, R"({"name":"Neu","password":"new@desk1"})");
    EXPECT_EQ(weak.text("/errors/0/field"), "password");
    constexpr auto kAccept = R"({"name":"Neu","password":"a long enough one"})";
    auto accepted = fresh.post(path, kAccept);
    ASSERT_EQ(accepted.status, 200);
    EXPECT_EQ(accepted.text("/me/role"), "lead");
    EXPECT_EQ(fresh.get("/me").status, 200);
    EXPECT_EQ(late.post(path, kAccept).status, 404) << "used twice";
    EXPECT_EQ(late.get(path).status, 404);
    EXPECT_EQ(
        as(Role::admin)
            .post("/agents/invite", R"({"email":"new@desk.EXAMPLE","role":"agent"})")
            .status,
        409);
    EXPECT_EQ(late.get("/invites/guess").status, 404);
}

TEST_F(Settings, an_invitation_ends_by_age_and_by_a_newer_one)
{
    auto invite = [&] {
        auto url = as(Role::admin)
                       .post("/agents/invite", R"({"email":"x@desk.example","role":"agent"})")
                       .text("/url");
        return "/invites/" + url.substr(url.rfind('/') + 1);
    };
    auto first = invite(), second = invite();
    EXPECT_EQ(as(Role::agent).get(first).status, 404);
    EXPECT_EQ(as(Role::agent).get(second).status, 200);
    server.advance(72h);
    EXPECT_EQ(Browser{server}.get(second).status, 404);
}

TEST_F(Settings, a_change_of_role_counts_at_once_and_disabling_ends_all_sessions)
{
    std::string path = "/agents/" + ids[Role::lead];
    EXPECT_EQ(as(Role::lead).post("/teams", R"({"name":"A"})").status, 201);
    EXPECT_EQ(as(Role::admin).patch(path, R"({"role":"agent"})").status, 200);
    EXPECT_EQ(as(Role::lead).post("/teams", R"({"name":"B"})").status, 403);
    EXPECT_EQ(server.heard.agents, std::vector{ids[Role::lead]});
    EXPECT_EQ(as(Role::admin).patch(path, R"({"disabled":true})").status, 200);
    EXPECT_EQ(as(Role::lead).get("/me").status, 401);
    EXPECT_EQ(server.heard.ended.size(), 1u);
    EXPECT_EQ(Browser{server}.log_in("lead@desk.example").status, 401);
}

TEST_F(Settings, a_desk_is_never_left_without_an_administrator)
{
    std::string path = "/agents/" + ids[Role::admin];
    EXPECT_EQ(as(Role::admin).patch(path, R"({"role":"lead"})").status, 409);
    EXPECT_EQ(as(Role::admin).patch(path, R"({"disabled":true})").status, 409);
    EXPECT_EQ(as(Role::admin).get("/audit").status, 200);
    auto second = "/agents/" + ids[Role::lead];
    EXPECT_EQ(as(Role::admin).patch(second, R"({"role":"admin"})").status, 200);
    EXPECT_EQ(as(Role::admin).patch(path, R"({"role":"lead"})").status, 200);
}

TEST_F(Settings, an_agent_joins_only_teams_that_exist)
{
    auto team = as(Role::lead).post("/teams", R"({"name":"A"})").text("/team/id");
    std::string path = "/agents/" + ids[Role::agent];
    auto joined = as(Role::admin).patch(path, R"({"teams":[")" + team + R"("]})");
    EXPECT_EQ(joined.text("/agent/teams/0"), team);
    auto wrong = as(Role::admin).patch(path, R"({"teams":[")" + team + R"(","nowhere"]})");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(
        as(Role::admin).get("/agents").json.at_pointer("/items/0/teams").as_array().size() +
            as(Role::admin).get("/agents").json.at_pointer("/items/1/teams").as_array().size(),
        1u)
        << "the change that failed left nothing behind";
}

TEST_F(Settings, what_was_done_stands_in_the_audit_with_who_did_it)
{
    as(Role::lead).post("/teams", R"({"name":"\"Quotes\" 团队"})");
    auto page = as(Role::admin).get("/audit?limit=2");
    EXPECT_EQ(page.text("/items/0/action"), "team.add");
    EXPECT_EQ(page.text("/items/0/actor/name"), "lead@desk.example");
    EXPECT_EQ(page.text("/items/0/detail/name"), "\"Quotes\" 团队");
    EXPECT_EQ(page.text("/items/1/action"), "login");
    auto next = page.text("/next");
    ASSERT_FALSE(next.empty());
    std::size_t rows = 2;
    while (!next.empty()) {
        auto more = as(Role::admin).get("/audit?limit=2&after=" + next);
        rows += more.json.at("items").as_array().size();
        next = more.text("/next");
    }
    auto verdict = server.run(server.part->store().verify()).value();
    EXPECT_EQ(verdict.rows, static_cast<std::int64_t>(rows));
    EXPECT_FALSE(verdict.broken_at);
    for (auto bad :
         {"?after=x", "?after=-1", "?limit=0", "?limit=201", "?after=9999999999999999999"})
        EXPECT_EQ(as(Role::admin).get(std::string{"/audit"} + bad).status, 400) << bad;
}

TEST_F(Settings, the_workspace_and_ones_own_name_are_changed_and_checked)
{
    EXPECT_EQ(as(Role::admin).patch("/workspace", R"({"name":"钱包客服"})").status, 200);
    EXPECT_EQ(as(Role::agent).get("/workspace").text("/name"), "钱包客服");
    auto me = as(Role::agent)
                  .patch(
                      "/me",
                      R"({"name":"苏雅","locale":"zh-CN","availability":"away","signature":"Su"})");
    EXPECT_EQ(me.text("/me/avatar"), "苏");
    EXPECT_EQ(me.text("/me/availability"), "away");
    EXPECT_EQ(as(Role::agent).patch("/me", R"({"locale":"de"})").text("/errors/0/field"), "locale");
    EXPECT_EQ(
        as(Role::agent).patch("/me", R"({"role":"admin"})").text("/errors/0/problem"), "unknown");
}

}  // namespace
}  // namespace keydesk
