#include "base/crypto.hpp"
#include "desk/accounts/agents.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/accounts/lockout.hpp"
#include "desk/accounts/password.hpp"
#include "desk/accounts/permissions.hpp"
#include "desk/accounts/totp.hpp"

#include <gtest/gtest.h>

namespace keydesk::desk {
namespace {

using namespace std::chrono_literals;

TEST(OneTimeCode, agrees_with_the_vectors_of_rfc_6238)
{
    // Appendix B, the SHA-1 rows.
    struct {
        std::int64_t seconds;
        const char* code;
    } rows[] = {
        {59, "94287082"},
        {1111111109, "07081804"},
        {1111111111, "14050471"},
        {1234567890, "89005924"},
        {2000000000, "69279037"},
        {20000000000, "65353130"}};
    for (auto& row : rows)
        EXPECT_EQ(totp_code("12345678901234567890", row.seconds / 30, 8), row.code);
}

TEST(OneTimeCode, agrees_with_the_vectors_of_rfc_4226)
{
    const char* codes[] = {
        "755224",
        "287082",
        "359152",
        "969429",
        "338314",
        "254676",
        "287922",
        "162583",
        "399871",
        "520489"};
    for (std::int64_t step = 0; step < 10; ++step)
        EXPECT_EQ(totp_code("12345678901234567890", step), codes[step]);
}

TEST(OneTimeCode, is_good_one_step_early_and_late_and_never_twice)
{
    std::string secret = new_totp_secret();
    Time now{1'700'000'010s};
    auto step = totp_step(now);
    for (auto near : {step - 1, step, step + 1})
        EXPECT_EQ(totp_match(secret, totp_code(secret, near), now, 0), near);
    EXPECT_FALSE(totp_match(secret, totp_code(secret, step - 2), now, 0));
    EXPECT_FALSE(totp_match(secret, totp_code(secret, step + 2), now, 0));
    EXPECT_FALSE(totp_match(secret, totp_code(secret, step), now, step));
    EXPECT_FALSE(totp_match(secret, totp_code(secret, step - 1), now, step));
    EXPECT_FALSE(totp_match(secret, "", now, 0));
    EXPECT_FALSE(totp_match(secret, totp_code(secret, step).substr(0, 5), now, 0));
}

TEST(OneTimeCode, the_secret_is_written_as_authenticator_apps_read_it)
{
    // RFC 4648, section 10, without the padding.
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(
        otpauth_uri("foobar", "Key & desk", "su@ya.example"),
        "otpauth://totp/Key%20%26%20desk:su%40ya.example?secret=MZXW6YTBOI"
        "&issuer=Key%20%26%20desk&algorithm=SHA1&digits=6&period=30");
}

TEST(RecoveryCode, is_recognised_however_it_is_typed)
{
    auto codes = new_recovery_codes();
    ASSERT_EQ(codes.size(), 10u);
    for (const auto& code : codes) {
        EXPECT_EQ(tidy_recovery_code(code), code);
        std::string loud = " " + code.substr(0, 5) + " " + code.substr(6);
        for (char& c : loud)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
        EXPECT_EQ(tidy_recovery_code(loud), code);
    }
    for (auto bad : {"", "123456", "aaaaa-aaaa", "aaaaa-aaaaaa", "aaaaa-aaaa1", "aaaaa-aaaa\xff"})
        EXPECT_EQ(tidy_recovery_code(bad), "") << bad;
}

TEST(Password, is_refused_for_what_is_guessed_first)
{
    struct {
        const char *password, *fault;
    } cases[] = {
        {"", "too_short"},
        {"123456789", "too_short"},
        {"苏雅苏雅苏雅苏雅苏", "too_short"},
        {"1234567890", "too_common"},
        {"0987654321", "too_common"},
        {"abcdefghijkl", "too_common"},
        {"aaaaaaaaaaaa", "too_common"},
        {"abababababab", "too_common"},
        {"Password2026!", "too_common"},
        {"QWERTYUIOP", "too_common"},
        {"keydesk12345!", "too_common"},
        {"suya.lead is me", "like_the_account"}};
    for (auto& one : cases)
        EXPECT_EQ(password_fault(one.password, "SuYa.Lead@x.example"), one.fault) << one.password;
    EXPECT_EQ(password_fault(std::string(257, 'x'), "a@b"), "too_long");
}

TEST(Password, needs_length_and_nothing_else)
{
    for (auto good :
         {"correct horse battery", "苏雅在今天早上喝了豆浆", "mXk29-fqPzw", "it rains again"})
        EXPECT_FALSE(password_fault(good, "su@ya.example")) << good;
}

TEST(Lockout, begins_with_the_fifth_failure_and_doubles_to_an_hour)
{
    std::int64_t waits[] = {0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600};
    for (std::int64_t i = 0; i < 13; ++i)
        EXPECT_EQ(wait_after(i + 1), std::chrono::seconds{waits[i]});
    EXPECT_EQ(wait_after(std::numeric_limits<std::int64_t>::max()), 1h);
}

class LockoutOf : public testing::Test {
protected:
    /// Seconds to wait; 0: the attempt was let through and failed.
    std::int64_t fail(const std::string& address, const std::string& account)
    {
        auto attempt = lockouts.begin(address, account);
        return attempt ? 0 : attempt.error().count();
    }
    void succeed(const std::string& address, const std::string& account)
    {
        auto attempt = lockouts.begin(address, account);
        ASSERT_TRUE(attempt);
        attempt->succeeded();
    }
    ManualClock clock;
    Lockouts lockouts{clock};
};

TEST_F(LockoutOf, an_account_holds_whatever_address_is_used)
{
    for (int i = 0; i < 5; ++i) EXPECT_EQ(fail("10.0.0." + std::to_string(i), "su"), 0);
    EXPECT_EQ(fail("10.0.0.9", "su"), 30);
    EXPECT_EQ(fail("10.0.0.9", "other"), 0);
    clock.advance(29s);
    EXPECT_EQ(fail("10.0.0.9", "su"), 1);
    clock.advance(1s);
    EXPECT_EQ(fail("10.0.0.9", "su"), 0);
    EXPECT_EQ(fail("10.0.0.9", "su"), 60);
}

TEST_F(LockoutOf, an_address_holds_whatever_account_is_tried)
{
    for (int i = 0; i < 25; ++i) EXPECT_EQ(fail("10.0.0.1", "a" + std::to_string(i)), 0);
    EXPECT_EQ(fail("10.0.0.1", "a99"), 30);
    EXPECT_EQ(fail("10.0.0.2", "a99"), 0);
}

TEST_F(LockoutOf, colleagues_behind_one_address_do_not_lock_each_other_out)
{
    for (int i = 0; i < 5; ++i) EXPECT_EQ(fail("10.0.0.1", "forgetful"), 0);
    EXPECT_EQ(fail("10.0.0.1", "forgetful"), 30);
    EXPECT_EQ(fail("10.0.0.1", "colleague"), 0);
}

TEST_F(LockoutOf, a_right_log_in_forgives_its_own_failures_only)
{
    for (int i = 0; i < 3; ++i) fail("10.0.0.1", "su");
    succeed("10.0.0.1", "su");
    for (int i = 0; i < 4; ++i) EXPECT_EQ(fail("10.0.0.1", "su"), 0);
    succeed("10.0.0.1", "su");

    // A guesser with an account of his own, between every two guesses.
    for (int i = 0; i < 24; ++i) {
        EXPECT_EQ(fail("10.0.0.7", "victim" + std::to_string(i)), 0);
        succeed("10.0.0.7", "own");
    }
    EXPECT_EQ(fail("10.0.0.7", "victim99"), 0);
    EXPECT_EQ(fail("10.0.0.7", "victim99"), 30);
}

TEST_F(LockoutOf, a_thousand_attempts_at_once_get_no_further_than_five)
{
    std::vector<Lockouts::Attempt> running;
    for (int i = 0; i < 1000; ++i)
        if (auto attempt = lockouts.begin("ip" + std::to_string(i), "su"))
            running.push_back(std::move(*attempt));
    EXPECT_EQ(running.size(), 5u);
    running.clear();
    EXPECT_EQ(fail("elsewhere", "su"), 30);
}

TEST_F(LockoutOf, what_was_neither_right_nor_wrong_does_not_count)
{
    for (int i = 0; i < 20; ++i) {
        auto attempt = lockouts.begin("10.0.0.1", "su");
        ASSERT_TRUE(attempt);
        attempt->withdrawn();
    }
    EXPECT_EQ(fail("10.0.0.1", "su"), 0);
}

TEST_F(LockoutOf, failures_are_forgotten_after_a_quiet_day)
{
    for (int i = 0; i < 4; ++i) fail("10.0.0.1", "su");
    clock.advance(25h);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(fail("10.0.0.1", "su"), 0);
    EXPECT_EQ(fail("10.0.0.1", "su"), 30);
}

TEST_F(LockoutOf, memory_stays_bounded)
{
    Lockouts small{clock, {}, 10};
    for (int i = 0; i < 10'000; ++i)
        static_cast<void>(small.begin("ip" + std::to_string(i), "e" + std::to_string(i)));
    EXPECT_TRUE(small.begin("ip9999", "e9999"));
}

TEST(Permissions, a_larger_role_holds_all_of_the_smaller_one)
{
    auto agent = permissions_of(Role::agent), lead = permissions_of(Role::lead),
         admin = permissions_of(Role::admin);
    EXPECT_LT(agent.size(), lead.size());
    EXPECT_LT(lead.size(), admin.size());
    for (auto one : agent) EXPECT_NE(std::ranges::find(lead, one), lead.end());
    for (auto one : lead) EXPECT_NE(std::ranges::find(admin, one), admin.end());
    EXPECT_FALSE(may(Role::lead, Permission::agents_edit));
    EXPECT_FALSE(may(Role::agent, Permission::labels_edit));
    EXPECT_FALSE(may(Role::admin, static_cast<Permission>(999))) << "what is not named is denied";
}

TEST(Email, two_spellings_of_one_address_are_one_account)
{
    EXPECT_EQ(tidy_email(" Su.Ya@Desk.EXAMPLE\n"), "su.ya@desk.example");
    EXPECT_EQ(tidy_email("苏@例子.中国"), "苏@例子.中国");
    for (auto bad : {"", "@", "a@", "@b", "a b@c", "a@b@c", "<a@b>", "a@b,c@d", "a\"@b", "a@b\x7f"})
        EXPECT_EQ(tidy_email(bad), "") << bad;
    EXPECT_EQ(tidy_email(std::string(250, 'a') + "@b.example"), "");
}

TEST(Avatar, is_the_letters_a_person_would_draw)
{
    EXPECT_EQ(avatar_of("Su Ya"), "SY");
    EXPECT_EQ(avatar_of("  anna maria  berg "), "AB");
    EXPECT_EQ(avatar_of("苏雅"), "苏");
    EXPECT_EQ(avatar_of("x"), "X");
    EXPECT_EQ(avatar_of("  "), "?");
}

AuditRow row_after(const AuditRow& before, std::string action)
{
    AuditRow row{before.id + 1, {Time{1s}, "su", std::move(action), "obj", "{}"}, before.hash, ""};
    row.hash = audit_hash(row.id, row.entry, row.previous_hash);
    return row;
}

TEST(AuditChain, breaks_where_a_row_was_changed_moved_or_taken_out)
{
    auto first = row_after({}, "a"), second = row_after(first, "b"), third = row_after(second, "c");
    auto follows = [](std::vector<AuditRow> rows) {
        AuditCheck check;
        bool whole = true;
        for (const auto& row : rows) whole = check.follow(row) && whole;
        return whole;
    };
    EXPECT_TRUE(follows({first, second, third}));
    EXPECT_FALSE(follows({first, third}));
    EXPECT_FALSE(follows({second, third}));
    EXPECT_FALSE(follows({first, third, second}));
    auto forged = second;
    forged.entry.detail = "{ }";
    EXPECT_FALSE(follows({first, forged, third}));
    forged.hash = audit_hash(forged.id, forged.entry, forged.previous_hash);
    EXPECT_TRUE(follows({first, forged}));
    EXPECT_FALSE(follows({first, forged, third})) << "the next row still tells";
    auto shifted = second;
    shifted.entry.actor = "sub";
    shifted.entry.action = "";
    EXPECT_NE(audit_hash(2, shifted.entry, ""), audit_hash(2, second.entry, ""))
        << "text moved from one field into the next";
}

}  // namespace
}  // namespace keydesk::desk
