#include "desk/channels/split.hpp"

#include "base/trim.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

struct Point {
    char32_t value = 0;
    std::size_t size = 1;  ///< Bytes.
};

/// The text is valid UTF-8: it has passed the guard.
Point point_at(std::string_view text, std::size_t at) noexcept
{
    auto first = static_cast<unsigned char>(text[at]);
    std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + size > text.size()) return {first, 1};
    char32_t value = size == 1 ? first : first & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        value = (value << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    }
    return {value, size};
}

bool is_within(char32_t c, char32_t from, char32_t to) noexcept
{
    return c >= from && c <= to;
}

/// Wide as Weibo counts: everything that GBK writes in two bytes.
bool is_wide(char32_t c) noexcept
{
    return c > 0xFF;
}

/// Belongs to the character before it: combining marks, variation selectors, skin tones, joiners.
bool joins_left(char32_t c) noexcept
{
    return is_within(c, 0x300, 0x36F) || is_within(c, 0x1AB0, 0x1AFF) ||
           is_within(c, 0x20D0, 0x20FF) || is_within(c, 0xFE00, 0xFE0F) || c == 0x200D ||
           is_within(c, 0x1F3FB, 0x1F3FF) || is_within(c, 0xE0100, 0xE01EF) ||
           is_within(c, 0xE0020, 0xE007F);
}

bool is_flag(char32_t c) noexcept
{
    return is_within(c, 0x1F1E6, 0x1F1FF);
}

/// In half units, so that two narrow characters make one wide one.
std::int64_t cost(const Point& p, Unit unit) noexcept
{
    switch (unit) {
        case Unit::code_points:
            return 2;
        case Unit::bytes:
            return static_cast<std::int64_t>(p.size) * 2;
        case Unit::hanzi:
            return is_wide(p.value) ? 2 : 1;
    }
    return 2;
}

/// How good it is to cut after this character: 3 a paragraph, 2 a sentence, 1 a word, 0 none.
int cut_quality(char32_t c, char32_t next) noexcept
{
    if (c == '\n') return 3;
    constexpr std::u32string_view kEnds = U"。！？；…";
    if (kEnds.find(c) != std::u32string_view::npos) return 2;
    bool space_next = next == ' ' || next == '\n' || next == 0;
    if ((c == '.' || c == '!' || c == '?' || c == ';') && space_next) return 2;
    if (c == ' ' || c == U'，' || c == U'、') return 1;
    return 0;
}

/// Where the piece that begins at `from` ends, at most `limit` half units long.
std::size_t end_of_piece(std::string_view text, std::size_t from, std::int64_t limit, Unit unit)
{
    std::size_t at = from, hard = from;
    std::size_t best[4] = {from, from, from, from};
    std::int64_t used = 0;
    int flags = 0;
    while (at < text.size()) {
        auto here = point_at(text, at);
        used += cost(here, unit);
        if (used > limit) break;
        at += here.size;
        flags = is_flag(here.value) ? flags + 1 : 0;
        auto next = at < text.size() ? point_at(text, at).value : 0;
        bool inside = joins_left(next) || here.value == 0x200D || (is_flag(next) && flags % 2 == 1);
        if (inside) continue;
        hard = at;
        best[cut_quality(here.value, next)] = at;
    }
    if (at >= text.size()) return text.size();
    // A good cut in the second half beats a full piece that ends anywhere.
    auto half = from + (at - from) / 2;
    for (int quality = 3; quality > 0; --quality) {
        if (best[quality] > half) return best[quality];
    }
    if (hard > from) return hard;
    return at > from ? at : std::min(text.size(), from + point_at(text, from).size);
}

bool is_picture(const Attachment& file)
{
    return file.type.starts_with("image/");
}

}  // namespace

std::int64_t length_of(std::string_view text, Unit unit) noexcept
{
    std::int64_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto here = point_at(text, at);
        used += cost(here, unit);
        at += here.size;
    }
    return (used + 1) / 2;
}

std::vector<std::string> split(std::string_view text, std::size_t limit, Unit unit)
{
    std::vector<std::string> pieces;
    auto half_units = static_cast<std::int64_t>(std::max<std::size_t>(limit, 16)) * 2;
    for (std::size_t from = 0; from < text.size();) {
        auto to = end_of_piece(text, from, half_units, unit);
        auto piece = trimmed(text.substr(from, to - from));
        if (!piece.empty()) pieces.emplace_back(piece);
        from = to;
    }
    return pieces;
}

std::vector<Part> parts_of(
    const std::string& text, const std::vector<Attachment>& files, const Capabilities& door)
{
    std::vector<Part> parts;
    for (auto& piece : split(text, door.text.longest, door.text.unit)) {
        parts.push_back({std::move(piece), {}});
    }
    // Mail is one letter with everything in it: its files ride with the last text.
    bool together = door.subjects || (door.files.caption && files.size() == 1 && parts.size() == 1);
    for (const auto& file : files) {
        if (together && !parts.empty() && parts.back().file.empty()) {
            parts.back().file = file.id;
        } else {
            parts.push_back({{}, file.id});
        }
    }
    return parts;
}

std::string file_fault(const std::vector<Attachment>& files, const Capabilities& door)
{
    for (const auto& file : files) {
        bool picture = is_picture(file);
        bool carried = (picture && door.files.pictures) || door.files.others;
        const auto& types = door.files.types;
        bool known = types.empty() || std::ranges::find(types, file.type) != types.end();
        if (!carried || !known) return "file_type";
        auto largest = picture && door.files.largest_picture > 0 ? door.files.largest_picture
                                                                 : door.files.largest;
        if (largest > 0 && file.size > largest) return "file_size";
    }
    return {};
}

}  // namespace keydesk::desk
