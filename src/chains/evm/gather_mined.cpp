#include "chains/evm/gathering.hpp"
#include "chains/evm/wire.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <set>

namespace keydesk::chains::evm {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostTokens = 4;
constexpr std::size_t kMostReceivers = 6;
/// How far back payments of the same sender are looked at for a look-alike; nodes limit it.
constexpr std::int64_t kHistoryBlocks = 2000;
constexpr std::string_view kTransferTopic =
    "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

void ask_unlisted(const std::set<std::string>& addresses, const Evidence& evidence, Questions& out)
{
    std::size_t asked = 0;
    for (const auto& address : addresses) {
        if (evidence.token(address) || asked == kMostTokens) continue;
        append(out, ask_token(address));
        ++asked;
    }
}

Questions failed_questions(const Evidence& evidence, const std::string& block)
{
    const auto& transaction = *evidence.transaction;
    Questions out;
    if (block != "latest") out.push_back(ask_state(transaction.from, block));
    append(out, ask_replays(transaction, block));
    if (!transaction.to.empty()) out.push_back(ask_code(transaction.to, "latest"));
    if (const auto& call = evidence.token_call) {
        append(out, ask_token_state(*call, block));
        ask_unlisted({call->token}, evidence, out);
    }
    return out;
}

Questions success_questions(const Evidence& evidence)
{
    Questions out;
    std::set<std::string> tokens, receivers;
    for (const auto& transfer : read_transfers(evidence.receipt->logs)) {
        tokens.insert(transfer.token);
        if (receivers.size() < kMostReceivers) receivers.insert(transfer.to);
    }
    if (evidence.token_call) tokens.insert(evidence.token_call->token);
    if (!evidence.transaction->to.empty()) receivers.insert(evidence.transaction->to);
    for (const auto& receiver : receivers) out.push_back(ask_code(receiver, "latest"));
    ask_unlisted(tokens, evidence, out);
    return out;
}

/// Whom the payer of the first transfer paid before: real payments, newest first.
std::optional<Question> history_question(const Evidence& evidence)
{
    auto transfers = read_transfers(evidence.receipt->logs);
    if (transfers.empty()) return std::nullopt;
    auto payer = with_address("0x", transfers.front().from);
    auto last = evidence.receipt->block - 1;
    json::object filter{
        {"fromBlock", to_hex(std::max<std::int64_t>(last - kHistoryBlocks, 0))},
        {"toBlock", to_hex(last)},
        {"topics", json::array{kTransferTopic, payer}}};
    Call call{"eth_getLogs", json::array{filter}};
    return Question{std::move(call), [](const json::value& said, const Origin& origin) {
                        auto& known = origin.evidence.past_receivers;
                        for (const auto& transfer : read_transfers(read_logs(said))) {
                            if (transfer.amount > 0) known.insert(known.begin(), transfer.to);
                        }
                        origin.note("history.payments", std::to_string(known.size()));
                    }};
}

}  // namespace

Task<void> gather_mined(SharedNodes nodes, std::string source, Evidence* evidence)
{
    using namespace boost::asio::experimental::awaitable_operators;
    evidence->token_call = read_token_call(*evidence->transaction);
    bool success = evidence->receipt->success;
    auto before = to_hex(evidence->receipt->block - 1);
    auto questions = success ? success_questions(*evidence) : failed_questions(*evidence, before);
    questions.push_back(ask_finalized());
    questions.push_back(ask_block_time(evidence->receipt->block));
    Questions slow;
    if (!success) slow.push_back(ask_trace(*evidence->transaction));
    auto history = success ? history_question(*evidence) : std::nullopt;
    if (history) slow.push_back(std::move(*history));
    auto main = ask(nodes, std::move(questions), source, evidence);
    auto beside = ask_briefly(nodes, std::move(slow), source, evidence);
    co_await (std::move(main) && std::move(beside));
    if (success || evidence->has_state) co_return;
    evidence->by_todays_state = true;
    auto again = failed_questions(*evidence, "latest");
    co_await ask(nodes, std::move(again), source, evidence);
}

}  // namespace keydesk::chains::evm
