#include "chains/bitcoin/address.hpp"

#include "chains/bitcoin/amount.hpp"
#include "chains/bitcoin/json.hpp"

#include <algorithm>
#include <optional>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

bool plain(std::string_view id)
{
    return !id.empty() && id.size() <= 100 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

struct Holding {
    Sats confirmed = 0, arriving = 0, leaving = 0;
    std::int64_t count = 0, waiting = 0;
};

std::optional<Holding> read_holding(const json::value& answer)
{
    auto funded = number_at(answer, {"chain_stats", "funded_txo_sum"});
    auto spent = number_at(answer, {"chain_stats", "spent_txo_sum"});
    constexpr Sats kMost = 9'000'000'000'000'000;
    if (!funded || !spent || *spent < 0 || *funded < *spent) return std::nullopt;
    auto bounded = [&](std::string_view name) {
        auto sum = number_at(answer, {"mempool_stats", name}).value_or(0);
        return std::clamp<Sats>(sum, 0, kMost);
    };
    return Holding{
        .confirmed = *funded - *spent,
        .arriving = bounded("funded_txo_sum"),
        .leaving = bounded("spent_txo_sum"),
        .count = number_at(answer, {"chain_stats", "tx_count"}).value_or(0),
        .waiting = number_at(answer, {"mempool_stats", "tx_count"}).value_or(0)};
}

desk::Values values_of(const Holding& holding)
{
    desk::Values values{
        {"balance", coins_text(holding.confirmed) + " BTC"},
        {"transactions", std::to_string(holding.count)}};
    if (holding.arriving > 0) values["arriving"] = coins_text(holding.arriving) + " BTC";
    if (holding.leaving > 0) values["leaving"] = coins_text(holding.leaving) + " BTC";
    if (holding.waiting > 0) values["waiting"] = std::to_string(holding.waiting);
    return values;
}

void note(const Answers& from, std::string what, std::string value, desk::Diagnosis& diagnosis)
{
    diagnosis.evidence.push_back(
        {.what = std::move(what),
         .value = std::move(value),
         .source = from.source,
         .method = "address",
         .height = from.height,
         .at = from.at});
}

/// What an explorer's index says; nothing when there is none.
std::optional<Found> read_index(const std::vector<Answers>& all)
{
    for (const auto& one : all) {
        if (one.dialect != "esplora" || one.replies.empty()) continue;
        auto holding = read_holding(one.replies[0].result);
        if (!holding) continue;
        Found found;
        bool used = holding->count > 0 || holding->waiting > 0;
        found.seen = used;
        found.diagnosis.state = used ? "active" : "inactive";
        auto cause = used ? "btc.address.active" : "btc.address.unused";
        found.diagnosis.causes.push_back({cause, 0.95, values_of(*holding)});
        auto balance = coins_text(holding->confirmed) + " BTC";
        note(one, "balance", std::move(balance), found.diagnosis);
        note(one, "transactions", std::to_string(holding->count), found.diagnosis);
        return found;
    }
    return std::nullopt;
}

/// A node cannot say what an address holds, but whether it is one of its network.
std::optional<bool> read_validity(const std::vector<Answers>& all, desk::Diagnosis& diagnosis)
{
    for (const auto& one : all) {
        if (one.dialect != "bitcoin-core" || one.replies.empty()) continue;
        auto valid = truth_at(one.replies.back().result, {"isvalid"});
        if (!valid) continue;
        note(one, "address.valid", *valid ? "yes" : "no", diagnosis);
        return valid;
    }
    return std::nullopt;
}

}  // namespace

Task<Found> explain_address(std::shared_ptr<Nodes> nodes, std::string id)
{
    Found found;
    std::vector<Answers> all;
    if (plain(id)) {
        std::vector<Call> calls;
        if (nodes->knows("blocks/tip/height")) calls.push_back({"address/" + id, nullptr});
        calls.push_back({"validateaddress", json::array{id}});
        all = co_await nodes->ask_all(std::move(calls));
    }
    auto indexed = read_index(all);
    if (indexed) found = std::move(*indexed);
    auto& diagnosis = found.diagnosis;
    diagnosis.subject = {"", "address", id};
    if (indexed) co_return found;
    diagnosis.state = "unknown";
    if (read_validity(all, diagnosis) == false) {
        diagnosis.causes.push_back({"btc.wrong_address", 0.9, {{"address", id}}});
        co_return found;
    }
    diagnosis.causes.push_back({"btc.address.not_indexed", 0.4, {{"address", id}}});
    co_return found;
}

}  // namespace keydesk::chains::bitcoin
