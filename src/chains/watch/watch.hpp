#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "chains/chain.hpp"
#include "chains/watch/followed.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace keydesk::chains {

/// The last block that was taken in. An empty hash at a height: whatever block stands there.
struct Cursor {
    std::int64_t height = -1;
    std::string hash;
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// How a round ended: at the head; with blocks left, so call again at once; or with so much missed
/// that asking for each transaction is cheaper than reading the blocks (see Watch::jump).
enum class Advance { level, more, too_far };

struct WatchLimits {
    std::int64_t a_round = 64;     ///< Blocks taken in by one call.
    std::int64_t too_far = 2'000;  ///< Blocks behind the head.
    std::size_t remembered = 128;  ///< Hashes of blocks kept: reorgs up to this depth are followed.
    std::size_t kept = 8;          ///< Whole blocks kept (1.5 MB each on Bitcoin, 0.1 elsewhere).
};

/// Follows the transactions of one chain over its blocks: ten thousand cost the same requests as
/// one, a head a round and a block a block. Lives on the io thread; `chain` must outlive it.
class Watch {
public:
    /// Makes changes and cursor durable in one transaction. The watch goes on only when that
    /// succeeded, else the same block is reported again: each change is told once, over crashes
    /// too, when a new watch is given the rows and the cursor that were kept.
    using Report = std::function<Task<Result<void>>(std::vector<Change>, Cursor)>;

    Watch(Chain& chain, Report report, Cursor from = {}, WatchLimits limits = {});

    /// From now on it is followed; if it was already, this row replaces what was known, unless it
    /// is older (`as_of`) than the cursor. In a block already: only later confirmations are told.
    void follow(Followed row);
    void forget(const std::string& id);
    std::size_t size() const noexcept { return following_.size(); }
    const Cursor& cursor() const noexcept { return cursor_; }

    /// One round: every block from the cursor to the head, at most `a_round`. Without a cursor it
    /// starts with the head's block. Not to be called while a round runs. After an error (of the
    /// chain or of the report; `conflict`: nodes disagree) nothing is lost; call again later.
    Task<Result<Advance>> advance();

    /// After `too_far`, the owner takes the tip, asks the chain for each transaction, follows it
    /// as it now stands, and then jumps to that tip. A crash in between starts all of it again.
    Task<Result<Cursor>> tip();
    Task<Result<void>> jump(Cursor to);

private:
    enum class Fork { same, moved, too_deep };

    Task<Result<Block>> fetch(std::int64_t height);
    Task<Result<void>> take(Block block);
    Task<Result<void>> tell(std::vector<Change> changes, Cursor at);
    Task<Result<Advance>> start(std::int64_t head);
    Task<Result<Advance>> scan(std::int64_t head);
    Task<Result<Advance>> check_tip(std::int64_t head);
    Task<Result<Advance>> take_next();
    Task<Result<Fork>> step_back();
    Task<Result<Fork>> cut(Cursor fork);
    Task<Result<void>> catch_up();
    using Late = std::map<std::string, std::int64_t>;
    using Rows = std::map<std::string, Followed>;
    void look_again(
        const Block& block, const Late& late, Rows& rows, std::vector<Change>& out) const;
    Task<Result<bool>> read_again(Late late);
    bool off_chain(const Followed& row) const;

    Chain& chain_;
    Report report_;
    Cursor cursor_;
    WatchLimits limits_;
    Following following_;
    std::int64_t late_blocks_;
    std::map<std::int64_t, std::string> recent_;  ///< Hashes by height, up to the cursor.
    std::map<std::int64_t, Block> kept_;          ///< The newest ones, for those that come late.
    /// Rows that missed blocks before the cursor, with the last height they know.
    Late late_;
    bool telling_ = false;
    bool suspect_ = false;  ///< The cursor's block may have been replaced by one as high.
};

}  // namespace keydesk::chains
