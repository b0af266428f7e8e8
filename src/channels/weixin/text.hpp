#pragma once

#include <string>
#include <string_view>

namespace keydesk::weixin {

/// Valid UTF-8 without control characters but tab and line break: a broken byte becomes U+FFFD.
std::string clean_text(std::string_view bytes);

/// The number of only digits; `otherwise` when it is none or does not fit.
long long number_of(std::string_view text, long long otherwise) noexcept;

/// Whether a text has the shape of a token of ours (Inlet::make_link); a printed QR code may carry
/// a scene of somebody else's making.
bool is_link(std::string_view text) noexcept;

/// As part of a URL's query: everything but letters, digits and "-._~" in percent form (RFC 3986).
std::string url_part(std::string_view text);

}  // namespace keydesk::weixin
