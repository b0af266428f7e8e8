#include "chains/recognise/near_misses.hpp"
#include "base/crypto.hpp"
#include "chains/recognise/addresses.hpp"
#include "chains/recognise/base58.hpp"
#include "chains/recognise/bech32.hpp"
#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>

namespace keydesk::chains {

namespace {

using Places = std::vector<std::size_t>;

bool is_hex(char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

std::ptrdiff_t count(std::string_view text, bool (*claim)(char))
{
    return std::ranges::count_if(text, claim);
}

bool varied(std::string_view text)
{
    return count(text, is_digit) > 0 && count(text, is_upper) > 0 && count(text, is_lower) > 0;
}

Doubt doubt(std::string what, std::string_view token, std::string chain, Places places = {})
{
    Doubt found;
    found.what = std::move(what);
    found.text = token;
    found.chain = std::move(chain);
    if (places.size() == 1) found.suspicious = std::move(places);
    return found;
}

/// Letters whose case is not what EIP-55 wants.
Places wrong_cases(std::string_view digits)
{
    const auto digest = keccak256(lower(digits));
    Places places;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const unsigned nibble = i % 2 == 0 ? digest[i / 2] >> 4U : digest[i / 2] & 15U;
        if (!is_digit(digits[i]) && is_upper(digits[i]) != (nibble >= 8)) places.push_back(i);
    }
    return places;
}

/// One other digit in one place, in either case, that makes all capitals right.
Places wrong_digits(std::string_view digits)
{
    Places places;
    std::string tried{digits};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        for (const char c : std::string_view{"0123456789abcdefABCDEF"}) {
            if (lower(c) == lower(digits[i])) continue;
            tried[i] = c;
            if (!eip55_right(tried)) continue;
            places.push_back(i);
            break;
        }
        tried[i] = digits[i];
    }
    return places;
}

/// A slip of the shift key leaves one or two wrong capitals; a wrong digit changes about half.
Doubt wrong_evm_address(std::string_view token, Patience& patience)
{
    const auto digits = token.substr(2);
    Places places = wrong_cases(digits);
    if (places.size() > 2 && patience.searches > 0) {
        --patience.searches;
        places = wrong_digits(digits);
    }
    for (auto& place : places) place += 2;
    return doubt("bad_checksum", token, "evm", places);
}

/// 0x and as many characters as an address or a hash has, but not all are digits (O for 0…).
std::optional<Doubt> foreign_digit(std::string_view token)
{
    if (token.size() != 42 && token.size() != 66) return std::nullopt;
    Places places;
    for (std::size_t i = 2; i < token.size(); ++i) {
        if (!is_hex(token[i])) places.push_back(i);
    }
    if (places.size() > 2) return std::nullopt;
    return doubt(token.size() == 42 ? "bad_checksum" : "bad_character", token, "evm", places);
}

std::optional<Doubt> prefixed_hex(std::string_view token, Patience& patience)
{
    const auto digits = token.substr(2);
    if (!std::ranges::all_of(digits, is_hex)) return foreign_digit(token);
    if (digits.size() == 40) return wrong_evm_address(token, patience);
    const bool near =
        (digits.size() >= 30 && digits.size() < 64) || (digits.size() > 64 && digits.size() <= 70);
    if (!near || digits.size() == 42) return std::nullopt;
    return doubt("wrong_length", token, "evm");
}

std::optional<Doubt> bare_hex(std::string_view token, Patience& patience)
{
    if (count(token, is_digit) < 4 || count(token, is_digit) == std::ssize(token)) {
        return std::nullopt;
    }
    if (token.size() == 40) {  // Its capitals are wrong: else it had been an address.
        auto found = wrong_evm_address("0x" + std::string{token}, patience);
        for (auto& place : found.suspicious) place -= 2;
        found.text = token;
        return found;
    }
    if (token.size() < 60 || token.size() > 68) return std::nullopt;
    return doubt("wrong_length", token, "");
}

struct Family {
    std::string_view starts, versions, chain;
    std::size_t shortest, longest;
    bool certain;  ///< The shape alone says so; else only a unique correction does.
};

constexpr std::array kFamilies = std::to_array<Family>({
    {"T", "\x41", "tron", 34, 34, true},
    {"13", {"\x00\x05", 2}, "bitcoin", 26, 35, true},
    {"mn2", "\x6f\xc4", "bitcoin", 26, 35, false},
    {"LM", "\x30\x32", "litecoin", 33, 34, false},
    {"D", "\x1e", "dogecoin", 34, 34, false},
});

std::optional<Doubt> near_base58(std::string_view token, Patience& patience)
{
    if (!varied(token)) return std::nullopt;
    if (token[0] == 'T' && (token.size() == 33 || token.size() == 35)) {
        return doubt("wrong_length", token, "tron");
    }
    for (const auto& family : kFamilies) {
        if (!family.starts.contains(token[0]) || token.size() < family.shortest ||
            token.size() > family.longest) {
            continue;
        }
        Places places;
        if (patience.searches > 0) {
            --patience.searches;
            places = base58_suspects(token, family.versions);
        }
        if (!family.certain && places.size() != 1) return std::nullopt;
        return doubt("bad_checksum", token, std::string{family.chain}, places);
    }
    return std::nullopt;
}

std::string_view bech32_chain(std::string_view text)
{
    constexpr std::array kStarts = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"bc1", "bitcoin"},
         {"tb1", "bitcoin"},
         {"bcrt1", "bitcoin"},
         {"rltc1", "bitcoin"},
         {"ltc1", "litecoin"},
         {"tltc1", "litecoin"}});
    for (const auto& [start, chain] : kStarts) {
        if (text.starts_with(start)) return chain;
    }
    return {};
}

std::optional<Doubt> near_bech32(std::string_view token, Patience& patience)
{
    const std::string text = lower(token);
    const auto chain = bech32_chain(text);
    if (chain.empty() || text.size() < 14 || text.size() > 90) return std::nullopt;
    Places places;
    if (patience.searches > 0) {
        --patience.searches;
        places = bech32_suspects(text);
    }
    return doubt("bad_checksum", token, std::string{chain}, places);
}

}  // namespace

std::optional<Doubt> near_miss(std::string_view token, Patience& patience)
{
    if (token.size() < 14 || token.size() > 120) return std::nullopt;
    if (token.starts_with("0x") || token.starts_with("0X")) return prefixed_hex(token, patience);
    if (std::ranges::all_of(token, is_hex)) {
        if (auto found = bare_hex(token, patience)) return found;
    }
    if (auto found = near_bech32(token, patience)) return found;
    if (token.size() > 25 && token.size() < 36 && is_base58(token)) {
        return near_base58(token, patience);
    }
    return std::nullopt;
}

bool is_truncated(std::string_view head, std::string_view tail)
{
    const bool all_hex_tail = std::ranges::all_of(tail, is_hex);
    if (head.starts_with("0x") || head.starts_with("0X")) {
        const auto digits = head.substr(2);
        const bool hex = std::ranges::all_of(digits, is_hex) && digits.size() < 64;
        return hex && (tail.empty() ? digits.size() >= 6 : digits.size() >= 2 && all_hex_tail);
    }
    if (tail.size() < 3 || head.size() < 4) return false;
    if (!bech32_chain(lower(head)).empty()) return head.size() >= 5;
    if (head.size() >= 6 && all_hex_tail && std::ranges::all_of(head, is_hex)) {
        return head.size() < 64 && count(head, is_digit) > 0 &&
               count(head, is_digit) < std::ssize(head);
    }
    const bool start = std::string_view{"T13"}.contains(head[0]);
    if (!start || head.size() > 33 || !is_base58(head) || !is_base58(tail)) return false;
    const auto inside = head.substr(1);
    const auto odd = count(inside, is_digit) + count(inside, is_upper) + count(tail, is_digit);
    return odd >= 2 && count(inside, is_lower) + count(tail, is_lower) > 0;
}

}  // namespace keydesk::chains
