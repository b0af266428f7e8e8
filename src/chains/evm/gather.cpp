#include "chains/evm/gather.hpp"
#include "chains/evm/judging.hpp"
#include "chains/evm/reading.hpp"
#include "chains/evm/wire.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace keydesk::chains::evm {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostTokens = 4;
constexpr std::size_t kMostReceivers = 6;
/// How far back payments of the same sender are looked at for a look-alike; nodes limit it.
constexpr std::int64_t kHistoryBlocks = 2000;
constexpr std::string_view kTransferTopic =
    "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

constexpr std::chrono::milliseconds kPatience{900};

using namespace boost::asio::experimental::awaitable_operators;
using SharedNodes = std::shared_ptr<Nodes>;

/// Asks one endpoint and takes what it says. A failure leaves the evidence as it is.
Task<bool> ask(SharedNodes nodes, Questions questions, std::string source, Evidence* evidence)
{
    auto calls = calls_of(questions);
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers) co_return false;
    take_answers(questions, *answers, *evidence);
    co_return true;
}

/// What some nodes refuse and others think long about: it must not hold up the rest.
Task<void> ask_briefly(
    SharedNodes nodes, Questions questions, std::string source, Evidence* evidence)
{
    if (questions.empty()) co_return;
    auto asking = ask(nodes, std::move(questions), source, evidence);
    auto limit = sleep_for(kPatience);
    co_await (std::move(asking) || std::move(limit));
}

void append(Questions& to, Questions more)
{
    std::ranges::move(more, std::back_inserter(to));
}

/// One endpoint's view of the transaction: what decides whom to ask further.
struct View {
    const Answers* answers = nullptr;
    std::optional<Transaction> transaction;
    std::optional<Receipt> receipt;
    std::optional<Head> head;
    bool denies = false;

    int rank() const
    {
        int known = receipt && transaction ? 4 : transaction ? 2 : 0;
        return known + (answers->lagging ? 0 : 1);
    }
};

View view_of(const Answers& answers, const std::string& id)
{
    View view{.answers = &answers, .transaction = {}, .receipt = {}, .head = {}};
    if (answers.replies.size() != 3) return view;
    const auto& [transaction, receipt, head] =
        std::tie(answers.replies[0], answers.replies[1], answers.replies[2]);
    if (transaction.good()) view.transaction = read_transaction(transaction.result);
    if (receipt.good()) view.receipt = read_receipt(receipt.result);
    if (head.good()) view.head = read_head(head.result);
    // An answer to another question than ours is none.
    if (view.transaction && view.transaction->id != id) view.transaction.reset();
    if (view.receipt && view.receipt->id != id) view.receipt.reset();
    view.denies = transaction.good() && transaction.result.is_null() && receipt.good() &&
                  receipt.result.is_null() && !answers.lagging;
    return view;
}

void note_view(const View& view, Evidence& evidence)
{
    Origin first{evidence, *view.answers, "eth_getTransactionByHash"};
    first.note("transaction", view.transaction ? "found" : "not found");
    if (!view.receipt) return;
    Origin second{evidence, *view.answers, "eth_getTransactionReceipt"};
    second.note("receipt.status", view.receipt->success ? "1" : "0");
    second.note("receipt.block", std::to_string(view.receipt->block));
    auto limit = view.transaction ? " of " + std::to_string(view.transaction->gas) : "";
    second.note("receipt.gas_used", std::to_string(view.receipt->gas_used) + limit);
}

/// The endpoint that knows most, or null when none answered.
const View* best_of(const std::vector<View>& views)
{
    auto best = std::ranges::max_element(views, {}, [](const View& view) {
        return std::pair{view.rank(), view.head ? view.head->number : -1};
    });
    return best == views.end() ? nullptr : &*best;
}

/// Fills in who knows it; returns the endpoint to ask further.
std::string take_views(const std::vector<Answers>& all, const std::string& id, Evidence& evidence)
{
    std::vector<View> views;
    for (const auto& answers : all) views.push_back(view_of(answers, id));
    const auto* best = best_of(views);
    if (!best) return {};
    evidence.answered = all.size();
    evidence.transaction = best->transaction;
    evidence.receipt = best->receipt;
    evidence.head = best->head;
    evidence.lagging = best->answers->lagging;
    for (const auto& view : views) {
        note_view(view, evidence);
        if (!view.denies) continue;
        ++evidence.denied;
        bool far_enough = view.head && best->receipt && view.head->number >= best->receipt->block;
        if (far_enough) ++evidence.disputed;
    }
    if (evidence.head) {
        Origin origin{evidence, *best->answers, "eth_getBlockByNumber"};
        origin.note("head.number", std::to_string(evidence.head->number));
    }
    return best->answers->source;
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

/// The block being built shows what waits, where the pool itself cannot be read.
Question ask_next_winner(const std::string& from, std::int64_t nonce)
{
    return {
        block_call("pending", true), [from, nonce](const json::value& said, const Origin& origin) {
            for (auto& one : read_transactions(said)) {
                if (one.from != from || one.nonce != nonce) continue;
                one.block = -1;
                origin.note("winner", one.id);
                origin.evidence.winner = std::move(one);
            }
        }};
}

Question ask_winner(std::int64_t block, const std::string& from, std::int64_t nonce)
{
    return {
        block_call(to_hex(block), true),
        [from, nonce](const json::value& said, const Origin& origin) {
            for (auto& one : read_transactions(said)) {
                if (one.from != from || one.nonce != nonce) continue;
                origin.note("winner", one.id + " in block " + std::to_string(one.block));
                origin.evidence.winner = std::move(one);
            }
        }};
}

/// Who used the nonce of `lost` instead of it.
Task<void> find_winner(SharedNodes nodes, Transaction lost, std::string source, Evidence* evidence)
{
    if (evidence->nonce_latest.value_or(0) > lost.nonce && evidence->head) {
        auto head = evidence->head->number;
        auto block = co_await block_of_nonce(nodes, source, lost.from, lost.nonce, head);
        if (block < 0) co_return;
        Questions questions{ask_winner(block, lost.from, lost.nonce)};
        co_await ask(nodes, std::move(questions), source, evidence);
        co_return;
    }
    if (evidence->pool) {
        auto found = std::ranges::find(*evidence->pool, lost.nonce, &Transaction::nonce);
        if (found != evidence->pool->end()) evidence->winner = *found;
        co_return;
    }
    Questions questions{ask_next_winner(lost.from, lost.nonce)};
    co_await ask(nodes, std::move(questions), source, evidence);
}

Questions sender_questions(const std::string& from)
{
    Questions out{ask_nonce(from, "latest"), ask_nonce(from, "pending"), ask_balance(from)};
    out.push_back(ask_fees());
    out.push_back(ask_next());
    out.push_back(ask_pool("txpool_contentFrom", from));
    return out;
}

Task<void> gather_pending(SharedNodes nodes, std::string source, Evidence* evidence)
{
    auto transaction = *evidence->transaction;
    auto questions = sender_questions(transaction.from);
    questions.push_back(ask_code(transaction.from, "latest"));
    co_await ask(nodes, std::move(questions), source, evidence);
    auto latest = evidence->nonce_latest.value_or(transaction.nonce);
    if (transaction.nonce > latest) {
        co_await ask_pool_whole(nodes, transaction.from, source, evidence);
    } else if (transaction.nonce < latest) {
        co_await find_winner(nodes, transaction, source, evidence);
    }
}

Task<void> gather_vanished(SharedNodes nodes, std::string source, Evidence* evidence)
{
    auto lost = evidence->memory->transaction;
    auto height = evidence->memory->height;
    auto questions = sender_questions(lost.from);
    if (height >= 0) {
        questions.push_back(
            {block_call(to_hex(height)), [](const json::value& said, const Origin& origin) {
                 auto head = read_head(said);
                 origin.evidence.block_now = head ? head->hash : "";
                 origin.note("block.hash", head ? head->hash : "none");
             }});
    }
    co_await ask(nodes, std::move(questions), source, evidence);
    if (evidence->nonce_latest && *evidence->nonce_latest <= lost.nonce) {
        co_await ask_pool_whole(nodes, lost.from, source, evidence);
    }
    co_await find_winner(nodes, lost, source, evidence);
}

/// The tokens of the registry, as the rules know tokens.
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

void ask_unlisted(const std::set<std::string>& addresses, const Evidence& evidence, Questions& out)
{
    std::size_t asked = 0;
    for (const auto& address : addresses) {
        if (evidence.token(address) || asked == kMostTokens) continue;
        append(out, ask_token(address));
        ++asked;
    }
}

Questions failed_questions(const Evidence& evidence)
{
    const auto& transaction = *evidence.transaction;
    auto before = to_hex(transaction.block - 1);
    auto out = ask_replays(transaction);
    if (!transaction.to.empty()) out.push_back(ask_code(transaction.to, "latest"));
    if (const auto& call = evidence.token_call) {
        append(out, ask_token_state(*call, before));
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

Task<void> gather_mined(SharedNodes nodes, std::string source, Evidence* evidence)
{
    evidence->token_call = read_token_call(*evidence->transaction);
    bool success = evidence->receipt->success;
    auto questions = success ? success_questions(*evidence) : failed_questions(*evidence);
    questions.push_back(ask_finalized());
    questions.push_back(ask_block_time(evidence->receipt->block));
    Questions slow;
    if (!success) slow.push_back(ask_trace(*evidence->transaction));
    auto history = success ? history_question(*evidence) : std::nullopt;
    if (history) slow.push_back(std::move(*history));
    auto main = ask(nodes, std::move(questions), source, evidence);
    auto beside = ask_briefly(nodes, std::move(slow), source, evidence);
    co_await (std::move(main) && std::move(beside));
}

Questions account_questions(const ChainSettings& chain, const std::string& address)
{
    auto out = sender_questions(address);
    out.push_back(ask_head());
    out.push_back(ask_code(address, "latest"));
    for (const auto& token : chain.tokens) {
        auto data = with_address("0x70a08231", address);
        out.push_back(
            {view_call(token.address, data, "latest"),
             [token](const json::value& said, const Origin& origin) {
                 auto bytes = read_bytes(said).value_or("");
                 auto amount = bytes.size() == 66 ? parse_amount(bytes) : std::nullopt;
                 if (!amount) return;
                 origin.evidence.token_balances[token.address] = *amount;
                 origin.note("token.balance." + token.symbol, amount->str());
             }});
    }
    return out;
}

/// Of the token held most dearly (the first listed one): can it be moved, and for how much gas?
Questions holding_questions(const Evidence& evidence, const std::string& address)
{
    Questions out;
    for (const auto& token : evidence.tokens) {
        auto held = evidence.token_balances.find(token.address);
        if (held == evidence.token_balances.end() || held->second == 0) continue;
        TokenCall call{.token = token.address, .owner = address, .spender = {}, .to = {}};
        append(out, ask_token_state(call, "latest"));
        // One unit to an address that nobody used yet: what a first transfer to somebody costs.
        auto data = with_address("0xa9059cbb", "0x00000000000000000000000000000000c0ffee01");
        data += std::string(63, '0') + "1";
        json::object fields{{"from", address}, {"to", token.address}, {"data", data}};
        out.push_back(
            {{"eth_estimateGas", json::array{fields}},
             [](const json::value& said, const Origin& origin) {
                 origin.evidence.needed_gas = read_number(said);
                 if (auto gas = origin.evidence.needed_gas) {
                     origin.note("gas.needed", std::to_string(*gas));
                 }
             }});
        break;
    }
    return out;
}

}  // namespace

Task<Evidence> gather_transaction(
    std::shared_ptr<Nodes> nodes,
    ChainSettings chain,
    std::string id,
    std::optional<desk::Memory> memory,
    Time now)
{
    Evidence evidence{.id = id, .now = now};
    evidence.endpoints = nodes->count();
    if (memory) evidence.memory = read_memory(*memory);
    list_tokens(chain, evidence);
    std::vector<Call> calls{transaction_call(id), receipt_call(id), block_call("latest")};
    auto all = co_await nodes->ask_all(std::move(calls));
    auto source = take_views(all, id, evidence);
    if (evidence.transaction && evidence.receipt) {
        // Some nodes show a just mined one without its block.
        evidence.transaction->block = evidence.receipt->block;
        co_await gather_mined(nodes, source, &evidence);
    } else if (evidence.transaction && evidence.transaction->block < 0) {
        co_await gather_pending(nodes, source, &evidence);
    } else if (evidence.answered > 0 && evidence.memory) {
        co_await gather_vanished(nodes, source, &evidence);
    }
    co_return evidence;
}

Task<Evidence> gather_address(
    std::shared_ptr<Nodes> nodes, ChainSettings chain, std::string address, Time now)
{
    Evidence evidence{.id = address, .now = now};
    evidence.endpoints = nodes->count();
    list_tokens(chain, evidence);
    auto questions = account_questions(chain, address);
    auto calls = calls_of(questions);
    auto answers = co_await nodes->ask(std::move(calls));
    if (!answers) co_return evidence;
    evidence.answered = 1;
    evidence.denied = 1;
    evidence.lagging = answers->lagging;
    take_answers(questions, *answers, evidence);
    auto further = holding_questions(evidence, address);
    auto held = further;
    if (!further.empty()) co_await ask(nodes, std::move(held), answers->source, &evidence);
    bool waits = evidence.nonce_pending > evidence.nonce_latest;
    if (waits) co_await ask_pool_whole(nodes, address, answers->source, &evidence);
    co_return evidence;
}

}  // namespace keydesk::chains::evm
