#pragma once

#include <string>
#include <string_view>

/// Characters of mail. Every function returns valid UTF-8, whatever came: a wrong character is
/// shown as U+FFFD, a mail is never refused for one.
namespace keydesk::mail {

struct Decoded {
    std::string text;
    std::string charset;   ///< What it was read as, lower case: "gb18030".
    bool guessed = false;  ///< No label, an unknown one or a wrong one: read by its bytes.
    bool damaged = false;  ///< Something was replaced by U+FFFD.
};

/// `label` as the mail says it, "GB2312", "x-gbk", "" for none. GB2312 and GBK are read as GB18030,
/// which holds them (mailers write GB18030 under their names); HZ by our own decoder (glibc has
/// none); without a label UTF-8 when it is valid, then a byte order mark, ISO-2022, else GB18030 or
/// Big5 by what characters come out, else Windows-1252.
Decoded decode(std::string_view bytes, std::string_view label);

/// The value of a header: RFC 2047, encoded-words that stand side by side in one charset are joined
/// before they are decoded (a character may be split over two), raw 8-bit bytes read as above.
/// One line: folding and controls become spaces.
std::string decode_header(std::string_view raw);

/// Bad bytes become U+FFFD.
std::string make_valid_utf8(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes) noexcept;

}  // namespace keydesk::mail
