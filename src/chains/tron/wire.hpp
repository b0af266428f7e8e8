#pragma once

#include "chains/tron/evidence.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What nodes say, read. They are not trusted: a field of a wrong form makes the whole nothing, and
/// no function throws. Addresses are taken as hexadecimal and as base58 (`visible`).
namespace keydesk::chains::tron {

/// `{}`: how TRON's nodes say that they have no such thing.
bool is_nothing(const boost::json::value& value) noexcept;

std::optional<Transaction> read_transaction(const boost::json::value& value);
std::optional<Receipt> read_receipt(const boost::json::value& value);
std::optional<Head> read_head(const boost::json::value& value);
/// `{}` is an account that was never activated.
std::optional<Account> read_account(const boost::json::value& value);
std::optional<Resources> read_resources(const boost::json::value& value);
/// "0:100,1572597600000:10,…"
void read_energy_prices(const boost::json::value& value, Prices& prices);
void read_parameters(const boost::json::value& value, Prices& prices);
std::optional<Run> read_run(const boost::json::value& value);

struct Mined {
    std::string id;
    bool failed = false;
};
/// The transactions of a block; those that cannot be read are left out.
std::vector<Mined> read_mined(const boost::json::value& block);

std::optional<TokenCall> read_token_call(const Transaction& transaction);
std::vector<Transfer> read_transfers(const std::vector<Log>& logs);

std::string json_of_memory(const Transaction& transaction);
std::optional<Transaction> read_memory(const desk::Memory& memory);

}  // namespace keydesk::chains::tron
