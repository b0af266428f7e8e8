#include "guard/detect.hpp"
#include "guard/hash.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace keydesk::guard {
namespace {

constexpr std::string_view kBitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kRipple = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kLongestKey = 113;

using Buffer = std::vector<std::uint8_t>;

std::optional<Buffer> base58(std::string_view text, std::string_view alphabet)
{
    Buffer little;  // Least significant byte first.
    for (const char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        std::size_t carry = digit;
        for (std::uint8_t& byte : little) {
            carry += std::size_t{byte} * 58;
            byte = static_cast<std::uint8_t>(carry);
            carry >>= 8U;
        }
        if (carry != 0) little.push_back(static_cast<std::uint8_t>(carry));
    }
    for (std::size_t i = 0; i < text.size() && text[i] == alphabet[0]; ++i) little.push_back(0);
    std::ranges::reverse(little);
    return little;
}

/// The bytes before the four check bytes, when these are right.
std::optional<Buffer> base58_checked(std::string_view text, std::string_view alphabet = kBitcoin)
{
    auto bytes = base58(text, alphabet);
    if (!bytes || bytes->size() < 5) return std::nullopt;
    const std::size_t size = bytes->size() - 4;
    const auto check = sha256(sha256(Bytes{*bytes}.first(size)));
    if (!std::equal(
            check.begin(), check.begin() + 4, bytes->begin() + static_cast<std::ptrdiff_t>(size))) {
        return std::nullopt;
    }
    bytes->resize(size);
    return bytes;
}

bool wif(std::string_view text)
{
    const auto bytes = base58_checked(text);
    return bytes && (bytes->size() == 33 || (bytes->size() == 34 && bytes->back() == 1)) &&
           bytes->front() >= 0x80;
}

bool extended(std::string_view text)
{
    const auto bytes = base58_checked(text);
    return bytes && bytes->size() == 78;
}

bool encrypted(std::string_view text)
{
    const auto bytes = base58_checked(text);
    return bytes && bytes->size() == 39 && bytes->at(0) == 1;
}

bool mini(std::string_view text)
{
    std::array<std::uint8_t, 31> asked{};
    std::ranges::copy(text, asked.begin());
    asked[text.size()] = '?';
    return base58(text, kBitcoin) && sha256(Bytes{asked}.first(text.size() + 1))[0] == 0;
}

/// Seed and public key side by side: exact, so that a signature of the same shape is let through.
bool key_pair(std::string_view text)
{
    const auto bytes = base58(text, kBitcoin);
    if (!bytes || bytes->size() != 64) return false;
    const auto key = ed25519_public_key(std::span<const std::uint8_t, 32>{bytes->data(), 32});
    return std::equal(key.begin(), key.end(), bytes->begin() + 32);
}

bool ripple(std::string_view text)
{
    const auto bytes = base58_checked(text, kRipple);
    return bytes && ((bytes->size() == 17 && bytes->front() == 0x21) || bytes->size() == 19);
}

bool tezos(std::string_view text)
{
    const auto bytes = base58_checked(text);
    return bytes && (bytes->size() == 36 || bytes->size() == 68);
}

bool stellar(std::string_view text)
{
    Buffer bytes;
    std::uint32_t bits = 0;
    unsigned have = 0;
    for (const char c : text) {
        const std::size_t digit = kBase32.find(c);
        if (digit == std::string_view::npos) return false;
        bits = bits << 5U | static_cast<std::uint32_t>(digit);
        have += 5;
        if (have >= 8) bytes.push_back(static_cast<std::uint8_t>(bits >> (have -= 8)));
    }
    if (bytes.size() != 35 || bytes[0] != 0x90) return false;
    std::uint32_t crc = 0;  // CRC-16/XMODEM.
    for (std::size_t i = 0; i < 33; ++i) {
        crc ^= std::uint32_t{bytes[i]} << 8U;
        for (int k = 0; k < 8; ++k) crc = (crc << 1U) ^ ((crc & 0x8000U) != 0 ? 0x1021U : 0U);
    }
    return (crc & 0xFFU) == bytes[33] && (crc >> 8U & 0xFFU) == bytes[34];
}

/// BIP-173's check; `text` in lower case, its readable part before the last '1'.
bool bech32(std::string_view text)
{
    const std::size_t one = text.rfind('1');
    std::uint32_t sum = 1;
    const auto feed = [&sum](std::uint32_t value) {
        constexpr std::array<std::uint32_t, 5> kGenerator{
            0x3b6a57b2U, 0x26508e6dU, 0x1ea119faU, 0x3d4233ddU, 0x2a1462b3U};
        const std::uint32_t top = sum >> 25U;
        sum = (sum & 0x1ffffffU) << 5U ^ value;
        for (std::size_t i = 0; i < 5; ++i) sum ^= (top >> i & 1U) != 0 ? kGenerator[i] : 0U;
    };
    for (const char c : text.substr(0, one)) feed(static_cast<unsigned char>(c) >> 5U);
    feed(0);
    for (const char c : text.substr(0, one)) feed(static_cast<unsigned char>(c) & 31U);
    for (const char c : text.substr(one + 1)) {
        const std::size_t digit = kBech32.find(c);
        if (digit == std::string_view::npos) return false;
        feed(static_cast<std::uint32_t>(digit));
    }
    return sum == 1;
}

struct Format {
    std::string_view starts;  ///< One of these letters, or with `prefix` all of them.
    bool prefix;
    std::size_t shortest, longest;
    bool (*right)(std::string_view);
    Kind kind;
    /// The prefix alone is proof: a slip of the pen breaks the check, not the secret.
    bool unmistakable;
};

constexpr Format kFormats[] = {
    {"xprv", true, 100, 113, extended, Kind::extended_key, true},
    {"yprv", true, 100, 113, extended, Kind::extended_key, true},
    {"zprv", true, 100, 113, extended, Kind::extended_key, true},
    {"tprv", true, 100, 113, extended, Kind::extended_key, true},
    {"uprv", true, 100, 113, extended, Kind::extended_key, true},
    {"vprv", true, 100, 113, extended, Kind::extended_key, true},
    {"Yprv", true, 100, 113, extended, Kind::extended_key, true},
    {"Zprv", true, 100, 113, extended, Kind::extended_key, true},
    {"Uprv", true, 100, 113, extended, Kind::extended_key, true},
    {"Vprv", true, 100, 113, extended, Kind::extended_key, true},
    {"Ltpv", true, 100, 113, extended, Kind::extended_key, true},
    {"Mtpv", true, 100, 113, extended, Kind::extended_key, true},
    {"dgpv", true, 100, 113, extended, Kind::extended_key, true},
    {"6P", true, 58, 58, encrypted, Kind::encrypted_key, false},
    {"suiprivkey1", true, 65, 75, bech32, Kind::private_key, true},
    {"nsec1", true, 61, 65, bech32, Kind::private_key, true},
    {"edsk", true, 54, 54, tezos, Kind::private_key, true},
    {"edsk", true, 97, 99, tezos, Kind::private_key, true},
    {"spsk", true, 54, 54, tezos, Kind::private_key, true},
    {"p2sk", true, 54, 54, tezos, Kind::private_key, true},
    {"S", true, 56, 56, stellar, Kind::private_key, false},
    {"5KLc9T6QXV73", false, 51, 52, wif, Kind::private_key, false},
    {"S", true, 30, 30, mini, Kind::private_key, false},
    {"S", true, 22, 22, mini, Kind::private_key, false},
    {"S", true, 26, 26, mini, Kind::private_key, false},
    {"s", true, 28, 32, ripple, Kind::private_key, false},
};

bool begins(const Format& format, std::string_view text)
{
    return format.prefix ? text.starts_with(format.starts)
                         : !text.empty() && format.starts.contains(text[0]);
}

/// The characters of a key from `start` on, with single blanks and line ends left out when
/// `over_blanks`; `ends[i]` is the place behind the i-th.
struct Candidate {
    std::string text;
    std::vector<std::uint32_t> ends;
};

Candidate candidate(std::u32string_view raw, std::uint32_t start, bool over_blanks)
{
    Candidate found;
    for (std::uint32_t at = start; at < raw.size() && found.text.size() <= kLongestKey; ++at) {
        if (is_alnum(raw[at])) {
            found.text += static_cast<char>(raw[at]);
            found.ends.push_back(at + 1);
        } else if (raw[at] == kMessageEdge && over_blanks) {
            continue;
        } else if (
            !over_blanks || !(is_blank(raw[at]) || raw[at] == '-') ||
            (at > start && at + 1 < raw.size() && !is_alnum(raw[at + 1]) &&
             !is_blank(raw[at + 1]) && raw[at + 1] != kMessageEdge)) {
            break;
        }
    }
    return found;
}

bool near_key_word(const Reading& reading, std::uint32_t at)
{
    return std::ranges::any_of(reading.cues, [&](const Mention& m) {
        return (m.cue == Cue::key || m.cue == Cue::import) && m.start < at + 200 &&
               at < m.end + 120;
    });
}

/// A slip breaks a check, but no word has this many digits.
bool digits_inside(std::string_view text)
{
    return std::ranges::count_if(
               text, [](char c) { return is_digit(static_cast<unsigned char>(c)); }) >= 2;
}

/// A key in one piece.
bool whole_key(const Reading& reading, Run run, Sightings& out)
{
    const Candidate found = candidate(reading.text.raw, run.start, false);
    for (const Format& format : kFormats) {
        if (found.text.size() < format.shortest || found.text.size() > format.longest) continue;
        if (!begins(format, found.text)) continue;
        const bool shaped = near_key_word(reading, run.start) && digits_inside(found.text);
        if (format.unmistakable || shaped || format.right(found.text)) {
            out.push_back({run.start, run.end, format.kind});
            return true;
        }
    }
    const bool ed25519 = run.start >= 8 && reading.text.low.substr(run.start - 8, 8) == U"ed25519:";
    if (found.text.size() >= 85 && found.text.size() <= 88 && base58(found.text, kBitcoin)) {
        if (ed25519 || key_pair(found.text) ||
            (near_key_word(reading, run.start) && !reading.asked_for_hash &&
             !mentions_any(reading.cues, Cue::hash))) {
            out.push_back({ed25519 ? run.start - 8 : run.start, run.end, Kind::private_key});
            return true;
        }
    }
    return false;
}

/// A key broken over blanks, lines or messages: only its check can prove it.
void broken_key(const Reading& reading, Run run, Sightings& out)
{
    const Candidate found = candidate(reading.text.raw, run.start, true);
    for (const Format& format : kFormats) {
        // A mini key's check is eight bits: words in a row would pass.
        if (!begins(format, found.text) || format.right == mini) continue;
        const std::size_t longest = std::min(format.longest, found.text.size());
        for (std::size_t size = format.shortest; size <= longest; ++size) {
            if (found.ends[size - 1] <= run.end) continue;
            const std::uint32_t end = found.ends[size - 1];
            if (end < reading.text.size() && is_alnum(reading.text.raw[end])) continue;
            if (format.right(std::string_view{found.text}.substr(0, size))) {
                out.push_back({run.start, end, format.kind});
                return;
            }
        }
    }
    for (std::size_t size = 86; size <= std::min<std::size_t>(88, found.text.size()); ++size) {
        const std::uint32_t end = found.ends[size - 1];
        if (end <= run.end || (end < reading.text.size() && is_alnum(reading.text.raw[end])))
            continue;
        if (key_pair(std::string_view{found.text}.substr(0, size))) {
            out.push_back({run.start, end, Kind::private_key});
            return;
        }
    }
}

/// A first piece shows a digit among letters or a capital inside: words do not.
bool looks_random(std::u32string_view piece)
{
    const bool inner =
        std::ranges::any_of(piece.substr(1), is_upper) && std::ranges::any_of(piece, is_lower);
    return inner || piece.size() > 20 || piece == U"xprv" ||
           (std::ranges::any_of(piece, is_digit) && !std::ranges::all_of(piece, is_digit));
}

}  // namespace

void find_keys(const Reading& reading, Sightings& out)
{
    const std::u32string_view raw = reading.text.raw;
    for (Run run = next_run(raw, 0, is_alnum); run.size() != 0;
         run = next_run(raw, run.end, is_alnum)) {
        if (run.size() >= 22 && whole_key(reading, run, out)) continue;
        if (run.size() >= 4 && run.size() < kLongestKey &&
            looks_random(raw.substr(run.start, run.size()))) {
            broken_key(reading, run, out);
        }
    }
}

}  // namespace keydesk::guard
