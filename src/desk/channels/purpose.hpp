#pragma once

#include <string_view>

namespace keydesk::desk {

/// What something that the desk sends by itself is for. Who limits it keeps a budget for each.
enum class Purpose {
    courtesy,  ///< Acknowledgement, place, rating: what nobody asked for.
    dialogue,  ///< Questions and answers in a case.
    warning    ///< He wrote a secret.
};

/// Of Departure::automatic_kind; what is not known is a courtesy.
constexpr Purpose purpose_of(std::string_view automatic_kind) noexcept
{
    if (automatic_kind == "warning") return Purpose::warning;
    for (std::string_view one : {"answer", "ask", "choice", "diagnosis", "incident"}) {
        if (automatic_kind == one) return Purpose::dialogue;
    }
    return Purpose::courtesy;
}

}  // namespace keydesk::desk
