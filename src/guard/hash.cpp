#include "guard/hash.hpp"

#include <bit>
#include <vector>

// SHA-2 (FIPS 180-4). The round constants are the first bits of the fractional parts of cube and
// square roots of primes: computed rather than stored, which is smaller in the browser's module.
namespace keydesk::guard {
namespace {

/// Whether x^power <= prime * 2^(64 * power), for x below 2^68 given as x = whole * 2^64 + part.
bool root_fits(std::uint64_t whole, std::uint64_t part, unsigned power, std::uint64_t prime)
{
    // Compare with 8 limbs of 32 bits: enough for (2^68)^3.
    std::array<std::uint32_t, 10> value{
        static_cast<std::uint32_t>(part),
        static_cast<std::uint32_t>(part >> 32U),
        static_cast<std::uint32_t>(whole)};
    const std::array<std::uint32_t, 3> factor{value[0], value[1], value[2]};
    for (unsigned round = 1; round < power; ++round) {
        std::array<std::uint32_t, 10> product{};
        for (std::size_t i = 0; i < 3; ++i) {
            std::uint64_t carry = 0;
            for (std::size_t k = 0; k + i < 10; ++k) {
                carry += std::uint64_t{factor[i]} * value[k] + product[i + k];
                product[i + k] = static_cast<std::uint32_t>(carry);
                carry >>= 32U;
            }
        }
        value = product;
    }
    std::uint64_t above = 0;
    for (std::size_t i = 9; i > 2 * power; --i) above |= value[i];
    return above == 0 && value[std::size_t{2} * power] < prime;
}

std::uint64_t root_fraction(std::uint64_t prime, unsigned power)
{
    std::uint64_t whole = 1;
    while (root_fits(whole + 1, 0, power, prime)) ++whole;
    std::uint64_t part = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 63U; bit != 0; bit >>= 1U) {
        if (root_fits(whole, part | bit, power, prime)) part |= bit;
    }
    return part;
}

struct Constants {
    std::array<std::uint64_t, 80> rounds;
    std::array<std::uint64_t, 8> start;
};

const Constants& constants()
{
    static const Constants made = [] {
        Constants c{};
        std::uint64_t candidate = 2;
        for (std::size_t found = 0; found < c.rounds.size(); ++candidate) {
            bool prime = true;
            for (std::uint64_t d = 2; d * d <= candidate; ++d) prime = prime && candidate % d != 0;
            if (!prime) continue;
            if (found < c.start.size()) c.start[found] = root_fraction(candidate, 2);
            c.rounds[found++] = root_fraction(candidate, 3);
        }
        return c;
    }();
    return made;
}

/// The two widths differ in word size, rounds and rotations only.
template <class Word>
struct Width;

template <>
struct Width<std::uint32_t> {
    static constexpr std::size_t rounds = 64;
    static constexpr std::array<int, 12> turns{7, 18, 3, 17, 19, 10, 6, 11, 25, 2, 13, 22};
};

template <>
struct Width<std::uint64_t> {
    static constexpr std::size_t rounds = 80;
    static constexpr std::array<int, 12> turns{1, 8, 7, 19, 61, 6, 14, 18, 41, 28, 34, 39};
};

template <class Word>
void compress(std::array<Word, 8>& state, const std::uint8_t* block)
{
    constexpr std::size_t kRounds = Width<Word>::rounds;
    constexpr auto& t = Width<Word>::turns;
    constexpr int kDrop = 64 - 8 * static_cast<int>(sizeof(Word));
    std::array<Word, kRounds> w{};
    for (std::size_t i = 0; i < 16 * sizeof(Word); ++i) {
        w[i / sizeof(Word)] = static_cast<Word>(w[i / sizeof(Word)] << 8U | block[i]);
    }
    for (std::size_t i = 16; i < kRounds; ++i) {
        const Word a = w[i - 15];
        const Word b = w[i - 2];
        w[i] = w[i - 16] + (std::rotr(a, t[0]) ^ std::rotr(a, t[1]) ^ a >> t[2]) + w[i - 7] +
               (std::rotr(b, t[3]) ^ std::rotr(b, t[4]) ^ b >> t[5]);
    }
    auto s = state;
    for (std::size_t i = 0; i < kRounds; ++i) {
        const Word sum = std::rotr(s[4], t[6]) ^ std::rotr(s[4], t[7]) ^ std::rotr(s[4], t[8]);
        const Word first = s[7] + sum + ((s[4] & s[5]) ^ (~s[4] & s[6])) +
                           static_cast<Word>(constants().rounds[i] >> kDrop) + w[i];
        const Word second =
            (std::rotr(s[0], t[9]) ^ std::rotr(s[0], t[10]) ^ std::rotr(s[0], t[11])) +
            ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        for (std::size_t k = 7; k > 0; --k) s[k] = s[k - 1];
        s[4] += first;
        s[0] = first + second;
    }
    for (std::size_t i = 0; i < 8; ++i) state[i] += s[i];
}

template <class Word>
std::array<std::uint8_t, 8 * sizeof(Word)> digest(Bytes message)
{
    constexpr std::size_t kBlock = 16 * sizeof(Word);
    constexpr int kDrop = 64 - 8 * static_cast<int>(sizeof(Word));
    std::array<Word, 8> state{};
    for (std::size_t i = 0; i < 8; ++i) state[i] = static_cast<Word>(constants().start[i] >> kDrop);
    std::vector<std::uint8_t> padded(message.begin(), message.end());
    padded.push_back(0x80);
    while ((padded.size() + 8) % kBlock != 0) padded.push_back(0);
    const std::uint64_t bits = std::uint64_t{message.size()} * 8;
    for (unsigned shift = 64; shift > 0; shift -= 8) {
        padded.push_back(static_cast<std::uint8_t>(bits >> (shift - 8)));
    }
    for (std::size_t i = 0; i < padded.size(); i += kBlock) compress<Word>(state, &padded[i]);
    std::array<std::uint8_t, 8 * sizeof(Word)> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(
            state[i / sizeof(Word)] >> 8 * (sizeof(Word) - 1 - i % sizeof(Word)));
    }
    return out;
}

}  // namespace

std::array<std::uint8_t, 32> sha256(Bytes message)
{
    return digest<std::uint32_t>(message);
}

std::array<std::uint8_t, 64> sha512(Bytes message)
{
    return digest<std::uint64_t>(message);
}

}  // namespace keydesk::guard
