#include "guard/hash.hpp"

#include <algorithm>

// Only what a check needs: the base point times a scalar, over GF(2^255 - 19) (RFC 8032).
namespace keydesk::guard {
namespace {

/// Eight limbs of 32 bits, any value below 2^256; 2^256 is 38 in this field.
using Field = std::array<std::uint32_t, 8>;

/// Folds what stands above 2^256 back in, until nothing does.
void fold(Field& a, std::uint64_t over)
{
    while (over != 0) {
        std::uint64_t carry = over * 38;
        for (std::uint32_t& limb : a) {
            carry += limb;
            limb = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        over = carry;
    }
}

Field add(const Field& a, const Field& b)
{
    Field sum{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        carry += std::uint64_t{a[i]} + b[i];
        sum[i] = static_cast<std::uint32_t>(carry);
        carry >>= 32U;
    }
    fold(sum, carry);
    return sum;
}

Field multiply(const Field& a, const Field& b)
{
    std::array<std::uint32_t, 16> wide{};
    for (std::size_t i = 0; i < 8; ++i) {
        std::uint64_t carry = 0;
        for (std::size_t k = 0; k < 8; ++k) {
            carry += std::uint64_t{a[i]} * b[k] + wide[i + k];
            wide[i + k] = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        wide[i + 8] = static_cast<std::uint32_t>(carry);
    }
    Field product{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        carry += std::uint64_t{wide[i + 8]} * 38 + wide[i];
        product[i] = static_cast<std::uint32_t>(carry);
        carry >>= 32U;
    }
    fold(product, carry);
    return product;
}

/// The field's minus one is 2^255 - 20; a - b = a + (-1) * b.
Field subtract(const Field& a, const Field& b)
{
    constexpr Field kMinusOne{0xFFFFFFECU, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, 0x7FFFFFFFU};
    return add(a, multiply(kMinusOne, b));
}

/// a^(p - 2); p - 2 is 2^255 - 21: all bits set but bits 2 and 4.
Field inverse(const Field& a)
{
    Field result{1};
    for (int bit = 254; bit >= 0; --bit) {
        result = multiply(result, result);
        if (bit != 2 && bit != 4) result = multiply(result, a);
    }
    return result;
}

/// The one value below 2^255 - 19.
void reduce(Field& a)
{
    for (int round = 0; round < 3; ++round) {
        Field less{};
        std::uint64_t carry = 19;
        for (std::size_t i = 0; i < 8; ++i) {
            carry += a[i];
            less[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        if (carry == 0 && less[7] >> 31U == 0) return;  // a + 19 < 2^255.
        less[7] -= 0x80000000U;
        a = less;
    }
}

struct Point {  // Extended coordinates: x = X/Z, y = Y/Z, XY = ZT.
    Field x, y, z, t;
};

constexpr Field kTwiceD{
    0x26B2F159U,
    0xEBD69B94U,
    0x8283B156U,
    0x00E0149AU,
    0xEEF3D130U,
    0x198E80F2U,
    0x56DFFCE7U,
    0x2406D9DCU};
constexpr Field kBaseX{
    0x8F25D51AU,
    0xC9562D60U,
    0x9525A7B2U,
    0x692CC760U,
    0xFDD6DC5CU,
    0xC0A4E231U,
    0xCD6E53FEU,
    0x216936D3U};
constexpr Field kBaseY{
    0x66666658U,
    0x66666666U,
    0x66666666U,
    0x66666666U,
    0x66666666U,
    0x66666666U,
    0x66666666U,
    0x66666666U};

/// Complete addition, so it doubles as well (RFC 8032, 5.1.4).
Point add(const Point& p, const Point& q)
{
    const Field a = multiply(subtract(p.y, p.x), subtract(q.y, q.x));
    const Field b = multiply(add(p.y, p.x), add(q.y, q.x));
    const Field c = multiply(multiply(p.t, kTwiceD), q.t);
    const Field half = multiply(p.z, q.z);
    const Field d = add(half, half);
    const Field e = subtract(b, a);
    const Field f = subtract(d, c);
    const Field g = add(d, c);
    const Field h = add(b, a);
    return {multiply(e, f), multiply(g, h), multiply(f, g), multiply(e, h)};
}

}  // namespace

std::array<std::uint8_t, 32> ed25519_public_key(std::span<const std::uint8_t, 32> seed)
{
    auto scalar = sha512(seed);
    scalar[0] &= 0xF8U;
    scalar[31] = static_cast<std::uint8_t>((scalar[31] & 0x7FU) | 0x40U);

    const Point base{kBaseX, kBaseY, {1}, multiply(kBaseX, kBaseY)};
    Point sum{{0}, {1}, {1}, {0}};
    for (std::size_t bit = 255; bit-- > 0;) {
        sum = add(sum, sum);
        if ((scalar[bit / 8] >> bit % 8 & 1) != 0) sum = add(sum, base);
    }
    const Field scale = inverse(sum.z);
    Field x = multiply(sum.x, scale);
    Field y = multiply(sum.y, scale);
    reduce(x);
    reduce(y);
    std::array<std::uint8_t, 32> key{};
    for (std::size_t i = 0; i < 32; ++i) key[i] = static_cast<std::uint8_t>(y[i / 4] >> i % 4 * 8);
    key[31] = static_cast<std::uint8_t>(key[31] | (x[0] & 1U) << 7U);
    return key;
}

}  // namespace keydesk::guard
