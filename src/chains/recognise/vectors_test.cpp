#include "chains/recognise/base58.hpp"
#include "chains/recognise/bech32.hpp"
#include "chains/recognise/normalise.hpp"
#include "chains/recognise/recognise.hpp"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace keydesk::chains {

namespace {

namespace json = boost::json;

json::value fixture(const std::string& name)
{
    std::ifstream file{"src/chains/fixtures/" + name};
    std::stringstream text;
    text << file.rdbuf();
    return json::parse(text.str());
}

std::string text_of(const json::value& value)
{
    return json::value_to<std::string>(value);
}

/// The byte in front, where the vector has one that JSON cannot hold, and the string.
std::string invalid_text(const json::value& row)
{
    const auto& byte = row.at("prefix_byte");
    if (byte.is_null()) return text_of(row.at("string"));
    return static_cast<char>(std::stoi(text_of(byte), nullptr, 16)) + text_of(row.at("string"));
}

std::string network_of(std::string_view chain)
{
    if (chain == "main") return "";
    return chain == "regtest" ? "regtest" : "testnet";
}

}  // namespace

TEST(BitcoinCoreKeyIo, every_address_is_recognised_and_no_private_key_is)
{
    int addresses = 0, keys = 0;
    for (const auto& row : fixture("key_io_valid.json").as_array()) {
        const auto text = text_of(row.at(0));
        const auto& about = row.at(2).as_object();
        const auto read = recognise(text);
        if (about.at("isPrivkey").as_bool()) {
            EXPECT_TRUE(read.candidates.empty()) << text;
            EXPECT_TRUE(read.doubts.empty()) << text;
            ++keys;
            continue;
        }
        ASSERT_EQ(read.candidates.size(), 1U) << text;
        const auto& one = read.candidates[0];
        EXPECT_EQ(one.chain, "bitcoin") << text;
        EXPECT_EQ(one.kind, Kind::address) << text;
        const auto network = network_of(about.at("chain").as_string());
        // Old-style addresses are the same on all test networks.
        const bool old = one.network == "testnet" && network == "regtest" && text[1] != 'c';
        EXPECT_TRUE(one.network == network || old) << text << " " << one.network;
        ++addresses;
    }
    EXPECT_EQ(addresses, 54);
    EXPECT_EQ(keys, 16);
}

TEST(BitcoinCoreKeyIo, nothing_invalid_is_accepted)
{
    const auto rows = fixture("key_io_invalid.json");
    ASSERT_EQ(rows.as_array().size(), 70U);
    for (const auto& row : rows.as_array()) {
        const auto read = recognise(text_of(row.at(0)));
        EXPECT_TRUE(read.candidates.empty()) << text_of(row.at(0));
    }
}

TEST(BitcoinCoreBase58, decodes_as_bitcoin_core_does)
{
    for (const auto& row : fixture("base58_encode_decode.json").as_array()) {
        const auto text = text_of(row.at(1));
        const auto bytes = base58(text);
        if (text.size() > 100) continue;
        ASSERT_TRUE(bytes) << text;
        std::string hex;
        for (const auto byte : *bytes) {
            hex += "0123456789abcdef"[byte >> 4U];
            hex += "0123456789abcdef"[byte & 15U];
        }
        EXPECT_EQ(hex, text_of(row.at(0)));
    }
}

TEST(Bip173, its_vectors)
{
    const auto file = fixture("bip173.json");
    for (const auto& row : file.at("bech32_valid").as_array()) {
        const auto read = bech32(text_of(row));
        ASSERT_TRUE(read) << row;
        EXPECT_FALSE(read->m) << row;
    }
    for (const auto& row : file.at("segwit_invalid").as_array()) {
        EXPECT_TRUE(recognise(text_of(row.at("string"))).candidates.empty()) << row;
    }
    for (const auto& row : file.at("bech32_invalid").as_array()) {
        EXPECT_FALSE(bech32(invalid_text(row))) << row;
    }
}

TEST(Bip350, its_vectors)
{
    const auto file = fixture("bip350.json");
    for (const auto& row : file.at("bech32m_valid").as_array()) {
        const auto read = bech32(text_of(row));
        ASSERT_TRUE(read) << row;
        EXPECT_TRUE(read->m) << row;
    }
    for (const auto& row : file.at("bech32m_invalid").as_array()) {
        EXPECT_FALSE(bech32(invalid_text(row))) << row;
    }
    for (const auto& row : file.at("segwit_valid").as_array()) {
        const auto read = recognise(text_of(row.at("address")));
        ASSERT_EQ(read.candidates.size(), 1U) << row;
        EXPECT_EQ(read.candidates[0].chain, "bitcoin");
    }
    for (const auto& row : file.at("segwit_invalid").as_array()) {
        EXPECT_TRUE(recognise(text_of(row.at("string"))).candidates.empty()) << row;
    }
}

TEST(Eip55, its_vectors)
{
    const auto file = fixture("eip55.json");
    for (const auto& row : file.at("valid_checksummed").as_array()) {
        const auto read = recognise(text_of(row));
        ASSERT_EQ(read.candidates.size(), 1U) << row;
        EXPECT_EQ(read.candidates[0].id, lower(text_of(row)));
    }
    for (const auto& row : file.at("invalid").as_array()) {
        const auto text = text_of(row.at("address"));
        const auto read = recognise(text);
        EXPECT_TRUE(read.candidates.empty()) << text;
        ASSERT_EQ(read.doubts.size(), 1U) << text;
        EXPECT_EQ(read.doubts[0].what, "bad_checksum");
        EXPECT_EQ(read.doubts[0].suspicious.size(), 1U)
            << "one letter's case was flipped: " << text;
    }
}

TEST(TronAddresses, base58_and_hex_are_the_same_address_and_the_wrong_ones_are_told)
{
    const auto file = fixture("tron_address.json");
    for (const auto& row : file.at("valid").as_array()) {
        for (const auto* form : {"base58", "hex"}) {
            const auto read = recognise("地址：" + text_of(row.at(form)) + "，谢谢");
            ASSERT_EQ(read.candidates.size(), 1U) << row;
            EXPECT_EQ(read.candidates[0].chain, "tron");
            EXPECT_EQ(read.candidates[0].id, text_of(row.at("base58")));
        }
    }
    for (const auto& row : file.at("invalid").as_array()) {
        for (const auto& one : recognise(text_of(row.at("address"))).candidates) {
            EXPECT_NE(one.chain, "tron") << row;
        }
    }
}

namespace {

/// As explorer_urls.json names them: "ethereum-sepolia", "tx".
std::string chain_of(const Candidate& one)
{
    return one.network.empty() ? one.chain : one.chain + "-" + one.network;
}

const char* kind_of(Kind kind)
{
    if (kind == Kind::transaction) return "tx";
    return kind == Kind::address ? "address" : kind == Kind::token ? "token" : "block";
}

std::vector<std::string> chains_of(const json::value& value)
{
    if (value.is_string()) return {text_of(value)};
    return json::value_to<std::vector<std::string>>(value);
}

void expect_case(const json::object& row)
{
    const auto text = text_of(row.at("in"));
    const auto read = recognise(text);
    const auto kind = text_of(row.at("kind"));
    if (kind == "truncated") {
        EXPECT_TRUE(read.candidates.empty()) << text;
        ASSERT_EQ(read.doubts.size(), 1U) << text;
        EXPECT_EQ(read.doubts[0].what, "truncated");
        return;
    }
    EXPECT_TRUE(read.doubts.empty()) << text;
    std::vector<std::string> chains;
    for (const auto& one : read.candidates) {
        if (kind != "token" && one.kind == Kind::token) continue;
        chains.push_back(chain_of(one) == "evm" ? "evm" : chain_of(one));
        const bool named = kind == "ens" || kind == "token_holder";
        EXPECT_EQ(kind_of(one.kind), named ? "address" : kind) << text;
        if (const auto* id = row.if_contains("id")) {
            const auto wanted = text_of(*id);
            const bool evm = one.id.starts_with("0x");
            const auto mine = evm && !wanted.starts_with("0x") ? one.id.substr(2) : one.id;
            EXPECT_EQ(mine, evm ? lower(wanted) : wanted) << text;
        }
    }
    auto wanted = chains_of(row.at("chain"));
    // A bare hash may be on any EVM chain, Ethereum among them.
    if (wanted.size() == 3) std::ranges::replace(wanted, "ethereum", "evm");
    EXPECT_THAT(chains, testing::UnorderedElementsAreArray(wanted)) << text;
}

}  // namespace

TEST(ExplorerLinks, all_thirty_lead_where_they_say)
{
    const auto file = fixture("explorer_urls.json");
    ASSERT_EQ(file.as_array().size(), 30U);
    for (const auto& row : file.as_array()) expect_case(row.as_object());
}

}  // namespace keydesk::chains
