#pragma once

#include "chains/evm/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What nodes say, read. They are not trusted: a field of a wrong form makes the whole nothing, and
/// no function throws.
namespace keydesk::chains::evm {

std::optional<Transaction> read_transaction(const boost::json::value& value);
std::optional<Receipt> read_receipt(const boost::json::value& value);
std::optional<Head> read_head(const boost::json::value& value);
/// The full transactions of a block; those that cannot be read are left out.
std::vector<Transaction> read_transactions(const boost::json::value& block);
std::optional<FeeHistory> read_fee_history(const boost::json::value& value);
/// txpool_content or txpool_contentFrom: what it holds of `from`, by nonce.
std::optional<std::vector<Transaction>> read_pool(
    const boost::json::value& value, const std::string& from);
/// Quantities are hexadecimal strings; some nodes give some of them as numbers.
std::optional<Amount> read_amount(const boost::json::value& value);
std::optional<std::int64_t> read_number(const boost::json::value& value);
std::optional<std::string> read_bytes(const boost::json::value& value);
std::vector<Log> read_logs(const boost::json::value& value);

/// What a refused eth_call was reverted with. geth: error.data; hardhat: error.data.data.
std::optional<std::string> revert_bytes(const Refusal& refusal);
/// The output of the outermost call in a callTracer's answer; nothing when it did not fail.
std::optional<std::string> read_trace(const boost::json::value& value);

std::string json_of_memory(const Transaction& transaction);
std::optional<Remembered> read_memory(const desk::Memory& memory);

std::optional<TokenCall> read_token_call(const Transaction& transaction);
std::vector<Transfer> read_transfers(const std::vector<Log>& logs);

}  // namespace keydesk::chains::evm
