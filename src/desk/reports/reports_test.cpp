// The pure parts of reports: spreads merge exactly, zones cut time, a score is told from words.
#include "desk/reports/reports.hpp"
#include "desk/reports/csat.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace keydesk::desk {
namespace {

TEST(Spread, quantiles_of_merged_parts_are_within_the_stated_error)
{
    std::mt19937_64 dice{7};
    std::lognormal_distribution<double> waits{6.0, 1.8};
    Spread merged;
    std::vector<double> raw;
    for (int part = 0; part < 50; ++part) {
        Spread one;
        for (int i = 0; i < 200; ++i) {
            auto seconds = static_cast<std::int64_t>(waits(dice)) + 1;
            raw.push_back(static_cast<double>(seconds));
            ++one[bucket_of(seconds)];
        }
        merge(merged, one);
    }
    std::ranges::sort(raw);
    EXPECT_EQ(count_of(merged), 10'000);
    for (double share : {0.1, 0.5, 0.9, 0.99}) {
        auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(raw.size())));
        double exact = raw[rank - 1];
        EXPECT_NEAR(quantile(merged, share).value() / exact, 1.0, kSpreadError) << share;
    }
    EXPECT_FALSE(quantile({}, 0.5));
    EXPECT_EQ(quantile({{0, 3}}, 0.5), 0);
}

TEST(Spread, a_value_lies_in_its_bucket)
{
    for (std::int64_t seconds = 1; seconds < 2'000'000; seconds += 1 + seconds / 50) {
        double off = middle_of(bucket_of(seconds)) / static_cast<double>(seconds);
        EXPECT_NEAR(off, 1.0, kSpreadError) << seconds;
    }
    EXPECT_EQ(bucket_of(0), 0);
    EXPECT_EQ(bucket_of(-5), 0);
    EXPECT_LT(bucket_of(1LL << 60), 512);
}

TEST(AskerClock, is_cut_where_the_clock_changes)
{
    auto plain = AskerClock::read("480").value().spans(100, 200);
    ASSERT_EQ(plain.size(), 1U);
    EXPECT_EQ(plain[0].minutes, 480);
    auto berlin = AskerClock::read("60;1774746000000:120").value().spans(492'000, 494'000);
    ASSERT_EQ(berlin.size(), 2U);
    EXPECT_EQ(berlin[1].from_hour, 1'774'746'000'000 / 3'600'000);
    EXPECT_EQ(berlin[1].minutes, 120);
    for (auto wrong : {"", "x", "480;", ";", "9999", "60;5", "60;-1:60", "1:2", "60;9e3:1"}) {
        EXPECT_FALSE(AskerClock::read(wrong)) << wrong;
    }
}

TEST(Csat, a_score_is_told_from_words_and_words_are_left_alone)
{
    struct Case {
        std::string_view text;
        int score;
    };
    constexpr Case kCases[]{
        {"5", 5},
        {" 5 ", 5},
        {"５", 5},
        {"4分", 4},
        {"3 星", 3},
        {"5. 很满意", 5},
        {"很满意！", 5},
        {"不满意", 2},
        {"很不滿意", 1},
        {"五星", 5},
        {"⭐⭐⭐⭐", 4},
        {"★★", 2},
        {"very good", 5},
        {"Very good!", 5},
        {"1. Very bad", 1},
        {"so so", 3},
        {"4 stars", 4},
        {"2/5", 2}};
    for (const auto& one : kCases) EXPECT_EQ(score_in(one.text), one.score) << one.text;
    for (auto text :
         {"",
          "6",
          "0",
          "55",
          "5 usdt",
          "我转了5个",
          "不满意，钱还没到账",
          "very good but where is it",
          "5. Very bad",
          "★★★★★★",
          "1 2",
          "good morning",
          "我的订单号是5"}) {
        EXPECT_FALSE(score_in(text)) << text;
    }
    for (auto locale : {"zh-CN", "en"}) {
        for (int score = 1; score <= 5; ++score) {
            auto word = csat_words(locale).scores.at(static_cast<std::size_t>(score - 1));
            EXPECT_EQ(score_in(word), score);
        }
    }
}

}  // namespace
}  // namespace keydesk::desk
