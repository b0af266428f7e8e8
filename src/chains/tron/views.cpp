#include "chains/tron/gather.hpp"
#include "chains/tron/reading.hpp"
#include "chains/tron/wire.hpp"

#include <algorithm>

namespace keydesk::chains::tron {

namespace {

/// The places of the calls of a first round.
enum : std::size_t { kById, kReceipt, kPool, kHead, kCalls };

/// One endpoint's view of the transaction: what decides whom to ask further.
struct View {
    const Answers* answers = nullptr;
    std::optional<Transaction> transaction, waiting;
    std::optional<Receipt> receipt;
    std::optional<Head> head;
    bool denies = false, absent = false;

    int rank() const
    {
        int known = receipt ? 8 : transaction ? 6 : waiting ? 4 : 0;
        return known + (receipt && transaction ? 2 : 0) + (answers->lagging ? 0 : 1);
    }
};

bool empty(const Reply& reply)
{
    return reply.good() && is_nothing(reply.result);
}

template <class T>
std::optional<T> of_this(std::optional<T> read, const std::string& id)
{
    // An answer to another question than ours is none.
    if (read && read->id != id) read.reset();
    return read;
}

View view_of(const Answers& answers, const std::string& id)
{
    View view{.answers = &answers};
    if (answers.replies.size() != kCalls) return view;
    const auto& said = answers.replies;
    auto good = [&](std::size_t n) { return said[n].good(); };
    if (good(kById)) view.transaction = of_this(read_transaction(said[kById].result), id);
    if (good(kReceipt)) view.receipt = of_this(read_receipt(said[kReceipt].result), id);
    if (good(kPool)) view.waiting = of_this(read_transaction(said[kPool].result), id);
    if (good(kHead)) view.head = read_head(said[kHead].result);
    view.absent = empty(said[kById]) && empty(said[kReceipt]) && !answers.lagging;
    // A node that does not show its pool cannot say that nothing waits there.
    view.denies = view.absent && empty(said[kPool]);
    return view;
}

void note_view(const View& view, Evidence& evidence)
{
    Origin first{evidence, *view.answers, "wallet/gettransactionbyid"};
    first.note("transaction", view.transaction ? "found" : "not found");
    if (view.transaction && view.transaction->result) {
        first.note("transaction.contract_result", *view.transaction->result);
    }
    if (view.waiting) {
        Origin pool{evidence, *view.answers, "wallet/gettransactionfrompending"};
        pool.note("transaction.pool", "waiting");
    }
    if (!view.receipt) return;
    Origin second{evidence, *view.answers, "wallet/gettransactioninfobyid"};
    const auto& receipt = *view.receipt;
    second.note("receipt.result", receipt.result.value_or(receipt.failed ? "FAILED" : "none"));
    second.note("receipt.block", std::to_string(receipt.block));
    second.note("receipt.fee", in_trx(receipt.fee));
    if (receipt.energy_total > 0) {
        second.note("receipt.energy", std::to_string(receipt.energy_total));
    }
}

void note_head(const View& view, Evidence& evidence)
{
    if (view.head) {
        Origin origin{evidence, *view.answers, "wallet/getblock"};
        origin.note("head.number", std::to_string(view.head->number));
        origin.note("head.time", moment(view.head->time));
    }
}

const View* best_of(const std::vector<View>& views)
{
    auto best = std::ranges::max_element(views, {}, [](const View& view) {
        return std::pair{view.rank(), view.head ? view.head->number : -1};
    });
    return best == views.end() ? nullptr : &*best;
}

void take_best(const View& best, Evidence& evidence)
{
    evidence.waiting = !best.receipt && !best.transaction && best.waiting;
    evidence.transaction = best.transaction ? best.transaction : best.waiting;
    evidence.receipt = best.receipt;
    evidence.head = best.head;
    evidence.lagging = best.answers->lagging;
}

}  // namespace

std::vector<Call> view_calls(const Nodes& nodes, const std::string& id)
{
    std::vector<Call> calls(kCalls);
    calls[kById] = by_id_call("wallet", "gettransactionbyid", id);
    calls[kReceipt] = by_id_call("wallet", "gettransactioninfobyid", id);
    calls[kPool] = by_id_call("wallet", "gettransactionfrompending", id);
    calls[kHead] = head_call(!nodes.knows("wallet/getblock"));
    return calls;
}

std::string take_views(const std::vector<Answers>& all, const std::string& id, Evidence& evidence)
{
    std::vector<View> views;
    for (const auto& answers : all) views.push_back(view_of(answers, id));
    const auto* best = best_of(views);
    if (!best) return {};
    evidence.answered = all.size();
    take_best(*best, evidence);
    for (const auto& view : views) {
        note_view(view, evidence);
        if (view.denies) ++evidence.denied;
        if (!view.absent) continue;
        ++evidence.absent;
        bool far_enough = view.head && best->receipt && view.head->number >= best->receipt->block;
        if (far_enough) ++evidence.disputed;
    }
    note_head(*best, evidence);
    return best->answers->source;
}

}  // namespace keydesk::chains::tron
