#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// What everybody must know of a chain; src/chains/registry.toml holds the known ones.
struct ChainSettings {
    std::string id;      ///< "ethereum"
    std::string family;  ///< evm, bitcoin, tron
    std::string name;    ///< "Ethereum"
    std::string coin;    ///< "ETH"
    int decimals = 18;
    std::int64_t chain_id = 0;     ///< EVM only.
    std::string network = "main";  ///< Empty: not known, a node on this machine may be regtest.
    std::int64_t final_after = 0;  ///< Confirmations after which we call it final.
    double block_seconds = 12;     ///< Mean time between blocks.
    std::string transaction_link;  ///< "https://etherscan.io/tx/{id}"; empty: none.
    std::string address_link;
    struct Token {
        std::string address, symbol;  ///< The real ones, by which fakes are told.
        int decimals = 6;
    };
    std::vector<Token> tokens;
};

/// What one chain found. `seen` is the difference between "it is here" and "it is not here".
struct Found {
    desk::Diagnosis diagnosis;  ///< Without advice and link; those are filled in by the explainer.
    bool seen = false;          ///< This chain knows the subject, or its memory explains it.
    /// How many endpoints said that it is not there; meaningful when not seen.
    std::size_t denied_by = 0;
};

/// A block as watches need it: who is in it and what they consumed.
struct BlockTransaction {
    std::string id;
    std::vector<std::string> claims;  ///< As desk::Memory::claims.
    bool failed = false;  ///< Known at once on TRON; elsewhere only the explanation tells.
};

struct Block {
    std::int64_t height = -1;
    std::string hash, parent;
    Time time{};
    std::vector<BlockTransaction> transactions;
};

/// One chain: evidence is gathered from its nodes, pure rules turn it into causes.
class Chain {
public:
    virtual ~Chain() = default;
    virtual const ChainSettings& settings() const = 0;

    /// `memory`: what was kept of it here. Never fails: what is not learned is not claimed.
    virtual Task<Found> transaction(
        std::string id, std::optional<desk::Memory> memory, Time now) = 0;
    virtual Task<Found> address(std::string id, Time now) = 0;

    /// What a wallet or node of this family means by words that the customer pasted ("nonce too
    /// low"); nothing when they are none of its refusals. Pure.
    virtual std::optional<desk::Cause> pasted(std::string_view) const { return std::nullopt; }

    /// For watches. Errors: `unavailable`; `not_found` when there is no such height yet.
    virtual Task<Result<std::int64_t>> head() = 0;
    virtual Task<Result<Block>> block(std::int64_t height) = 0;
};

}  // namespace keydesk::chains
