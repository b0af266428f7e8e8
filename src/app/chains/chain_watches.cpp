#include "app/chains/chain_watches.hpp"

#include <algorithm>
#include <optional>

namespace keydesk::app {

using namespace std::chrono_literals;

namespace {

chains::Followed followed(const desk::Memory& memory)
{
    return {
        .id = memory.id, .claims = memory.claims, .height = memory.height, .block = memory.block};
}

std::vector<std::string> ids_of(const std::vector<chains::Change>& changes)
{
    std::vector<std::string> ids;
    for (const auto& change : changes) {
        if (std::ranges::find(ids, change.id) == ids.end()) ids.push_back(change.id);
    }
    return ids;
}

/// Three looks a block, but neither more than one a second nor fewer than one in ten.
std::chrono::milliseconds pause_of(const chains::ChainSettings& chain)
{
    std::chrono::milliseconds third{static_cast<std::int64_t>(chain.block_seconds * 1000 / 3)};
    return std::clamp<std::chrono::milliseconds>(third, 1s, 10s);
}

/// Blocks that may come while an explanation is made: they are looked through once more.
std::int64_t blocks_of_a_look(const chains::ChainSettings& chain)
{
    return static_cast<std::int64_t>(3 / chain.block_seconds) + 1;
}

}  // namespace

struct ChainWatches::One {
    chains::Chain& chain;
    desk::Cases& cases;
    desk::Follower& follower;
    std::optional<chains::Watch> watch = {};

    Task<Result<void>> report(std::vector<chains::Change> changes, chains::Cursor cursor)
    {
        auto ids = ids_of(changes);
        bool news = !ids.empty();
        auto stored =
            co_await cases.stir(chain.settings().id, std::move(ids), {cursor.height, cursor.hash});
        if (stored && news) follower.wake();
        co_return stored;
    }
};

ChainWatches::ChainWatches(
    const std::vector<std::unique_ptr<chains::Chain>>& chains,
    desk::Cases& cases,
    desk::Follower& follower,
    Scope& scope)
{
    for (const auto& chain : chains) {
        ones_.push_back(std::make_unique<One>(*chain, cases, follower));
        auto& one = *ones_.back();
        scope.serve("watch of " + chain->settings().id, [&one] { return run(one); });
    }
    changed_ = follower.changed.listen([this](const desk::Memory& memory) {
        for (auto& one : ones_) {
            if (one->chain.settings().id != memory.chain || !one->watch) continue;
            auto row = followed(memory);
            row.as_of = one->watch->cursor().height - blocks_of_a_look(one->chain.settings());
            one->watch->follow(std::move(row));
        }
    });
}

ChainWatches::~ChainWatches() = default;

/// The cursor and the rows as they were kept.
Task<Result<void>> ChainWatches::begin(One& one)
{
    auto cursor = co_await one.cases.cursor(one.chain.settings().id);
    if (!cursor) co_return fail(cursor.error());
    auto rows = co_await one.cases.watched(one.chain.settings().id);
    if (!rows) co_return fail(rows.error());
    auto report = [&one](std::vector<chains::Change> changes, chains::Cursor at) {
        return one.report(std::move(changes), std::move(at));
    };
    one.watch.emplace(one.chain, report, chains::Cursor{cursor->height, cursor->hash});
    for (const auto& memory : *rows) one.watch->follow(followed(memory));
    co_return Result<void>{};
}

/// So much was missed that every open case is asked for instead.
Task<Result<void>> ChainWatches::jump(One& one)
{
    auto tip = co_await one.watch->tip();
    if (!tip) co_return fail(tip.error());
    auto stirred = co_await one.cases.stir_all(one.chain.settings().id, {tip->height, tip->hash});
    if (!stirred) co_return stirred;
    one.follower.wake();
    co_return co_await one.watch->jump(*tip);
}

Task<void> ChainWatches::run(One& one)
{
    one.watch.reset();
    while (!one.watch) {
        auto begun = co_await begin(one);
        if (!begun) co_await sleep_for(5s);
    }
    for (;;) {
        auto round = co_await one.watch->advance();
        if (round && *round == chains::Advance::more) continue;
        if (round && *round == chains::Advance::too_far) (void)co_await jump(one);
        co_await sleep_for(pause_of(one.chain.settings()));
    }
}

}  // namespace keydesk::app
