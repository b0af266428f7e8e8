#pragma once

#include <string>
#include <string_view>

/// Transfer encodings of MIME (RFC 2045, section 6), and the two that headers use (RFC 2047).
namespace keydesk::mail {

/// Whatever is no base64 is passed over.
std::string decode_base64(std::string_view text);
/// "=E4=BD" → bytes; "_" is a space in headers. A wrong escape stays as it is.
std::string decode_q(std::string_view text);
/// "%E4%BD" → bytes.
std::string decode_percent(std::string_view text);

/// Without line breaks.
std::string encode_base64(std::string_view bytes);
/// In lines of 76 that end in CRLF.
std::string encode_base64_lines(std::string_view bytes);
/// Quoted-printable; `text` has lines that end in \n, the result in CRLF, of at most 76 bytes.
std::string encode_quoted_printable(std::string_view text);

/// The value of a hexadecimal digit, -1 when it is none.
int hex_value(char c) noexcept;

}  // namespace keydesk::mail
