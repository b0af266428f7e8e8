#include "chains/evm/gathering.hpp"
#include "chains/evm/wire.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

namespace json = boost::json;

bool holds(const Evidence& evidence, const std::string& token)
{
    auto held = evidence.token_balances.find(token);
    return held != evidence.token_balances.end() && held->second > 0;
}

Questions account_questions(const ChainSettings& chain, const std::string& address)
{
    auto out = sender_questions(address);
    out.push_back(ask_head());
    out.push_back(ask_code(address, "latest"));
    for (const auto& token : chain.tokens) {
        append(out, ask_freezes(token.address, address));
        auto data = with_address("0x70a08231", address);
        out.push_back(
            {view_call(token.address, data, "latest"),
             [token](const json::value& said, const Origin& origin) {
                 auto bytes = read_bytes(said).value_or("");
                 auto amount = bytes.size() == 66 ? parse_amount(bytes) : std::nullopt;
                 if (!amount) return;
                 origin.evidence.token_balances[token.address] = *amount;
                 origin.note("token.balance." + token.symbol, amount->str());
             }});
    }
    return out;
}

/// What moving the first token held would take: one unit to an address that nobody used yet.
std::optional<Question> estimate_question(const Evidence& evidence, const std::string& address)
{
    auto held = std::ranges::find_if(
        evidence.tokens, [&](const Token& token) { return holds(evidence, token.address); });
    if (held == evidence.tokens.end()) return std::nullopt;
    auto data = with_address("0xa9059cbb", "0x00000000000000000000000000000000c0ffee01");
    data += std::string(63, '0') + "1";
    json::object fields{{"from", address}, {"to", held->address}, {"data", data}};
    return Question{
        {"eth_estimateGas", json::array{fields}},
        [](const json::value& said, const Origin& origin) {
            origin.evidence.needed_gas = read_number(said);
            if (auto gas = origin.evidence.needed_gas) {
                origin.note("gas.needed", std::to_string(*gas));
            }
        }};
}

}  // namespace

Task<Evidence> gather_address(
    std::shared_ptr<Nodes> nodes, ChainSettings chain, std::string address, Time now)
{
    Evidence evidence{.id = address, .now = now};
    evidence.endpoints = nodes->count();
    list_tokens(chain, evidence);
    auto questions = account_questions(chain, address);
    auto calls = calls_of(questions);
    auto answers = co_await nodes->ask(std::move(calls));
    if (!answers) co_return evidence;
    evidence.answered = 1;
    evidence.denied = 1;
    evidence.lagging = answers->lagging;
    take_answers(questions, *answers, evidence);
    Questions further;
    if (auto estimate = estimate_question(evidence, address))
        further.push_back(std::move(*estimate));
    if (!further.empty()) co_await ask(nodes, std::move(further), answers->source, &evidence);
    bool waits = evidence.nonce_pending > evidence.nonce_latest;
    if (waits) co_await ask_pool_whole(nodes, address, answers->source, &evidence);
    co_return evidence;
}

}  // namespace keydesk::chains::evm
