#include "base/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace keydesk {

Result<std::string> qr_svg(const std::string& text)
{
    constexpr int kQuiet = 4;  // ISO/IEC 18004, section 9.1.
    std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
    if (!code) return fail(ErrorKind::invalid_input, "text does not fit into a QR code");

    auto side = std::to_string(code->width + 2 * kQuiet);
    std::string path;
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (code->data[y * code->width + x] & 1)
                path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) +
                        "h1v1h-1z";
    return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side +
           R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side + "v" + side +
           "h-" + side + R"(z"/><path fill="#000" d=")" + path + R"("/></svg>)";
}

}  // namespace keydesk
