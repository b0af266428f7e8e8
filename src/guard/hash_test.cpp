#include "guard/hash.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::guard {
namespace {

template <class Digest>
std::string hex(const Digest& digest)
{
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

Bytes bytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::array<std::uint8_t, 32> seed(std::string_view text)
{
    std::array<std::uint8_t, 32> out{};
    for (std::size_t i = 0; i < 32; ++i) {
        out[i] =
            static_cast<std::uint8_t>(std::stoi(std::string{text.substr(2 * i, 2)}, nullptr, 16));
    }
    return out;
}

// FIPS 180-4 examples.
TEST(Hash, agrees_with_the_standards_examples)
{
    EXPECT_EQ(
        hex(sha256(bytes("abc"))),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(
        hex(sha256(bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(
        hex(sha512(bytes("abc"))),
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

// RFC 8032, 7.1, tests 1 to 3.
TEST(Ed25519, derives_the_public_keys_of_the_standard)
{
    EXPECT_EQ(
        hex(ed25519_public_key(
            seed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))),
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    EXPECT_EQ(
        hex(ed25519_public_key(
            seed("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))),
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(
        hex(ed25519_public_key(
            seed("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))),
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
}

}  // namespace
}  // namespace keydesk::guard
