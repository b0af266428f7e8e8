#pragma once

#include "base/result.hpp"
#include "mail/mail.hpp"
#include "mail/mime.hpp"
#include "mail/parse.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A mail taken apart: leaves in their order, transfer encodings undone, characters not yet read.
namespace keydesk::mail {

/// A leaf, or an embedded mail that stays whole.
struct Leaf {
    Parametrised type;         ///< Content-Type; text/plain when there is none.
    Parametrised disposition;  ///< Content-Disposition; empty when there is none.
    std::string content_id;    ///< Without <>.
    std::string bytes;
    /// Leaves with the same number are versions of one text: the alternatives of one multipart.
    std::size_t block = 0;
    bool alternative = false;  ///< Inside a multipart/alternative.
    bool embedded = false;     ///< A mail in the mail.
};

struct Structure {
    Fields fields;  ///< Of the top.
    Parametrised type;
    std::vector<Leaf> leaves;
    bool too_deep = false;
    bool bare = false;    ///< No header at all.
    bool unread = false;  ///< A multipart whose parts could not be found.
};

/// Errors: `invalid_input` as parse().
Result<Structure> take_apart(std::string_view raw, const ParseLimits& limits);

/// RFC 5322 date, seconds exact; nullopt when it is none or lies outside 1970–2200.
std::optional<Time> read_date(std::string_view raw);

}  // namespace keydesk::mail
