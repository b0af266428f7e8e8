#pragma once

#include "chains/chain.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace keydesk::chains {

/// A transaction that somebody waits for, and what was last reported of it. The owner of a watch
/// keeps one row each; `apply` says what a change makes of it.
struct Followed {
    std::string id;
    std::vector<std::string> claims;  ///< As desk::Memory::claims.
    std::int64_t height = -1;         ///< Of its block, or of its replacement's; -1: in none.
    std::string block;                ///< That block's hash.
    std::int64_t told = 0;            ///< Confirmations last reported.
    std::string by;  ///< What replaced it; then `height` and `block` are that one's.
    /// Head of the chain when this row was made; -1: it knows what the watch knows. Blocks between
    /// it and the watch's cursor are looked through once more for this transaction, unless they
    /// are more than two minutes' worth: the watch did so before a restart.
    std::int64_t as_of = -1;
};

enum class Step {
    included,
    confirmed,  ///< Each one where finality takes ten or fewer, else none.
    final,      ///< Nothing more will come.
    replaced,   ///< One that has a claim of it is in a block; it may still come back by a reorg.
    lost,       ///< What replaced it is final: it can never be mined. Nothing more will come.
    reorged,    ///< Its block, or its replacement's, is no longer of the chain: waiting again.
};

struct Change {
    std::string id;
    Step step{};
    std::int64_t height = -1;  ///< Of the block it (or what replaced it) is in, or was in: reorged.
    std::string block;
    std::int64_t confirmations = 0;
    std::string by;  ///< replaced, lost: the winner.
    friend bool operator==(const Change&, const Change&) = default;
};

/// What a row becomes; false: nothing more will come, delete it.
bool apply(const Change& change, Followed& row);

/// The followed transactions of one chain, found by id, by claim and by height. Pure: says what a
/// block changes; nothing is changed before `apply`.
class Following {
public:
    explicit Following(std::int64_t final_after);

    /// Adds it, or replaces what was known of it.
    void put(Followed row);
    void erase(const std::string& id);
    const Followed* find(const std::string& id) const;
    std::size_t size() const noexcept { return rows_.size(); }

    /// id → "" when it is in the block itself, else the id of the one that has a claim of it.
    using Hits = std::map<std::string, std::string>;
    Hits hits(const Block& block) const;

    /// What the chain's next block changes. The cost goes with the block, not with `size`.
    std::vector<Change> take(const Block& block) const;
    /// What one block, new or old, changes of one row, which is brought up to date.
    static void look(Followed& row, const Block& block, const Hits& hits, std::vector<Change>& out);
    /// What the chain's height `tip` means for one row.
    void confirm(const Followed& row, std::int64_t tip, std::vector<Change>& out) const;
    /// What is lost when the blocks above `fork` up to `tip` are no longer of the chain. `ours`:
    /// their hashes by height; a row that tells of another block is of the branch to come.
    std::vector<Change> cut(
        std::int64_t fork, std::int64_t tip, const std::map<std::int64_t, std::string>& ours) const;

    void apply(const std::vector<Change>& changes);

    /// Hashes of blocks up to `tip` that rows tell of, by height.
    std::map<std::int64_t, std::string> blocks(std::int64_t tip) const;

private:
    bool each() const noexcept;

    std::int64_t final_after_;
    std::unordered_map<std::string, Followed> rows_;
    std::unordered_multimap<std::string, std::string> by_claim_;
    std::map<std::int64_t, std::set<std::string>> by_height_;
};

}  // namespace keydesk::chains
