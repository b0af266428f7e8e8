#include "desk/queue/board.hpp"
#include "desk/queue/calendar.hpp"
#include "text/date_words.hpp"

#include <cstdlib>

namespace keydesk::desk {

using namespace std::chrono_literals;
using std::chrono::seconds;

namespace {

std::string count(std::int64_t n, const char* one, const char* many)
{
    return std::to_string(n) + (n == 1 ? one : many);
}

/// "UTC", "UTC+8", "UTC-3:30".
std::string name_of(seconds offset)
{
    if (offset == 0s) return "UTC";
    auto minutes = std::abs(offset.count()) / 60;
    auto name = std::string{offset < 0s ? "UTC-" : "UTC+"} + std::to_string(minutes / 60);
    if (minutes % 60 == 0) return name;
    return name + ":" + (minutes % 60 < 10 ? "0" : "") + std::to_string(minutes % 60);
}

/// "14:00 (UTC+8) on 3 May" by his clock; which one it is is said, since he may have travelled.
std::string moment(Time at, bool chinese, const Zone* zone)
{
    auto offset = zone != nullptr ? zone->offset_at(at) : 0s;
    auto local = at + offset;
    auto day = std::chrono::floor<std::chrono::days>(local);
    auto clock = text::clock_time(local - day);
    auto date = text::day_and_month(day, chinese);
    if (chinese) return date + " " + clock + "（" + name_of(offset) + "）";
    return clock + " (" + name_of(offset) + ") on " + date;
}

}  // namespace

std::string wait_words(const Wait& wait, std::string_view locale)
{
    bool chinese = locale.starts_with("zh");
    auto low = wait.low.count() / 60, high = (wait.high.count() + 59) / 60;
    if (high >= 120) {
        low = low / 60;
        high = (high + 59) / 60;
        auto ends = std::to_string(low) + "–" + std::to_string(high);
        if (low == 0)
            return chinese ? std::to_string(high) + " 小时以内"
                           : "under " + count(high, " hour", " hours");
        return ends + (chinese ? " 小时" : " hours");
    }
    if (low == 0) {
        return chinese ? std::to_string(high) + " 分钟以内"
                       : "under " + count(high, " minute", " minutes");
    }
    return std::to_string(low) + "–" + std::to_string(high) + (chinese ? " 分钟" : " minutes");
}

std::string place_words(const QueuePlace& place, std::string_view locale, const Zone* zone)
{
    bool chinese = locale.starts_with("zh");
    if (place.state == "answered" || place.state.empty()) return {};
    std::string text;
    if (place.place > 0) {
        auto number = std::to_string(place.place);
        text = chinese ? "您排在第 " + number + " 位。" : "You are number " + number + ".";
    }
    auto add = [&](const std::string& sentence) {
        if (!text.empty() && !chinese) text += " ";
        text += sentence;
    };
    if (place.reply_by) {
        auto when = moment(*place.reply_by, chinese, zone);
        add(chinese ? "我们会在 " + when + "前回复。" : "We answer by " + when + ".");
    } else if (place.wait) {
        auto range = wait_words(*place.wait, locale);
        add(chinese ? "一般 " + range + "。" : "Usually " + range + ".");
    }
    return text;
}

}  // namespace keydesk::desk
