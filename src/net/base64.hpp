#pragma once

#include <string>
#include <string_view>

namespace keydesk::net {

/// Base64 with padding (RFC 4648, section 4), in one line.
std::string base64(std::string_view bytes);

}  // namespace keydesk::net
