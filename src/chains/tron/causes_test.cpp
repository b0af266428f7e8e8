#include "chains/tron/causes.hpp"
#include "chains/advice.hpp"
#include "chains/tron/story.hpp"

#include <gmock/gmock.h>

namespace keydesk::chains::tron {

namespace {

using namespace story;
using testing::HasSubstr;
using namespace std::chrono_literals;

Evidence vanished(Time expires)
{
    auto evidence = nothing();
    evidence.remembered = transfer(250 * kTrx);
    evidence.remembered->expires = expires;
    return evidence;
}

Account account_of(const std::string& owner, std::int64_t threshold, std::int64_t weight = 1)
{
    Account account{.exists = true, .balance = 120 * kTrx};
    account.owner = Permission{"owner", threshold, {{owner, weight}}};
    return account;
}

Judgement address_with(Account account)
{
    Evidence evidence{.id = kSender, .now = kNow};
    evidence.answered = 2;
    evidence.accounts[kSender] = std::move(account);
    evidence.resources = Resources{0, 600, 0};
    evidence.prices.energy_now = 100;
    evidence.prices.bandwidth = 1000;
    evidence.tokens = {{kUsdt, "USDT", "", 6, true}};
    evidence.token_balances[kUsdt] = 0;
    return judge_address(evidence, tron());
}

}  // namespace

TEST(TronAbsence, OneNodeAloneIsNotEnoughToSayThatItIsNotThere)
{
    auto two = nothing();
    auto one = nothing();
    one.denied = one.absent = 1;

    EXPECT_EQ(judge_transaction(two, tron()).state, "not_found");
    EXPECT_EQ(judge_transaction(one, tron()).state, "unknown");
    EXPECT_LE(confidence(one), 0.5);
}

TEST(TronAbsence, NodesThatHideTheirPoolCannotDenyIt)
{
    auto evidence = nothing();
    evidence.denied = 0;

    EXPECT_EQ(cause(evidence), "unknown");
}

TEST(TronExpired, IsCertainOnceFinalBlocksAreLater)
{
    auto later = vanished(kNow - 10min);
    auto judgement = judge_transaction(later, tron());

    EXPECT_EQ(judgement.state, "expired");
    EXPECT_EQ(judgement.causes.front().id, "tron.expired");
    EXPECT_GE(judgement.causes.front().confidence, 0.95);
    EXPECT_EQ(judgement.causes.front().values.at("amount"), "250 USDT");
    // The head is past it; a fork could still hold it.
    auto fresh = vanished(kNow - 10s);
    EXPECT_EQ(cause(fresh), "tron.expired");
    EXPECT_LT(confidence(fresh), 0.95);
}

TEST(TronExpired, IsNotSaidBeforeTheTimeIsOver)
{
    auto judgement = judge_transaction(vanished(kNow + 20s), tron());

    EXPECT_EQ(judgement.state, "pending");
    EXPECT_LT(judgement.causes.front().confidence, 0.6);
}

TEST(TronExpired, IsNotSaidOfOneThatWasInABlock)
{
    auto evidence = vanished(kNow - 10min);
    evidence.remembered_block = 800;

    EXPECT_EQ(cause(evidence), "unknown");
}

TEST(TronExpired, IsNotSaidByOurOwnClock)
{
    auto evidence = vanished(kNow + 20s);
    evidence.now = kNow + 10h;
    EXPECT_EQ(cause(evidence), "tron.pending");

    evidence.head.reset();
    evidence.solid_head.reset();
    EXPECT_NE(cause(evidence), "tron.expired");
}

TEST(TronFinal, ABlockIsFinalWhenTheFinalChainHasReachedIt)
{
    auto evidence = mined("SUCCESS", 64'285);
    evidence.receipt->block = 982;
    auto judgement = judge_transaction(evidence, tron());

    EXPECT_EQ(judgement.state, "included");
    EXPECT_EQ(judgement.causes.front().id, "tron.not_solid");
    EXPECT_LT(judgement.confirmations, 19) << "who follows it would stop";

    evidence.receipt->block = 981;
    EXPECT_EQ(judge_transaction(evidence, tron()).state, "final");
    EXPECT_EQ(cause(evidence), "tron.success");
}

TEST(TronFinal, WithoutTheFinalChainDepthDecides)
{
    auto evidence = mined("SUCCESS", 64'285);
    evidence.solid_head.reset();
    EXPECT_EQ(judge_transaction(evidence, tron()).state, "final");

    evidence.receipt->block = 985;
    EXPECT_EQ(judge_transaction(evidence, tron()).state, "included");
}

TEST(TronSuccess, BothCodesMustAgree)
{
    auto contradicted = mined("SUCCESS", 64'285);
    contradicted.transaction->result = "REVERT";
    EXPECT_EQ(cause(contradicted), "unknown");

    auto by_body = mined("SUCCESS", 64'285);
    by_body.receipt->failed = true;
    EXPECT_EQ(cause(by_body), "unknown");
}

TEST(TronSuccess, AContractCallWithoutAnyCodeIsNoSuccess)
{
    auto call = mined("SUCCESS", 0);
    call.receipt->result.reset();
    call.transaction->result.reset();
    EXPECT_EQ(cause(call), "unknown");

    auto native = call;
    native.transaction->type = "TransferContract";
    native.token_call.reset();
    EXPECT_EQ(cause(native), "tron.success");
}

TEST(TronSuccess, WhatOthersDoNotKnowIsLessSure)
{
    auto evidence = mined("SUCCESS", 64'285);
    evidence.disputed = 1;

    EXPECT_LE(confidence(evidence), 0.7);
}

TEST(TronCost, IsToldWithPriceAndFirstTime)
{
    auto evidence = mined("SUCCESS", 130'285);
    evidence.receipt->energy_penalty = 100'635;
    auto causes = judge_transaction(evidence, tron()).causes;
    auto cost = std::ranges::find(causes, "tron.cost", &desk::Cause::id);

    ASSERT_NE(cost, causes.end());
    EXPECT_EQ(cost->values.at("burned"), "13.0285 TRX");
    EXPECT_EQ(cost->values.at("price"), "100 sun");
    EXPECT_EQ(cost->values.at("first_time"), kReceiver);
}

TEST(TronOutOfEnergy, TheFeeLimitIsNamedWhenAllItAllowsWasUsed)
{
    auto evidence = mined("OUT_OF_ENERGY", 100'000);
    evidence.transaction->fee_limit = 10 * kTrx;
    EXPECT_EQ(cause(evidence), "tron.fail.out_of_energy.fee_limit");

    // The same with staked energy: almost nothing was burned, and the limit was reached all the
    // same.
    evidence.receipt->energy_staked = 99'000;
    evidence.receipt->energy_fee = evidence.receipt->fee = 100'000;
    EXPECT_EQ(cause(evidence), "tron.fail.out_of_energy.fee_limit");
}

TEST(TronOutOfEnergy, TheBalanceIsNamedWhenTheFeeLimitAllowedMore)
{
    auto evidence = mined("OUT_OF_ENERGY", 20'000);
    EXPECT_EQ(cause(evidence), "tron.fail.out_of_energy.balance");
    EXPECT_GE(confidence(evidence), 0.9);

    // Topped up since: what the account holds today does not change why it failed.
    evidence.accounts[kSender] = Account{.exists = true, .balance = 900 * kTrx};
    EXPECT_EQ(cause(evidence), "tron.fail.out_of_energy.balance");
}

TEST(TronOutOfEnergy, WithoutAPriceNothingIsCertain)
{
    auto evidence = mined("OUT_OF_ENERGY", 20'000);
    evidence.prices = {};
    evidence.receipt->energy_fee = 0;

    EXPECT_LE(confidence(evidence), 0.6);
}

TEST(TronOutOfEnergy, TheSenderIsToldExactNumbers)
{
    auto evidence = mined("OUT_OF_ENERGY", 20'000);
    evidence.accounts[kSender] = Account{.exists = true, .balance = kTrx / 2};
    evidence.resources = Resources{5'000, 600, 0};
    evidence.run = {Run::Ran::succeeded, 64'285, {}};
    auto cause = judge_transaction(evidence, tron()).causes.front();
    auto book = AdviceBook::open();
    ASSERT_TRUE(book) << book.error().what;
    auto advice = book->advise(cause);

    // (64285 × 1.05 − 5000) × 100 sun − 0.5 TRX, rounded up to a tenth.
    EXPECT_EQ(cause.values.at("top_up"), "5.8 TRX");
    EXPECT_EQ(cause.values.at("fee_limit_to_set"), "8 TRX");
    EXPECT_THAT(advice.en.now, HasSubstr("5.8 TRX"));
    EXPECT_THAT(advice.zh.now, HasSubstr("5.8 TRX"));
}

TEST(TronRevert, FreezePauseAndBalanceAreNamed)
{
    auto book = AdviceBook::open();
    ASSERT_TRUE(book) << book.error().what;
    auto frozen = mined("REVERT", 8'624);
    frozen.token_state.frozen = {kSender};
    auto short_of_it = mined("REVERT", 8'624);
    short_of_it.token_state.balance = Amount{3 * kTrx};
    auto told = [&](const Evidence& evidence) {
        return book->advise(judge_transaction(evidence, tron()).causes.front());
    };

    EXPECT_EQ(cause(frozen), "tron.fail.revert");
    EXPECT_THAT(told(frozen).en.why, HasSubstr(kSender));
    EXPECT_THAT(told(short_of_it).en.why, HasSubstr("3 USDT"));
    EXPECT_THAT(told(mined("REVERT", 8'624)).en.why, testing::Not(HasSubstr("today")));
}

TEST(TronFailed, OtherCodesAreShown)
{
    for (const auto* code : {"OUT_OF_TIME", "BAD_JUMP_DESTINATION", "ILLEGAL_OPERATION"}) {
        auto causes = judge_transaction(mined(code, 50'000), tron()).causes;
        EXPECT_EQ(causes.front().id, "tron.fail.other");
        EXPECT_EQ(causes.front().values.at("code"), code);
    }
}

TEST(TronFailed, ACodeThatIsNoneIsNotShown)
{
    auto causes = judge_transaction(mined("<b>call 555</b>", 1), tron()).causes;

    EXPECT_FALSE(causes.front().values.contains("code"));
}

TEST(TronPermission, AnAccountWhoseKeyWasShutOutIsNamed)
{
    auto judgement = address_with(account_of(kStranger, 1));

    EXPECT_EQ(judgement.state, "restricted");
    EXPECT_EQ(judgement.causes.front().id, "tron.reject.permission");
    EXPECT_EQ(judgement.causes.front().values.at("keys"), kStranger);
    ASSERT_EQ(judgement.shields.size(), 1U);
    EXPECT_EQ(judgement.shields.front().id, "tron.scam.permission");
}

TEST(TronPermission, JointSigningIsNoFraudByItself)
{
    auto account = account_of(kSender, 2);
    account.owner->keys.emplace_back(kStranger, 1);
    auto judgement = address_with(account);

    EXPECT_EQ(judgement.causes.front().id, "tron.reject.permission");
    EXPECT_TRUE(judgement.shields.empty());
}

TEST(TronPermission, AnOrdinaryAccountIsFine)
{
    EXPECT_EQ(address_with(account_of(kSender, 1)).causes.front().id, "tron.address.active");
    // Old accounts name no permission: their own key is the only one.
    EXPECT_EQ(
        address_with({.exists = true, .balance = kTrx}).causes.front().id, "tron.address.active");
}

TEST(TronScam, DustWithASiteIsAnAdvertisementAndAPaymentWithANoteIsNot)
{
    auto evidence = mined("SUCCESS", 0);
    evidence.transaction->type = "TransferContract";
    evidence.transaction->value = 1;
    evidence.transaction->memo = "get TRX at evil.example";
    evidence.token_call.reset();
    EXPECT_EQ(cause(evidence), "tron.scam.dust_memo");
    for (const auto& [name, value] : judge_transaction(evidence, tron()).causes.front().values) {
        EXPECT_THAT(value, testing::Not(HasSubstr("evil"))) << name;
    }

    evidence.transaction->value = 25 * kTrx;
    EXPECT_EQ(cause(evidence), "tron.success");
}

TEST(TronAdvice, EveryCauseHasItsPage)
{
    auto book = AdviceBook::open();
    ASSERT_TRUE(book) << book.error().what;
    for (const auto* id :
         {"tron.not_found",
          "tron.pending",
          "tron.expired",
          "tron.not_solid",
          "tron.success",
          "tron.cost",
          "tron.fail.out_of_energy.fee_limit",
          "tron.fail.out_of_energy.balance",
          "tron.fail.revert",
          "tron.fail.other",
          "tron.reject.bandwidth",
          "tron.reject.balance",
          "tron.reject.permission",
          "tron.not_activated",
          "tron.no_trx",
          "tron.address.active",
          "tron.address.contract",
          "tron.address.frozen",
          "tron.scam.permission",
          "tron.scam.zero_value",
          "tron.scam.fake_token",
          "tron.scam.dust_memo"}) {
        EXPECT_TRUE(book->knows(id)) << id;
    }
}

TEST(TronReject, WhatAWalletShowsIsUnderstood)
{
    struct Row {
        const char* pasted;
        const char* id;
    };
    for (const auto& [pasted, id] : std::initializer_list<Row>{
             {R"({"code":"BANDWITH_ERROR","message":"4163636f756e74207265736f75726365"})",
              "tron.reject.bandwidth"},
             // "Account resource insufficient error." without its code.
             {"4163636f756e74207265736f7572636520696e73756666696369656e74206572726f722e",
              "tron.reject.bandwidth"},
             {"TRANSACTION_EXPIRATION_ERROR", "tron.expired"},
             {"转账失败 TAPOS_ERROR: Tapos check error.", "tron.expired"},
             {"Contract validate error : Validate TransferContract error, balance is not "
              "sufficient.",
              "tron.reject.balance"},
             {R"({"code":"CONTRACT_VALIDATE_ERROR","message":"436f6e747261637420)"
              R"(76616c6964617465206572726f72203a2056616c6964617465205472616e73666572)"
              R"(436f6e7472616374206572726f722c2062616c616e6365206973206e6f742073756666)"
              R"(696369656e742e"})",
              "tron.reject.balance"},
             {"SIGERROR Validate signature error: sig error", "tron.reject.permission"},
             {"Contract validate error : account [T…] does not exist", "tron.not_activated"}}) {
        auto cause = reject_cause(pasted);
        ASSERT_TRUE(cause) << pasted;
        EXPECT_EQ(cause->id, id) << pasted;
    }
}

TEST(TronReject, OtherTextsAreNotTakenForOne)
{
    for (const auto* text :
         {"我的 USDT 没到账",
          "SERVER_BUSY",
          "0000000003fe266bf6b6d392f654dc2e5011601546ed04623d9fcc",
          "CONTRACT_VALIDATE_ERROR",
          ""}) {
        EXPECT_FALSE(reject_cause(text)) << text;
    }
}

}  // namespace keydesk::chains::tron
