// What an EVM node says of a transaction, read and judged: no text may make it throw, hang or claim
// a number that no person could read.
#include "chains/evm/causes.hpp"
#include "chains/evm/wire.hpp"
#include "chains/registry.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace keydesk::chains;
namespace json = boost::json;

void must(bool holds)
{
    if (!holds) std::abort();
}

const ChainSettings& ethereum()
{
    static const auto chains = known_chains();
    for (const auto& chain : *chains) {
        if (chain.id == "ethereum") return chain;
    }
    std::abort();
}

const json::value& part(const json::value& whole, std::string_view key)
{
    static const json::value nothing;
    const auto* object = whole.if_object();
    const auto* found = object ? object->if_contains(key) : nullptr;
    return found ? *found : nothing;
}

evm::Evidence evidence_of(const json::value& told)
{
    evm::Evidence evidence{.id = "0x00"};
    evidence.answered = evidence.denied = evidence.endpoints = 2;
    evidence.transaction = evm::read_transaction(part(told, "transaction"));
    evidence.receipt = evm::read_receipt(part(told, "receipt"));
    evidence.head = evm::read_head(part(told, "head"));
    evidence.fees = evm::read_fee_history(part(told, "fees"));
    evidence.nonce_latest = evm::read_number(part(told, "nonce"));
    evidence.balance = evm::read_amount(part(told, "balance"));
    if (!evidence.transaction) return evidence;
    evidence.pool = evm::read_pool(part(told, "pool"), evidence.transaction->from);
    evidence.token_call = evm::read_token_call(*evidence.transaction);
    if (auto code = evm::read_bytes(part(told, "code"))) {
        evidence.code[evidence.transaction->to] = evidence.code[evidence.transaction->from] = *code;
    }
    if (auto said = evm::read_bytes(part(told, "revert"))) {
        evidence.replay = {evm::Replay::Ran::failed, *said};
    }
    return evidence;
}

void check(const evm::Judgement& judged)
{
    must(!judged.causes.empty() && !judged.state.empty());
    for (const auto& cause : judged.causes) {
        must(cause.confidence >= 0 && cause.confidence <= 1);
        for (const auto& [name, value] : cause.values) must(value.size() < 2000);
    }
    must(!judged.eta || judged.eta->p50_seconds <= judged.eta->p90_seconds);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    boost::system::error_code broken;
    auto told = json::parse(text, broken);
    if (!broken) {
        auto evidence = evidence_of(told);
        check(evm::judge_transaction(evidence, ethereum()));
        check(evm::judge_address(evidence, ethereum()));
        evm::read_transactions(told);
        evm::read_transfers(evm::read_logs(told));
        evm::read_memory(
            {.chain = "ethereum", .id = "0x", .claims = {}, .details = std::string{text}});
    }
    evm::reject_cause(text);
    evm::returned_text(text);
    evm::string_argument(text, 0);
    return 0;
}
