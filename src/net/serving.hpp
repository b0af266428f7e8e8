#pragma once

#include "net/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keydesk::net {

enum class Coding { identity, gzip, brotli };

/// The best coding that the asset has and the peer takes (RFC 9110, section 12.5.3): the highest
/// q-value, and of equal ones the smaller file.
Coding choose_coding(const Asset& asset, std::string_view accept_encoding);

/// Whether If-None-Match names that entity tag (given without quotes); weak comparison.
bool names_tag(std::string_view if_none_match, std::string_view etag);

/// What of a file is asked for.
struct Slice {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

/// Reads a Range header (RFC 9110, section 14.1.2) for a file of `size` bytes. Nothing: the whole
/// file, since the header is absent, unknown to us or names several ranges. A slice of no bytes:
/// outside of the file (416).
std::optional<Slice> read_range(std::string_view range, std::uint64_t size);

/// Turns an asset into headers and the bytes to send; 304 when the peer has it already.
struct Served {
    int status = 200;
    std::string_view bytes;
};
Served serve_asset(const Asset& asset, const Request& request, Headers& headers);

}  // namespace keydesk::net
