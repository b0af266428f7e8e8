#include "chains/recognise/addresses.hpp"
#include "base/crypto.hpp"
#include "chains/recognise/base58.hpp"
#include "chains/recognise/bech32.hpp"
#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::chains {

namespace {

struct Version {
    std::uint8_t byte;
    std::string_view chain, network;
    bool supported;
};

/// Litecoin's regtest is our stand-in for Bitcoin's in tests, so its own prefixes are Bitcoin's.
constexpr std::array kVersions = std::to_array<Version>({
    {0x00, "bitcoin", "", true},
    {0x05, "bitcoin", "", true},
    {0x6f, "bitcoin", "testnet", true},
    {0xc4, "bitcoin", "testnet", true},
    {0x3a, "bitcoin", "regtest", true},
    {0x41, "tron", "", true},
    {0x30, "litecoin", "", false},
    {0x32, "litecoin", "", false},
    {0x1e, "dogecoin", "", false},
});

struct Prefix {
    std::string_view hrp, chain, network;
    bool supported;
};

constexpr std::array kPrefixes = std::to_array<Prefix>({
    {"bc", "bitcoin", "", true},
    {"tb", "bitcoin", "testnet", true},
    {"bcrt", "bitcoin", "regtest", true},
    {"rltc", "bitcoin", "regtest", true},
    {"ltc", "litecoin", "", false},
    {"tltc", "litecoin", "testnet", false},
});

constexpr std::array kCosmos = std::to_array<std::string_view>(
    {"cosmos", "osmo",  "juno",      "terra",  "kava",    "secret", "inj",         "sei",
     "axelar", "akash", "celestia",  "stars",  "dydx",    "noble",  "thor",        "maya",
     "band",   "evmos", "neutron",   "stride", "umee",    "regen",  "cro",         "iaa",
     "agoric", "core",  "chihuahua", "comdex", "archway", "dym",    "persistence", "bnb"});

bool is_lightning(std::string_view hrp)
{
    return hrp.starts_with("lnbc") || hrp.starts_with("lntb") || hrp == "lnurl";
}

Candidate address(std::string_view chain, std::string_view network, std::string id, bool supported)
{
    Candidate found;
    found.kind = Kind::address;
    found.chain = chain;
    found.network = network;
    found.id = std::move(id);
    found.supported = supported;
    return found;
}

std::vector<Candidate> from_bech32(std::string_view token)
{
    const auto read = bech32(token, 4000);
    if (!read) return {};
    if (is_lightning(read->prefix) && !read->m) {
        return {address("lightning", "", lower(token), false)};
    }
    if (token.size() > 90) return {};
    const auto known = std::ranges::find(kPrefixes, read->prefix, &Prefix::hrp);
    if (known != kPrefixes.end()) {
        if (!is_witness(*read)) return {};
        return {address(known->chain, known->network, lower(token), known->supported)};
    }
    if (std::ranges::find(kCosmos, read->prefix) == kCosmos.end() || read->m) return {};
    const auto bytes = eight_bits(read->data, 0);
    if (!bytes || (bytes->size() != 20 && bytes->size() != 32)) return {};
    return {address("cosmos", "", lower(token), false)};
}

std::vector<Candidate> from_base58(std::string_view token)
{
    if (token.size() < 25 || token.size() > 36) return {};
    if (token[0] == 'r') {
        const auto bytes = base58_address(token, kBase58Ripple);
        if (bytes && bytes->front() == 0) return {address("xrp", "", std::string{token}, false)};
    }
    const auto bytes = base58_address(token);
    if (!bytes) return {};
    const auto known = std::ranges::find(kVersions, bytes->front(), &Version::byte);
    if (known == kVersions.end()) return {};
    return {address(known->chain, known->network, std::string{token}, known->supported)};
}

Bytes bytes_of(std::string_view digits)
{
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        auto value = [](char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; };
        bytes.push_back(static_cast<std::uint8_t>(value(digits[i]) * 16 + value(digits[i + 1])));
    }
    return bytes;
}

bool has_both_cases(std::string_view digits)
{
    return std::ranges::any_of(digits, is_upper) &&
           std::ranges::any_of(digits, [](char c) { return is_lower(c); });
}

Candidate evm_address(std::string_view digits)
{
    auto found = address("evm", "", "0x" + lower(digits), true);
    found.checked = has_both_cases(digits);
    return found;
}

Candidate tron_address(std::string_view digits41)
{
    auto found = address("tron", "", base58_address_text(bytes_of(digits41)), true);
    found.checked = false;
    return found;
}

Candidate hash(Kind kind, std::string_view chain, std::string id)
{
    Candidate found;
    found.kind = kind;
    found.chain = chain;
    found.id = std::move(id);
    found.supported = kind == Kind::transaction;
    found.checked = false;
    return found;
}

/// Proof of work leaves zeros in front; TRON puts the height there (eight bytes).
std::vector<Candidate> from_64(std::string_view digits, bool prefixed)
{
    const std::string id = lower(digits);
    if (prefixed) return {hash(Kind::transaction, "evm", "0x" + id)};
    const std::size_t zeros = std::min(id.find_first_not_of('0'), id.size());
    if (zeros >= 16) return {hash(Kind::block, "bitcoin", id)};
    if (zeros >= 8) return {hash(Kind::block, "tron", id), hash(Kind::block, "bitcoin", id)};
    return {
        hash(Kind::transaction, "bitcoin", id),
        hash(Kind::transaction, "tron", id),
        hash(Kind::transaction, "evm", "0x" + id)};
}

}  // namespace

bool eip55_right(std::string_view digits)
{
    const auto digest = keccak256(lower(digits));
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const unsigned nibble = i % 2 == 0 ? digest[i / 2] >> 4U : digest[i / 2] & 15U;
        if (is_digit(digits[i])) continue;
        if (is_upper(digits[i]) != (nibble >= 8)) return false;
    }
    return true;
}

std::vector<Candidate> address_candidates(std::string_view token)
{
    auto found = from_base58(token);
    return found.empty() && token.contains('1') ? from_bech32(token) : found;
}

std::vector<Candidate> solana_candidates(std::string_view token)
{
    const bool key = token.size() >= 43 && token.size() <= 44;
    const bool signature = token.size() >= 86 && token.size() <= 88;
    if (!key && !signature) return {};
    if (!has_both_cases(token) || std::ranges::none_of(token, is_digit)) return {};
    const auto bytes = base58(token);
    if (!bytes || bytes->size() != (key ? 32 : 64)) return {};
    auto found = address("solana", "", std::string{token}, false);
    if (signature) found.kind = Kind::transaction;
    found.checked = false;
    return {found};
}

std::vector<Candidate> ton_candidates(std::string_view token)
{
    std::string bytes;
    if (token.size() != 48 || !base64url_decode(token, bytes) || bytes.size() != 36) return {};
    const auto tag = static_cast<unsigned char>(bytes[0]);
    if ((tag & 0x7FU) != 0x11 && (tag & 0x7FU) != 0x51) return {};
    unsigned crc = 0;  // CRC-16/XMODEM.
    for (std::size_t i = 0; i < 34; ++i) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) << 8U;
        for (int bit = 0; bit < 8; ++bit) {
            crc = ((crc << 1U) ^ ((crc & 0x8000U) != 0 ? 0x1021U : 0U)) & 0xFFFFU;
        }
    }
    const unsigned said = static_cast<unsigned>(static_cast<unsigned char>(bytes[34])) << 8U |
                          static_cast<unsigned char>(bytes[35]);
    if (crc != said) return {};
    return {address("ton", (tag & 0x80U) != 0 ? "testnet" : "", std::string{token}, false)};
}

std::vector<Candidate> hex_candidates(std::string_view digits, bool prefixed)
{
    if (digits.size() == 64) return from_64(digits, prefixed);
    if (digits.size() == 42 && digits.starts_with("41")) return {tron_address(digits)};
    if (digits.size() != 40) return {};
    if (has_both_cases(digits) && !eip55_right(digits)) return {};
    if (prefixed) return {evm_address(digits)};
    return {evm_address(digits), tron_address("41" + std::string{digits})};
}

}  // namespace keydesk::chains
