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

}  // namespace

Task<Found> explain_address(std::shared_ptr<Nodes> nodes, std::string id)
{
    Found found;
    auto& diagnosis = found.diagnosis;
    diagnosis.subject = {"", "address", id};
    diagnosis.state = "unknown";
    if (plain(id) && nodes->knows("blocks/tip/height")) {
        std::vector<Call> calls{{"address/" + id, nullptr}};
        auto all = co_await nodes->ask_all(std::move(calls));
        for (const auto& one : all) {
            if (one.dialect != "esplora" || one.replies.empty()) continue;
            auto holding = read_holding(one.replies[0].result);
            if (!holding) continue;
            bool used = holding->count > 0 || holding->waiting > 0;
            found.seen = used;
            diagnosis.state = used ? "active" : "inactive";
            auto cause = used ? "btc.address.active" : "btc.address.unused";
            diagnosis.causes.push_back({cause, 0.95, values_of(*holding)});
            note(one, "balance", coins_text(holding->confirmed) + " BTC", diagnosis);
            note(one, "transactions", std::to_string(holding->count), diagnosis);
            co_return found;
        }
    }
    diagnosis.causes.push_back({"btc.address.not_indexed", 0.4, {{"address", id}}});
    co_return found;
}

}  // namespace keydesk::chains::bitcoin
