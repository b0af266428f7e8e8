#pragma once

#include "base/result.hpp"
#include "net/address.hpp"
#include "net/web_url.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::net {

/// Whether an address belongs to the public internet: none of the special blocks of the IANA
/// registries (private, loopback, link-local, CGNAT, documentation, multicast, transition), and no
/// metadata service of a cloud.
bool is_public(std::string_view ip);

/// Which addresses may be connected to when somebody else says where: public ones, and what the
/// operator allows besides.
class Reach {
public:
    Reach() = default;
    /// `ports`: further ones than the web's own.
    explicit Reach(std::vector<Network> allowed, std::vector<std::uint16_t> ports = {})
        : allowed_{std::move(allowed)},
          ports_{std::move(ports)}
    {
    }

    bool may(std::string_view ip) const;
    /// What can be said of a URL before its name is resolved. Errors: `invalid_input` (no http or
    /// https URL), `denied`: "user", "port" or "address".
    Result<WebUrl> read(std::string_view url) const;

private:
    std::vector<Network> allowed_;
    std::vector<std::uint16_t> ports_;
};

}  // namespace keydesk::net
