// What a node of TRON says of a transaction or an account, read and judged: no text may make it
// throw, hang or claim more than there is.
#include "chains/registry.hpp"
#include "chains/tron/causes.hpp"
#include "chains/tron/wire.hpp"

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

const ChainSettings& chain()
{
    static const auto chains = known_chains();
    for (const auto& chain : *chains) {
        if (chain.id == "tron") return chain;
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

tron::Evidence evidence_of(const json::value& told)
{
    tron::Evidence evidence{.id = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"};
    evidence.answered = evidence.denied = evidence.absent = evidence.endpoints = 2;
    evidence.transaction = tron::read_transaction(part(told, "transaction"));
    evidence.receipt = tron::read_receipt(part(told, "receipt"));
    evidence.head = tron::read_head(part(told, "head"));
    evidence.solid_head = tron::read_head(part(told, "solid"));
    evidence.resources = tron::read_resources(part(told, "resources"));
    tron::read_energy_prices(part(told, "prices"), evidence.prices);
    tron::read_parameters(part(told, "parameters"), evidence.prices);
    if (auto run = tron::read_run(part(told, "run"))) evidence.run = *run;
    if (auto account = tron::read_account(part(told, "account"))) {
        evidence.accounts[evidence.id] = *account;
        if (evidence.transaction) evidence.accounts[evidence.transaction->from] = *account;
    }
    if (!evidence.transaction) return evidence;
    evidence.waiting = !evidence.receipt && !evidence.transaction->result;
    evidence.token_call = tron::read_token_call(*evidence.transaction);
    return evidence;
}

void check(const tron::Judgement& judgement)
{
    must(!judgement.causes.empty() && !judgement.state.empty());
    for (const auto& cause : judgement.causes) {
        must(cause.confidence >= 0 && cause.confidence <= 1);
        for (const auto& [name, value] : cause.values) must(value.size() < 2000);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    auto refused = tron::reject_cause(text);
    must(!refused || refused->confidence <= 0.9);
    boost::system::error_code broken;
    auto told = json::parse({text.data(), text.size()}, broken);
    if (broken) return 0;
    auto evidence = evidence_of(told);
    check(tron::judge_transaction(evidence, chain()));
    check(tron::judge_address(evidence, chain()));
    if (!evidence.transaction) return 0;
    keydesk::desk::Memory memory{
        .chain = "tron", .id = evidence.transaction->id, .claims = {}, .details = {}};
    memory.details = tron::json_of_memory(*evidence.transaction);
    auto back = tron::read_memory(memory);
    must(back && back->from == evidence.transaction->from);
    must(back->expires == evidence.transaction->expires);
    return 0;
}
