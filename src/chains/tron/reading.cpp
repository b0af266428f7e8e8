#include "chains/tron/reading.hpp"
#include "chains/tron/wire.hpp"

#include <boost/json/object.hpp>

namespace keydesk::chains::tron {

namespace json = boost::json;

namespace {

/// Addresses are asked for and answered as base58.
json::object visible(const std::string& address)
{
    return {{"address", address}, {"visible", true}};
}

Call whole_or_head(std::string_view where, bool whole)
{
    std::string base{where};
    if (whole) return {base + "/getnowblock", json::object{}};
    return {base + "/getblock", json::object{{"detail", false}}};
}

}  // namespace

void Origin::note(std::string what, std::string value) const
{
    evidence.notes.push_back(
        {.what = std::move(what),
         .value = std::move(value),
         .source = answers.source,
         .method = std::string{method},
         .height = answers.height,
         .at = answers.at});
}

std::vector<Call> calls_of(const Questions& questions)
{
    std::vector<Call> calls;
    for (const auto& question : questions) calls.push_back(question.call);
    return calls;
}

void take_answers(const Questions& questions, const Answers& answers, Evidence& evidence)
{
    for (std::size_t i = 0; i < questions.size() && i < answers.replies.size(); ++i) {
        const auto& reply = answers.replies[i];
        if (!reply.good()) continue;
        questions[i].take(reply.result, {evidence, answers, questions[i].call.method});
    }
}

Call head_call(bool whole)
{
    return whole_or_head("wallet", whole);
}

Call solid_head_call(bool whole)
{
    return whole_or_head("walletsolidity", whole);
}

Call by_id_call(std::string_view where, std::string_view what, const std::string& id)
{
    return {std::string{where} + "/" + std::string{what}, json::object{{"value", id}}};
}

Call block_call(std::int64_t height)
{
    return {"wallet/getblockbynum", json::object{{"num", height}}};
}

Question ask_head()
{
    return {head_call(true), [](const json::value& said, const Origin& origin) {
                auto& head = origin.evidence.head;
                head = read_head(said);
                if (head) origin.note("head.number", std::to_string(head->number));
            }};
}

Question ask_solid(const std::string& id)
{
    return {
        by_id_call("walletsolidity", "gettransactioninfobyid", id),
        [id](const json::value& said, const Origin& origin) {
            auto receipt = read_receipt(said);
            if (!is_nothing(said) && (!receipt || receipt->id != id)) return;
            origin.evidence.solid = receipt.has_value();
            origin.note("receipt.solid", receipt ? "yes" : "not yet");
        }};
}

Question ask_solid_head(bool whole)
{
    return {solid_head_call(whole), [](const json::value& said, const Origin& origin) {
                auto& head = origin.evidence.solid_head;
                head = read_head(said);
                if (!head) return;
                origin.note("solid.number", std::to_string(head->number));
                origin.note("solid.time", moment(head->time));
            }};
}

Question ask_account(const std::string& address)
{
    return {
        {"wallet/getaccount", visible(address)},
        [address](const json::value& said, const Origin& origin) {
            auto account = read_account(said);
            if (!account) return;
            origin.note(
                "account." + address, account->exists ? in_trx(account->balance) : "not activated");
            if (account->owner) {
                auto weight = account->owner->weight_of(address);
                origin.note(
                    "account.owner_permission",
                    std::to_string(weight) + " of " + std::to_string(account->owner->threshold));
            }
            origin.evidence.accounts[address] = std::move(*account);
        }};
}

Question ask_resources(const std::string& address)
{
    return {
        {"wallet/getaccountresource", visible(address)},
        [](const json::value& said, const Origin& origin) {
            auto left = read_resources(said);
            if (!left) return;
            origin.evidence.resources = left;
            origin.note("energy.left", std::to_string(left->energy));
            origin.note(
                "bandwidth.left",
                std::to_string(left->free_bandwidth) + " free, " +
                    std::to_string(left->staked_bandwidth) + " staked");
        }};
}

Question ask_energy_prices()
{
    return {
        {"wallet/getenergyprices", json::object{}},
        [](const json::value& said, const Origin& origin) {
            auto& prices = origin.evidence.prices;
            read_energy_prices(said, prices);
            if (prices.energy.empty()) return;
            origin.note("energy.price", std::to_string(prices.energy.back().second) + " sun");
        }};
}

Question ask_parameters()
{
    return {
        {"wallet/getchainparameters", json::object{}},
        [](const json::value& said, const Origin& origin) {
            auto& prices = origin.evidence.prices;
            read_parameters(said, prices);
            if (prices.bandwidth) {
                origin.note("bandwidth.price", std::to_string(*prices.bandwidth) + " sun");
            }
        }};
}

}  // namespace keydesk::chains::tron
