#pragma once

#include "chains/nodes/nodes.hpp"
#include "chains/tron/evidence.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Questions to a node and what becomes of the answers.
namespace keydesk::chains::tron {

/// Where an answer came from, for the evidence that is shown.
struct Origin {
    Evidence& evidence;
    const Answers& answers;
    std::string_view method;
    /// Adds "what: value", with source, height and time.
    void note(std::string what, std::string value) const;
};

/// What to ask and how to take the answer; a refusal says nothing.
struct Question {
    Call call;
    std::function<void(const boost::json::value&, const Origin&)> take;
};

using Questions = std::vector<Question>;

std::vector<Call> calls_of(const Questions& questions);
void take_answers(const Questions& questions, const Answers& answers, Evidence& evidence);

/// The newest block without its transactions; `whole` for nodes that cannot leave them out.
Call head_call(bool whole);
Call solid_head_call(bool whole);
/// `where`: wallet or walletsolidity.
Call by_id_call(std::string_view where, std::string_view what, const std::string& id);
Call block_call(std::int64_t height);

Question ask_head();
/// Whether the solidified chain has it, and how far that has come.
Question ask_solid(const std::string& id);
Question ask_solid_head(bool whole);
Question ask_account(const std::string& address);
Question ask_resources(const std::string& address);
Question ask_energy_prices();
Question ask_parameters();
/// Symbol, name and decimals of a token that the registry does not list.
Questions ask_token(const std::string& address);
/// Balance, freezes and pause of the token called, as they are today.
Questions ask_token_state(const TokenCall& call, const std::string& symbol);
/// Whether the receiver holds some already: a first transfer to somebody costs twice as much.
Question ask_receiver_balance(const TokenCall& call);
Question ask_token_balance(const Token& token, const std::string& owner);
/// The same call on today's state with all the energy it wants.
Question ask_run(const Transaction& transaction);
/// One unit of the token to an address that never had any: what a first transfer costs.
Question ask_trial(const std::string& token, const std::string& owner);

}  // namespace keydesk::chains::tron
