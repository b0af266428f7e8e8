#include "chains/evm/gathering.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <chrono>

namespace keydesk::chains::evm {

namespace {

constexpr std::chrono::milliseconds kPatience{900};

}  // namespace

Task<bool> ask(SharedNodes nodes, Questions questions, std::string source, Evidence* evidence)
{
    auto calls = calls_of(questions);
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers) co_return false;
    take_answers(questions, *answers, *evidence);
    co_return true;
}

Task<void> ask_briefly(
    SharedNodes nodes, Questions questions, std::string source, Evidence* evidence)
{
    using namespace boost::asio::experimental::awaitable_operators;
    if (questions.empty()) co_return;
    auto asking = ask(nodes, std::move(questions), source, evidence);
    auto limit = sleep_for(kPatience);
    co_await (std::move(asking) || std::move(limit));
}

void append(Questions& to, Questions more)
{
    std::ranges::move(more, std::back_inserter(to));
}

Questions sender_questions(const std::string& from)
{
    Questions out{ask_nonce(from, "latest"), ask_nonce(from, "pending"), ask_balance(from)};
    out.push_back(ask_fees());
    out.push_back(ask_next());
    out.push_back(ask_pool("txpool_contentFrom", from));
    return out;
}

Task<void> ask_pool_whole(
    SharedNodes nodes, std::string from, std::string source, Evidence* evidence)
{
    // It may be as long as the pool is deep: in a call of its own, whose failure costs nothing
    // else.
    if (evidence->pool || !nodes->knows("txpool_content")) co_return;
    Questions questions{ask_pool("txpool_content", from)};
    co_await ask_briefly(nodes, std::move(questions), source, evidence);
}

void list_tokens(const ChainSettings& chain, Evidence& evidence)
{
    for (const auto& token : chain.tokens) {
        evidence.tokens.push_back(
            {.address = token.address,
             .symbol = token.symbol,
             .name = {},
             .decimals = token.decimals,
             .listed = true});
    }
}

}  // namespace keydesk::chains::evm
