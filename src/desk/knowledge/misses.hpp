#pragma once

#include "guard/guard.hpp"

#include <string>

namespace keydesk::desk {

/// What may be counted of a search that found nothing: lower case, one space between words, no
/// longer than a short question. Empty when it names somebody or something of his (an address, a
/// number, a hash), or when the guard finds anything.
guard::SafeText words_of_miss(const std::string& query);

}  // namespace keydesk::desk
