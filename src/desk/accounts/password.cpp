#include "desk/accounts/password.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace keydesk::desk {

namespace {

/// What is tried first, of those that are long enough; digits and ! at the end are cut off before
/// the look-up.
constexpr std::array<std::string_view, 40> kWorst{
    "1q2w3e4r5t",       "1q2w3e4r5t6y",    "1qaz2wsx3edc", "a1b2c3d4e5",   "abcdefghij",
    "adminadmin",       "administrator",   "asdfghjkl",    "basketball",   "bitcoin",
    "changeme",         "customersupport", "ethereum",     "football",     "helpdesk",
    "iloveyou",         "iloveyouforever", "keydesk",      "letmein",      "mypassword",
    "p@ssw0rd",         "p@ssword",        "pa55word",     "passw0rd",     "password",
    "passwordpassword", "princess",        "qazwsxedc",    "qwerasdfzxcv", "qwerty",
    "qwertyuiop",       "sunshine",        "superman",     "supersecret",  "support",
    "wallet",           "welcome",         "woaini",       "zaq1xsw2",     "zxcvbnm"};

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

/// 1234567890, aaaaaaaaaa, 9876543210: each character one step from the one before.
bool is_run(std::string_view text)
{
    for (int step : {-1, 0, 1}) {
        auto breaks = [step](char a, char b) {
            return b - a != step && !(a == '9' && b == '0') && !(a == '0' && b == '9');
        };
        if (std::ranges::adjacent_find(text, breaks) == text.end()) return true;
    }
    return false;
}

bool common(const std::string& password)
{
    std::string stem = password;
    while (!stem.empty() && (stem.back() == '!' || (stem.back() >= '0' && stem.back() <= '9')))
        stem.pop_back();
    auto listed = [](std::string_view text) {
        return std::ranges::find(kWorst, text) != kWorst.end();
    };
    std::set<char> different{password.begin(), password.end()};
    return different.size() < 4 || is_run(password) || listed(password) || listed(stem);
}

}  // namespace

std::optional<std::string_view> password_fault(std::string_view password, std::string_view email)
{
    auto characters = static_cast<std::size_t>(
        std::ranges::count_if(password, [](char c) { return (c & 0xC0) != 0x80; }));
    if (characters < kShortestPassword) return "too_short";
    if (password.size() > kLongestPassword) return "too_long";
    auto plain = lower(password);
    if (common(plain)) return "too_common";
    auto account = lower(email.substr(0, email.find('@')));
    if (account.size() >= 4 && plain.find(account) != std::string::npos) return "like_the_account";
    return std::nullopt;
}

}  // namespace keydesk::desk
