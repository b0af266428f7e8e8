#pragma once

#include <string>
#include <string_view>

/// What bytes without a (right) label are.
namespace keydesk::mail {

/// A name for `iconv`: "UTF-8", "GB18030", "BIG5-HKSCS", "CP1252", "ISO-2022-JP-2", "UTF-16LE" ….
std::string sniff_charset(std::string_view bytes);

/// "UTF-16LE" or "UTF-16BE" for text without a byte order mark.
std::string sniff_utf16(std::string_view bytes);

/// Valid UTF-8 that other East Asian bytes cannot be by chance: two characters of three bytes.
bool surely_utf8(std::string_view bytes) noexcept;

/// How many bytes stand where UTF-8 has none.
std::size_t utf8_faults(std::string_view bytes, std::size_t& characters) noexcept;

}  // namespace keydesk::mail
