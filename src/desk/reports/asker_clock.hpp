#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// The asker's clock: how many minutes it is before UTC, and since when. Browsers know every time
/// zone and its history, so they say what applies; the server needs no table of zones.
class AskerClock {
public:
    struct Span {
        std::int64_t from_hour = 0;  ///< Hours since 1970, UTC.
        std::int64_t minutes = 0;
    };

    /// "480", or "60;1774746000000:120": one hour before UTC, from that moment (milliseconds) two.
    /// Errors: `invalid_input`.
    static Result<AskerClock> read(std::string_view text);

    /// The parts of [from, to) in hours, each with one offset.
    std::vector<Span> spans(std::int64_t from_hour, std::int64_t to_hour) const;

private:
    std::vector<Span> spans_{{}};
};

}  // namespace keydesk::desk
