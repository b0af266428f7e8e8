#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/read.hpp"

#include <algorithm>
#include <map>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr std::int64_t kMostSize = 4'000'000'000;  // larger than any pool

/// The rates of a whole pool. A child that pays for its parents lifts them to the rate of the
/// package: miners take them together.
class Packages {
public:
    void add(std::string id, Entry entry) { entries_.emplace(std::move(id), std::move(entry)); }

    Queue queue()
    {
        std::map<std::string, FeeRate> rates;
        for (const auto& [id, entry] : entries_) rates[id] = mining_rate(entry);
        for (const auto& [id, entry] : entries_) {
            if (entry.ancestors > 1 && !entry.chunk) lift(entry, mining_rate(entry), rates);
        }
        Queue queue;
        for (const auto& [id, entry] : entries_) {
            queue.push_back({.rate = rates[id], .size = entry.size, .since = entry.since});
        }
        std::ranges::sort(queue, [](const Bar& a, const Bar& b) { return a.rate > b.rate; });
        return queue;
    }

private:
    void lift(const Entry& child, FeeRate rate, std::map<std::string, FeeRate>& rates)
    {
        std::vector<std::string> above = child.depends;
        // Nodes allow 25 generations; a lying one may send a ring.
        for (std::size_t at = 0; at < above.size() && at < 100; ++at) {
            auto parent = entries_.find(above[at]);
            if (parent == entries_.end()) continue;
            auto& known = rates[above[at]];
            known = std::max(known, rate);
            above.insert(above.end(), parent->second.depends.begin(), parent->second.depends.end());
        }
    }

    std::map<std::string, Entry> entries_;
};

}  // namespace

std::optional<Queue> read_core_queue(const json::value& answer)
{
    const auto* object = answer.if_object();
    if (!object) return std::nullopt;
    Packages packages;
    for (const auto& [id, value] : *object) {
        auto entry = read_entry(value);
        if (entry && is_txid(id)) packages.add(std::string{id}, std::move(*entry));
    }
    return packages.queue();
}

std::optional<Queue> read_esplora_queue(const json::value& answer)
{
    const auto* bars = list_at(answer, {"fee_histogram"});
    if (!bars) return std::nullopt;
    Queue queue;
    for (const auto& bar : *bars) {
        const auto* pair = bar.if_array();
        if (!pair || pair->size() != 2) continue;
        auto rate = rate_of_sats((*pair)[0]);
        auto size = number_at((*pair)[1], {});
        if (rate && size && *size > 0) {
            queue.push_back({.rate = *rate, .size = std::min(*size, kMostSize)});
        }
    }
    std::ranges::sort(queue, [](const Bar& a, const Bar& b) { return a.rate > b.rate; });
    return queue;
}

}  // namespace keydesk::chains::bitcoin
