#pragma once

#include <boost/json/value.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace keydesk::chains::bitcoin {

/// Amounts in satoshi, the smallest unit.
using Sats = std::int64_t;

/// Sizes in virtual bytes; a block holds a million of them.
using Vbytes = std::int64_t;

/// Satoshi per 1000 virtual bytes, as nodes count it: 1 sat/vB is 1000.
struct FeeRate {
    std::int64_t per_kvb = 0;
    friend auto operator<=>(FeeRate, FeeRate) = default;
};

/// Rate of a fee over a size, rounded down; 0 for an empty size.
FeeRate rate_of(Sats fee, Vbytes size);
/// What that size costs at that rate, rounded up: a node refuses one satoshi too little.
Sats cost_of(FeeRate rate, Vbytes size);

/// Bitcoin Core writes amounts as decimal coins (0.00001000) and the JSON parser makes a double of
/// them. All 21 million coins are 2.1e15 satoshi, below 2^53, so rounding the product to the
/// nearest integer is exact. This is the only place where an amount is a double.
std::optional<Sats> sats_of_coins(const boost::json::value& coins);
/// Coins per 1000 virtual bytes, as in mempoolminfee: 0.00001 is 1 sat/vB.
std::optional<FeeRate> rate_of_coins(const boost::json::value& coins_per_kvb);
/// Satoshi per virtual byte, as the HTTP explorers write it: 1.01.
std::optional<FeeRate> rate_of_sats(const boost::json::value& sats_per_vb);

/// "0.5", "12.25": without needless zeros. "1.5 sat/vB" is said by the advice.
std::string coins_text(Sats amount);
/// With its unit, at most two decimals below 10: "12 sat/vB", "1.01 sat/vB", "0.1 sat/vB".
std::string rate_text(FeeRate rate);
/// "3,410 sat"
std::string sats_text(Sats amount);

}  // namespace keydesk::chains::bitcoin
