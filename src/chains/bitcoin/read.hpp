#pragma once

#include "chains/bitcoin/evidence.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

/// The answers of Bitcoin Core and of Esplora (and mempool.space) as evidence. Pure; what has not
/// the right shape is nothing.
namespace keydesk::chains::bitcoin {

/// getrawtransaction verbose, a member of getblock's tx, decoderawtransaction.
std::optional<Transaction> read_core_transaction(const boost::json::value& answer);
/// GET tx/:id
std::optional<Transaction> read_esplora_transaction(const boost::json::value& answer);

/// getmempoolentry, and the members of getmempoolancestors and getrawmempool.
std::optional<Entry> read_entry(const boost::json::value& answer);
/// getmempoolancestors or getmempooldescendants, verbose.
std::vector<Relative> read_relatives(const boost::json::value& answer);
/// getmempoolinfo; what an older node does not say keeps its usual value.
std::optional<Policy> read_policy(const boost::json::value& answer);

/// getrawmempool verbose: every transaction at the rate of its package.
std::optional<Queue> read_core_queue(const boost::json::value& answer);
/// GET mempool: fee_histogram, pairs of rate and size.
std::optional<Queue> read_esplora_queue(const boost::json::value& answer);

/// GET v1/cpfp/:id of mempool.space: ancestors and descendants with fee and weight.
std::optional<Entry> read_cpfp(const boost::json::value& answer, const Transaction& transaction);
/// GET v1/tx/:id/rbf: the last of those that replaced it; empty when none did.
std::string read_replacement(const boost::json::value& answer, const std::string& id);

/// Block and confirmations in getrawtransaction; nothing when it is in no block that counts.
std::optional<Place> read_core_place(const boost::json::value& answer, std::int64_t head);
/// The `status` of an Esplora transaction; nothing when it is in no block.
std::optional<Place> read_esplora_place(const boost::json::value& status, std::int64_t head);

/// testmempoolaccept of one.
std::optional<Trial> read_trial(const boost::json::value& answer);

/// Satoshi per virtual byte at which miners take an entry: its own rate or that of what it hangs
/// on.
FeeRate mining_rate(const Entry& entry);

}  // namespace keydesk::chains::bitcoin
