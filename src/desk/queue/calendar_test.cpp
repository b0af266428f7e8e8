#include "desk/queue/calendar.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace keydesk::desk {
namespace {

using namespace std::chrono;

Time at(int y, unsigned m, unsigned d, int hour, int minute = 0)
{
    return Time{sys_days{year{y} / month{m} / day{d}}} + hours{hour} + minutes{minute};
}

/// Monday to Friday nine to six, noon to one closed; closed on 1 October.
Calendar office(Zone zone)
{
    auto calendar = read_calendar(
        R"({"week":[[[540,720],[780,1080]],[[540,720],[780,1080]],[[540,720],[780,1080]],
            [[540,720],[780,1080]],[[540,720],[780,1080]],[],[]],"holidays":["2026-10-01"]})");
    auto out = calendar.value();
    out.zone = std::make_shared<Zone>(std::move(zone));
    return out;
}

TEST(Calendar, counts_only_the_hours_that_are_open)
{
    auto c = office(*Zone::named_offset("UTC+8"));
    // Wednesday 30 September 2026, 17:00 in Shanghai; Thursday is the holiday.
    auto start = at(2026, 9, 30, 9);
    EXPECT_EQ(c.after(start, 60min), at(2026, 9, 30, 10));
    EXPECT_EQ(c.after(start, 61min), at(2026, 10, 2, 1, 1));
    EXPECT_EQ(c.between(start, at(2026, 10, 2, 1, 1)), 61min);
    EXPECT_FALSE(c.open_at(at(2026, 10, 1, 3)));
    EXPECT_FALSE(c.open_at(at(2026, 10, 2, 4, 30))) << "noon";
    EXPECT_TRUE(c.open_at(at(2026, 10, 2, 5)));
    EXPECT_FALSE(c.open_at(at(2026, 10, 3, 3))) << "Saturday";
}

TEST(Calendar, without_hours_is_open_day_and_night)
{
    Calendar c;
    EXPECT_TRUE(c.open_at(at(2026, 10, 3, 3)));
    EXPECT_EQ(c.after(at(2026, 10, 3, 3), 90min), at(2026, 10, 3, 4, 30));
    EXPECT_EQ(c.between(at(2026, 10, 3, 23), at(2026, 10, 4, 1)), 2h);
}

TEST(Calendar, what_passes_within_the_hours_is_what_was_asked_for)
{
    auto c = office(*Zone::named_offset("UTC-03:30"));
    for (int minute = 0; minute < 20'000; minute += 97) {
        auto start = at(2026, 9, 28, 0) + minutes{minute};
        auto work = minutes{minute % 900 + 1};
        EXPECT_EQ(c.between(start, c.after(start, work)), work) << minute;
    }
}

TEST(Zone, knows_summer_time_by_the_systems_files)
{
    std::filesystem::path file{"/usr/share/zoneinfo/Europe/Berlin"};
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no time zone files on this machine";
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    auto zone = Zone::read(bytes).value();
    EXPECT_EQ(zone.offset_at(at(2026, 1, 15, 12)), 1h);
    EXPECT_EQ(zone.offset_at(at(2026, 7, 15, 12)), 2h);
    EXPECT_EQ(zone.utc(at(2026, 7, 15, 14)), at(2026, 7, 15, 12));
    EXPECT_EQ(zone.utc(at(2026, 1, 15, 13)), at(2026, 1, 15, 12));
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        (void)Zone::read(bytes.substr(0, size));  // Cut anywhere it is refused or read, no more.
    }
}

TEST(Zone, refuses_what_is_none)
{
    for (auto name : {"", "UTC+", "UTC+25", "UTC8", "GMT+1", "UTC+8:99", "UTC+8x"}) {
        EXPECT_FALSE(Zone::named_offset(name)) << name;
    }
    EXPECT_FALSE(Zone::read("TZif"));
}

}  // namespace
}  // namespace keydesk::desk
