// Who may register a name, by the Public Suffix List that is built into libpsl: data, no files, no
// network.
#include "mail/judgement.hpp"

#include <libpsl.h>

#include <algorithm>
#include <cctype>

namespace keydesk::mail {

std::string organisation_of(std::string_view domain)
{
    std::string name{domain};
    while (name.ends_with('.')) name.pop_back();
    std::ranges::transform(
        name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const char* found = psl_registrable_domain(psl_builtin(), name.c_str());
    // A suffix itself, or no name at all: nobody else belongs to it.
    return found == nullptr ? name : std::string{found};
}

}  // namespace keydesk::mail
