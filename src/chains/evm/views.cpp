#include "chains/evm/gathering.hpp"
#include "chains/evm/wire.hpp"

#include <algorithm>
#include <tuple>

namespace keydesk::chains::evm {

namespace {

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

}  // namespace

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

}  // namespace keydesk::chains::evm
