#include "chains/watch/watch.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::chains {

namespace {

/// Explaining takes seconds. A row that is older than this comes back after a restart: it was
/// looked for in the blocks since.
constexpr double kLateSeconds = 120;

std::int64_t late_blocks(double block_seconds, std::size_t remembered)
{
    const auto most = static_cast<std::int64_t>(remembered);
    if (block_seconds <= 0) return most;
    const double blocks = std::min(kLateSeconds / block_seconds + 2, static_cast<double>(most));
    return static_cast<std::int64_t>(blocks);
}

/// Who explained may have looked at a branch that lost since; so many blocks are looked through
/// again.
constexpr std::int64_t kOtherBranch = 6;

/// A block that is not there yet ends a round; it is no failure.
Result<Advance> ended(const Error& error)
{
    if (error.kind == ErrorKind::not_found) return Advance::level;
    return fail(error);
}

}  // namespace

Watch::Watch(Chain& chain, Report report, Cursor from, WatchLimits limits)
    : chain_{chain},
      report_{std::move(report)},
      cursor_{std::move(from)},
      limits_{limits},
      following_{chain.settings().final_after},
      late_blocks_{late_blocks(chain.settings().block_seconds, limits.remembered)}
{
    // What happened while nobody looked shows at the cursor's own block.
    suspect_ = !cursor_.hash.empty();
    if (suspect_) recent_.emplace(cursor_.height, cursor_.hash);
}

bool Watch::off_chain(const Followed& row) const
{
    const auto ours = recent_.find(row.height);
    return ours != recent_.end() && !row.block.empty() && ours->second != row.block;
}

void Watch::follow(Followed row)
{
    const bool fresh = row.as_of >= 0 && row.as_of >= cursor_.height - late_blocks_;
    const auto known = fresh ? row.as_of : cursor_.height;
    const auto* had = following_.find(row.id);
    if (had && row.as_of >= 0 && row.as_of < cursor_.height) {
        row.height = had->height;
        row.block = had->block;
        row.told = had->told;
        row.by = had->by;
    } else if (row.height >= 0 && row.told == 0) {
        row.told = std::max<std::int64_t>(1, known - row.height + 1);
    }
    // A block that is being reported was matched without this row.
    auto seen = telling_ ? std::min(known, cursor_.height) : known;
    if (fresh) seen = std::min(known, cursor_.height) - kOtherBranch;
    if (off_chain(row)) seen = std::min(seen, row.height - 1);
    const bool explained = cursor_.height >= 0 || row.as_of >= 0;
    if (explained && (telling_ || seen < cursor_.height)) late_[row.id] = seen;
    following_.put(std::move(row));
}

void Watch::forget(const std::string& id)
{
    following_.erase(id);
    late_.erase(id);
}

Task<Result<Block>> Watch::fetch(std::int64_t height)
{
    auto block = co_await chain_.block(height);
    if (!block) co_return block;
    if (block->height != height || block->hash.empty() || (height > 0 && block->parent.empty()))
        co_return fail(ErrorKind::bad_reply, "a block without its height, hash or parent");
    co_return block;
}

Task<Result<void>> Watch::tell(std::vector<Change> changes, Cursor at)
{
    telling_ = true;
    auto kept = co_await report_(changes, at);
    telling_ = false;
    if (!kept) co_return kept;
    following_.apply(changes);
    recent_.erase(recent_.lower_bound(at.height), recent_.end());
    if (!at.hash.empty()) recent_.emplace(at.height, at.hash);
    kept_.erase(kept_.upper_bound(at.height), kept_.end());
    while (recent_.size() > limits_.remembered) recent_.erase(recent_.begin());
    cursor_ = std::move(at);
    co_return kept;
}

Task<Result<void>> Watch::take(Block block)
{
    const Cursor at{block.height, block.hash};
    auto told = co_await tell(following_.take(block), at);
    if (!told) co_return told;
    kept_.insert_or_assign(at.height, std::move(block));
    while (kept_.size() > limits_.kept) kept_.erase(kept_.begin());
    co_return told;
}

Task<Result<Advance>> Watch::advance()
{
    telling_ = false;
    auto head = co_await chain_.head();
    if (!head) co_return fail(head.error());
    if (cursor_.height < 0) co_return co_await start(*head);
    if (*head < cursor_.height) {
        // A node that lags, or a branch that must still outgrow ours: to be seen when it has.
        suspect_ = true;
        const auto reach =
            std::max(static_cast<std::int64_t>(limits_.remembered), chain_.settings().final_after);
        co_return cursor_.height - *head > reach ? Advance::too_far : Advance::level;
    }
    if (*head - cursor_.height > limits_.too_far) co_return Advance::too_far;
    if (suspect_ && *head == cursor_.height) co_return co_await check_tip(*head);
    co_return co_await scan(*head);
}

Task<Result<Advance>> Watch::start(std::int64_t head)
{
    auto block = co_await fetch(head);
    if (!block) co_return ended(block.error());
    auto told = co_await take(std::move(*block));
    if (!told) co_return fail(told.error());
    co_return co_await scan(head);
}

Task<Result<Advance>> Watch::check_tip(std::int64_t head)
{
    if (!cursor_.hash.empty()) {
        auto fork = co_await step_back();
        if (!fork) co_return ended(fork.error());
        if (*fork == Fork::too_deep) co_return Advance::too_far;
    }
    suspect_ = false;
    co_return co_await scan(head);
}

Task<Result<Advance>> Watch::scan(std::int64_t head)
{
    for (std::int64_t taken = 0;; ++taken) {
        if (cursor_.height >= head) break;
        if (taken == limits_.a_round) co_return Advance::more;
        auto step = co_await take_next();
        if (!step) co_return ended(step.error());
        if (*step == Advance::too_far) co_return step;
    }
    auto caught = co_await catch_up();
    if (!caught) co_return ended(caught.error());
    co_return Advance::level;
}

/// The block after the cursor, or, when it does not fit, a step back to where the branches part.
Task<Result<Advance>> Watch::take_next()
{
    auto block = co_await fetch(cursor_.height + 1);
    if (!block) co_return fail(block.error());
    if (cursor_.hash.empty() || block->parent == cursor_.hash) {
        auto caught = co_await catch_up();
        if (!caught) co_return fail(caught.error());
        auto told = co_await take(std::move(*block));
        if (!told) co_return fail(told.error());
        suspect_ = false;
        co_return Advance::more;
    }
    auto fork = co_await step_back();
    if (!fork) co_return fail(fork.error());
    if (*fork == Fork::same) co_return fail(ErrorKind::conflict, "nodes are on different branches");
    co_return *fork == Fork::too_deep ? Advance::too_far : Advance::more;
}

/// Back to the highest block we know of that is still of the chain. After a restart these are the
/// cursor's and those of the followed transactions; of blocks between them nothing is known, and
/// reading them again tells nothing twice.
Task<Result<Watch::Fork>> Watch::step_back()
{
    auto known = following_.blocks(cursor_.height);
    for (const auto& [height, hash] : recent_) known.insert_or_assign(height, hash);
    for (auto at = known.rbegin(); at != known.rend(); ++at) {
        auto block = co_await fetch(at->first);
        if (!block) co_return fail(block.error());
        if (block->hash != at->second) continue;
        if (at->first == cursor_.height) co_return Fork::same;
        co_return co_await cut({at->first, at->second});
    }
    if (recent_.size() >= limits_.remembered) co_return Fork::too_deep;
    const auto deepest =
        std::min(chain_.settings().final_after, static_cast<std::int64_t>(limits_.remembered));
    auto below = cursor_.height - deepest;
    if (!known.empty()) below = std::min(below, known.begin()->first - 1);
    co_return co_await cut({std::max<std::int64_t>(0, below), {}});
}

Task<Result<Watch::Fork>> Watch::cut(Cursor fork)
{
    auto told = co_await tell(following_.cut(fork.height, cursor_.height, recent_), fork);
    if (!told) co_return fail(told.error());
    co_return Fork::moved;
}

Task<Result<void>> Watch::catch_up()
{
    if (late_.empty()) co_return Result<void>{};
    const auto oldest = cursor_.height - late_blocks_ - kOtherBranch;
    Late late;
    for (const auto& [id, known] : std::exchange(late_, {}))
        if (known < cursor_.height) late.emplace(id, std::max({known, oldest, std::int64_t{-1}}));
    auto read = co_await read_again(late);
    if (read && *read) co_return Result<void>{};
    late_.merge(late);  // What was followed meanwhile says it better and stays.
    if (!read) co_return fail(read.error());
    suspect_ = true;
    co_return Result<void>{};
}

void Watch::look_again(
    const Block& block, const Late& late, Rows& rows, std::vector<Change>& out) const
{
    const auto hits = following_.hits(block);
    for (auto& [id, row] : rows)
        if (late.find(id)->second < block.height) Following::look(row, block, hits, out);
}

/// False when a block is not the one that was taken in: a reorg, which must be followed first.
Task<Result<bool>> Watch::read_again(Late late)
{
    std::vector<Change> out;
    Rows rows;
    auto height = cursor_.height;
    for (const auto& [id, known] : late) {
        const auto* row = following_.find(id);
        if (!row) continue;
        rows.emplace(id, *row);
        height = std::min(height, known);
    }
    while (++height <= cursor_.height) {
        const auto ours = recent_.find(height);
        const auto kept = kept_.find(height);
        if (ours != recent_.end() && kept != kept_.end() && kept->second.hash == ours->second) {
            look_again(kept->second, late, rows, out);
            continue;
        }
        auto block = co_await fetch(height);
        if (!block) co_return fail(block.error());
        const auto still = recent_.find(height);
        if (still != recent_.end() && still->second != block->hash) co_return false;
        look_again(*block, late, rows, out);
    }
    for (const auto& [id, row] : rows) following_.confirm(row, cursor_.height, out);
    if (out.empty()) co_return true;
    auto told = co_await tell(std::move(out), cursor_);
    if (!told) co_return fail(told.error());
    co_return true;
}

Task<Result<Cursor>> Watch::tip()
{
    auto head = co_await chain_.head();
    if (!head) co_return fail(head.error());
    auto block = co_await fetch(*head);
    if (!block) co_return fail(block.error());
    co_return Cursor{block->height, block->hash};
}

Task<Result<void>> Watch::jump(Cursor to)
{
    auto told = co_await tell({}, to);
    if (!told) co_return told;
    // Blocks in between were not read, so nothing is remembered from before.
    recent_.clear();
    kept_.clear();
    if (!cursor_.hash.empty()) recent_.emplace(cursor_.height, cursor_.hash);
    late_.clear();
    co_return told;
}

}  // namespace keydesk::chains
