#pragma once

#include "chains/tron/words.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What was read from the nodes, typed. Rules (causes.hpp) look at nothing else.
/// Hashes and data are lower case without 0x; plain integers are sun, energy or bytes.
namespace keydesk::chains::tron {

struct Transaction {
    std::string id;
    std::string type;  ///< TransferContract, TriggerSmartContract…
    std::string from;
    std::string to;  ///< Receiver or called contract; empty where there is neither.
    std::int64_t value = 0;
    std::string asset;  ///< TRC-10: the id of what is moved; its units are in `value`.
    std::string data;   ///< Of the call.
    std::string memo;   ///< The sender's note, as text.
    std::int64_t fee_limit = 0;
    Time built{}, expires{};
    std::string raw;                    ///< raw_data_hex
    std::optional<std::string> result;  ///< ret[0].contractRet: only once it is in a block.

    bool calls_contract() const { return type == "TriggerSmartContract"; }
};

struct Log {
    std::string address;
    std::vector<std::string> topics;
    std::string data;
};

struct Receipt {
    std::string id;
    std::int64_t block = -1;
    Time time{};
    std::int64_t fee = 0;            ///< All TRX burned for it.
    std::int64_t energy_fee = 0;     ///< TRX burned for energy.
    std::int64_t energy_staked = 0;  ///< Energy taken from stakes and rents of the sender.
    std::int64_t energy_origin = 0;  ///< Paid by the contract's maker.
    std::int64_t energy_total = 0;
    std::int64_t energy_penalty = 0;    ///< Of the total: surcharge on much used contracts.
    std::int64_t net_used = 0;          ///< Bandwidth taken from what is free or staked.
    std::int64_t net_fee = 0;           ///< TRX burned for bandwidth.
    std::optional<std::string> result;  ///< SUCCESS, OUT_OF_ENERGY…; native transfers have none.
    bool failed = false;
    std::string output;  ///< What the contract returned or was reverted with.
    std::vector<Log> logs;
};

struct Head {
    std::int64_t number = -1;
    std::string id, parent;
    Time time{};
};

struct Permission {
    std::string name;
    std::int64_t threshold = 1;
    std::vector<std::pair<std::string, std::int64_t>> keys;  ///< Address and weight.

    std::int64_t weight_of(const std::string& address) const
    {
        std::int64_t weight = 0;
        for (const auto& [key, its] : keys) weight += key == address ? its : 0;
        return weight;
    }
};

struct Account {
    bool exists = false;
    bool contract = false;
    std::int64_t balance = 0;
    std::optional<Permission> owner;  ///< Nothing: its own key alone, as it was made.
    std::vector<Permission> active;
};

/// What is left of them today.
struct Resources {
    std::int64_t energy = 0;
    std::int64_t free_bandwidth = 0, staked_bandwidth = 0;
};

/// Prices in sun, from the chain itself: votes change them.
struct Prices {
    std::vector<std::pair<Time, std::int64_t>> energy;  ///< From when, oldest first.
    std::optional<std::int64_t> energy_now;
    std::optional<std::int64_t> bandwidth;
    std::optional<std::int64_t> activation;  ///< What a first transfer to an address costs more.
};

/// A call run on today's state, with all the energy it wants.
struct Run {
    enum class Ran { unknown, succeeded, failed };
    Ran ran = Ran::unknown;
    std::int64_t energy = 0;
    std::string output;
};

struct Token {
    std::string address, symbol, name;
    std::optional<int> decimals;
    bool listed = false;  ///< In the registry: the issuer's own.
};

struct Transfer {
    std::string token, from, to;
    Amount amount;
};

struct TokenCall {
    enum class Kind { transfer, transfer_from, approve };
    Kind kind = Kind::transfer;
    std::string token, owner;
    std::string to;  ///< Whom it is for; of an approval: who may spend.
    Amount amount;
};

/// The token as it is today; TRON's nodes do not keep old states.
struct TokenState {
    std::optional<Amount> balance, receiver_balance;
    std::vector<std::string> frozen;
    std::optional<bool> paused;
};

struct Evidence {
    std::string id;
    Time now{};
    std::size_t answered = 0;  ///< Endpoints that answered at all.
    std::size_t denied = 0;    ///< Well, and without it in a block and in the pool.
    std::size_t absent = 0;    ///< Well, and without it in a block; some do not show their pool.
    std::size_t endpoints = 0;
    std::size_t disputed = 0;  ///< Well, as far on, and without what another has in a block.
    bool lagging = false;      ///< The one that we rest on is behind.

    std::optional<Transaction> transaction;
    std::optional<Receipt> receipt;
    bool waiting = false;  ///< It lies in a node's pool.
    std::optional<Head> head, solid_head;
    std::optional<bool> solid;  ///< The solidified chain has it; nothing: that was not answered.

    std::map<std::string, Account> accounts;
    std::optional<Resources> resources;  ///< Of the sender, or of the explained address.
    Prices prices;
    Run run;
    std::optional<TokenCall> token_call;
    TokenState token_state;
    std::vector<Token> tokens;
    std::map<std::string, Amount> token_balances;  ///< Of an explained address.

    std::optional<Transaction> remembered;
    std::int64_t remembered_block = -1;

    std::vector<desk::Evidence> notes;

    const Token* token(const std::string& address) const
    {
        for (const auto& known : tokens) {
            if (known.address == address) return &known;
        }
        return nullptr;
    }
    const Account* account(const std::string& address) const
    {
        auto found = accounts.find(address);
        return found == accounts.end() ? nullptr : &found->second;
    }
};

}  // namespace keydesk::chains::tron
