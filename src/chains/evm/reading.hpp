#pragma once

#include "chains/evm/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Questions to a node and what becomes of the answers.
namespace keydesk::chains::evm {

/// Where an answer came from, for the evidence that is shown.
struct Origin {
    Evidence& evidence;
    const Answers& answers;
    std::string_view method;
    /// Adds "what: value", with source, height and time.
    void note(std::string what, std::string value) const;
};

/// What to ask and how to take the answer. `refused` may be empty: then a refusal says nothing.
struct Question {
    Call call;
    std::function<void(const boost::json::value&, const Origin&)> take;
    std::function<void(const Refusal&, const Origin&)> refused = {};
};

using Questions = std::vector<Question>;

std::vector<Call> calls_of(const Questions& questions);
void take_answers(const Questions& questions, const Answers& answers, Evidence& evidence);

Call transaction_call(const std::string& id);
Call receipt_call(const std::string& id);
Call block_call(std::string_view tag, bool full = false);
/// eth_call of a function without an amount; `data` is the whole call.
Call view_call(const std::string& to, const std::string& data, const std::string& block);

Question ask_head();
Question ask_next();
Question ask_finalized();
Question ask_fees();
Question ask_nonce(const std::string& address, const std::string& tag);
Question ask_balance(const std::string& address);
Question ask_code(const std::string& address, const std::string& block);
/// `method` is txpool_contentFrom, or txpool_content where a node knows only that.
Question ask_pool(const std::string& method, const std::string& address);
Question ask_block_time(std::int64_t height);
/// Symbol, name and decimals of a token that the registry does not list.
Questions ask_token(const std::string& address);
/// Balance, allowance, freezes and pause of the token called, as of `block`.
Questions ask_token_state(const TokenCall& call, const std::string& block);
/// How it ran in its block (callTracer); many nodes do not tell, and it may take them long.
Question ask_trace(const Transaction& transaction);
/// Whether the issuer of `token` has frozen `account`, in Tether's way and in Circle's.
Questions ask_freezes(const std::string& token, const std::string& account);
/// Whether the node has the state of `block`; asked before what is run on it.
Question ask_state(const std::string& account, const std::string& block);
/// The same call on the state of `block`: as it was, with more gas, estimated.
Questions ask_replays(const Transaction& transaction, const std::string& block);

}  // namespace keydesk::chains::evm
