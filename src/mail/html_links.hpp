#pragma once

#include <string>
#include <string_view>

/// Where a link of a stranger really leads.
namespace keydesk::mail {

/// The target in characters of RFC 3986 (others percent-encoded), scheme and host in lower case;
/// empty when it is not http, https or mailto, names no host, or hides it behind a user name.
std::string safe_target(std::string_view href);

/// Of a safe target; of mailto the address's domain.
std::string host_of_target(std::string_view target);

/// Whether a reader of `text` expects another host than `host`: it names one that is neither the
/// same, nor above, nor below. True too for hosts in punycode, which look like others.
bool misleads(std::string_view text, std::string_view host);

/// "[alt]", or "[name]" of a picture that came with the mail; empty for others without words.
std::string picture_text(std::string_view alt, std::string_view source);

}  // namespace keydesk::mail
