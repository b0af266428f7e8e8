#include "desk/queue/board.hpp"

namespace keydesk::desk {

using namespace std::chrono_literals;
using std::chrono::seconds;

namespace {

std::string count(std::int64_t n, const char* one, const char* many)
{
    return std::to_string(n) + (n == 1 ? one : many);
}

/// "14:00 UTC on 3 May": the customer's zone is not known by slow doors, so it is named.
std::string moment(Time at, bool chinese)
{
    auto day = std::chrono::floor<std::chrono::days>(at);
    std::chrono::year_month_day date{day};
    auto minutes = std::chrono::floor<std::chrono::minutes>(at - day).count();
    auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    auto clock = two(minutes / 60) + ":" + two(minutes % 60);
    auto month = static_cast<unsigned>(date.month());
    auto number = static_cast<unsigned>(date.day());
    if (chinese) {
        return std::to_string(month) + " 月 " + std::to_string(number) + " 日 " + clock + "（UTC）";
    }
    static constexpr const char* names[] = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"};
    return clock + " UTC on " + std::to_string(number) + " " + names[month - 1];
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

std::string place_words(const QueuePlace& place, std::string_view locale, Time)
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
        auto when = moment(*place.reply_by, chinese);
        add(chinese ? "我们会在 " + when + "前回复。" : "We answer by " + when + ".");
    } else if (place.wait) {
        auto range = wait_words(*place.wait, locale);
        add(chinese ? "一般 " + range + "。" : "Usually " + range + ".");
    }
    return text;
}

}  // namespace keydesk::desk
