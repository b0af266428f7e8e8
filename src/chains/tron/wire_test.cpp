#include "chains/tron/wire.hpp"
#include "chains/tron/fees.hpp"
#include "chains/tron/story.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>

namespace keydesk::chains::tron {

namespace {

using namespace story;

boost::json::value json_of(std::string_view text)
{
    return boost::json::parse(text);
}

constexpr std::string_view kBody = R"({
  "ret":[{"contractRet":"SUCCESS"}],
  "txID":"01b4cde4197b9d1a1ff09ef5d2b1d939d3ec2401b3f002ebd0802c0f30a6e4ca",
  "raw_data":{"contract":[{"parameter":{"value":{
      "data":"a9059cbb00000000000000000000004151b5659b685047f35498f763dce619c4720d2aa700000000000000000000000000000000000000000000000000000000003567e0",
      "owner_address":"415cd0fb0ab3ce40f3051414c604b27756e69e43db",
      "contract_address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"}},"type":"TriggerSmartContract"}],
    "data":"68656c6c6f","expiration":1777437813000,"fee_limit":10000000,"timestamp":1777437756016},
  "raw_data_hex":"0A02"})";

}  // namespace

TEST(TronWords, AddressesAreTheSameInAllTheirForms)
{
    EXPECT_EQ(address_from("41a614f803b6fd780986a42c78ec9c7f77e6ded13c"), kUsdt);
    EXPECT_EQ(address_from("a614f803b6fd780986a42c78ec9c7f77e6ded13c"), kUsdt);
    EXPECT_EQ(address_from(kUsdt), kUsdt);
    EXPECT_EQ(digits_of(kUsdt), "a614f803b6fd780986a42c78ec9c7f77e6ded13c");
    EXPECT_EQ(address_from("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"), "") << "its check is wrong";
    EXPECT_EQ(address_from("42a614f803b6fd780986a42c78ec9c7f77e6ded13c"), "");
}

TEST(TronWords, AWordWithTheVersionLeftInIsTheSameAddress)
{
    auto word = std::string(22, '0') + "41" + digits_of(kUsdt);
    EXPECT_EQ(address_word(word, 0, 0), kUsdt);
    EXPECT_EQ(address_word(word_of_address(kUsdt), 0, 0), kUsdt);
    EXPECT_EQ(address_word(std::string(64, 'f'), 0, 0), "");
}

TEST(TronWire, ATransferIsReadWhole)
{
    auto transaction = read_transaction(json_of(kBody));

    ASSERT_TRUE(transaction);
    EXPECT_EQ(transaction->from, kSender);
    EXPECT_EQ(transaction->fee_limit, 10'000'000);
    EXPECT_EQ(transaction->memo, "hello");
    EXPECT_EQ(transaction->result, "SUCCESS");
    auto call = read_token_call(*transaction);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->token, kUsdt);
    EXPECT_EQ(call->to, kReceiver);
    EXPECT_EQ(call->amount, 3'500'000);
}

TEST(TronWire, WhatIsRememberedIsReadBack)
{
    auto transaction = read_transaction(json_of(kBody));
    ASSERT_TRUE(transaction);
    desk::Memory memory{.chain = "tron", .id = transaction->id, .claims = {}, .details = {}};
    memory.details = json_of_memory(*transaction);
    auto back = read_memory(memory);

    ASSERT_TRUE(back);
    EXPECT_EQ(back->expires, transaction->expires);
    EXPECT_EQ(back->fee_limit, transaction->fee_limit);
    EXPECT_EQ(read_token_call(*back)->amount, 3'500'000);
}

TEST(TronWire, NonsenseIsNothing)
{
    for (
        const auto* text :
        {"{}",
         "[]",
         "null",
         R"({"txID":"zz"})",
         R"({"txID":[],"raw_data":7})",
         R"({"id":"01b4cde4197b9d1a1ff09ef5d2b1d939d3ec2401b3f002ebd0802c0f30a6e4ca","blockNumber":-1})",
         R"({"blockID":"00","block_header":{"raw_data":{"number":1e300}}})"}) {
        EXPECT_FALSE(read_transaction(json_of(text))) << text;
        EXPECT_FALSE(read_receipt(json_of(text))) << text;
        EXPECT_FALSE(read_head(json_of(text))) << text;
    }
}

TEST(TronWire, AnEmptyAccountIsNotActivatedAndRubbishIsNoAnswer)
{
    EXPECT_FALSE(read_account(json_of("{}"))->exists);
    EXPECT_FALSE(read_account(json_of("[]")));
    EXPECT_FALSE(read_account(json_of(R"({"balance":5})")));
}

TEST(TronWire, ACallThatWasNotRunSaysNothing)
{
    EXPECT_FALSE(read_run(json_of(R"({"result":{"code":"CONTRACT_VALIDATE_ERROR"}})")));
    auto failed = read_run(json_of(
        R"({"result":{"result":true},"energy_used":9,"constant_result":[""],"transaction":{"ret":[{"ret":"FAILED"}]}})"));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->ran, Run::Ran::failed);
}

TEST(TronFees, ThePriceIsThatOfTheTime)
{
    Prices prices;
    read_energy_prices(
        json_of(R"({"prices":"0:100,1572597600000:10,1726283400000:210,1754644200000:100"})"),
        prices);

    EXPECT_EQ(price_at(prices, from_millis(1'731'229'605'000)), 210);
    EXPECT_EQ(price_at(prices, from_millis(1'790'000'000'000)), 100);
    EXPECT_EQ(prices.energy_now, 100);
}

TEST(TronFees, WhatWasBurnedTellsThePriceExactly)
{
    // Receipt e63a324a… of the main network: 16,500,120 sun for 78,572 energy.
    Receipt receipt;
    receipt.energy_fee = 16'500'120;
    receipt.energy_total = 78'572;

    EXPECT_EQ(price_paid(receipt, {}), 210);
}

TEST(TronFees, NumbersToTypeAreRoundedUp)
{
    EXPECT_EQ(fee_limit_for(64'285, 100), 8'000'000);
    EXPECT_EQ(top_up(6'800'001, 0), 6'900'000);
    EXPECT_EQ(top_up(5, 10), 0);
    Prices prices;
    prices.energy_now = 100;
    prices.bandwidth = 1000;
    // Bandwidth is not put together from both kinds.
    EXPECT_EQ(trx_needed(0, 345, {0, 300, 300}, prices), 345'000);
    EXPECT_EQ(trx_needed(0, 345, {0, 0, 345}, prices), 0);
}

}  // namespace keydesk::chains::tron
