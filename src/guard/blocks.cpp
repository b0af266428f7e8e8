#include "guard/detect.hpp"
#include "guard/hash.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::guard {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

bool is_base64(char32_t c)
{
    return is_alnum(c) || c == '+' || c == '/' || c == '=';
}

std::size_t lone_body(std::u32string_view raw, std::size_t at)
{
    std::size_t last = at;
    while (at < raw.size()) {
        std::size_t end = at;
        while (end < raw.size() && raw[end] != '\n' && raw[end] != kMessageEdge) ++end;
        const std::u32string_view line = raw.substr(at, end - at);
        const auto base64 = std::ranges::count_if(line, is_base64);
        const bool wordy = line.find(U' ') != kNone && line.find(U": ") == kNone &&
                           line.size() > 2 && line[0] != '>';
        if (!line.empty() &&
            (wordy || base64 * 10 < static_cast<std::ptrdiff_t>(line.size()) * 8)) {
            // A sentence may follow on the last line of the body.
            std::size_t body = at;
            while (body < end && is_base64(raw[body])) ++body;
            return body - at >= 4 ? body : last;
        }
        last = end;
        at = end + 1;
    }
    return last;
}

/// From -----BEGIN … PRIVATE KEY----- to its END, or, when that is missing, as far as the body
/// goes.
void find_pem(const Reading& reading, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    for (std::size_t at = low.find(U"begin "); at != kNone; at = low.find(U"begin ", at + 1)) {
        const std::size_t title = low.find(U"private key", at);
        if (title == kNone || title > at + 30) continue;
        std::size_t start = at;
        while (start > 0 && low[start - 1] == '-') --start;
        std::size_t body = title + 11;
        while (body < low.size() && (low[body] == '-' || low[body] == ' ')) ++body;
        if (low.substr(body).starts_with(U"block")) body += 5;
        const std::size_t closing = low.find(U"end ", body);
        std::size_t end = 0;
        if (closing != kNone && low.substr(closing, 50).find(U"private key") != kNone) {
            end = low.find(U"private key", closing) + 11;
            while (end < low.size() && low[end] == '-') ++end;
        } else {
            end = lone_body(reading.text.raw, body);
        }
        if (end <= body || std::ranges::count_if(low.substr(body, end - body), is_base64) < 40)
            continue;
        out.push_back(
            {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end), Kind::pem_key});
        at = end - 1;
    }
}

/// The braces around `at`; a JSON that was cut off runs to the end.
Run braces_around(std::u32string_view low, std::size_t at)
{
    std::size_t start = at;
    std::size_t outermost = kNone;
    for (std::int32_t open = 0; start-- > 0;) {
        if (low[start] == '}') ++open;
        if (low[start] == '{' && open-- <= 0) {
            outermost = start;
            open = 0;
        }
    }
    if (outermost == kNone) return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)};
    std::size_t end = outermost;
    for (std::int32_t open = 0; end < low.size(); ++end) {
        if (low[end] == '{') ++open;
        if (low[end] == '}' && --open == 0) {
            ++end;
            break;
        }
    }
    return {static_cast<std::uint32_t>(outermost), static_cast<std::uint32_t>(end)};
}

void find_keystore(const Reading& reading, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    for (std::size_t at = low.find(U"ciphertext"); at != kNone;
         at = low.find(U"ciphertext", at + 1)) {
        const Run block = braces_around(low, at);
        if (block.size() < 60) continue;
        const std::u32string_view json = low.substr(block.start, block.size());
        const bool derived = json.find(U"kdf") != kNone || json.find(U"scrypt") != kNone ||
                             json.find(U"pbkdf2") != kNone;
        if (!derived || (json.find(U"mac") == kNone && json.find(U"cipherparams") == kNone))
            continue;
        out.push_back({block.start, block.end, Kind::keystore});
        at = block.end - 1;
    }
}

/// Solana's command line keeps a key pair as [64 numbers].
void find_byte_arrays(const Reading& reading, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    for (std::size_t open = low.find(U'['); open != kNone; open = low.find(U'[', open + 1)) {
        std::array<std::uint8_t, 64> bytes{};
        std::size_t count = 0;
        std::size_t at = open + 1;
        for (; at < low.size() && low[at] != ']'; ++at) {
            if (is_blank(low[at]) || low[at] == ',') continue;
            if (!is_digit(low[at]) || count == bytes.size()) break;
            std::uint32_t number = 0;
            while (at < low.size() && is_digit(low[at]) && number < 256)
                number = number * 10 + (low[at++] - '0');
            if (number > 255) break;
            bytes[count++] = static_cast<std::uint8_t>(number);
            --at;
        }
        if (count < 32 || at == low.size() || low[at] != ']') continue;
        bool secret = mentions_any(reading.cues, Cue::key) && (count == 64 || count == 32);
        if (count == 64) {
            const auto key =
                ed25519_public_key(std::span<const std::uint8_t, 32>{bytes.data(), 32});
            secret = secret || std::equal(key.begin(), key.end(), bytes.begin() + 32);
        }
        if (secret) {
            out.push_back(
                {static_cast<std::uint32_t>(open),
                 static_cast<std::uint32_t>(at + 1),
                 Kind::private_key});
        }
    }
}

}  // namespace

void find_blocks(const Reading& reading, Sightings& out)
{
    find_pem(reading, out);
    find_keystore(reading, out);
    find_byte_arrays(reading, out);
}

}  // namespace keydesk::guard
