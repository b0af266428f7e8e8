#pragma once

#include "chains/evm/causes.hpp"
#include "chains/evm/fees.hpp"

#include <string>
#include <vector>

/// The rules by what happened to the transaction; causes.cpp chooses among them.
namespace keydesk::chains::evm {

/// Waiting: what holds it, most likely first; never empty.
std::vector<desk::Cause> pending_causes(const Evidence& evidence, const ChainSettings& chain);
std::vector<desk::Cause> failed_causes(const Evidence& evidence, const ChainSettings& chain);
std::vector<desk::Cause> success_causes(const Evidence& evidence, const ChainSettings& chain);
/// Known from memory only.
std::vector<desk::Cause> vanished_causes(const Evidence& evidence, const ChainSettings& chain);

std::vector<desk::Cause> transfer_shields(const Evidence& evidence, const ChainSettings& chain);
/// A delegation (EIP-7702) that the owner may not have signed.
std::optional<desk::Cause> sweeper_shield(
    const Evidence& evidence, const std::string& account, const ChainSettings& chain);

/// What every sentence may name: chain, coin, hash, from, to, amount, nonce, block, time….
desk::Values values_of(const Evidence& evidence, const ChainSettings& chain);
desk::Values values_of(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain);
/// "250 USDT"; without known decimals the bare number of units.
std::string token_amount(const Evidence& evidence, const std::string& token, const Amount& amount);
/// Symbol as the registry knows it, else the token's address.
std::string token_name(const Evidence& evidence, const std::string& token);

/// gas limit × fee cap + value: what must lie there before it is accepted.
Wide cost_of(const Transaction& transaction);
/// Puts max_fee_to_set and tip_to_set for the replacement of `transaction` into `values`.
void put_bump(
    desk::Values& values,
    const Transaction& transaction,
    const Evidence& evidence,
    const ChainSettings& chain);

bool delegated(const std::string* code) noexcept;
bool is_contract(const std::string* code) noexcept;
/// To whom an account is delegated: the address after 0xef0100.
std::string delegate_of(const std::string& code);

}  // namespace keydesk::chains::evm
