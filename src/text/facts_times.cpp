// When something happened, in the words of people.
#include "text/fact_finding.hpp"
#include "text/letters.hpp"

#include <array>
#include <cstdio>

namespace keydesk::text {

namespace {

using namespace std::chrono;
using View = std::u32string_view;

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

/// Reads words one after the other.
struct Reader {
    View text;
    std::size_t at = 0;

    bool take(View word)
    {
        if (!text.substr(at).starts_with(word)) return false;
        at += word.size();
        return true;
    }
    template <std::size_t N>
    int take_one(const std::array<View, N>& words)
    {
        for (std::size_t i = 0; i < N; ++i) {
            if (take(words[i])) return static_cast<int>(i);
        }
        return -1;
    }
    void spaces()
    {
        while (at < text.size() && text[at] == U' ') ++at;
    }
    /// Digits, or 一 to 十二; -1: none.
    int number()
    {
        int value = -1;
        while (at < text.size() && is_digit(text[at]) && value < 100'000)
            value = (value < 0 ? 0 : value * 10) + static_cast<int>(text[at++] - U'0');
        if (value >= 0) return value;
        constexpr View kNumerals = U"零一二三四五六七八九十";
        auto digit = [&] {
            if (at >= text.size()) return View::npos;
            if (text[at] == U'两') return std::size_t{2};
            return kNumerals.find(text[at]);
        };
        auto first = digit();
        if (first == View::npos) return -1;
        ++at;
        auto second = digit();
        if (first == 10 && second != View::npos && second < 10) {
            ++at;
            return 10 + static_cast<int>(second);
        }
        return static_cast<int>(first);
    }
};

struct Clock {
    int hour = -1, minute = 0;
};

/// "上午10时许", "下午三点半", "15:20", "3点20分".
Clock chinese_clock(Reader& r)
{
    constexpr std::array<View, 8> kParts{
        U"上午", U"早上", U"凌晨", U"中午", U"下午", U"晚上", U"傍晚", U"今早"};
    r.spaces();
    int part = r.take_one(kParts);
    r.spaces();
    auto before = r;
    Clock clock{.hour = r.number(), .minute = 0};
    bool clocked =
        clock.hour >= 0 && clock.hour <= 24 && (r.take(U"点") || r.take(U"时") || r.take(U":"));
    if (!clocked) {
        r = before;
        constexpr std::array kMiddle{9, 8, 3, 12, 15, 20, 18, 8};
        return {.hour = part >= 0 ? kMiddle[static_cast<std::size_t>(part)] : -1, .minute = 0};
    }
    r.take(U"钟");
    if (r.take(U"半")) {
        clock.minute = 30;
    } else {
        auto minutes = r;
        int value = minutes.number();
        if (value >= 0 && value < 60) {
            clock.minute = value;
            r = minutes;
            r.take(U"分");
        }
    }
    r.take(U"许") || r.take(U"左右");
    if (part >= 4 && part <= 6 && clock.hour < 12) clock.hour += 12;
    if (part == 3 && clock.hour < 6) clock.hour += 12;
    return clock;
}

/// "3pm", "15:20", "10 am", "at 3:30 p.m.".
Clock english_clock(Reader& r)
{
    r.spaces();
    r.take(U"at ");
    auto before = r;
    Clock clock{.hour = r.number(), .minute = 0};
    if (clock.hour < 0 || clock.hour > 24) {
        r = before;
        constexpr std::array<View, 5> kParts{
            U"morning", U"noon", U"afternoon", U"evening", U"night"};
        constexpr std::array kMiddle{9, 12, 15, 19, 21};
        int part = r.take_one(kParts);
        return {.hour = part >= 0 ? kMiddle[static_cast<std::size_t>(part)] : -1, .minute = 0};
    }
    bool exact = r.take(U":");
    if (exact) clock.minute = std::max(0, r.number());
    auto spaced = r;
    spaced.spaces();
    bool pm = spaced.take(U"pm") || spaced.take(U"p.m.");
    bool am = !pm && (spaced.take(U"am") || spaced.take(U"a.m."));
    if (pm || am) r = spaced;
    if (!exact && !pm && !am) {
        r = before;
        return {};
    }
    if (pm && clock.hour < 12) clock.hour += 12;
    if (am && clock.hour == 12) clock.hour = 0;
    return clock;
}

struct Days {
    std::array<View, 6> zh{U"今天", U"今日", U"昨天", U"昨日", U"前天", U"昨晚"};
    std::array<int, 6> zh_back{0, 0, 1, 1, 2, 1};
    std::array<View, 5> en{
        U"today", U"yesterday", U"this ", U"last night", U"day before yesterday"};
    std::array<int, 5> en_back{0, 1, 0, 1, 2};
};

class Times {
public:
    Times(Searched& s, const Surroundings& around) : s_{s}, around_{around} {}

    void find()
    {
        for (std::size_t i = 0; i < s_.folded.size(); ++i) {
            if (!s_.word_begins(i) && is_latin(s_.folded[i])) continue;
            auto end = ago(i);
            if (end == i) end = day(i);
            if (end == i) end = date(i);
            if (end > i) i = end - 1;
        }
    }

private:
    Reader from(std::size_t at) const { return {.text = s_.folded, .at = at}; }
    std::int64_t offset_at(std::int64_t utc) const
    {
        return around_.zone ? around_.zone(milliseconds{utc}).count() * kMinute : 0;
    }
    /// When his clock shows `local`; of an hour that summer time repeats one of the two.
    std::int64_t utc_of(std::int64_t local) const
    {
        return local - offset_at(local - offset_at(local));
    }
    std::int64_t local_now() const { return around_.now.count() + offset_at(around_.now.count()); }
    std::int64_t local_day() const
    {
        auto local = local_now();
        return local - ((local % kDay) + kDay) % kDay;
    }
    std::size_t add(std::size_t start, std::size_t end, std::int64_t at)
    {
        if (start > 0 && end <= start) return start;
        s_.add(
            {.kind = "time",
             .value = s_.part(start, end),
             .start = start,
             .end = end,
             .at = milliseconds{at}});
        return end;
    }
    static std::int64_t on_clock(std::int64_t day, const Clock& clock)
    {
        auto hour = clock.hour < 0 ? 12 : clock.hour;
        return day + hour * kHour + clock.minute * kMinute;
    }
    std::int64_t at_clock(std::int64_t day, const Clock& clock) const
    {
        return utc_of(on_clock(day, clock));
    }

    /// "2 hours ago", "3小时前", "半小时前".
    std::size_t ago(std::size_t start)
    {
        if (start > 0 && is_digit(s_.folded[start - 1])) return start;
        auto r = from(start);
        bool half = r.take(U"半");
        int count = half ? 0 : r.number();
        if (count < 0) return start;
        r.spaces();
        r.take(U"个");
        constexpr std::array<View, 15> kUnits{
            U"minutes",
            U"minute",
            U"mins",
            U"min",
            U"分钟",
            U"hours",
            U"hour",
            U"hrs",
            U"小时",
            U"钟头",
            U"days",
            U"day",
            U"天",
            U"weeks",
            U"周"};
        constexpr std::array<std::int64_t, 15> kLengths{
            kMinute,
            kMinute,
            kMinute,
            kMinute,
            kMinute,
            kHour,
            kHour,
            kHour,
            kHour,
            kHour,
            kDay,
            kDay,
            kDay,
            7 * kDay,
            7 * kDay};
        int unit = r.take_one(kUnits);
        if (unit < 0) return start;
        r.spaces();
        if (!(r.take(U"ago") || r.take(U"之前") || r.take(U"以前") || r.take(U"前"))) return start;
        auto length = kLengths[static_cast<std::size_t>(unit)];
        return add(start, r.at, around_.now.count() - (half ? length / 2 : count * length));
    }

    /// "今日上午10时许", "yesterday 3pm", "this morning".
    std::size_t day(std::size_t start)
    {
        static const Days days;
        auto r = from(start);
        if (int zh = r.take_one(days.zh); zh >= 0) {
            auto clock = chinese_clock(r);
            if (zh == 5 && clock.hour < 0) clock.hour = 21;
            if (zh == 5 && clock.hour < 12) clock.hour += 12;
            return add(
                start,
                r.at,
                at_clock(local_day() - days.zh_back[static_cast<std::size_t>(zh)] * kDay, clock));
        }
        int en = r.take_one(days.en);
        if (en < 0) return start;
        auto clock = english_clock(r);
        if (en == 2 && clock.hour < 0) return start;
        if (en == 3 && clock.hour < 0) clock.hour = 21;
        return add(
            start,
            r.at,
            at_clock(local_day() - days.en_back[static_cast<std::size_t>(en)] * kDay, clock));
    }

    /// "2026-03-01 14:05", "2026/3/1", "3月1日下午2点".
    std::size_t date(std::size_t start)
    {
        if (start > 0 && (is_digit(s_.folded[start - 1]) || s_.folded[start - 1] == U'.'))
            return start;
        auto r = from(start);
        int first = r.number();
        int year = 0, month = 0, day = 0;
        auto today = floor<days>(sys_time<milliseconds>{milliseconds{local_now()}});
        if (first >= 2000 && first < 2200 && (r.take(U"-") || r.take(U"/") || r.take(U"年"))) {
            year = first;
            month = r.number();
            if (!(r.take(U"-") || r.take(U"/") || r.take(U"月"))) return start;
        } else if (first >= 1 && first <= 12 && r.take(U"月")) {
            year = static_cast<int>(year_month_day{today}.year());
            month = first;
        } else {
            return start;
        }
        day = r.number();
        r.take(U"日") || r.take(U"号");
        year_month_day whole{
            std::chrono::year{year},
            std::chrono::month{static_cast<unsigned>(month)},
            std::chrono::day{static_cast<unsigned>(day)}};
        if (month < 1 || day < 1 || !whole.ok()) return start;
        // In January he speaks of last December: what he tells of has happened.
        bool yearless = first <= 12;
        if (yearless && sys_days{whole} > today + days{1}) whole -= years{1};
        if (!whole.ok()) return start;
        r.take(U"t");
        auto clock = chinese_clock(r);
        auto at = sys_time<milliseconds>{sys_days{whole}}.time_since_epoch().count();
        bool utc = r.take(U"z");
        return add(start, r.at, utc ? on_clock(at, clock) : at_clock(at, clock));
    }

    Searched& s_;
    const Surroundings& around_;
};

}  // namespace

void find_times(Searched& s, const Surroundings& around)
{
    Times{s, around}.find();
}

}  // namespace keydesk::text
