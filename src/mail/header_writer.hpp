#pragma once

#include "mail/mail.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Headers as they go out: folded, in ASCII.
namespace keydesk::mail {

/// No CR, LF, NUL or other control, valid UTF-8: what may stand in a header.
bool fits_header(std::string_view value) noexcept;

/// "local@domain" that can stand between < and >.
bool is_sendable(std::string_view address) noexcept;

/// "Name: value\r\n", folded at spaces before column 78 where there are spaces; `value` is ASCII.
std::string write_field(std::string_view name, std::string_view value);

/// A text as RFC 2047 words where it must be, cut between characters, 75 bytes each.
std::string encode_words(std::string_view utf8);

/// "Name <a@b>", the name quoted or encoded where it must be.
std::string write_address(const Address& address);
std::string write_addresses(const std::vector<Address>& addresses);

/// "; filename*0*=UTF-8''…; filename*1*=…" (RFC 2231), or "; filename=\"a.txt\"".
std::string write_parameter(std::string_view name, std::string_view value);

/// "Tue, 05 Mar 2024 07:00:00 +0000"
std::string write_date(Time time);

}  // namespace keydesk::mail
