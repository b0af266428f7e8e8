#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Business hours, shifts and holidays in a time zone. Pure.
namespace keydesk::desk {

/// How far a place's clocks are from UTC, over time.
class Zone {
public:
    /// A zone without summer time.
    static Zone fixed(std::chrono::seconds offset);
    /// "UTC", "UTC+8", "UTC-03:30". Nothing when it is none of these.
    static std::optional<Zone> named_offset(std::string_view name);
    /// The bytes of a compiled zone file (RFC 8536, version 2 or later).
    /// Errors: `invalid_input`.
    static Result<Zone> read(std::string_view bytes);

    std::chrono::seconds offset_at(Time utc) const;
    /// What the clocks on the wall show, as if it were UTC.
    Time local(Time utc) const { return utc + offset_at(utc); }
    /// An hour that summer time skips is the one after it; of an hour that comes twice the first.
    Time utc(Time local) const;

private:
    std::chrono::seconds first_{0};
    /// From this second on (UTC) this offset.
    std::vector<std::pair<std::int64_t, std::chrono::seconds>> changes_;
};

/// Minutes of a day, from 0; `to` is past the end, at most 1440.
struct Hours {
    int from = 0;
    int to = 0;
};

struct Calendar {
    std::array<std::vector<Hours>, 7> week;             ///< From Monday; in order, apart.
    std::vector<std::chrono::year_month_day> holidays;  ///< Closed all day; in order.
    std::shared_ptr<const Zone> zone;                   ///< Null: UTC.

    /// No hours at all are set: open day and night, but for the holidays.
    bool always() const;
    bool open_at(Time now) const;
    /// The moment when `work` has passed since `from` within the hours. A calendar that opens on no
    /// day of the next two years counts as always open.
    Time after(Time from, std::chrono::milliseconds work) const;
    /// What of the time between the two lies within the hours.
    std::chrono::milliseconds between(Time from, Time to) const;

private:
    using Piece = std::pair<Time, Time>;
    std::vector<Piece> pieces_of(std::chrono::sys_days local_day) const;
};

/// {"week":[[[540,1080]],…7],"holidays":["2026-10-01"]}. Errors: `invalid_input` (not this shape,
/// hours that overlap, more than 8 a day or 400 holidays).
Result<Calendar> read_calendar(std::string_view json);

}  // namespace keydesk::desk
