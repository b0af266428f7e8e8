#include "net/reach.hpp"

#include <algorithm>
#include <array>

namespace keydesk::net {

namespace {

std::vector<Network> blocks(std::initializer_list<std::string_view> texts)
{
    std::vector<Network> out;
    for (auto text : texts) {
        if (auto block = Network::parse(text)) out.push_back(*block);
    }
    return out;
}

bool within(const std::vector<Network>& list, std::string_view ip)
{
    return std::ranges::any_of(list, [ip](const Network& one) { return one.contains(ip); });
}

}  // namespace

bool is_public(std::string_view ip)
{
    // IANA IPv4 and IPv6 Special-Purpose Address Registries. IPv6 is public inside 2000::/3 only,
    // which leaves out ::1, fe80::/10, fc00::/7, ff00::/8, NAT64 and IPv4-compatible ones.
    static const auto whole = blocks({"0.0.0.0/0", "2000::/3"});
    static const auto special = blocks(
        {"0.0.0.0/8",
         "10.0.0.0/8",
         "100.64.0.0/10",
         "127.0.0.0/8",
         "169.254.0.0/16",
         "172.16.0.0/12",
         "192.0.0.0/24",
         "192.0.2.0/24",
         "192.31.196.0/24",
         "192.52.193.0/24",
         "192.88.99.0/24",
         "192.168.0.0/16",
         "192.175.48.0/24",
         "198.18.0.0/15",
         "198.51.100.0/24",
         "203.0.113.0/24",
         "224.0.0.0/4",
         "240.0.0.0/4",
         "2001::/23",
         "2001:db8::/32",
         "2002::/16",
         "3fff::/20",
         // Azure's wire server answers on a public address.
         "168.63.129.16"});
    return within(whole, ip) && !within(special, ip);
}

bool Reach::may(std::string_view ip) const
{
    return is_public(ip) || within(allowed_, ip);
}

Result<WebUrl> Reach::read(std::string_view text) const
{
    auto url = read_web_url(text);
    if (!url) return url;
    // An empty user is one, too: "https://@host" is written by who wants it misread.
    auto authority = text.substr(0, text.find('/', text.find("//") + 2));
    if (authority.contains('@')) return fail(ErrorKind::denied, "user");
    std::string_view host = url->host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    bool numbers = Network::parse(host).has_value();
    if (numbers && !may(host)) return fail(ErrorKind::denied, "address");
    if (!numbers && (host == "localhost" || host.ends_with(".localhost")) && !may("127.0.0.1")) {
        return fail(ErrorKind::denied, "address");
    }
    constexpr std::array<std::uint16_t, 4> kWeb{80, 443, 8080, 8443};
    auto among = [&](const auto& list) {
        return std::ranges::find(list, url->port) != std::ranges::end(list);
    };
    bool usual = among(kWeb) || among(ports_);
    if (!usual && !(numbers && within(allowed_, host))) return fail(ErrorKind::denied, "port");
    return url;
}

}  // namespace keydesk::net
