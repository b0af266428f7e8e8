#include "store/files/sniff.hpp"

#include "desk/desk.hpp"

namespace keydesk::store {

namespace {

std::int64_t big(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i) {
        value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

std::int64_t little(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::int64_t value = 0;
    for (std::size_t i = count; i-- > 0;) {
        if (at + i >= bytes.size()) return 0;
        value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

/// Walks the segments of a JPEG to its frame header (ITU T.81, B.2).
Sniffed jpeg(std::string_view b)
{
    Sniffed found{.type = "image/jpeg"};
    for (std::size_t at = 2; at + 9 < b.size();) {
        auto marker = static_cast<unsigned char>(b[at + 1]);
        if (static_cast<unsigned char>(b[at]) != 0xFF) break;
        bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            found.height = big(b, at + 5, 2);
            found.width = big(b, at + 7, 2);
            break;
        }
        at += 2 + static_cast<std::size_t>(big(b, at + 2, 2));
    }
    return found;
}

Sniffed webp(std::string_view b)
{
    Sniffed found{.type = "image/webp"};
    auto form = b.substr(12, 4);
    if (form == "VP8X") {
        found.width = little(b, 24, 3) + 1;
        found.height = little(b, 27, 3) + 1;
    } else if (form == "VP8 ") {
        found.width = little(b, 26, 2) & 0x3FFF;
        found.height = little(b, 28, 2) & 0x3FFF;
    } else if (form == "VP8L") {
        auto bits = little(b, 21, 4);
        found.width = (bits & 0x3FFF) + 1;
        found.height = ((bits >> 14) & 0x3FFF) + 1;
    }
    return found;
}

/// UTF-8 without control characters; a cut-off last character is forgiven when there is more.
bool plain_text(std::string_view text, bool whole)
{
    for (std::size_t cut = 0; cut < (whole ? 1U : 4U) && cut <= text.size(); ++cut) {
        if (!desk::code_points(text.substr(0, text.size() - cut))) continue;
        for (char c : text) {
            auto byte = static_cast<unsigned char>(c);
            if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') return false;
        }
        return true;
    }
    return false;
}

}  // namespace

std::optional<Sniffed> sniff(std::string_view head, bool whole)
{
    using namespace std::string_view_literals;
    if (head.starts_with("\x89PNG\r\n\x1a\n"sv) && head.size() > 24) {
        return Sniffed{"image/png", big(head, 16, 4), big(head, 20, 4)};
    }
    if (head.starts_with("\xFF\xD8\xFF"sv)) return jpeg(head);
    if ((head.starts_with("GIF87a"sv) || head.starts_with("GIF89a"sv)) && head.size() > 10) {
        return Sniffed{"image/gif", little(head, 6, 2), little(head, 8, 2)};
    }
    if (head.starts_with("RIFF"sv) && head.substr(0, 12).ends_with("WEBP"sv) && head.size() > 30) {
        return webp(head);
    }
    if (head.starts_with("%PDF-"sv)) return Sniffed{.type = "application/pdf"};
    if (!head.empty() && plain_text(head, whole)) return Sniffed{.type = "text/plain"};
    return std::nullopt;
}

}  // namespace keydesk::store
