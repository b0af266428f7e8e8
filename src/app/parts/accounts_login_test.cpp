#include "desk/accounts/totp.hpp"
#include "tests/kit/accounts_server.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace keydesk {
namespace {

using namespace std::chrono_literals;
using kit::Browser;
using kit::kPassword;

class LogIn : public testing::Test {
protected:
    LogIn() { su = server.agent("su@desk.example", desk::Role::admin); }

    /// Sets one-time codes up and returns the raw secret.
    std::string with_totp(Browser& browser)
    {
        auto begun = browser.post("/me/totp", R"({"password":"correct horse battery"})");
        EXPECT_EQ(begun.status, 200);
        auto sealed = server.run(server.part->store().credentials(su)).value().totp_secret;
        auto secret = server.part->sealer().unseal("totp:" + su, *sealed).value().reveal();
        EXPECT_EQ(desk::base32(secret), begun.text("/secret"));
        auto confirmed = browser.post("/me/totp/confirm", R"({"code":")" + code(secret) + "\"}");
        EXPECT_EQ(confirmed.status, 200);
        for (const auto& one : confirmed.json.at("recovery_codes").as_array())
            recovery.emplace_back(one.as_string());
        return secret;
    }
    std::string code(const std::string& secret, int later = 0)
    {
        return desk::totp_code(secret, desk::totp_step(server.clock.now()) + later);
    }

    kit::AccountsServer server{kit::fresh_folder("login")};
    std::string su;
    std::vector<std::string> recovery;
};

TEST_F(LogIn, opens_a_session_that_only_a_log_out_ends)
{
    Browser browser{server};
    EXPECT_EQ(browser.get("/me").status, 401);
    auto in = browser.log_in(" SU@desk.example ");
    ASSERT_EQ(in.status, 200);
    EXPECT_EQ(in.text("/me/email"), "su@desk.example");
    EXPECT_EQ(in.text("/me/role"), "admin");
    auto line = in.raw.header("Set-Cookie");
    EXPECT_NE(line.find("; HttpOnly; SameSite=Strict"), std::string::npos);
    auto me = browser.get("/me");
    EXPECT_EQ(me.status, 200);
    EXPECT_EQ(me.text("/csrf"), browser.csrf);
    EXPECT_EQ(me.text("/workspace/name"), "Keydesk");
    EXPECT_EQ(me.raw.header("Cache-Control"), "no-store");

    Browser thief{server};
    thief.cookie = browser.cookie;
    thief.csrf = browser.csrf;
    EXPECT_EQ(browser.post("/logout").status, 204);
    EXPECT_EQ(browser.cookie, "");
    EXPECT_EQ(thief.get("/me").status, 401) << "replay after log-out";
    EXPECT_EQ(server.heard.ended.size(), 1u);
}

TEST_F(LogIn, never_keeps_a_token_that_the_browser_came_with)
{
    Browser victim{server};
    victim.cookie = "planted-by-somebody-else-0000000000000000000";
    ASSERT_EQ(victim.log_in("su@desk.example").status, 200);
    EXPECT_NE(victim.cookie, "planted-by-somebody-else-0000000000000000000");
    Browser planter{server};
    planter.cookie = "planted-by-somebody-else-0000000000000000000";
    EXPECT_EQ(planter.get("/me").status, 401);

    Browser before{server};
    before.cookie = victim.cookie;
    ASSERT_EQ(victim.log_in("su@desk.example").status, 200);
    EXPECT_EQ(before.get("/me").status, 401) << "a second log-in ends the first session";
}

TEST_F(LogIn, what_is_wrong_looks_the_same_whatever_it_is)
{
    Browser browser{server};
    auto wrong = browser.log_in("su@desk.example", "wrong horse battery");
    auto unknown = browser.log_in("nobody@desk.example", "wrong horse battery");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.raw.body, unknown.raw.body);
    EXPECT_EQ(wrong.text("/code"), "denied");
    EXPECT_EQ(wrong.json.as_object().contains("totp_required"), false);
    browser.language = "zh-CN";
    EXPECT_EQ(browser.log_in("su@desk.example", "x").text("/title"), "登录失败");
}

TEST_F(
    LogIn, is_locked_after_five_failures_even_for_the_right_password_and_over_a_restart_of_memory)
{
    Browser browser{server};
    for (int i = 0; i < 5; ++i) EXPECT_EQ(browser.log_in("su@desk.example", "wrong").status, 401);
    auto locked = browser.log_in("su@desk.example");
    EXPECT_EQ(locked.status, 429);
    EXPECT_EQ(locked.raw.header("Retry-After"), "30");
    auto row = server.run(server.part->store().credentials(su)).value();
    EXPECT_EQ(row.locked_until, server.clock.now() + 30s) << "kept for the next start";
    server.advance(30s);
    EXPECT_EQ(browser.log_in("su@desk.example").status, 200);
    EXPECT_EQ(server.run(server.part->store().credentials(su)).value().locked_until, Time{});
}

TEST_F(LogIn, an_unknown_address_is_locked_like_a_known_one)
{
    Browser browser{server};
    for (int i = 0; i < 5; ++i) browser.log_in("nobody@desk.example", "wrong");
    EXPECT_EQ(browser.log_in("nobody@desk.example", "wrong").status, 429);
}

TEST_F(LogIn, needs_the_code_once_it_is_set_up_and_takes_each_only_once)
{
    Browser browser{server};
    ASSERT_EQ(browser.log_in("su@desk.example").status, 200);
    auto secret = with_totp(browser);
    EXPECT_EQ(browser.get("/me").json.at_pointer("/me/totp").as_bool(), true);

    Browser other{server};
    auto asked = other.log_in("su@desk.example");
    EXPECT_EQ(asked.status, 401);
    EXPECT_TRUE(asked.json.at("totp_required").as_bool());
    EXPECT_EQ(other.cookie, "");
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, code(secret)).status, 401)
        << "the code that confirmed the set-up is used up";
    server.advance(30s);
    auto fresh = code(secret);
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, fresh).status, 200);
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, fresh).status, 401) << "replay";
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, code(secret, -1)).status, 401)
        << "an older one, unused";
    EXPECT_EQ(other.log_in("su@desk.example", "wrong", code(secret, 1)).status, 401);
}

TEST_F(LogIn, guessed_codes_are_locked_out_too)
{
    Browser browser{server};
    ASSERT_EQ(browser.log_in("su@desk.example").status, 200);
    with_totp(browser);
    Browser other{server};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(
            other.log_in("su@desk.example", kPassword, "00000" + std::to_string(i)).status, 401);
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, "000009").status, 429);
}

TEST_F(LogIn, a_recovery_code_opens_once)
{
    Browser browser{server};
    ASSERT_EQ(browser.log_in("su@desk.example").status, 200);
    with_totp(browser);
    ASSERT_EQ(recovery.size(), 10u);
    Browser other{server};
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, recovery[3]).status, 200);
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, recovery[3]).status, 401);
    EXPECT_EQ(other.log_in("su@desk.example", kPassword, recovery[4]).status, 200);
}

TEST_F(LogIn, codes_are_taken_away_only_with_password_and_code)
{
    Browser browser{server};
    ASSERT_EQ(browser.log_in("su@desk.example").status, 200);
    auto secret = with_totp(browser);
    server.advance(30s);
    auto body = [](std::string password, std::string code) {
        return R"({"password":")" + password + R"(","code":")" + code + "\"}";
    };
    EXPECT_EQ(browser.del("/me/totp", body("wrong", code(secret))).status, 403);
    EXPECT_EQ(browser.del("/me/totp", body(kPassword, "000000")).status, 403);
    EXPECT_EQ(browser.post("/me/totp", R"({"password":"correct horse battery"})").status, 409)
        << "a second set-up would take the first away without its code";
    EXPECT_EQ(browser.del("/me/totp", body(kPassword, code(secret))).status, 204);
    EXPECT_EQ(Browser{server}.log_in("su@desk.example").status, 200);
}

TEST_F(LogIn, a_new_password_ends_every_other_session)
{
    Browser here{server}, there{server};
    ASSERT_EQ(here.log_in("su@desk.example").status, 200);
    ASSERT_EQ(there.log_in("su@desk.example").status, 200);
    EXPECT_EQ(
        here.post("/me/password", R"({"current":"wrong","next":"a better one 77"})").status, 403);
    auto weak = here.post("/me/password", R"({"current":"correct horse battery","next":"short"})");
    EXPECT_EQ(weak.status, 400);
    EXPECT_EQ(weak.text("/errors/0/field"), "next");
    EXPECT_EQ(weak.text("/errors/0/problem"), "too_short");
    EXPECT_EQ(there.get("/me").status, 200);
    ASSERT_EQ(
        here.post("/me/password", R"({"current":"correct horse battery","next":"a better one 77"})")
            .status,
        204);
    EXPECT_EQ(here.get("/me").status, 200);
    EXPECT_EQ(there.get("/me").status, 401);
    EXPECT_EQ(server.heard.ended.size(), 1u);
    EXPECT_EQ(Browser{server}.log_in("su@desk.example").status, 401);
    EXPECT_EQ(Browser{server}.log_in("su@desk.example", "a better one 77").status, 200);
}

TEST_F(LogIn, a_session_can_be_seen_and_ended_from_another_one)
{
    server.agent("other@desk.example", desk::Role::agent);
    Browser here{server}, there{server}, stranger{server};
    ASSERT_EQ(here.log_in("su@desk.example").status, 200);
    server.advance(1s);
    ASSERT_EQ(there.log_in("su@desk.example").status, 200);
    ASSERT_EQ(stranger.log_in("other@desk.example").status, 200);
    auto list = here.get("/me/sessions");
    ASSERT_EQ(list.json.at("items").as_array().size(), 2u);
    EXPECT_TRUE(list.json.at_pointer("/items/1/current").as_bool());
    auto id = list.text("/items/0/id");
    EXPECT_EQ(stranger.del("/me/sessions/" + id).status, 404) << "somebody else's";
    EXPECT_EQ(here.del("/me/sessions/" + id).status, 204);
    EXPECT_EQ(there.get("/me").status, 401);
    EXPECT_EQ(here.get("/me").status, 200);
    EXPECT_EQ(here.del("/me/sessions/" + id).status, 404);
}

TEST_F(LogIn, nothing_secret_lies_in_the_database_in_the_clear)
{
    Browser browser{server};
    ASSERT_EQ(browser.log_in("su@desk.example").status, 200);
    auto secret = with_totp(browser);
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator{server.folder}) {
        if (!file.is_regular_file()) continue;
        std::ifstream in{file.path(), std::ios::binary};
        all.append(std::istreambuf_iterator<char>{in}, {});
    }
    ASSERT_NE(all.find("su@desk.example"), std::string::npos) << "the search itself works";
    for (const auto& what : {browser.cookie, secret, desk::base32(secret), recovery[0]})
        EXPECT_EQ(all.find(what), std::string::npos);
}

}  // namespace
}  // namespace keydesk
