#include "net/address.hpp"

#include "base/trim.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace keydesk::net {

namespace {

using Bytes = std::array<unsigned char, 16>;

constexpr unsigned kMappedBits = 96;  // ::ffff:0:0/96 carries IPv4 (RFC 4291, section 2.5.5.2).

std::optional<Bytes> bytes_of(std::string_view ip)
{
    std::string text{ip};
    Bytes bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
    bytes = {};
    bytes[10] = bytes[11] = 0xFF;
    if (inet_pton(AF_INET, text.c_str(), bytes.data() + 12) == 1) return bytes;
    return std::nullopt;
}

bool mapped(const Bytes& bytes)
{
    return std::ranges::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
           bytes[10] == 0xFF && bytes[11] == 0xFF;
}

void keep_bits(Bytes& bytes, unsigned bits)
{
    for (unsigned i = 0; i < 16; ++i) {
        unsigned kept = bits > i * 8 ? std::min(8U, bits - i * 8) : 0;
        bytes[i] = static_cast<unsigned char>(bytes[i] & (0xFF00U >> kept));
    }
}

std::string text_of(const Bytes& bytes)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (mapped(bytes)) {
        inet_ntop(AF_INET, bytes.data() + 12, text, sizeof text);
    } else {
        inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
    }
    return text;
}

/// "1.2.3.4", "1.2.3.4:80", "2001:db8::1" or "[2001:db8::1]:80", as proxies write them.
std::string without_port(std::string_view text)
{
    if (text.starts_with('[')) return std::string{text.substr(1, text.find(']') - 1)};
    auto colon = text.find(':');
    bool single = colon != std::string_view::npos && text.find(':', colon + 1) == text.npos;
    return std::string{single ? text.substr(0, colon) : text};
}

}  // namespace

std::string Address::prefix() const
{
    auto bytes = bytes_of(ip);
    if (!bytes) return ip;
    bool four = mapped(*bytes);
    keep_bits(*bytes, four ? kMappedBits + 24 : 64);
    return text_of(*bytes) + (four ? "/24" : "/64");
}

bool Address::loopback() const noexcept
{
    return ip == "::1" || ip.starts_with("127.");
}

std::optional<Network> Network::parse(std::string_view text)
{
    auto slash = text.find('/');
    auto bytes = bytes_of(text.substr(0, slash));
    if (!bytes) return std::nullopt;
    bool four = mapped(*bytes);
    unsigned widest = four ? 32 : 128;
    unsigned bits = widest;
    if (slash != std::string_view::npos) {
        auto digits = text.substr(slash + 1);
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        bool whole = error == std::errc{} && end == digits.data() + digits.size();
        if (!whole || bits > widest) return std::nullopt;
    }
    Network network;
    network.bits_ = four ? kMappedBits + bits : bits;
    network.bytes_ = *bytes;
    keep_bits(network.bytes_, network.bits_);
    return network;
}

bool Network::contains(std::string_view ip) const
{
    auto bytes = bytes_of(ip);
    if (!bytes) return false;
    keep_bits(*bytes, bits_);
    return *bytes == bytes_;
}

std::string forwarded_peer(
    std::string_view peer, std::string_view forwarded_for, std::span<const Network> trusted)
{
    auto ours = [&](std::string_view ip) {
        return std::ranges::any_of(
            trusted, [&](const Network& block) { return block.contains(ip); });
    };
    std::string seen{peer};
    while (ours(seen) && !forwarded_for.empty()) {
        auto comma = forwarded_for.rfind(',');
        auto last = comma == forwarded_for.npos ? forwarded_for : forwarded_for.substr(comma + 1);
        auto bytes = bytes_of(without_port(trimmed(last, " \t")));
        if (!bytes) break;
        seen = text_of(*bytes);
        forwarded_for = comma == forwarded_for.npos ? "" : forwarded_for.substr(0, comma);
    }
    return seen;
}

}  // namespace keydesk::net
