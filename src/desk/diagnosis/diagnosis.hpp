#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a chain says of a transaction or an address, and what to do about it. docs/diagnosis.md
/// lists the causes; their ids are stable keys for advice, reports and the API.
namespace keydesk::desk {

/// Something that can be explained. `chain` may be empty: the same 64 hexadecimal digits name a
/// transaction on many chains, and only asking tells.
struct Subject {
    std::string chain;  ///< "bitcoin", "ethereum", "bsc", "tron"…; empty: to be found out.
    std::string kind;   ///< transaction, address, block, link or error
    std::string id;     ///< Canonical: lower case with 0x (EVM), lower case without (others).
    friend auto operator<=>(const Subject&, const Subject&) = default;
};

/// One thing that was read, with where and when: what a claim rests on.
struct Evidence {
    std::string what;    ///< "receipt.status", "nonce.latest", "base_fee", "mempool.ahead_vb"…
    std::string value;   ///< Short text, with its unit where it has one.
    std::string source;  ///< Name of the endpoint (its host, never a key or a path).
    std::string method;  ///< How it was asked: "eth_getTransactionReceipt".
    std::int64_t height = -1;  ///< Head of that source when it answered; -1: not known.
    Time at{};                 ///< When it was read.
};

/// Numbers and names that the sentences of an advice name: "fee_cap" → "12 gwei".
using Values = std::map<std::string, std::string>;

struct Cause {
    std::string id;         ///< "evm.pending.fee_cap"
    double confidence = 0;  ///< 0 to 1. Below 0.5 nothing may be claimed as certain.
    Values values;
};

/// What a person reads, in one language. Each part is one to three sentences; `never` may be empty.
struct AdviceText {
    std::string title;  ///< At most eight words.
    std::string see;    ///< What we see on the chain: block, time, amounts.
    std::string why;
    std::string now;    ///< What to do, who can do it, with the exact number.
    std::string never;  ///< What not to do.
};

struct Advice {
    std::string actor;  ///< Who can act: sender receiver exchange contract issuer nobody anybody
    AdviceText en, zh;
};

/// What is kept of a transaction from the first time that anybody named it. Once it has vanished
/// this is the only proof of what it was: an id alone proves nothing.
struct Memory {
    std::string chain;
    std::string id;
    /// What it consumes and no second one may: "0xfrom:nonce" (EVM), "txid:vout" (Bitcoin).
    std::vector<std::string> claims;
    std::string details;  ///< JSON object of the chain's family: amounts, fee, outputs, raw form.
    Time first_seen{};
    std::optional<Time> expires;  ///< TRON: can never be mined afterwards.
    std::int64_t height = -1;     ///< Block in which it was last seen; -1: never in one.
    std::string block;            ///< That block's hash.
};

/// A span in which half, and nine in ten, of such transactions were mined.
struct Eta {
    std::int64_t p50_seconds = 0;
    std::int64_t p90_seconds = 0;
};

struct Diagnosis {
    Subject subject;         ///< With the chain filled in when one is known.
    std::string chain_name;  ///< "Ethereum", for people.
    /// unknown not_found pending included final failed replaced dropped expired; of an address:
    /// active, inactive, restricted, unknown.
    std::string state;
    std::vector<Cause> causes;   ///< Most likely first; never empty.
    std::vector<Cause> shields;  ///< Scams seen on the way: evm.scam.*, tron.scam.*
    std::vector<Evidence> evidence;
    Advice advice;                      ///< For causes.front().
    std::vector<Advice> shield_advice;  ///< In the order of `shields`.
    std::int64_t confirmations = 0;     ///< 0: in no block.
    std::int64_t needed = 0;            ///< Confirmations after which it counts as final.
    std::optional<Eta> eta;             ///< Of a pending one.
    std::string link;                   ///< The chain's usual explorer; empty: none known.
    std::string replaced_by;            ///< Id of the winner, when one is known.
    std::optional<Memory> memory;       ///< What to keep; nothing when it was not seen.
    Time at{};
};

}  // namespace keydesk::desk
