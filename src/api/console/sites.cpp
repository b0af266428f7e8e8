#include "api/console/sites.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

bool host_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool is_port(std::string_view text)
{
    return !text.empty() && text.size() <= 5 && text[0] != '0' &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "wallet.example", "wallet.example:8443", "[::1]:8080"
bool is_host(std::string_view text)
{
    std::string_view rest;
    if (text.starts_with('[')) {
        auto end = text.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        auto six = text.substr(1, end - 1);
        auto fits = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
        };
        if (!std::ranges::all_of(six, fits)) return false;
        rest = text.substr(end + 1);
    } else {
        auto colon = std::min(text.find(':'), text.size());
        auto host = text.substr(0, colon);
        if (host.empty() || host.front() == '.' || host.back() == '.' ||
            host.find("..") != std::string_view::npos || !std::ranges::all_of(host, host_byte))
            return false;
        rest = text.substr(colon);
    }
    return rest.empty() || (rest[0] == ':' && is_port(rest.substr(1)));
}

}  // namespace

std::string tidy_site(std::string_view typed)
{
    std::string site{typed};
    for (char& c : site)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    if (site.ends_with('/')) site.pop_back();
    bool secure = site.starts_with("https://");
    if (!secure && !site.starts_with("http://")) return {};
    std::string_view port = secure ? ":443" : ":80";
    if (site.ends_with(port)) site.resize(site.size() - port.size());
    bool fits = site.size() <= 253 + 14 && is_host(std::string_view{site}.substr(secure ? 8 : 7));
    return fits ? site : std::string{};
}

void tidy_sites(Faults& faults, std::vector<std::string>& sites)
{
    constexpr std::size_t kMost = 50;
    if (sites.size() > kMost) faults.push_back({"sites", std::string{problem::too_long}});
    for (std::size_t i = 0; i < sites.size(); ++i) {
        auto tidy = tidy_site(sites[i]);
        if (tidy.empty())
            faults.push_back({"sites[" + std::to_string(i) + "]", std::string{problem::malformed}});
        sites[i] = std::move(tidy);
    }
}

}  // namespace keydesk::api
