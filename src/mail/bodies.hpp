#pragma once

#include "mail/mail.hpp"
#include "mail/structure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::mail {

/// Fills text, html and attachments from the leaves of a mail.
void read_bodies(std::vector<Leaf> leaves, Mail& mail);

/// RFC 3676: lines that end in a space go on; `delsp`: without that space.
std::string unflowed(std::string_view text, bool delsp);

/// Lines end in \n; no controls but \t and \n, no NUL.
std::string clean_text(std::string_view utf8);

}  // namespace keydesk::mail
