#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <string>

/// Whether many customers have one cause. Pure.
namespace keydesk::desk {

struct Sightings {
    std::int64_t recent = 0;       ///< Conversations of a case type in the last kIncidentWindow.
    std::int64_t usual_count = 0;  ///< The same in the time before, …
    std::chrono::minutes usual_over{};  ///< … which was this long.
};

inline constexpr std::chrono::minutes kIncidentWindow{15};
inline constexpr std::int64_t kFewestForIncident = 5;

/// At least five at once, four times the usual, and so many that chance alone brings them less
/// than once in ten thousand such windows.
bool is_incident(const Sightings& sightings);

struct Incident {
    std::string id, case_type, chain, state;
    std::string title_en, title_zh, text_en, text_zh, end_en, end_zh;
    bool close_all = false;
    std::int64_t customers = 0;
    Time opened_at{};
    std::int64_t resolved_at = 0;  ///< Milliseconds; 0: not yet.
    std::string opened_by;
    std::int64_t affected = 0, told = 0;
};

}  // namespace keydesk::desk
