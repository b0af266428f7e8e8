#include "chains/watch/followed.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::chains {

namespace {

/// Where finality takes longer, "confirmed 37 of 64" is noise.
constexpr std::int64_t kTellEachUpTo = 10;

void add(Change change, Followed& row, std::vector<Change>& out)
{
    apply(change, row);
    out.push_back(std::move(change));
}

Change leaving(const Followed& row)
{
    return {row.id, Step::reorged, row.height, row.block, 0, row.by};
}

/// Its block stood at this height and is not this one.
bool orphaned(const Followed& row, const Block& block)
{
    return row.height == block.height && row.block != block.hash;
}

}  // namespace

bool apply(const Change& change, Followed& row)
{
    switch (change.step) {
        case Step::included:
        case Step::replaced:
            row.height = change.height;
            row.block = change.block;
            row.by = change.by;
            row.told = change.confirmations;
            return true;
        case Step::confirmed:
            row.told = change.confirmations;
            return true;
        case Step::reorged:
            row.height = -1;
            row.block.clear();
            row.by.clear();
            row.told = 0;
            return true;
        case Step::final:
        case Step::lost:
            return false;
    }
    return true;
}

Following::Following(std::int64_t final_after)
    : final_after_{std::max<std::int64_t>(1, final_after)}
{
}

bool Following::each() const noexcept
{
    return final_after_ <= kTellEachUpTo;
}

void Following::put(Followed row)
{
    erase(row.id);
    for (const auto& claim : row.claims) by_claim_.emplace(claim, row.id);
    if (row.height >= 0) by_height_[row.height].insert(row.id);
    auto id = row.id;
    rows_.emplace(std::move(id), std::move(row));
}

void Following::erase(const std::string& id)
{
    const auto at = rows_.find(id);
    if (at == rows_.end()) return;
    for (const auto& claim : at->second.claims) {
        auto [first, last] = by_claim_.equal_range(claim);
        while (first != last) first = first->second == id ? by_claim_.erase(first) : ++first;
    }
    if (const auto there = by_height_.find(at->second.height); there != by_height_.end()) {
        there->second.erase(id);
        if (there->second.empty()) by_height_.erase(there);
    }
    rows_.erase(at);
}

const Followed* Following::find(const std::string& id) const
{
    const auto at = rows_.find(id);
    return at == rows_.end() ? nullptr : &at->second;
}

Following::Hits Following::hits(const Block& block) const
{
    Hits out;
    for (const auto& tx : block.transactions) {
        if (rows_.contains(tx.id)) out[tx.id].clear();
        for (const auto& claim : tx.claims) {
            const auto [first, last] = by_claim_.equal_range(claim);
            for (auto at = first; at != last; ++at)
                if (at->second != tx.id) out.try_emplace(at->second, tx.id);
        }
    }
    return out;
}

void Following::look(Followed& row, const Block& block, const Hits& hits, std::vector<Change>& out)
{
    const auto hit = hits.find(row.id);
    if (hit == hits.end()) {
        if (orphaned(row, block)) add(leaving(row), row, out);
        return;
    }
    const std::string& by = hit->second;
    if (row.height >= 0) {
        const bool here =
            row.height == block.height && (row.block.empty() || !orphaned(row, block));
        if (here && row.by == by) return;
        // Of two that took its claims the first stands. Anything else cannot be true together with
        // this block, so what was known is of another branch.
        const bool second = !row.by.empty() && !by.empty() && row.by != by;
        if (second && !orphaned(row, block)) return;
        add(leaving(row), row, out);
    }
    const auto step = by.empty() ? Step::included : Step::replaced;
    add({row.id, step, block.height, block.hash, 1, by}, row, out);
}

void Following::confirm(const Followed& row, std::int64_t tip, std::vector<Change>& out) const
{
    if (row.height < 0) return;
    const auto confirmations = tip - row.height + 1;
    if (confirmations >= final_after_) {
        const auto step = row.by.empty() ? Step::final : Step::lost;
        out.push_back({row.id, step, row.height, row.block, confirmations, row.by});
    } else if (each() && row.by.empty() && confirmations > row.told) {
        out.push_back({row.id, Step::confirmed, row.height, row.block, confirmations, {}});
    }
}

std::vector<Change> Following::take(const Block& block) const
{
    std::vector<Change> out;
    const auto hit = hits(block);
    for (const auto& [id, by] : hit) {
        Followed row = rows_.find(id)->second;
        look(row, block, hit, out);
        confirm(row, block.height, out);
    }
    if (const auto here = by_height_.find(block.height); here != by_height_.end())
        for (const auto& id : here->second) {
            if (hit.contains(id)) continue;
            Followed row = rows_.find(id)->second;
            look(row, block, hit, out);
            confirm(row, block.height, out);
        }
    const auto due = each() ? block.height - 1 : block.height - final_after_ + 1;
    const auto last = by_height_.upper_bound(std::min(due, block.height - 1));
    for (auto at = by_height_.begin(); at != last; ++at)
        for (const auto& id : at->second)
            if (!hit.contains(id)) confirm(rows_.find(id)->second, block.height, out);
    return out;
}

std::vector<Change> Following::cut(
    std::int64_t fork, std::int64_t tip, const std::map<std::int64_t, std::string>& ours) const
{
    std::vector<Change> out;
    const auto last = by_height_.upper_bound(tip);
    for (auto at = by_height_.upper_bound(fork); at != last; ++at) {
        const auto block = ours.find(at->first);
        for (const auto& id : at->second) {
            const auto& row = rows_.find(id)->second;
            const bool known = block != ours.end() && !row.block.empty();
            if (!known || row.block == block->second) out.push_back(leaving(row));
        }
    }
    return out;
}

void Following::apply(const std::vector<Change>& changes)
{
    for (const auto& change : changes) {
        const auto at = rows_.find(change.id);
        if (at == rows_.end()) continue;  // Forgotten while the change was being reported.
        Followed row = at->second;
        erase(change.id);
        if (chains::apply(change, row)) put(std::move(row));
    }
}

std::map<std::int64_t, std::string> Following::blocks(std::int64_t tip) const
{
    std::map<std::int64_t, std::string> out;
    const auto last = by_height_.upper_bound(tip);
    for (auto at = by_height_.begin(); at != last; ++at) {
        const auto& row = rows_.find(*at->second.begin())->second;
        if (!row.block.empty()) out.emplace(at->first, row.block);
    }
    return out;
}

}  // namespace keydesk::chains
