#include "net/smtp_wire.hpp"

#include "net/imap_words.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::net {

namespace {

constexpr std::size_t kLongestReply = 64 << 10;
constexpr std::size_t kMostShown = 200;

bool digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// "5.1.1 No such user" → "5.1.1"; empty when it does not begin so.
std::string status_of(std::string_view text)
{
    auto word = text.substr(0, text.find(' '));
    auto dots = std::ranges::count(word, '.');
    bool spelled = word.size() >= 5 && dots == 2 && word[1] == '.' && digit(word.back()) &&
                   std::ranges::all_of(word, [](char c) { return digit(c) || c == '.'; });
    return spelled ? std::string{word} : std::string{};
}

}  // namespace

std::string SmtpReply::shown() const
{
    auto text = (code == 0 ? std::string{} : std::to_string(code) + " ") +
                (lines.empty() ? std::string{} : lines.front());
    text = text.substr(0, kMostShown);
    for (auto& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') c = ' ';
    }
    return text;
}

Result<std::optional<SmtpReply>> SmtpReplies::next()
{
    Error wrong{ErrorKind::bad_reply, "no SMTP"};
    while (true) {
        auto end = buffer_.find('\n');
        if (end == buffer_.npos) {
            if (buffer_.size() > kLongestReply) return fail(wrong);
            return std::nullopt;
        }
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (line.ends_with('\r')) line.pop_back();
        bool coded = line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, digit);
        bool parted = line.size() == 3 || (line.size() > 3 && (line[3] == ' ' || line[3] == '-'));
        if (!coded || !parted || line[0] < '2' || line[0] > '5') return fail(wrong);
        reply_.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        auto text = line.size() > 4 ? line.substr(4) : std::string{};
        if (reply_.status.empty()) reply_.status = status_of(text);
        reply_.lines.push_back(std::move(text));
        if (reply_.lines.size() > 200) return fail(wrong);
        if (line.size() == 3 || line[3] == ' ') {
            return std::optional{std::exchange(reply_, SmtpReply{})};
        }
    }
}

SmtpExtensions read_extensions(const SmtpReply& hello)
{
    SmtpExtensions found;
    for (std::size_t i = 1; i < hello.lines.size(); ++i) {
        auto line = imap::upper(hello.lines[i]);
        auto space = std::min(line.find_first_of(" ="), line.size());
        auto word = line.substr(0, space);
        auto rest = line.substr(std::min(space + 1, line.size()));
        if (word == "STARTTLS") found.starttls = true;
        if (word == "8BITMIME") found.eight_bit = true;
        if (word == "SMTPUTF8") found.utf8 = true;
        if (word == "SIZE") {
            std::size_t size = 0;
            std::from_chars(rest.data(), rest.data() + rest.size(), size);
            if (size > 0) found.size = size;
        }
        if (word != "AUTH") continue;
        while (!rest.empty()) {
            auto end = std::min(rest.find(' '), rest.size());
            if (end > 0) found.login.push_back(rest.substr(0, end));
            rest.erase(0, end + 1);
        }
    }
    return found;
}

std::string dotted(std::string_view mail)
{
    std::string out;
    out.reserve(mail.size() + mail.size() / 40 + 8);
    while (!mail.empty()) {
        auto end = mail.find('\n');
        auto line = mail.substr(0, end);
        mail.remove_prefix(end == mail.npos ? mail.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with('.')) out += '.';
        out.append(line).append("\r\n");
    }
    return out + ".\r\n";
}

bool writable_address(std::string_view address) noexcept
{
    auto at = address.rfind('@');
    if (at == address.npos || at == 0 || at + 1 == address.size() || address.size() > 254) {
        return false;
    }
    return std::ranges::none_of(address, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>';
    });
}

}  // namespace keydesk::net
