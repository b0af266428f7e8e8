#include "channels/email/names.hpp"

#include "channels/email/wire.hpp"
#include "mail/parse.hpp"

#include <algorithm>

namespace keydesk::email {

namespace {

std::string lower(std::string_view text)
{
    std::string out{text};
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Lower case without what cannot be seen well.
std::string bare_name(std::string_view text)
{
    std::string out;
    for (char c : lower(text)) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                     static_cast<unsigned char>(c) >= 0x80;
        if (plain) out += c;
    }
    return out;
}

bool lasting(std::string_view name)
{
    auto field = lower(name);
    return field == "from" || field == "date" || field == "subject" || field == "message-id";
}

void add_without_returns(std::string& out, std::string_view text)
{
    for (char c : text) {
        if (c != '\r') out += c;
    }
}

}  // namespace

std::string author_of(const mail::Mail& mail)
{
    return mail.from.empty() ? std::string{} : lower(mail.from.front().address);
}

bool is_own(const std::vector<std::string>& own, std::string_view address)
{
    auto bare = mail::bare_address(address);
    return std::ranges::find(own, bare) != own.end();
}

bool resembles(std::string_view name, const Us& us)
{
    auto bare = bare_name(name);
    if (bare.empty()) return false;
    if (lower(name).contains(us.address)) return true;
    return std::ranges::any_of(us.names, [&](const std::string& own) {
        auto ours = bare_name(own);
        return ours.size() > 2 && bare.starts_with(ours);
    });
}

std::string lasting_part(std::string_view raw)
{
    std::string out;
    out.reserve(raw.size());
    bool keep = false;
    while (!raw.empty()) {
        auto end = raw.find('\n');
        auto line = raw.substr(0, end == raw.npos ? raw.size() : end + 1);
        raw.remove_prefix(line.size());
        if (line == "\n" || line == "\r\n") break;
        bool folded = line.starts_with(' ') || line.starts_with('\t');
        if (!folded) keep = lasting(line.substr(0, line.find(':')));
        if (keep) add_without_returns(out, line);
    }
    out += '\n';
    add_without_returns(out, raw);
    return out;
}

}  // namespace keydesk::email
