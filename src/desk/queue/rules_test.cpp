// Who gets whom, what counts as an incident, what is said of a wait.
#include "desk/queue/board.hpp"
#include "desk/queue/calendar.hpp"
#include "desk/queue/incidents.hpp"

#include <gtest/gtest.h>

namespace keydesk::desk {
namespace {

using namespace std::chrono_literals;

Seat seat(std::string agent, int load, int capacity = 4)
{
    Seat out;
    out.agent = std::move(agent);
    out.load = load;
    out.capacity = capacity;
    out.here = true;
    return out;
}

TEST(Routing, the_smallest_share_of_capacity_is_filled_first_then_the_longest_idle)
{
    std::vector<Seat> seats{seat("a", 2), seat("b", 1), seat("c", 2, 12)};
    EXPECT_EQ(choose(seats, {})->agent, "c");
    seats = {seat("a", 1), seat("b", 1)};
    seats[0].idle_since = Time{5min};
    seats[1].idle_since = Time{2min};
    EXPECT_EQ(choose(seats, {})->agent, "b");
}

TEST(Routing, who_is_known_to_the_customer_comes_first_while_he_is_free)
{
    std::vector<Seat> seats{seat("a", 0), seat("b", 3)};
    Standing who;
    who.last_agent = "b";
    EXPECT_EQ(choose(seats, who)->agent, "b");
    seats[1].load = 4;
    EXPECT_EQ(choose(seats, who)->agent, "a");
}

TEST(Routing, tier_language_and_skill_are_kept)
{
    std::vector<Seat> seats{seat("a", 0)};
    seats[0].languages = {"en"};
    seats[0].skills = {"fee_choice"};
    Standing who;
    who.language = "zh";
    EXPECT_EQ(choose(seats, who), nullptr);
    who.language = "en";
    who.case_type = "leaked_seed";
    EXPECT_EQ(choose(seats, who), nullptr);
    who.case_type = "fee_choice";
    EXPECT_NE(choose(seats, who), nullptr);
    who.tier = "specialist";
    EXPECT_EQ(choose(seats, who), nullptr);
}

TEST(Incident, many_at_once_of_what_is_rare_is_one)
{
    EXPECT_TRUE(is_incident({12, 20, 24h * 14}));
    EXPECT_FALSE(is_incident({4, 0, 24h * 14})) << "too few to tell";
    EXPECT_FALSE(is_incident({12, 12'000, 24h * 14})) << "they come at nine in a quarter anyway";
}

TEST(PlaceWords, say_the_range_in_both_languages_and_never_now)
{
    QueuePlace place;
    place.state = "waiting";
    place.place = 3;
    place.wait = Wait{120s, 200s, 400s, 420s};
    EXPECT_EQ(place_words(place, "en"), "You are number 3. Usually 2–7 minutes.");
    EXPECT_EQ(place_words(place, "zh-CN"), "您排在第 3 位。一般 2–7 分钟。");
    place.wait = Wait{0s, 0s, 0s, kShortest};
    EXPECT_EQ(place_words(place, "en"), "You are number 3. Usually under 2 minutes.");
    place.state = "answered";
    EXPECT_EQ(place_words(place, "en"), "");
}

TEST(PlaceWords, say_a_time_by_the_customers_clock_and_which_clock_it_is)
{
    QueuePlace place;
    place.state = "away";
    place.reply_by = Time{std::chrono::sys_days{2026y / 3 / 20}} + 18h;

    auto beijing = Zone::fixed(8h), mumbai = Zone::fixed(5h + 30min);
    EXPECT_EQ(place_words(place, "en"), "We answer by 18:00 (UTC) on 20 March.");
    EXPECT_EQ(place_words(place, "en", &mumbai), "We answer by 23:30 (UTC+5:30) on 20 March.");
    EXPECT_EQ(place_words(place, "zh-CN", &beijing), "我们会在 3 月 21 日 02:00（UTC+8）前回复。");
}

TEST(Waits, grow_with_the_place_and_are_widened_while_little_is_known)
{
    ServiceHistory none, much;
    for (int i = 0; i < 400; ++i) much.add({"", 12, std::chrono::seconds{500 + i % 200}});
    LineNow now;
    now.slots = {300s, 100s};
    now.line = std::vector<std::string>(10);
    now.hour = 12;
    auto thin = waits_of(now, none), rich = waits_of(now, much);
    ASSERT_EQ(rich.size(), 10U);
    for (std::size_t i = 1; i < rich.size(); ++i) EXPECT_GE(rich[i].p50, rich[i - 1].p50);
    EXPECT_GT(thin[9].high - thin[9].low, rich[9].high - rich[9].low);
    for (const auto& one : rich) EXPECT_GE(one.high, kShortest);
    EXPECT_TRUE(waits_of({}, much).empty());
}

TEST(Waits, outlast_what_the_first_is_already_waiting_though_somebody_is_free)
{
    Time now{5h};
    Standing first, second;
    first.conversation = "first", first.entered = now - 95min, first.language = "en";
    second = first, second.conversation = "second", second.entered = now - 1min;
    QueueNow queue{.at = now, .line = {first, second}};
    queue.seats = {{.seat = {.agent = "a", .capacity = 4, .here = true}, .free_since = now - 3h}};
    queue.pick_ups = {30s, 60s, 90s, 120s, 240s, 300s};

    auto places = places_of(queue, {}, {});
    EXPECT_GE(places["first"].wait->high, 95min) << "nobody took him in 95 minutes";
    EXPECT_GE(places["second"].wait->high, 95min);
    EXPECT_EQ(places["first"].state, "over");

    queue.seats[0].seat.idle_since = now - 10s;  // He is taking them now.
    EXPECT_LE(places_of(queue, {}, {})["first"].wait->high, 10min);
    queue.seats[0].seat.idle_since = {}, queue.seats[0].free_since = now;  // He has just come.
    EXPECT_LE(places_of(queue, {}, {})["first"].wait->high, 10min);
}

}  // namespace
}  // namespace keydesk::desk
