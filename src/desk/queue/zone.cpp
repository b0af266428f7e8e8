#include "desk/queue/calendar.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace keydesk::desk {

using std::chrono::seconds;

namespace {

/// Reads big-endian numbers; beyond the end it reads zero and is broken for ever.
struct Bytes {
    std::string_view rest;
    bool broken = false;

    std::int64_t number(std::size_t size)
    {
        auto piece = take(size);
        std::uint64_t value = 0;
        for (char c : piece) value = value << 8 | static_cast<unsigned char>(c);
        if (size == 4) return static_cast<std::int32_t>(value);
        return static_cast<std::int64_t>(value);
    }
    std::string_view take(std::size_t size)
    {
        if (size > rest.size()) {
            broken = true;
            rest = {};
            return {};
        }
        auto piece = rest.substr(0, size);
        rest.remove_prefix(size);
        return piece;
    }
};

/// RFC 8536, section 3.1.
struct Head {
    std::size_t utc_marks, wall_marks, leaps, times, types, letters;
    std::size_t size(std::size_t width) const
    {
        return times * (width + 1) + types * 6 + letters + leaps * (width + 4) + wall_marks +
               utc_marks;
    }
};

std::optional<Head> read_head(Bytes& in)
{
    if (in.take(4) != "TZif") return std::nullopt;
    in.take(16);
    auto count = [&] { return static_cast<std::size_t>(in.number(4)); };
    Head head{count(), count(), count(), count(), count(), count()};
    for (auto one : {head.times, head.types, head.letters, head.leaps}) {
        if (one > 100'000) return std::nullopt;
    }
    if (in.broken) return std::nullopt;
    return head;
}

}  // namespace

Zone Zone::fixed(seconds offset)
{
    Zone zone;
    zone.first_ = offset;
    return zone;
}

std::optional<Zone> Zone::named_offset(std::string_view name)
{
    if (!name.starts_with("UTC")) return std::nullopt;
    name.remove_prefix(3);
    if (name.empty()) return fixed(seconds{0});
    int sign = name[0] == '-' ? -1 : 1;
    if (name[0] != '+' && name[0] != '-') return std::nullopt;
    int hours = 0, minutes = 0;
    const auto* end = name.data() + name.size();
    auto read = std::from_chars(name.data() + 1, end, hours);
    if (read.ec != std::errc{}) return std::nullopt;
    if (read.ptr != end) {
        if (*read.ptr != ':') return std::nullopt;
        read = std::from_chars(read.ptr + 1, end, minutes);
        if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    }
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
    return fixed(seconds{sign * (hours * 3600 + minutes * 60)});
}

Result<Zone> Zone::read(std::string_view bytes)
{
    auto wrong = [] { return fail(ErrorKind::invalid_input, "no zone file"); };
    Bytes in{bytes};
    auto old = read_head(in);
    if (!old) return wrong();
    in.take(old->size(4));
    auto head = read_head(in);
    if (!head || head->types == 0) return wrong();
    std::vector<std::int64_t> times;
    for (std::size_t i = 0; i < head->times; ++i) times.push_back(in.number(8));
    auto kinds = in.take(head->times);
    std::vector<seconds> offsets;
    for (std::size_t i = 0; i < head->types; ++i) {
        offsets.emplace_back(in.number(4));
        in.take(2);
    }
    if (in.broken || !std::ranges::is_sorted(times)) return wrong();
    Zone zone;
    zone.first_ = offsets.front();
    for (std::size_t i = 0; i < times.size(); ++i) {
        auto kind = static_cast<unsigned char>(kinds[i]);
        if (kind >= offsets.size()) return wrong();
        zone.changes_.emplace_back(times[i], offsets[kind]);
    }
    return zone;
}

seconds Zone::offset_at(Time utc) const
{
    auto at = std::chrono::floor<seconds>(utc).time_since_epoch().count();
    auto later =
        std::ranges::upper_bound(changes_, at, {}, &std::pair<std::int64_t, seconds>::first);
    return later == changes_.begin() ? first_ : std::prev(later)->second;
}

Time Zone::utc(Time local) const
{
    auto before = offset_at(local - std::chrono::hours{24});
    auto after = offset_at(local + std::chrono::hours{24});
    auto early = local - before;
    if (offset_at(early) == before) return early;
    auto late = local - after;
    return offset_at(late) == after ? late : early;
}

}  // namespace keydesk::desk
