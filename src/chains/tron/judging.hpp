#pragma once

#include "chains/tron/causes.hpp"
#include "chains/tron/fees.hpp"

#include <optional>
#include <string>
#include <vector>

/// The rules by what happened to the transaction; causes.cpp chooses among them.
namespace keydesk::chains::tron {

using Causes = std::vector<desk::Cause>;

/// Most likely first; never empty.
Causes failed_causes(const Evidence& evidence, const ChainSettings& chain);
Causes success_causes(const Evidence& evidence, const ChainSettings& chain);
/// What it cost and what it would cost today; nothing when it burned and used nothing.
std::optional<desk::Cause> cost_cause(const Evidence& evidence, const ChainSettings& chain);

Causes transfer_shields(const Evidence& evidence, const ChainSettings& chain);
/// Keys that are not the account's own and can sign for it alone.
std::optional<desk::Cause> permission_shield(
    const std::string& address, const Account& account, const ChainSettings& chain);
/// The account's own key cannot sign for it any more.
std::optional<desk::Cause> permission_cause(
    const std::string& address, const Account& account, const ChainSettings& chain);

/// What every sentence may name: chain, coin, hash, from, to, amount, block, time, fee_paid….
desk::Values values_of(const Evidence& evidence, const ChainSettings& chain);
desk::Values values_of(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain);
/// "250 USDT"; without known decimals the bare number of units.
std::string token_amount(const Evidence& evidence, const std::string& token, const Amount& amount);
/// Symbol as the registry knows it, else the token's address.
std::string token_name(const Evidence& evidence, const std::string& token);

/// The code of its result, when it is one of success: see docs/diagnosis-tron.md.
enum class Outcome { unknown, success, failed };
Outcome outcome_of(const Evidence& evidence);
/// OUT_OF_ENERGY, REVERT…; "FAILED" when nothing more is known.
std::string failure_of(const Evidence& evidence);

}  // namespace keydesk::chains::tron
