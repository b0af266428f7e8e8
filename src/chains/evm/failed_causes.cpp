#include "chains/evm/amounts.hpp"
#include "chains/evm/judging.hpp"
#include "chains/evm/selectors.hpp"
#include "chains/evm/wire.hpp"

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

constexpr std::int64_t kPlainTransfer = 21'000;
constexpr std::string_view kText = "0x08c379a0";
constexpr std::string_view kPanic = "0x4e487b71";

using Causes = std::vector<desk::Cause>;

/// Everything that the rules below look at, in one place.
struct Failure {
    const Evidence& evidence;
    const Transaction& transaction;
    desk::Values values;
    std::optional<std::string> said;  ///< Revert bytes; nothing: not known.
    bool all_gas = false;
    Causes causes;

    void add(std::string id, double confidence)
    {
        causes.push_back({std::move(id), confidence, values});
    }
};

std::optional<std::string> said_of(const Evidence& evidence)
{
    if (evidence.traced_output) return evidence.traced_output;
    if (evidence.replay.ran == Replay::Ran::failed) return evidence.replay.data;
    return std::nullopt;
}

/// Coins sent to a contract without a call.
void add_plain_payment(Failure& failure)
{
    const auto& transaction = failure.transaction;
    bool plain = transaction.input == "0x" && transaction.value > 0;
    const auto* code = failure.evidence.code_of(transaction.to);
    if (!plain || !code || code->size() <= 2) return;
    if (failure.all_gas && transaction.gas <= kPlainTransfer) {
        if (auto needed = failure.evidence.needed_gas) {
            failure.values["gas_to_set"] = std::to_string(*needed + *needed / 5);
        }
        failure.add("evm.fail.21000", 0.95);
    } else if (!failure.all_gas && failure.said == "0x") {
        failure.add("evm.fail.nonpayable", 0.9);
    }
}

/// More gas would have carried it: proved by running it again with more.
void add_gas(Failure& failure)
{
    const auto& evidence = failure.evidence;
    if (evidence.replay_with_more_gas.ran != Replay::Ran::succeeded) return;
    bool once = evidence.replay.ran == Replay::Ran::failed;
    if (!once && !failure.all_gas) return;
    if (auto needed = evidence.needed_gas) {
        failure.values["needed_gas"] = std::to_string(*needed);
        failure.values["gas_to_set"] = std::to_string(*needed + *needed / 5);
    }
    // The same run with the same gas went well on the block before: the margin was tiny.
    double confidence = once ? 0.95 : 0.6;
    failure.add(failure.all_gas ? "evm.fail.out_of_gas" : "evm.fail.inner_oog", confidence);
}

/// What the token itself says of the moment before: it needs no words of the contract.
void add_token_locks(Failure& failure)
{
    const auto& state = failure.evidence.token_state;
    if (state.paused == true) failure.add("evm.fail.paused", 0.93);
    if (state.frozen.empty()) return;
    failure.values["frozen"] = checksummed(state.frozen.front());
    failure.add("evm.fail.blacklisted", 0.96);
}

bool says_allowance(const Failure& failure)
{
    auto selector = selector_of(failure.said.value_or(""));
    return selector == "0xfb8f41b2";
}

void add_allowance(Failure& failure)
{
    const auto& call = failure.evidence.token_call;
    if (says_allowance(failure) && !(call && call->kind == TokenCall::Kind::transfer_from)) {
        // Inside a call of another contract: its error carries the numbers.
        if (auto spender = address_word(*failure.said, 0))
            failure.values["spender"] = checksummed(*spender);
        failure.add("evm.fail.allowance", 0.9);
        return;
    }
    if (!call || call->kind != TokenCall::Kind::transfer_from) return;
    const auto& allowance = failure.evidence.token_state.allowance;
    if (!allowance || *allowance >= call->amount) return;
    failure.values["allowance"] = token_amount(failure.evidence, call->token, *allowance);
    failure.add("evm.fail.allowance", 0.95);
}

void add_balance(Failure& failure)
{
    const auto& call = failure.evidence.token_call;
    if (!call || call->kind == TokenCall::Kind::approve) return;
    const auto& balance = failure.evidence.token_state.balance;
    if (!balance || *balance >= call->amount) return;
    failure.add("evm.fail.token_balance", failure.said && failure.said->size() > 2 ? 0.8 : 0.95);
}

void add_usdt_approve(Failure& failure)
{
    const auto& call = failure.evidence.token_call;
    bool bare = !failure.said || failure.said == "0x";
    if (!call || call->kind != TokenCall::Kind::approve || call->amount == 0 || !bare) return;
    const auto& allowance = failure.evidence.token_state.allowance;
    if (!allowance || *allowance == 0 || failure.all_gas) return;
    failure.values["allowance"] = token_amount(failure.evidence, call->token, *allowance);
    failure.add("evm.fail.usdt_approve", 0.93);
}

void put_meaning(desk::Values& values, const Meaning* meaning)
{
    if (!meaning) return;
    values["meaning_en"] = meaning->en;
    values["meaning_zh"] = meaning->zh;
}

void add_words(Failure& failure)
{
    const auto& said = *failure.said;
    auto selector = selector_of(said);
    if (selector == kText) {
        auto text = string_argument(said, 0);
        failure.values["reason"] = text.value_or("?");
        put_meaning(failure.values, reason_named(text.value_or("")));
        failure.add("evm.fail.revert_reason", text ? 0.92 : 0.6);
    } else if (selector == kPanic) {
        auto code = word(said, 0).value_or(0);
        auto number = code <= 0xff ? static_cast<std::uint64_t>(code) : 0;
        failure.values["panic"] = to_hex(Amount{number});
        put_meaning(failure.values, panic_named(number));
        failure.add("evm.fail.panic", 0.95);
    } else if (!selector.empty()) {
        const auto* meaning = error_named(selector);
        failure.values["selector"] = selector;
        if (meaning) failure.values["error"] = meaning->name;
        put_meaning(failure.values, meaning);
        failure.add("evm.fail.custom_error", meaning ? 0.93 : 0.85);
    }
}

/// It failed, and neither words nor state say why.
void add_silence(Failure& failure)
{
    const auto& evidence = failure.evidence;
    bool runs = evidence.replay.ran == Replay::Ran::succeeded && !evidence.traced_output;
    if (runs && !evidence.by_todays_state) {
        failure.values["changed"] = failure.values["block"];
        failure.add("evm.fail.bare", 0.55);
        return;
    }
    if (!failure.said) {
        // The node keeps no old states. All gas gone may be too little gas, or an assertion of an
        // old contract (USDT) that burns it: neither can be claimed.
        failure.add(failure.all_gas ? "evm.fail.out_of_gas" : "evm.fail.bare", 0.4);
        return;
    }
    if (failure.all_gas) failure.values["all_gas"] = failure.values["gas_limit"];
    failure.add("evm.fail.bare", failure.all_gas ? 0.8 : 0.88);
}

/// Run on the newest state instead of that of its time: likely the same, but no proof.
void doubt(Failure& failure)
{
    for (auto& cause : failure.causes) {
        if (cause.id != "evm.fail.21000") cause.confidence *= 0.75;
    }
}

void put_token_values(Failure& failure)
{
    const auto& call = failure.evidence.token_call;
    if (!call) return;
    if (const auto& balance = failure.evidence.token_state.balance) {
        failure.values["token_balance"] = token_amount(failure.evidence, call->token, *balance);
    }
}

}  // namespace

std::vector<desk::Cause> failed_causes(const Evidence& evidence, const ChainSettings& chain)
{
    const auto& transaction = *evidence.transaction;
    Failure failure{
        .evidence = evidence,
        .transaction = transaction,
        .values = values_of(evidence, chain),
        .said = said_of(evidence),
        .all_gas = evidence.receipt->gas_used >= transaction.gas,
        .causes = {}};
    put_token_values(failure);
    add_plain_payment(failure);
    if (failure.causes.empty()) add_gas(failure);
    add_token_locks(failure);
    add_allowance(failure);
    if (failure.said && failure.causes.empty()) add_words(failure);
    add_balance(failure);
    add_usdt_approve(failure);
    if (failure.causes.empty()) add_silence(failure);
    if (evidence.by_todays_state) doubt(failure);
    return std::move(failure.causes);
}

}  // namespace keydesk::chains::evm
