#include "chains/tron/gather.hpp"
#include "chains/tron/reading.hpp"
#include "chains/tron/wire.hpp"

#include <algorithm>
#include <set>

namespace keydesk::chains::tron {

namespace {

using SharedNodes = std::shared_ptr<Nodes>;

constexpr std::size_t kMostTokens = 3;

void append(Questions& to, Questions more)
{
    std::ranges::move(more, std::back_inserter(to));
}

/// Asks one endpoint and takes what it says.
Task<void> ask(SharedNodes nodes, Questions questions, std::string source, Evidence* evidence)
{
    if (questions.empty()) co_return;
    auto calls = calls_of(questions);
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (answers) take_answers(questions, *answers, *evidence);
}

void list_tokens(const ChainSettings& chain, Evidence& evidence)
{
    for (const auto& token : chain.tokens) {
        evidence.tokens.push_back(
            {.address = token.address,
             .symbol = token.symbol,
             .name = {},
             .decimals = token.decimals,
             .listed = true});
    }
}

void ask_unlisted(const std::set<std::string>& addresses, const Evidence& evidence, Questions& out)
{
    std::size_t asked = 0;
    for (const auto& address : addresses) {
        if (evidence.token(address) || asked == kMostTokens) continue;
        append(out, ask_token(address));
        ++asked;
    }
}

Questions mined_questions(const Evidence& evidence)
{
    Questions out{ask_energy_prices(), ask_parameters()};
    std::set<std::string> tokens;
    if (evidence.receipt) {
        for (const auto& transfer : read_transfers(evidence.receipt->logs)) {
            tokens.insert(transfer.token);
        }
    }
    if (evidence.token_call) tokens.insert(evidence.token_call->token);
    ask_unlisted(tokens, evidence, out);
    return out;
}

std::string symbol_of(const Evidence& evidence, const std::string& token)
{
    const auto* known = evidence.token(token);
    return known && known->listed ? known->symbol : std::string{};
}

bool says(const std::optional<std::string>& code, std::string_view word)
{
    return code && *code == word;
}

/// Only what its kind of failure can be told by: public nodes count every question.
Questions failed_questions(const Evidence& evidence)
{
    const auto& transaction = *evidence.transaction;
    const auto& call = evidence.token_call;
    Questions out{ask_account(transaction.from)};
    if (transaction.calls_contract() && !transaction.to.empty()) {
        out.push_back(ask_run(transaction));
    }
    bool dry = says(transaction.result, "OUT_OF_ENERGY") ||
               (evidence.receipt && says(evidence.receipt->result, "OUT_OF_ENERGY"));
    if (dry) {
        out.push_back(ask_resources(transaction.from));
        if (call) out.push_back(ask_receiver_balance(*call));
    } else if (call) {
        append(out, ask_token_state(*call, symbol_of(evidence, call->token)));
    }
    return out;
}

bool may_have_failed(const Evidence& evidence)
{
    const auto& receipt = evidence.receipt;
    auto is_good = [](const std::optional<std::string>& said) {
        return !said || *said == "SUCCESS";
    };
    if (receipt && (receipt->failed || !is_good(receipt->result))) return true;
    return evidence.transaction && !is_good(evidence.transaction->result);
}

/// Of the token held most dearly (the first listed one): can it be moved, and for how much energy?
Questions holding_questions(const Evidence& evidence)
{
    Questions out{ask_energy_prices(), ask_parameters()};
    for (const auto& token : evidence.tokens) {
        auto held = evidence.token_balances.find(token.address);
        if (held == evidence.token_balances.end() || held->second == 0) continue;
        out.push_back(ask_trial(token.address, evidence.id));
        TokenCall call{.token = token.address, .owner = evidence.id, .to = evidence.id};
        append(out, ask_token_state(call, token.symbol));
        break;
    }
    return out;
}

}  // namespace

Task<Evidence> gather_transaction(
    std::shared_ptr<Nodes> nodes,
    ChainSettings chain,
    std::string id,
    std::optional<desk::Memory> memory,
    Time now)
{
    Evidence evidence{.id = id, .now = now};
    evidence.endpoints = nodes->count();
    if (memory) evidence.remembered = read_memory(*memory);
    if (memory) evidence.remembered_block = memory->height;
    list_tokens(chain, evidence);
    auto calls = view_calls(*nodes, id);
    auto all = co_await nodes->ask_all(std::move(calls));
    auto source = take_views(all, id, evidence);
    if (source.empty()) co_return evidence;
    Questions questions;
    // Some node of the pool leaves transactions out of a head, this one cannot.
    if (!evidence.head) questions.push_back(ask_head());
    if (evidence.transaction) evidence.token_call = read_token_call(*evidence.transaction);
    bool mined = evidence.transaction && !evidence.waiting;
    if (mined) questions.push_back(ask_solid(id));
    bool whole = !nodes->knows("walletsolidity/getblock");
    if (mined || evidence.remembered) questions.push_back(ask_solid_head(whole));
    if (mined) append(questions, mined_questions(evidence));
    if (mined && may_have_failed(evidence)) {
        append(questions, failed_questions(evidence));
    } else if (mined && evidence.token_call) {
        // Whether what arrived there can leave again.
        questions.push_back(ask_account(evidence.token_call->to));
    }
    co_await ask(nodes, std::move(questions), source, &evidence);
    co_return evidence;
}

Task<Evidence> gather_address(
    std::shared_ptr<Nodes> nodes, ChainSettings chain, std::string address, Time now)
{
    Evidence evidence{.id = address, .now = now};
    evidence.endpoints = nodes->count();
    list_tokens(chain, evidence);
    Questions questions{ask_account(address), ask_resources(address)};
    for (const auto& token : evidence.tokens) {
        questions.push_back(ask_token_balance(token, address));
    }
    auto calls = calls_of(questions);
    auto all = co_await nodes->ask_all(std::move(calls));
    std::string source;
    for (const auto& answers : all) {
        // Each of them says it for itself; what is there outweighs what is not.
        Evidence own{.id = address, .now = now};
        take_answers(questions, answers, own);
        const auto* account = own.account(address);
        if (!account) continue;
        ++evidence.answered;
        if (!account->exists && !answers.lagging) ++evidence.denied;
        const auto* known = evidence.account(address);
        bool better = source.empty() || (account->exists && !known->exists);
        if (!better) continue;
        source = answers.source;
        evidence.lagging = answers.lagging;
        take_answers(questions, answers, evidence);
    }
    if (source.empty()) co_return evidence;
    auto further = holding_questions(evidence);
    co_await ask(nodes, std::move(further), source, &evidence);
    co_return evidence;
}

}  // namespace keydesk::chains::tron
