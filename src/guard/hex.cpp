#include "guard/detect.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::guard {
namespace {

constexpr std::u32string_view kOrder =  // Of secp256k1; a key is below it.
    U"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
constexpr std::uint32_t kReach = 160;  // How far a cue speaks.

struct Hex {
    std::uint32_t start;
    std::uint32_t end;
    std::u32string digits;  ///< 64, lower case.
    bool prefixed;          ///< Written 0x…
    bool grouped;
};

bool prefixed_at(std::u32string_view low, std::uint32_t at)
{
    return at >= 2 && low[at - 1] == 'x' && low[at - 2] == '0' &&
           (at == 2 || !is_alnum(low[at - 3]));
}

/// 64 digits from `run` on: in one piece, or in equal groups apart by one blank, line end, '-' or
/// message edge.
std::optional<Hex> read_hex(std::u32string_view low, Run run)
{
    const std::uint32_t first = run.size();
    if (first > 64 || first < 4) return std::nullopt;
    Hex hex{
        run.start,
        run.end,
        std::u32string{low.substr(run.start, first)},
        prefixed_at(low, run.start),
        first != 64};
    while (hex.digits.size() < 64) {
        std::uint32_t at = hex.end;
        if (at < low.size() && (is_blank(low[at]) || low[at] == '-' || low[at] == kMessageEdge))
            ++at;
        while (at < low.size() && is_blank(low[at]) && low[at - 1] == '\n') ++at;
        const std::size_t start = at;
        while (at < low.size() && is_hex(low[at])) ++at;
        const std::size_t size = at - start;
        const bool last = hex.digits.size() + size == 64;
        if (start == hex.end || size == 0 || (size != first && !(last && first >= 16))) {
            return std::nullopt;
        }
        hex.digits += low.substr(start, size);
        hex.end = at;
    }
    if (hex.digits.size() != 64) return std::nullopt;
    if (hex.end < low.size() && is_alnum(low[hex.end])) return std::nullopt;
    return hex;
}

/// Random digits below the order: not a block hash's row of zeros, not decimal numbers in groups.
bool possible_key(const Hex& hex)
{
    std::size_t letters = 0;
    for (const char32_t c : hex.digits) letters += !is_digit(c);
    const std::u32string_view digits = hex.digits;
    return letters >= 8 && letters <= 44 && digits < kOrder && !digits.starts_with(U"00000000") &&
           !digits.ends_with(U"00000000");
}

/// Inside a link: explorers show transactions, and nobody's link holds his key.
bool in_link(std::u32string_view low, std::uint32_t at)
{
    std::uint32_t start = at;
    while (start > 0 && !is_blank(low[start - 1]) && low[start - 1] < 0x80 && at - start < 200)
        --start;
    const std::u32string_view before = low.substr(start, at - start);
    if (at > start && low[at - 1] == '/') return true;
    if (before.find(U"key=") != before.npos || before.find(U"priv") != before.npos) return false;
    return before.find(U"://") != before.npos || before.find(U"www.") != before.npos ||
           before.find(U".com/") != before.npos || before.find(U".io/") != before.npos ||
           before.find(U"/tx") != before.npos || before.find(U"/block") != before.npos ||
           before.find(U".org/") != before.npos || before.find(U".info/") != before.npos;
}

/// Right before the digits stands a name like blockhash, merkleroot, txid, "result", P2WSH 0.
bool names_hash(std::u32string_view low, std::uint32_t at)
{
    std::uint32_t end = at;
    while (end > 0 && !is_alnum(low[end - 1]) && !is_han(low[end - 1]) && at - end < 6) --end;
    std::uint32_t start = end;
    while (start > 0 && (is_alnum(low[start - 1]) || low[start - 1] == '_')) --start;
    const std::u32string_view name = low.substr(start, end - start);
    constexpr std::u32string_view kEnds[] = {
        U"hash",
        U"txid",
        U"root",
        U"result",
        U"hash256",
        U"sha256sum",
        U"p2wsh",
        U"op_0",
        U"sighash",
        U"commitment",
        U"digest",
        U"checksum",
        U"pubkey",
        U"public_key",
        U"publickey"};
    return std::ranges::any_of(
        kEnds, [name](std::u32string_view word) { return name.ends_with(word); });
}

struct Judged {
    bool key = false;     ///< The nearest cue names a key.
    bool hash = false;    ///< The nearest cue names a transaction or another hash.
    bool strong = false;  ///< A word for a private key itself, not denied.
};

bool speaks_of_value(Cue cue)
{
    return cue == Cue::key || cue == Cue::import || cue == Cue::hash;
}

/// The nearest cue on the left decides; with none there, the nearest on the right.
Judged judge(const Reading& reading, const Hex& hex)
{
    const Mention* nearest = nullptr;
    bool denied = false;
    std::uint32_t last_key = 0;
    std::uint32_t last_hash = 0;
    for (const Mention& m : reading.cues) {
        if (m.end > hex.start || m.end + kReach < hex.start) continue;
        if (m.cue == Cue::negation) denied = true;
        if (!speaks_of_value(m.cue)) continue;
        if (m.cue == Cue::key) last_key = std::max(last_key, m.end);
        if (m.cue == Cue::hash) last_hash = std::max(last_hash, m.end);
        // "private key" beats the "key" inside it, "public key" likewise.
        if (nearest == nullptr || m.end > nearest->end ||
            (m.end == nearest->end && m.start < nearest->start)) {
            nearest = &m;
        }
    }
    if (nearest == nullptr) {
        for (const Mention& m : reading.cues) {
            if (m.start < hex.end || m.start > hex.end + 60 || !speaks_of_value(m.cue)) continue;
            if (nearest == nullptr || m.start < nearest->start ||
                (m.start == nearest->start && m.end > nearest->end)) {
                nearest = &m;
            }
        }
    }
    Judged judged;
    if (names_hash(reading.text.low, hex.start)) {
        judged.hash = true;
        return judged;
    }
    if (nearest == nullptr) return judged;
    judged.hash = nearest->cue == Cue::hash;
    judged.key = !judged.hash;
    judged.strong = !judged.hash && (nearest->cue == Cue::key || last_key > last_hash) && !denied;
    return judged;
}

/// "导出来的 0x…": right behind the word, in a message that speaks of no transaction.
bool exported(const Reading& reading, std::uint32_t start)
{
    if (reading.asked_for_hash || mentions_any(reading.cues, Cue::hash)) return false;
    return std::ranges::any_of(reading.cues, [start](const Mention& m) {
        return m.cue == Cue::import && m.end <= start && start <= m.end + 10;
    });
}

/// An 0x hash is shown by every wallet, bare digits are what a key export looks like.
std::optional<Sighting> verdict(const Reading& reading, const Hex& hex, bool many)
{
    const std::u32string_view low = reading.text.low;
    const std::uint32_t start = hex.prefixed ? hex.start - 2 : hex.start;
    const Sighting key{start, hex.end, Kind::private_key, false};
    if (in_link(low, start) || !possible_key(hex)) return std::nullopt;
    const Judged judged = judge(reading, hex);
    if (hex.prefixed)
        return judged.strong || exported(reading, start) ? std::optional{key} : std::nullopt;
    if (judged.key) return key;
    if (judged.hash || reading.declared_hash) return std::nullopt;
    if (reading.asked_for_hash && !reading.asked_for_key) return std::nullopt;
    if (reading.asked_for_key) return key;
    if (many) return std::nullopt;
    return Sighting{start, hex.end, Kind::private_key, true};
}

/// 43 characters and '=': 32 bytes, but only after a word for a key.
void find_base64(const Reading& reading, Sightings& out)
{
    const std::u32string_view raw = reading.text.raw;
    for (std::size_t at = raw.find(U'='); at != raw.npos; at = raw.find(U'=', at + 1)) {
        if (at < 43 || (at + 1 < raw.size() && (is_alnum(raw[at + 1]) || raw[at + 1] == '=')))
            continue;
        const std::size_t start = at - 43;
        const auto belongs = [](char32_t c) { return is_alnum(c) || c == '+' || c == '/'; };
        if (!std::ranges::all_of(raw.substr(start, 43), belongs)) continue;
        if (start > 0 && belongs(raw[start - 1])) continue;
        const Hex place{
            static_cast<std::uint32_t>(start),
            static_cast<std::uint32_t>(at + 1),
            {},
            false,
            false};
        if (judge(reading, place).strong)
            out.push_back({place.start, place.end, Kind::private_key});
    }
}

}  // namespace

void find_hex(const Reading& reading, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    std::vector<Hex> all;
    for (Run run = next_run(low, 0, is_hex); run.size() != 0;
         run = next_run(low, run.end, is_hex)) {
        if (run.start > 0 && is_alnum(low[run.start - 1]) && !prefixed_at(low, run.start)) continue;
        if (auto hex = read_hex(low, run)) {
            run.end = hex->end;
            all.push_back(std::move(*hex));
        }
    }
    std::vector<std::u32string_view> different;
    for (const Hex& hex : all) {
        if (std::ranges::find(different, std::u32string_view{hex.digits}) == different.end()) {
            different.emplace_back(hex.digits);
        }
    }
    const bool many = different.size() >= 3;  // A list of hashes: nobody owns that many keys.
    for (const Hex& hex : all) {
        if (const auto found = verdict(reading, hex, many)) out.push_back(*found);
    }
    find_base64(reading, out);
}

}  // namespace keydesk::guard
