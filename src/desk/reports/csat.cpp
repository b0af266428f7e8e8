#include "desk/reports/csat.hpp"

#include <utility>

namespace keydesk::desk {

namespace {

constexpr CsatWords kChinese{
    .question = "您对这次服务满意吗？点一下或回复 1–5 的数字即可，1 是很不满意，5 是很满意。",
    .thanks = "谢谢您的评价！",
    .sorry = "很抱歉这次没有让您满意，负责人会查看这个会话。哪里没有做好，可以直接告诉我们。",
    .scores = {"很不满意", "不满意", "一般", "满意", "很满意"}};

constexpr CsatWords kEnglish{
    .question =
        "How did we do? Tap one, or answer with a number from 1 (very bad) to 5 (very good).",
    .thanks = "Thank you for telling us!",
    .sorry =
        "We are sorry. Somebody in charge will look at this conversation; if you like, tell us "
        "what went wrong.",
    .scores = {"Very bad", "Bad", "So-so", "Good", "Very good"}};

using Pair = std::pair<std::string_view, std::string_view>;

/// Digits of other keyboards, stars and letters in one spelling.
std::string folded(std::string_view text)
{
    constexpr std::array kSame{
        Pair{"１", "1"},   Pair{"２", "2"},   Pair{"３", "3"},   Pair{"４", "4"},
        Pair{"５", "5"},   Pair{"一分", "1"}, Pair{"二分", "2"}, Pair{"两分", "2"},
        Pair{"三分", "3"}, Pair{"四分", "4"}, Pair{"五分", "5"}, Pair{"五星", "5"},
        Pair{"⭐", "*"},   Pair{"★", "*"},    Pair{"🌟", "*"},   Pair{"滿", "满"},
        Pair{"️", ""},      Pair{"。", ""},    Pair{"！", ""},    Pair{"，", ""},
        Pair{"、", ""},    Pair{"　", ""}};
    std::string out;
    while (!text.empty()) {
        bool known = false;
        for (const auto& [from, to] : kSame) {
            if (!text.starts_with(from)) continue;
            out += to;
            text.remove_prefix(from.size());
            known = true;
            break;
        }
        if (known) continue;
        char c = text.front();
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (std::string_view{" \t\r\n.,!-"}.find(c) == std::string_view::npos) out += c;
        text.remove_prefix(1);
    }
    return out;
}

/// What may stand behind a number: "5分", "4 stars", "3/5".
bool is_unit(std::string_view rest)
{
    constexpr std::array kUnits{"", "分", "星", "颗星", "star", "stars", "point", "points", "/5"};
    for (std::string_view unit : kUnits) {
        if (rest == unit) return true;
    }
    return false;
}

}  // namespace

const CsatWords& csat_words(std::string_view locale) noexcept
{
    return locale.starts_with("zh") ? kChinese : kEnglish;
}

std::optional<int> score_in(std::string_view text)
{
    constexpr std::size_t kLongest = 60;  // bytes
    if (text.size() > kLongest) return std::nullopt;
    auto said = folded(text);
    if (said.empty()) return std::nullopt;
    if (said.find_first_not_of('*') == std::string::npos) {
        return said.size() <= 5 ? std::optional{static_cast<int>(said.size())} : std::nullopt;
    }
    std::string_view rest{said};
    std::optional<int> number;
    if (rest.front() >= '1' && rest.front() <= '5') {
        number = rest.front() - '0';
        rest.remove_prefix(1);
        if (is_unit(rest)) return number;
    }
    for (const auto* words : {&kChinese, &kEnglish}) {
        for (std::size_t i = 0; i < words->scores.size(); ++i) {
            int score = static_cast<int>(i) + 1;
            // "5. Very good": the line as it was offered.
            if (rest == folded(words->scores[i]) && number.value_or(score) == score) return score;
        }
    }
    return std::nullopt;
}

}  // namespace keydesk::desk
