#include "chains/evm/story.hpp"

#include <gmock/gmock.h>

namespace keydesk::chains::evm {

namespace {

using namespace story;

/// Error(string) around an ASCII text.
std::string said(const std::string& text)
{
    std::string digits;
    for (char letter : text) {
        auto c = static_cast<unsigned char>(letter);
        constexpr std::string_view kDigits = "0123456789abcdef";
        digits += kDigits[c / 16];
        digits += kDigits[c % 16];
    }
    digits.resize((digits.size() + 63) / 64 * 64, '0');
    return "0x08c379a0" + amount_word(32) + amount_word(text.size()) + digits;
}

}  // namespace

TEST(EvmFailed, UsdtBurnsAllGasWhenTheBalanceIsTooSmall)
{
    auto evidence = failed_transfer(1'000'000);
    evidence.receipt->gas_used = evidence.transaction->gas;
    evidence.token_state.balance = 400'000;
    auto first = judge_transaction(evidence, ethereum()).causes.front();
    EXPECT_EQ(first.id, "evm.fail.token_balance");
    EXPECT_EQ(first.values.at("token_balance"), "0.4 USDT");
    EXPECT_EQ(first.values.at("amount"), "1 USDT");
}

TEST(EvmFailed, MoreGasThatHelpsIsTheProofOfTooLittle)
{
    auto evidence = failed_transfer(1'000'000);
    evidence.receipt->gas_used = evidence.transaction->gas;
    evidence.replay_with_more_gas.ran = Replay::Ran::succeeded;
    evidence.needed_gas = 100'000;
    auto first = judge_transaction(evidence, ethereum()).causes.front();
    EXPECT_EQ(first.id, "evm.fail.out_of_gas");
    EXPECT_EQ(first.values.at("gas_to_set"), "120000");

    evidence.receipt->gas_used = evidence.transaction->gas - 10;
    EXPECT_EQ(cause(evidence), "evm.fail.inner_oog");
}

TEST(EvmFailed, AllGasGoneIsNotCalledOutOfGasWithoutProof)
{
    auto evidence = failed_transfer(1'000'000);
    evidence.receipt->gas_used = evidence.transaction->gas;
    EXPECT_EQ(cause(evidence), "evm.fail.bare") << "more gas did not help: an invalid opcode";
    evidence.replay = evidence.replay_with_more_gas = {};
    evidence.token_state = {};
    EXPECT_LT(confidence(evidence), 0.5) << "a node without old states proves nothing";
}

TEST(EvmFailed, TheTokensOwnStateExplainsSilence)
{
    auto evidence = failed_transfer(1'000'000);
    EXPECT_EQ(cause(evidence), "evm.fail.bare");
    evidence.token_state.paused = true;
    EXPECT_EQ(cause(evidence), "evm.fail.paused");
    evidence.token_state.paused = false;
    evidence.token_state.frozen = {kSender};
    EXPECT_EQ(cause(evidence), "evm.fail.blacklisted");
}

TEST(EvmFailed, AnApprovalThatStandsBlocksTheNext)
{
    auto evidence = failed_transfer(5);
    evidence.token_call->kind = TokenCall::Kind::approve;
    evidence.token_state.allowance = 7;
    EXPECT_EQ(cause(evidence), "evm.fail.usdt_approve");
    evidence.token_state.allowance = 0;
    EXPECT_EQ(cause(evidence), "evm.fail.bare");
}

TEST(EvmFailed, ASmallAllowanceIsSeenInTheStateOrInTheError)
{
    auto evidence = failed_transfer(5);
    evidence.token_call->kind = TokenCall::Kind::transfer_from;
    evidence.token_state.allowance = 4;
    EXPECT_EQ(cause(evidence), "evm.fail.allowance");

    auto inside = failed_transfer(5);
    inside.token_call.reset();
    inside.replay.data =
        "0xfb8f41b2" + padded(kReceiver).substr(2) + amount_word(1) + amount_word(5);
    EXPECT_EQ(cause(inside), "evm.fail.allowance");
}

TEST(EvmFailed, WordsOfTheContractAreRead)
{
    struct Row {
        std::string data, id, place, value;
    };
    auto evidence = failed_transfer(5);
    for (const auto& row : {
             Row{said("UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT"),
                 "evm.fail.revert_reason",
                 "meaning_en",
                 "the price moved beyond your slippage limit"},
             Row{said("ERC20: transfer amount exceeds balance"),
                 "evm.fail.revert_reason",
                 "reason",
                 "ERC20: transfer amount exceeds balance"},
             Row{"0x4e487b71" + amount_word(0x11), "evm.fail.panic", "panic", "0x11"},
             Row{"0xe450d38c" + padded(kSender).substr(2) + amount_word(1) + amount_word(5),
                 "evm.fail.custom_error",
                 "meaning_zh",
                 "代币余额不足"},
             Row{"0x4e86d23a" + amount_word(5), "evm.fail.custom_error", "selector", "0x4e86d23a"},
         }) {
        evidence.replay.data = row.data;
        auto first = judge_transaction(evidence, ethereum()).causes.front();
        EXPECT_EQ(first.id, row.id);
        ASSERT_TRUE(first.values.contains(row.place)) << row.id;
        EXPECT_EQ(first.values.at(row.place), row.value);
    }
}

TEST(EvmFailed, TheTraceOfTheBlockCountsMoreThanARunBeforeIt)
{
    auto evidence = failed_transfer(5);
    evidence.replay = {Replay::Ran::succeeded, ""};
    EXPECT_EQ(cause(evidence), "evm.fail.bare");
    EXPECT_LT(confidence(evidence), 0.6) << "something changed within the block";
    evidence.traced_output = said("EXPIRED");
    EXPECT_EQ(cause(evidence), "evm.fail.revert_reason");
}

TEST(EvmFailed, CoinsForAContractThatTakesNone)
{
    auto transaction = payment(5, kGwei * 40);
    transaction.gas = 60'000;
    auto evidence = mined(transaction, false);
    evidence.code[kReceiver] = kContract;
    evidence.replay = evidence.replay_with_more_gas = {Replay::Ran::failed, "0x"};
    EXPECT_EQ(cause(evidence), "evm.fail.nonpayable");

    evidence.transaction->gas = 21'000;
    evidence.replay_with_more_gas.ran = Replay::Ran::succeeded;
    evidence.needed_gas = 43'000;
    EXPECT_EQ(cause(evidence), "evm.fail.21000");
    auto first = judge_transaction(evidence, ethereum()).causes.front();
    EXPECT_EQ(first.values.at("gas_to_set"), "51600");
}

TEST(EvmReject, WhatWalletsSayHasStableNames)
{
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"Error: nonce too low: next nonce 12, tx nonce 9", "nonce_too_low"},
        {"replacement transaction underpriced", "replacement_underpriced"},
        {"Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 66000000000 is",
         "replacement_underpriced"},
        {"transaction already imported", "already_known"},
        {"ALREADY_EXISTS: already known", "already_known"},
        {"Insufficient funds for gas * price + value", "insufficient_funds"},
        {"Sender doesn't have enough funds to send tx.", "insufficient_funds"},
        {"intrinsic gas too low", "intrinsic_gas_too_low"},
        {"Transaction requires at least 21000 gas but got 20999", "intrinsic_gas_too_low"},
        {"exceeds block gas limit", "exceeds_block_gas_limit"},
        {"intrinsic gas too high -- tx.gas_limit > env.block.gas_limit", "exceeds_block_gas_limit"},
        {"Transaction gas limit is 100000000 and exceeds transaction gas cap of 16777216",
         "gas_cap_7825"},
        {"max fee per gas less than block base fee: address 0x, maxFeePerGas: 1, baseFee: 2",
         "fee_cap_below_base_fee"},
        {"max priority fee per gas higher than max fee per gas", "tip_above_fee_cap"},
        {"invalid sender", "invalid_sender"},
        {"invalid chain id for signer", "invalid_sender"},
        {"Out of gas: gas required exceeds allowance: 0", "no_gas_for_estimate"},
        {"transaction underpriced: gas tip cap 1, minimum needed 1000000", "underpriced"},
        {"in-flight transaction limit reached for delegated accounts", "in_flight_limit"},
    };
    for (auto [text, id] : rows) {
        auto found = reject_cause(text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->id, "evm.reject." + std::string{id}) << text;
    }
    EXPECT_FALSE(reject_cause("my transfer has not arrived"));
    EXPECT_EQ(reject_cause("nonce too low: next nonce 12, tx")->values.at("next_nonce"), "12");
}

}  // namespace keydesk::chains::evm
