#include "chains/recognise/bech32.hpp"
#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>

namespace keydesk::chains {

namespace {

constexpr std::string_view kCharset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint32_t kConstant = 1;
constexpr std::uint32_t kConstantM = 0x2bc830a3;
constexpr std::size_t kCheck = 6;

class Checksum {
public:
    void feed(std::uint32_t value)
    {
        constexpr std::array<std::uint32_t, 5> kGenerator{
            0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
        const std::uint32_t top = sum_ >> 25U;
        sum_ = (sum_ & 0x1ffffffU) << 5U ^ value;
        for (std::size_t i = 0; i < kGenerator.size(); ++i) {
            if ((top >> i & 1U) != 0) sum_ ^= kGenerator[i];
        }
    }
    void feed_prefix(std::string_view prefix)
    {
        for (const char c : prefix) feed(static_cast<unsigned char>(c) >> 5U);
        feed(0);
        for (const char c : prefix) feed(static_cast<unsigned char>(c) & 31U);
    }
    std::uint32_t value() const { return sum_; }

private:
    std::uint32_t sum_ = 1;
};

bool mixed_case(std::string_view text)
{
    return std::ranges::any_of(text, is_upper) &&
           std::ranges::any_of(text, [](char c) { return is_lower(c); });
}

}  // namespace

std::optional<Bech32> bech32(std::string_view given, std::size_t longest)
{
    if (given.size() > longest || mixed_case(given)) return std::nullopt;
    const std::string text = lower(given);
    const std::size_t one = text.rfind('1');
    if (one == text.npos || one == 0 || text.size() - one - 1 < kCheck) return std::nullopt;
    Bech32 out;
    out.prefix = text.substr(0, one);
    if (std::ranges::any_of(out.prefix, [](char c) { return c < 33 || c > 126; })) {
        return std::nullopt;
    }
    Checksum sum;
    sum.feed_prefix(out.prefix);
    for (std::size_t i = one + 1; i < text.size(); ++i) {
        const std::size_t group = kCharset.find(text[i]);
        if (group == kCharset.npos) return std::nullopt;
        sum.feed(static_cast<std::uint32_t>(group));
        out.data.push_back(static_cast<std::uint8_t>(group));
    }
    if (sum.value() != kConstant && sum.value() != kConstantM) return std::nullopt;
    out.m = sum.value() == kConstantM;
    out.data.resize(out.data.size() - kCheck);
    return out;
}

std::optional<std::vector<std::uint8_t>> eight_bits(
    const std::vector<std::uint8_t>& groups, std::size_t skip)
{
    std::vector<std::uint8_t> bytes;
    std::uint32_t bits = 0;
    unsigned have = 0;
    for (std::size_t i = skip; i < groups.size(); ++i) {
        bits = (bits << 5U | groups[i]) & 0xFFFU;
        have += 5;
        if (have < 8) continue;
        have -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> have));
    }
    const bool padded = have < 5 && (bits & ((1U << have) - 1)) == 0;
    if (!padded) return std::nullopt;
    return bytes;
}

bool is_witness(const Bech32& read)
{
    if (read.data.empty() || read.data[0] > 16) return false;
    const auto program = eight_bits(read.data, 1);
    if (!program || program->size() < 2 || program->size() > 40) return false;
    const bool first = read.data[0] == 0;
    if (first && program->size() != 20 && program->size() != 32) return false;
    return first != read.m;
}

std::vector<std::size_t> bech32_suspects(std::string_view text)
{
    std::vector<std::size_t> places;
    std::string tried = lower(text);
    const std::size_t one = tried.find('1');
    if (tried.size() > 90 || one == tried.npos) return places;
    for (std::size_t i = one + 1; i < tried.size(); ++i) {
        const char mine = tried[i];
        for (const char c : kCharset) {
            if (c == mine) continue;
            tried[i] = c;
            const auto read = bech32(tried);
            if (!read || !is_witness(*read)) continue;
            places.push_back(i);
            break;
        }
        tried[i] = mine;
    }
    return places;
}

}  // namespace keydesk::chains
