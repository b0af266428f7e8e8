#pragma once

#include "chains/bitcoin/amount.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace keydesk::chains::bitcoin {

struct Input {
    std::string txid;  ///< Empty: the coins of a block's reward.
    std::uint32_t vout = 0;
    std::uint32_t sequence = 0xffffffff;
    Sats amount = -1;    ///< -1: not known.
    std::string script;  ///< Of the coin it spends, hexadecimal; empty: not known.
    std::string claim() const { return txid + ":" + std::to_string(vout); }
};

struct Output {
    Sats amount = 0;
    std::string script;                                     ///< Hexadecimal.
    std::string address;                                    ///< Empty where the script has none.
    bool data() const { return script.starts_with("6a"); }  ///< OP_RETURN carries no coins.
};

struct Transaction {
    std::string id;
    std::string raw;  ///< Hexadecimal; empty: not known.
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    Vbytes size = 0;
    Sats fee = -1;  ///< -1: not known.
    std::int64_t lock_time = 0;
    bool coinbase() const { return inputs.size() == 1 && inputs.front().txid.empty(); }
    /// BIP 125: its sender announced that he may replace it.
    bool signals_replacement() const;
};

}  // namespace keydesk::chains::bitcoin
