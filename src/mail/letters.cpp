#include "mail/compose.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace keydesk::mail {

namespace {

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// How many bytes at the beginning are "Re:", "RE[2]：", "回复: "; 0 for none.
std::size_t prefix(std::string_view subject, bool forwards)
{
    constexpr auto kAnswers = std::to_array<std::string_view>(
        {"re", "aw", "sv", "antw", "回复", "答复", "回覆", "答覆", "回復"});
    constexpr auto kForwards =
        std::to_array<std::string_view>({"fwd", "fw", "wg", "tr", "转发", "轉寄", "轉發"});
    const auto text = lower(subject.substr(0, 40));
    auto find = [&](auto& words) -> std::size_t {
        for (const auto word : words) {
            if (!text.starts_with(word)) continue;
            auto at = word.size();
            if (at < text.size() && (text[at] == '[' || text[at] == '(')) {  // "Re[2]:"
                at = std::min(text.find_first_of("])", at), text.size() - 1) + 1;
            }
            while (at < text.size() && text[at] == ' ') ++at;
            if (text.substr(at, 1) == ":") return at + 1;
            if (text.substr(at, 3) == "：") return at + 3;
        }
        return 0;
    };
    const auto answer = find(kAnswers);
    return answer > 0 || !forwards ? answer : find(kForwards);
}

std::string_view without_prefixes(std::string_view subject, bool forwards)
{
    auto trim = [&] {
        while (subject.starts_with(' ')) subject.remove_prefix(1);
    };
    trim();
    for (auto size = prefix(subject, forwards); size > 0; size = prefix(subject, forwards)) {
        subject.remove_prefix(size);
        trim();
    }
    while (subject.ends_with(' ')) subject.remove_suffix(1);
    return subject;
}

bool is_chinese(std::string_view locale) noexcept
{
    return locale.starts_with("zh");
}

}  // namespace

std::string reply_subject(std::string_view subject)
{
    return "Re: " + std::string{without_prefixes(subject, false)};
}

std::string bare_subject(std::string_view subject)
{
    return std::string{without_prefixes(subject, true)};
}

std::string acknowledgement_subject(
    std::string_view locale, std::string_view desk, std::string_view number)
{
    const std::string name{desk}, at{number};
    return is_chinese(locale) ? name + "：已收到您的来信（编号 " + at + "）"
                              : name + ": we have received your message (no. " + at + ")";
}

std::string acknowledgement(std::string_view locale, std::string_view desk, std::string_view number)
{
    const std::string name{desk}, at{number};
    if (is_chinese(locale)) {
        return "您好：\n\n您的来信已收到，编号 " + at +
               "。客服会在此邮件中回复您；如需补充，直接回复本邮件即可。\n\n"
               "安全提醒：" +
               name + " 的任何人都不会向您索要助记词、私钥、验证码或付款，请勿发送给任何人。\n\n" +
               "本邮件由系统自动发送。";
    }
    return "Hello,\n\nwe have received your message; its number is " + at +
           ". An agent will answer you by e-mail. To add something, reply to this message.\n\n"
           "Stay safe: nobody from " +
           name +
           " will ever ask you for a recovery phrase, a private key, a code or a payment. Never "
           "send "
           "them to anyone.\n\nThis message was sent automatically.";
}

}  // namespace keydesk::mail
