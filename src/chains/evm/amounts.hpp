#pragma once

#include "base/clock.hpp"
#include "chains/evm/hex.hpp"

#include <string>
#include <string_view>

/// Amounts as people read them. Exact: digits are never rounded away, zeros at the end are.
namespace keydesk::chains::evm {

/// (1500000, 6) → "1.5"
std::string decimal(const Wide& amount, int decimals);
/// "1.5 ETH"
std::string in_coin(const Wide& wei, std::string_view coin);
/// Of what need not be exact, such as a fee: rounded up to four digits. "0.0007795 ETH"
std::string about_in_coin(const Wide& wei, std::string_view coin);
/// "12.5 gwei"
std::string in_gwei(const Wide& wei);
/// For a number that somebody must type in: rounded up to a thousandth of a gwei.
std::string to_set_in_gwei(const Wide& wei);
/// "2026-11-22 14:05 UTC"
std::string moment(Time time);
/// Minutes for a sentence, rounded up: at least "1".
std::string whole_minutes(double seconds);

}  // namespace keydesk::chains::evm
