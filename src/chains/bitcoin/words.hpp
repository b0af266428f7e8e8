#pragma once

#include "chains/bitcoin/evidence.hpp"

#include <cstdint>
#include <string>

/// Evidence as the values that advice names. The same text serves both languages, so there are
/// numbers and units, no words.
namespace keydesk::chains::bitcoin {

/// "2026-11-22 09:05 UTC"
std::string time_text(Time time);
/// "25 min", "7 h", "3 d"
std::string span_text(std::int64_t seconds);
/// "1.08 vMB", "34 vkB", "220 vB"
std::string size_text(Vbytes size);
/// "bc1q… (0.5), 3J98… (0.2)": where the coins go, the largest three.
std::string outputs_text(const Transaction& transaction);
/// Without OP_RETURN.
Sats total_of(const Transaction& transaction);

/// fee, fee_rate, size, amount, outputs: what is known of it whatever became of it.
desk::Values values_of(const Transaction& transaction);
/// Until when nodes keep what waits (336 hours), counted from `since`.
Time forgotten_at(Time since);

}  // namespace keydesk::chains::bitcoin
