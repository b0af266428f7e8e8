#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The small grammar of headers: fields, parameters, addresses. Lenient; see mail/parse.hpp for
/// whole mails.
namespace keydesk::mail {

struct Address;

/// One header as it came: raw bytes, folding kept.
struct Field {
    std::string name;  ///< Lower case.
    std::string value;
};
using Fields = std::vector<Field>;

/// The first with this name (lower case); empty when there is none.
std::string_view field(const Fields& fields, std::string_view name) noexcept;
bool has_field(const Fields& fields, std::string_view name) noexcept;

/// The fields at the beginning of `block`; `end`: behind the empty line that ends them.
Fields read_fields(std::string_view block, std::size_t* end = nullptr);

/// "text/plain; charset=gbk; name*0*=…": continuations and charsets of RFC 2231 resolved, encoded
/// words inside values (against the RFC, but usual) decoded. Names in lower case.
struct Parametrised {
    std::string value;  ///< Lower case.
    std::vector<Field> parameters;
    std::string_view parameter(std::string_view name) const noexcept;
};
Parametrised read_parameters(std::string_view raw);

/// RFC 5322 address list: groups opened, comments left out, names decoded.
std::vector<Address> read_addresses(std::string_view raw);

/// The text of the comment that begins at `at` with "("; leaves `at` on its ")".
std::string read_comment(std::string_view raw, std::size_t& at);

/// "<a@b> <c@d>" → a@b, c@d. What stands without <> is taken when it has an @.
std::vector<std::string> read_message_ids(std::string_view raw);

}  // namespace keydesk::mail
