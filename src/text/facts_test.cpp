#include "text/facts.hpp"
#include "text/letters.hpp"
#include "text/person.hpp"
#include "text/recogniser.hpp"

#include <gtest/gtest.h>

namespace keydesk::text {
namespace {

using namespace std::chrono;

/// 20 March 2026, 09:46:40 UTC; in Shanghai 17:46:40.
constexpr minutes kShanghai = hours{8};
const Surroundings kHere{
    .now = milliseconds{1'774'000'000'000}, .zone = [](milliseconds) { return kShanghai; }};

std::string value(std::string_view text, std::string_view kind)
{
    for (const auto& fact : facts_of(text, kHere)) {
        if (fact.kind == kind) return fact.value;
    }
    return "";
}

/// "2026-03-20 10:00", by the customer's clock.
std::string when(std::string_view text)
{
    for (const auto& fact : facts_of(text, kHere)) {
        if (fact.kind != "time" || !fact.at) continue;
        auto local = sys_time<milliseconds>{*fact.at + kShanghai};
        auto day = floor<days>(local);
        year_month_day date{day};
        hh_mm_ss clock{local - day};
        char out[32];
        std::snprintf(
            out,
            sizeof out,
            "%d-%02u-%02u %02d:%02d",
            int(date.year()),
            unsigned(date.month()),
            unsigned(date.day()),
            int(clock.hours().count()),
            int(clock.minutes().count()));
        return out;
    }
    return "";
}

TEST(Facts, amounts_with_their_assets)
{
    EXPECT_EQ(value("转了500U", "amount"), "500 USDT");
    EXPECT_EQ(value("0.5個ETH", "amount"), "0.5 ETH");
    EXPECT_EQ(value("sent 1,200.50 USDT", "amount"), "1200.50 USDT");
    EXPECT_EQ(value("被骗了3万U", "amount"), "30000 USDT");
    EXPECT_EQ(value("１００ usdt", "amount"), "100 USDT");
    EXPECT_EQ(value("in 3 united states", "amount"), "");
}

TEST(Facts, times_by_the_customers_clock)
{
    EXPECT_EQ(when("今日上午10时许转的"), "2026-03-20 10:00");
    EXPECT_EQ(when("昨天下午三点半"), "2026-03-19 15:30");
    EXPECT_EQ(when("yesterday 3pm"), "2026-03-19 15:00");
    EXPECT_EQ(when("2 hours ago"), "2026-03-20 15:46");
    EXPECT_EQ(when("半小时前"), "2026-03-20 17:16");
    EXPECT_EQ(when("昨晚11点"), "2026-03-19 23:00");
    EXPECT_EQ(when("2026-03-01 14:05"), "2026-03-01 14:05");
    EXPECT_EQ(when("2026-02-31"), "");
    EXPECT_EQ(when("3月1日下午2点"), "2026-03-01 14:00");
    EXPECT_EQ(when("12月30日下午2点"), "2025-12-30 14:00") << "what he tells of has happened";
}

TEST(Facts, a_clock_that_was_put_forward_since_then)
{
    // New York, Monday 9 March 2026, 08:00 (12:00 UTC); the clocks went forward on Sunday at 02:00.
    static constexpr milliseconds kForward{1'772'953'200'000}, kNow{1'773'057'600'000};
    Surroundings new_york{.now = kNow, .zone = [](milliseconds utc) -> minutes {
                              return utc < kForward ? hours{-5} : hours{-4};
                          }};
    auto saturday = facts_of("2026-03-07 15:00", new_york);
    auto yesterday = facts_of("yesterday 3pm", new_york);

    ASSERT_EQ(saturday.size(), 1u);
    ASSERT_EQ(yesterday.size(), 1u);
    EXPECT_EQ(saturday[0].at, milliseconds{1'772'913'600'000});   // 20:00 UTC
    EXPECT_EQ(yesterday[0].at, milliseconds{1'772'996'400'000});  // 19:00 UTC
}

TEST(Facts, what_names_machines_and_the_other_side)
{
    EXPECT_EQ(value("版本v5.2.1", "app_version"), "5.2.1");
    EXPECT_EQ(value("iPhone 13 Pro, iOS 17.1", "device"), "iPhone 13 Pro");
    EXPECT_EQ(value("iPhone 13 Pro, iOS 17.1", "os"), "iOS 17.1");
    EXPECT_EQ(value("小米14", "device"), "Xiaomi 14");
    EXPECT_EQ(value("轉到幣安", "counterparty"), "Binance");
    EXPECT_EQ(value("走trc20", "network"), "TRON (TRC20)");
    EXPECT_EQ(value("提示“能量不足”", "error_text"), "能量不足");
    EXPECT_EQ(value("is wallet-help.example/verify ours?", "url"), "wallet-help.example/verify");
}

TEST(Facts, a_phone_keeps_its_last_four_digits_and_a_mail_its_first_letter)
{
    EXPECT_EQ(value("手机13812345678", "phone_tail"), "5678");
    EXPECT_EQ(value("+44 7700 900123", "phone_tail"), "0123");
    EXPECT_EQ(value("ann@mail.com", "email"), "a***@mail.com");
    for (const auto& fact : facts_of("13812345678 ann@mail.com")) {
        EXPECT_EQ(fact.value.find("1381"), std::string::npos);
        EXPECT_EQ(fact.value.find("ann@"), std::string::npos);
    }
}

TEST(Facts, places_are_code_points_and_never_overlap)
{
    std::string text = "😀今日上午10时许转了500U到币安，哈希0x" + std::string(64, 'a');
    auto letters = decode(text);
    std::size_t last = 0;
    for (const auto& fact : facts_of(text, kHere)) {
        EXPECT_GE(fact.start, last);
        EXPECT_LE(fact.end, letters.size());
        last = fact.end;
    }
    auto facts = facts_of(text, kHere);
    ASSERT_EQ(facts.size(), 4U);
    EXPECT_EQ(
        encode(std::u32string_view{letters}.substr(facts[1].start, facts[1].end - facts[1].start)),
        "500U");
    EXPECT_EQ(facts[3].kind, "transaction");
}

TEST(Facts, anything_may_come)
{
    for (const char* text :
         {"",
          "\xff\xff",
          "9999999999999999999999U",
          "99999999999999 days ago",
          "昨天",
          "@",
          "v",
          "“",
          "2026-",
          "+",
          "13月40日"})
        facts_of(text, kHere);
}

TEST(Likeness, the_same_words_in_another_dress)
{
    EXPECT_EQ(likeness_of("Hello,  World!", "hello world"), 1);
    EXPECT_EQ(likeness_of("轉帳６小時了", "转账6小时了。") > 0.5, true);
    EXPECT_GE(
        likeness_of(
            "I sent USDT to Binance three hours ago, not credited",
            "i sent usdt to Binance three hours ago - not credited!!"),
        0.9);
    EXPECT_LT(likeness_of("I sent USDT to Binance", "I sent BTC to Kraken yesterday"), 0.9);
    EXPECT_EQ(likeness_of("", ""), 0);
}

TEST(Person, wishes_are_heard_and_stories_are_none)
{
    for (const char* text :
         {"person please",
          "agnet pls",
          "转人工",
          "轉人工",
          "i want a human",
          "real person!!",
          "stop this bot"})
        EXPECT_TRUE(asks_for_person(text)) << text;
    for (const char* text :
         {"someone stole my coins",
          "有人自称客服加我好友，是真的吗",
          "the agent key of my app",
          "人工智能是什么",
          "my support ticket number is 4"})
        EXPECT_FALSE(asks_for_person(text)) << text;
}

}  // namespace
}  // namespace keydesk::text
