#pragma once

#include "mail/mail.hpp"
#include "mail/mime.hpp"
#include "mail/parse.hpp"
#include "mail/structure.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the headers of a mail say about it, beyond who wrote what to whom.
namespace keydesk::mail {

/// RFC 3834 and what is usual. `mail` has From, subject and reports already.
Automatic automatic_of(const Fields& fields, const Mail& mail, const ParseOptions& options);

/// Reads the topmost Authentication-Results line of a configured receiver, and no other.
Authenticated authenticated_of(
    const Fields& fields, const std::vector<Address>& from, const ParseOptions& options);

/// The domain that somebody can register, by the Public Suffix List: "mail.a.com.cn" → "a.com.cn",
/// "x.ann.github.io" → "ann.github.io". A suffix is an organisation of its own.
std::string organisation_of(std::string_view domain);

/// Delivery reports, receipts and complaints among the leaves (RFC 3464, 8098, 5965), also where
/// the multipart does not say that it is a report.
std::vector<Report> reports_of(const Structure& structure);

}  // namespace keydesk::mail
