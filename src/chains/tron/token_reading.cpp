#include "chains/tron/reading.hpp"
#include "chains/tron/wire.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace keydesk::chains::tron {

namespace json = boost::json;

namespace {

/// An address without a known key: asked to tell what a first transfer to somebody costs.
constexpr std::string_view kNobody = "41c0ffee00000000000000000000000000c0ffee01";

Token& token_in(Evidence& evidence, const std::string& address)
{
    auto found = std::ranges::find(evidence.tokens, address, &Token::address);
    if (found != evidence.tokens.end()) return *found;
    return evidence.tokens.emplace_back(Token{.address = address, .symbol = {}, .name = {}});
}

Call view_call(
    const std::string& owner,
    const std::string& contract,
    std::string_view function,
    const std::string& parameter)
{
    return {
        "wallet/triggerconstantcontract",
        json::object{
            {"owner_address", owner},
            {"contract_address", contract},
            {"function_selector", function},
            {"parameter", parameter},
            {"visible", true}}};
}

/// What a view returned; nothing when it failed.
std::optional<std::string> returned(const json::value& said)
{
    auto run = read_run(said);
    if (!run || run->ran != Run::Ran::succeeded) return std::nullopt;
    return run->output;
}

std::optional<Amount> one_word(const json::value& said)
{
    auto output = returned(said);
    if (!output || output->size() != 64) return std::nullopt;
    return word(*output, 0, 0);
}

Question ask_frozen(const std::string& token, std::string_view function, const std::string& account)
{
    return {
        view_call(account, token, function, word_of_address(account)),
        [account](const json::value& said, const Origin& origin) {
            auto answer = one_word(said);
            if (!answer || *answer > 1) return;
            origin.note("token.frozen." + account, *answer == 1 ? "yes" : "no");
            if (*answer == 1) origin.evidence.token_state.frozen.push_back(account);
        }};
}

Question ask_held(
    const std::string& token,
    const std::string& account,
    std::optional<Amount> TokenState::* place,
    std::string what)
{
    return {
        view_call(account, token, "balanceOf(address)", word_of_address(account)),
        [place, what](const json::value& said, const Origin& origin) {
            auto amount = one_word(said);
            if (!amount) return;
            origin.evidence.token_state.*place = *amount;
            origin.note(what, amount->str());
        }};
}

void take_run(const json::value& said, const Origin& origin)
{
    auto run = read_run(said);
    if (!run) return;
    bool fails = run->ran == Run::Ran::failed;
    origin.note("run.today", fails ? "fails" : "succeeds");
    origin.note("run.energy", std::to_string(run->energy));
    origin.evidence.run = std::move(*run);
}

}  // namespace

Questions ask_token(const std::string& address)
{
    Questions out;
    out.push_back(
        {view_call(address, address, "symbol()", ""),
         [address](const json::value& said, const Origin& origin) {
             auto text = returned_text(returned(said).value_or(""));
             if (!text) return;
             origin.note("token.symbol." + address, *text);
             token_in(origin.evidence, address).symbol = *text;
         }});
    out.push_back(
        {view_call(address, address, "name()", ""),
         [address](const json::value& said, const Origin& origin) {
             auto text = returned_text(returned(said).value_or(""));
             if (text) token_in(origin.evidence, address).name = *text;
         }});
    out.push_back(
        {view_call(address, address, "decimals()", ""),
         [address](const json::value& said, const Origin& origin) {
             auto number = one_word(said);
             if (!number || *number > 77) return;
             token_in(origin.evidence, address).decimals = static_cast<int>(*number);
         }});
    return out;
}

Questions ask_token_state(const TokenCall& call, const std::string& symbol)
{
    Questions out;
    out.push_back(ask_held(call.token, call.owner, &TokenState::balance, "token.balance"));
    out.push_back(
        {view_call(call.owner, call.token, "paused()", ""),
         [](const json::value& said, const Origin& origin) {
             auto answer = one_word(said);
             if (!answer || *answer > 1) return;
             origin.note("token.paused", *answer == 1 ? "yes" : "no");
             origin.evidence.token_state.paused = *answer == 1;
         }});
    // Tether asks only for the owner; Circle for everybody who takes part, in another spelling.
    if (symbol != "USDC")
        out.push_back(ask_frozen(call.token, "isBlackListed(address)", call.owner));
    if (symbol == "USDT") return out;
    out.push_back(ask_frozen(call.token, "isBlacklisted(address)", call.owner));
    if (call.to != call.owner) {
        out.push_back(ask_frozen(call.token, "isBlacklisted(address)", call.to));
    }
    return out;
}

Question ask_receiver_balance(const TokenCall& call)
{
    return ask_held(call.token, call.to, &TokenState::receiver_balance, "token.balance.receiver");
}

Question ask_token_balance(const Token& token, const std::string& owner)
{
    return {
        view_call(owner, token.address, "balanceOf(address)", word_of_address(owner)),
        [token](const json::value& said, const Origin& origin) {
            auto amount = one_word(said);
            if (!amount) return;
            origin.evidence.token_balances[token.address] = *amount;
            origin.note("token.balance." + token.symbol, amount->str());
        }};
}

Question ask_run(const Transaction& transaction)
{
    json::object fields{
        {"owner_address", transaction.from},
        {"contract_address", transaction.to},
        {"data", transaction.data},
        {"visible", true}};
    if (transaction.value > 0) fields["call_value"] = transaction.value;
    return {{"wallet/triggerconstantcontract", std::move(fields)}, take_run};
}

Question ask_trial(const std::string& token, const std::string& owner)
{
    auto parameter = word_of_address(address_from(kNobody)) + word_of(1);
    return {view_call(owner, token, "transfer(address,uint256)", parameter), take_run};
}

}  // namespace keydesk::chains::tron
