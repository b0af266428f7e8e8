#pragma once

#include "mail/mail.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::email {

struct Us;

/// The address that a mail says it is from, lower case, its tag kept; empty: it says none.
std::string author_of(const mail::Mail& mail);

/// Whether an address, its tag apart, is one of ours.
bool is_own(const std::vector<std::string>& own, std::string_view address);

/// Whether a name looks like ours: the same but for case, spaces, or one of our addresses in it.
bool resembles(std::string_view name, const Us& us);

/// What stays the same of a mail by whichever servers it came: author, date, subject, Message-ID
/// and body, without carriage returns.
std::string lasting_part(std::string_view raw);

}  // namespace keydesk::email
