#pragma once

#include "chains/evm/hex.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What was read from the nodes, typed. Rules (causes.hpp) look at nothing else.
/// Addresses and hashes are lower case with 0x.
namespace keydesk::chains::evm {

struct Transaction {
    std::string id, from;
    std::string to;  ///< Empty: it creates a contract.
    std::int64_t nonce = 0;
    std::int64_t gas = 0;  ///< Its limit.
    Amount value;
    Amount fee_cap, tip_cap;   ///< In wei; both the gas price when it is of an old type.
    std::string input = "0x";  ///< Hexadecimal.
    std::int64_t block = -1;   ///< -1: in none.
    std::string block_hash;
    friend bool operator==(const Transaction&, const Transaction&) = default;
};

struct Log {
    std::string address;
    std::vector<std::string> topics;
    std::string data;
};

struct Receipt {
    std::string id;
    bool success = false;
    std::int64_t gas_used = 0;
    Amount gas_price;
    std::int64_t block = -1;
    std::string block_hash;
    std::vector<Log> logs;
};

struct Head {
    std::int64_t number = -1;
    std::string hash, parent;
    Time time{};
    std::optional<Amount> base_fee;
    std::int64_t gas_limit = 0, gas_used = 0;
};

/// eth_feeHistory with the percentiles 10, 50, 90.
struct FeeHistory {
    std::vector<Amount> base_fees;  ///< One more than blocks: the last is the next block's.
    std::vector<double> fullness;   ///< Gas used of the limit, 0 to 1.
    std::vector<std::array<Amount, 3>> tips;
};

/// A call run again on the state before the block.
struct Replay {
    enum class Ran { unknown, succeeded, failed };
    Ran ran = Ran::unknown;
    std::string data;  ///< What it was reverted with: "0x" when nothing was said.
};

/// What a token says of itself.
struct Token {
    std::string address, symbol, name;
    std::optional<int> decimals;
    bool listed = false;  ///< In the registry: the issuer's own.
};

struct Transfer {
    std::string token, from, to;
    Amount amount;
};

/// The three calls of a token that people make.
struct TokenCall {
    enum class Kind { transfer, transfer_from, approve };
    Kind kind = Kind::transfer;
    std::string token;
    std::string owner;    ///< Whose tokens.
    std::string spender;  ///< Who moves them, or may.
    std::string to;       ///< Empty for approve.
    Amount amount;
};

/// How the token stood before the block; what it does not answer is not there.
struct TokenState {
    std::optional<Amount> balance, allowance;
    std::vector<std::string> frozen;  ///< Addresses of the call that the issuer has frozen.
    std::optional<bool> paused;
};

/// Read of memory's details: what the vanished one was.
struct Remembered {
    Transaction transaction;  ///< Without its input.
    std::string input_hash;
    std::int64_t height = -1;
    std::string block;
};

struct Evidence {
    std::string id;
    Time now{};
    std::size_t answered = 0;  ///< Endpoints that answered at all.
    std::size_t denied = 0;    ///< Those that do not know it, and are well.
    std::size_t endpoints = 0;
    /// Those that are well, as far on, and do not know what another one reports as mined.
    std::size_t disputed = 0;
    bool lagging = false;  ///< The one that we rest on is behind.

    std::optional<Transaction> transaction;
    std::optional<Receipt> receipt;
    std::optional<Head> head, next, block;  ///< Newest, the one being built, the one it is in.
    std::int64_t finalized = -1;
    std::optional<FeeHistory> fees;

    std::optional<std::int64_t> nonce_latest, nonce_pending;
    std::optional<Amount> balance;
    std::optional<std::vector<Transaction>> pool;  ///< Of the sender, by nonce.
    std::map<std::string, std::string> code;       ///< Address → code; "0x": an account.

    bool has_state = false;        ///< The node still has the state before the block.
    bool by_todays_state = false;  ///< It had not: what follows was run on the newest.
    Replay replay, replay_with_more_gas;
    std::optional<std::int64_t> needed_gas;
    std::optional<std::string> traced_output;  ///< What the in-block run was reverted with.
    std::optional<TokenCall> token_call;
    TokenState token_state;
    std::vector<Token> tokens;
    std::map<std::string, Amount> token_balances;  ///< Of an explained address.
    std::vector<std::string> frozen_tokens;        ///< Listed ones that it may not move.
    std::vector<std::string> past_receivers;       ///< Whom the sender paid before, newest first.

    std::optional<Remembered> memory;
    std::optional<Transaction> winner;  ///< Used the nonce instead; block -1: still waiting.
    std::optional<bool> winner_success;
    std::optional<std::string> block_now;  ///< Hash today at the height that memory names.

    std::vector<desk::Evidence> notes;

    const Token* token(const std::string& address) const
    {
        for (const auto& known : tokens) {
            if (known.address == address) return &known;
        }
        return nullptr;
    }
    const std::string* code_of(const std::string& address) const
    {
        auto found = code.find(address);
        return found == code.end() ? nullptr : &found->second;
    }
};

}  // namespace keydesk::chains::evm
