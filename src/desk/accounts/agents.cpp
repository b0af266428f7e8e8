#include "desk/accounts/agents.hpp"

#include "base/trim.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

std::string_view first_letter(std::string_view word)
{
    std::size_t length = 1;
    while (length < word.size() && (word[length] & 0xC0) == 0x80) ++length;
    return word.substr(0, length);
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::string avatar_of(std::string_view name)
{
    auto start = name.find_first_not_of(' ');
    if (start == std::string_view::npos) return "?";
    std::string out{first_letter(name.substr(start))};
    auto last = name.find_last_not_of(' ');
    auto space = name.substr(0, last + 1).rfind(' ');
    if (space != std::string_view::npos && space > start && out.size() == 1)
        out += first_letter(name.substr(space + 1));
    std::ranges::transform(out, out.begin(), upper);
    return out;
}

std::string tidy_email(std::string_view typed)
{
    constexpr std::size_t kLongest = 254;  // RFC 5321, section 4.5.3.1.3, without the brackets.
    typed = trimmed(typed);
    auto at = typed.find('@');
    bool shaped = at != std::string_view::npos && at > 0 && at == typed.rfind('@') &&
                  at + 1 < typed.size() && typed.size() <= kLongest;
    if (!shaped) return {};
    std::string out;
    for (char c : typed) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7F || c == '<' || c == '>' || c == '"' || c == ',') return {};
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return out;
}

}  // namespace keydesk::desk
