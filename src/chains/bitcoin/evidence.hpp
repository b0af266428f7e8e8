#pragma once

#include "base/clock.hpp"
#include "chains/bitcoin/amount.hpp"
#include "chains/bitcoin/transaction.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What was read of a transaction, typed, whichever kind of node said it. The rules of causes.hpp
/// see nothing else.
namespace keydesk::chains::bitcoin {

/// Where a transaction stands in the queue of one node.
struct Entry {
    Vbytes size = 0;
    Sats fee = 0;
    std::int64_t ancestors = 1, descendants = 1;  ///< Counted with itself.
    Vbytes ancestor_size = 0, descendant_size = 0;
    Sats ancestor_fees = 0, descendant_fees = 0;
    std::optional<FeeRate> chunk;  ///< What miners see of it, where the node says so (Core 31).
    std::vector<std::string> depends;
    Time since{};
};

/// Another transaction of the same package.
struct Relative {
    std::string id;
    Entry entry;
};

/// What a node relays at all.
struct Policy {
    FeeRate relay_floor{1000};  ///< minrelaytxfee
    FeeRate pool_floor{1000};   ///< mempoolminfee: above relay_floor when the pool is full.
    FeeRate step{1000};         ///< incrementalrelayfee
    std::int64_t count = 0;     ///< Transactions in the pool.
    bool full() const { return pool_floor > relay_floor; }
};

/// One bar: what waits at a fee rate. The rate is that of the package as miners see it.
struct Bar {
    FeeRate rate;
    Vbytes size = 0;
    std::optional<Time> since;  ///< When it came; not known from histograms.
};
using Queue = std::vector<Bar>;  ///< Best payers first.

struct Place {
    std::string block;
    std::int64_t height = -1;
    std::int64_t confirmations = 0;
    Time time{};
};

/// What became of one coin that the transaction spends.
struct Coin {
    std::string claim;
    std::optional<bool> in_blocks;  ///< Unspent if only blocks count.
    std::optional<bool> in_pool;    ///< Unspent even if the pool counts.
    /// Whether the transaction that made it is there at all; without it the coin never was.
    std::optional<bool> exists;
    bool made_in_pool = false;  ///< By a transaction that is itself in no block.
    bool coinbase = false;
    std::int64_t confirmations = -1;
    std::string spender;  ///< Who spent it, when that is known.
};

/// The transaction that took the coins instead.
struct Winner {
    Transaction transaction;
    std::optional<Place> place;  ///< In a block.
    std::optional<Time> since;   ///< When it came into the pool.
};

/// What a node would say if the remembered raw transaction was sent now. The reason is a token of
/// the node's interface ("min relay fee not met"), not prose.
struct Trial {
    bool allowed = false;
    std::string reason;
};

/// What was kept of it.
struct Remembered {
    Time first_seen{};
    std::int64_t height = -1;
    std::string block;
    bool was_accepted = false;  ///< A node had it in its pool or in a block.
};

struct Gathered {
    std::string id;
    Time now{};
    std::int64_t head = -1;
    std::string head_block;          ///< Its hash.
    std::optional<Time> last_block;  ///< When the head was mined.
    std::size_t asked = 0;           ///< Endpoints that answered.
    std::size_t denied_by = 0;       ///< Those that would know of it and do not.
    bool lagging = false;            ///< The source is behind its neighbours or the clock.
    bool complete = false;  ///< The source would know of it wherever it is: it has an index.
    std::optional<Transaction> transaction;  ///< From a node, else from the memory.
    std::optional<Place> place;
    std::optional<Entry> entry;
    bool pending = false;
    std::vector<Relative> ancestors, descendants;
    Policy policy;
    std::optional<Queue> queue;
    std::optional<FeeRate> estimate;  ///< The node's own, for two blocks; used without a queue.
    std::vector<Coin> coins;          ///< Of the inputs, in their order; only for one that is gone.
    std::optional<Winner> winner;
    std::string replaced_by;  ///< An explorer that keeps replacements named it.
    std::optional<Trial> trial;
    std::optional<Remembered> memory;
    std::vector<desk::Evidence> evidence;
};

}  // namespace keydesk::chains::bitcoin
