#include "desk/knowledge/misses.hpp"

#include "desk/desk.hpp"

namespace keydesk::desk {

namespace {

constexpr std::size_t kLeast = 2, kMost = 60;  // characters
constexpr std::size_t kMostDigits = 4;         ///< In a row: an error code, a year.
constexpr std::size_t kLongestWord = 20;       ///< ASCII letters and digits: longer is a hash.

std::string plain(const std::string& query)
{
    std::string out;
    for (char c : query) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

/// An e-mail address, a phone or order number, a hash, a link.
bool names_somebody(const std::string& words)
{
    if (words.contains('@') || words.contains("://") || words.contains("www.")) return true;
    std::size_t digits = 0, word = 0;
    for (char c : words) {
        bool digit = c >= '0' && c <= '9';
        bool letter = c >= 'a' && c <= 'z';
        // Numbers are written in groups, too.
        bool between = c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
        digits = digit ? digits + 1 : between ? digits : 0;
        word = digit || letter ? word + 1 : 0;
        if (digits > kMostDigits || word > kLongestWord) return true;
    }
    return false;
}

}  // namespace

guard::SafeText words_of_miss(const std::string& query)
{
    auto words = plain(query);
    auto length = code_points(words);
    if (!length || *length < kLeast || *length > kMost || names_somebody(words)) return {};
    auto cleaned = guard::clean(guard::RawText{std::move(words)});
    return cleaned.findings.empty() ? cleaned.text : guard::SafeText{};
}

}  // namespace keydesk::desk
