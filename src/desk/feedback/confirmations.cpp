#include "desk/feedback/confirmations.hpp"

#include <algorithm>

namespace keydesk::desk {

bool is_mail_address(std::string_view text) noexcept
{
    constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~.@";
    auto plain = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kSigns.contains(c);
    };
    auto at = text.find('@');
    if (text.size() > 254 || at == text.npos || at == 0 || at > 64) return false;
    auto domain = text.substr(at + 1);
    bool dots = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') &&
                !text.contains("..") && text[at - 1] != '.' && text.front() != '.';
    auto in_domain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    };
    return dots && std::ranges::all_of(text, plain) && std::ranges::all_of(domain, in_domain);
}

}  // namespace keydesk::desk
