#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keydesk::net {

/// Where a peer speaks from. IPv4 written inside IPv6 (::ffff:1.2.3.4) is shown as IPv4.
struct Address {
    std::string ip;
    std::uint16_t port = 0;

    /// The neighbourhood that limits count by: "203.0.113.0/24" for IPv4, "2001:db8::/64" for
    /// IPv6, where one customer holds a whole /64. The text of `ip` itself when it is no address.
    std::string prefix() const;
    bool loopback() const noexcept;

    friend bool operator==(const Address&, const Address&) = default;
};

/// A block of addresses, such as 10.0.0.0/8 or 2001:db8::/32; a single address is a block of one.
class Network {
public:
    /// Nothing when `text` is neither an address nor a block.
    static std::optional<Network> parse(std::string_view text);
    bool contains(std::string_view ip) const;

private:
    std::array<unsigned char, 16> bytes_{};
    unsigned bits_ = 128;
};

/// The customer's own address behind our proxies: walks X-Forwarded-For from its end and stops at
/// the first address that is no trusted proxy. `peer` when it is none of ours or the header lies.
std::string forwarded_peer(
    std::string_view peer, std::string_view forwarded_for, std::span<const Network> trusted);

}  // namespace keydesk::net
