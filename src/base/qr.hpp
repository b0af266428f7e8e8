#pragma once

#include "base/result.hpp"

#include <string>

namespace keydesk {

/// A QR code of `text` as an SVG picture, dark on white with its quiet zone, whatever the theme:
/// scanners need the contrast. Errors: invalid_input when the text is too long for one.
Result<std::string> qr_svg(const std::string& text);

}  // namespace keydesk
