#include "chains/evm/wire.hpp"
#include "chains/evm/amounts.hpp"
#include "chains/evm/fees.hpp"
#include "chains/evm/selectors.hpp"
#include "chains/evm/story.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>

#include <fstream>

namespace keydesk::chains::evm {

namespace {

using namespace story;
namespace json = boost::json;

json::value fixture(const std::string& name)
{
    std::ifstream file{"src/chains/evm/fixtures/" + name};
    return json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

}  // namespace

TEST(EvmHex, OnlyQuantitiesAreNumbers)
{
    EXPECT_EQ(parse_number("0x2a"), 42);
    EXPECT_EQ(parse_number("0XfF"), 255);
    EXPECT_EQ(parse_amount("0x" + std::string(64, 'f')), ~Amount{0});
    for (auto bad : {"", "0x", "2a", "0xg", "0x-1", "0x10000000000000000", "-0x1"}) {
        EXPECT_FALSE(parse_number(bad)) << bad;
    }
    EXPECT_FALSE(parse_amount("0x1" + std::string(64, '0')));
}

TEST(EvmHex, AddressesGetTheirCapitals)
{
    // From EIP-55.
    for (std::string right :
         {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
          "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
          "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
          "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"}) {
        EXPECT_EQ(checksummed(fixed_bytes(right, 20)), right);
    }
}

TEST(EvmHex, HostileStringsAreCutNotBelieved)
{
    auto data = "0x08c379a0" + amount_word(32) + amount_word(~Amount{0});
    EXPECT_FALSE(string_argument(data, 0)) << "a length beyond the data";
    EXPECT_FALSE(string_argument("0x08c379a0" + amount_word(~Amount{0}), 0));
    auto control =
        "0x08c379a0" + amount_word(32) + amount_word(3) + "410a42" + std::string(58, '0');
    EXPECT_EQ(string_argument(control, 0), "AB") << "line breaks are not shown";
}

TEST(EvmHex, OldTokensNameThemselvesInThirtyTwoBytes)
{
    EXPECT_EQ(returned_text("0x4d4b52" + std::string(58, '0')), "MKR");
    EXPECT_EQ(
        returned_text("0x" + amount_word(32) + amount_word(4) + "55534454" + std::string(56, '0')),
        "USDT");
    EXPECT_FALSE(returned_text("0x"));
}

TEST(EvmAmounts, NoDigitIsLost)
{
    EXPECT_EQ(decimal(1'500'000, 6), "1.5");
    EXPECT_EQ(decimal(1, 18), "0.000000000000000001");
    EXPECT_EQ(decimal(0, 18), "0");
    EXPECT_EQ(decimal(Wide{~Amount{0}}, 0).size(), 78U);
    EXPECT_EQ(in_gwei(43'750'000'000), "43.75 gwei");
    EXPECT_EQ(to_set_in_gwei(43'750'000'001), "43.751 gwei") << "what is typed in is rounded up";
    EXPECT_EQ(about_in_coin(1'183'792'968'750'000, "ETH"), "0.001184 ETH");
    EXPECT_EQ(moment(from_millis(1'795'337'831'000)), "2026-11-22 08:57 UTC");
}

TEST(EvmWire, RecordedAnswersAreRead)
{
    auto mined = fixture("out_of_gas.json");
    auto transaction = read_transaction(mined.at("eth_getTransactionByHash"));
    auto receipt = read_receipt(mined.at("eth_getTransactionReceipt"));
    ASSERT_TRUE(transaction && receipt);
    EXPECT_EQ(transaction->nonce, 5);
    EXPECT_EQ(transaction->gas, 30'000);
    EXPECT_EQ(transaction->block, 0x37);
    EXPECT_FALSE(receipt->success);
    EXPECT_EQ(receipt->gas_used, 30'000);
    auto call = read_token_call(*transaction);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->amount, 1'000'000);
    EXPECT_EQ(read_trace(mined.at("debug_traceTransaction")), "0x");

    auto waiting = fixture("fee_cap.json");
    auto pool =
        read_pool(waiting.at("txpool_content"), "0xf002591bd933bf06facb98f0d7b9a63d7e4336a1");
    ASSERT_TRUE(pool);
    ASSERT_EQ(pool->size(), 1U);
    EXPECT_EQ(pool->front().block, -1);
    auto fees = read_fee_history(waiting.at("eth_feeHistory"));
    ASSERT_TRUE(fees);
    EXPECT_EQ(fees->base_fees.back(), Amount{43'750'000'000U});
}

TEST(EvmWire, HalfAnAnswerIsNone)
{
    auto whole = fixture("out_of_gas.json");
    for (auto key : {"hash", "from", "nonce", "gas", "value"}) {
        auto torn = whole.at("eth_getTransactionByHash");
        torn.as_object()[key] = "0xzz";
        EXPECT_FALSE(read_transaction(torn)) << key;
    }
    for (auto text : {"null", "[]", "{}", "\"0x\"", "7", "{\"hash\":[]}"}) {
        auto value = json::parse(text);
        EXPECT_FALSE(read_transaction(value));
        EXPECT_FALSE(read_receipt(value));
        EXPECT_FALSE(read_head(value));
        EXPECT_FALSE(read_fee_history(value));
        EXPECT_FALSE(read_pool(value, kSender));
    }
}

TEST(EvmWire, RevertBytesAreFoundWhereEachNodePutsThem)
{
    Refusal geth{.code = 3, .message = "execution reverted", .extra = "0x08c379a0"};
    EXPECT_EQ(revert_bytes(geth), "0x08c379a0");
    Refusal hardhat{
        .code = -32603, .message = "", .extra = json::parse(R"({"data":"0x4e487b71"})")};
    EXPECT_EQ(revert_bytes(hardhat), "0x4e487b71");
    Refusal deeper{
        .code = -32603, .message = "", .extra = json::parse(R"({"data":{"data":"0x"}})")};
    EXPECT_EQ(revert_bytes(deeper), "0x");
    EXPECT_FALSE(revert_bytes({.code = -32000, .message = "out of gas"}));
}

TEST(EvmWire, MemoryComesBackAsItWas)
{
    auto transaction = payment(7, kGwei * 30);
    transaction.input = transfer_call(kReceiver, 5);
    desk::Memory memory{
        .chain = "ethereum", .id = kId, .claims = {}, .details = json_of_memory(transaction)};
    auto back = read_memory(memory);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->transaction, transaction);
    EXPECT_EQ(back->input_hash, hash_of(transaction.input));
    for (auto broken : {"", "{", "[]", "{}", R"({"from":"0x","nonce":1})"}) {
        memory.details = broken;
        EXPECT_FALSE(read_memory(memory)) << broken;
    }
}

TEST(EvmSelectors, ErrorsAreKnownByTheirFourBytes)
{
    // Computed from the names, so that no row can be mistyped.
    for (auto name :
         {"ERC20InsufficientBalance(address,uint256,uint256)",
          "EnforcedPause()",
          "V3TooLittleReceived()",
          "Blacklisted(address)",
          "AllowanceExpired(uint256)"}) {
        std::string digits;
        for (char letter : std::string_view{name})
            digits += to_hex(Amount{static_cast<unsigned>(letter)}).substr(2);
        const auto* known = error_named(hash_of("0x" + digits).substr(0, 10));
        ASSERT_NE(known, nullptr) << name;
        EXPECT_EQ(known->name, name);
    }
    EXPECT_EQ(error_named("0x00000000"), nullptr);
    EXPECT_NE(panic_named(0x11), nullptr);
    EXPECT_NE(reason_named("UniswapV2: K"), nullptr);
    EXPECT_EQ(reason_named("OK, KO"), nullptr) << "a short code stands alone";
}

TEST(EvmFees, TheNextBaseFeeIsExact)
{
    Head head{.number = 1, .hash = {}, .parent = {}, .base_fee = kGwei * 50};
    head.gas_limit = 30'000'000;
    EXPECT_EQ(base_fee_after(head), kGwei * 175 / 4) << "an empty block: an eighth less";
    head.gas_used = 15'000'000;
    EXPECT_EQ(base_fee_after(head), kGwei * 50);
    head.gas_used = 30'000'000;
    EXPECT_EQ(base_fee_after(head), kGwei * 225 / 4);
}

TEST(EvmFees, TiersRiseAndABumpIsATenthMore)
{
    auto tiers = fee_tiers(waiting(payment(1, kGwei)));
    ASSERT_TRUE(tiers);
    EXPECT_LE(tiers->slow.fee_cap, tiers->standard.fee_cap);
    EXPECT_LE(tiers->standard.fee_cap, tiers->fast.fee_cap);
    EXPECT_GE(tiers->slow.fee_cap, tiers->next_base);
    auto offer = bump(payment(1, kGwei * 500), tiers);
    EXPECT_EQ(offer.fee_cap, kGwei * 550);
    EXPECT_GE(offer.tip_cap, Amount{kGwei * 11 / 5});
}

TEST(EvmFees, PayingMoreIsNeverSlower)
{
    auto fees = calm();
    for (std::size_t i = 0; i < fees.tips.size(); ++i) {
        fees.fullness[i] = i % 3 == 0 ? 0.3 : 1;
        fees.base_fees[i] = kGwei * (8 + i % 5);
    }
    std::int64_t before = 1'000'000;
    for (unsigned gwei = 9; gwei < 30; ++gwei) {
        auto span = eta(fees, payment(1, kGwei * gwei), 12);
        if (!span) continue;
        EXPECT_LE(span->p50_seconds, before) << gwei;
        EXPECT_LE(span->p50_seconds, span->p90_seconds);
        before = span->p50_seconds;
    }
    EXPECT_LT(before, 1'000'000);
}

}  // namespace keydesk::chains::evm
