// Ten thousand transactions followed over a thousand blocks of a chain that reorganises, by way of
// nodes that fail, a disk that fails, and restarts: each change is told once, and in the end the
// rows say what a model says that reads the whole chain from its beginning.
#include "chains/watch/watch.hpp"

#include "tests/kit/block_tree.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <tuple>
#include <unordered_map>

namespace keydesk::chains {
namespace {

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || !defined(NDEBUG)
constexpr int kBlocks = 250;
#else
constexpr int kBlocks = 1'000;
#endif
constexpr int kWatches = 10 * kBlocks;  ///< Followed from the beginning.
constexpr int kPeople = 12 * kBlocks;   ///< And with those that come later.
constexpr int kOtherPeoples = 20;       ///< Transactions of a block that nobody follows.

struct Place {
    std::int64_t height = -1;
    std::string block, by;
    friend bool operator==(const Place&, const Place&) = default;
};

struct Weather {
    double node_fails = 0, disk_fails = 0, crash = 0, reorg = 0;
};

/// A chain in which the followed transactions are mined, replaced, orphaned and mined again.
class Life {
public:
    Life(unsigned seed, std::int64_t final_after) : chain{final_after}, random_{seed} {}

    bool chance(double p) { return std::bernoulli_distribution{p}(random_); }
    int below(int n) { return std::uniform_int_distribution{0, n - 1}(random_); }

    static std::string name(int at) { return "t" + std::to_string(at); }
    static std::vector<std::string> claims(int at)
    {
        std::vector<std::string> out{"c" + std::to_string(at) + ".0"};
        if (at % 3 == 0) out.push_back("c" + std::to_string(at) + ".1");
        return out;
    }

    void mine()
    {
        std::vector<BlockTransaction> block;
        for (int n = below(26); n > 0; --n) try_one(below(kPeople), block);
        for (int n = 0; n < 4 && !orphans_.empty(); ++n) {
            try_one(orphans_.back(), block);
            orphans_.pop_back();
        }
        for (int n = 0; n < kOtherPeoples; ++n)
            block.push_back({"o" + std::to_string(++made_), {"x" + std::to_string(made_)}, false});
        chain.mine(std::move(block));
    }
    void reorganise(int depth)
    {
        for (int n = 0; n < depth; ++n)
            for (const auto& tx : chain.all.at(*(chain.main.rbegin() + n)).transactions) {
                for (const auto& claim : tx.claims) spent_.erase(claim);
                if (tx.id.starts_with("t")) orphans_.push_back(std::stoi(tx.id.substr(1)));
            }
        chain.cut(static_cast<std::size_t>(depth));
        for (int n = 0; n <= depth; ++n) mine();
    }

    kit::BlockTree chain;

private:
    void put(std::string id, std::vector<std::string> claims, std::vector<BlockTransaction>& block)
    {
        for (const auto& claim : claims) spent_.insert(claim);
        block.push_back({std::move(id), std::move(claims), false});
    }
    void try_one(int at, std::vector<BlockTransaction>& block)
    {
        const auto wants = claims(at);
        bool free = true;
        for (const auto& claim : wants) free = free && !spent_.contains(claim);
        if (free && !chance(0.2)) return put(name(at), wants, block);
        // Each claim may be taken by another one; the second one changes nothing any more.
        for (const auto& claim : wants)
            if (!spent_.contains(claim) && chance(0.7))
                put("r" + std::to_string(++made_), {claim}, block);
    }

    std::mt19937 random_;
    std::set<std::string> spent_;
    std::vector<int> orphans_;
    int made_ = 0;
};

/// What is known by reading the whole chain, from its beginning.
std::unordered_map<std::string, Place> model(const kit::BlockTree& chain)
{
    std::unordered_map<std::string, Place> out;
    for (const auto& hash : chain.main) {
        const auto& block = chain.all.at(hash);
        for (const auto& tx : block.transactions) {
            if (tx.id[0] == 't') out.try_emplace(tx.id, Place{block.height, hash, {}});
            for (const auto& claim : tx.claims) {
                if (claim[0] != 'c') continue;
                const auto loser = "t" + claim.substr(1, claim.find('.') - 1);
                if (loser != tx.id) out.try_emplace(loser, Place{block.height, hash, tx.id});
            }
        }
    }
    return out;
}

class Replay {
public:
    Replay(unsigned seed, std::int64_t final_after, Weather weather)
        : life_{seed, final_after},
          final_after_{final_after},
          weather_{weather}
    {
        life_.chain.fault = [this] { return node_fault(); };
        restart();
        for (int at = 0; at < kWatches; ++at) begin(at, {}, -1);
        next_ = kWatches;
        advance();
    }

    void run()
    {
        for (int step = 0; step < kBlocks && !testing::Test::HasFailure(); ++step) {
            const auto before = life_.chance(0.05) ? model(life_.chain) : Model{};
            const auto as_of = life_.chain.height();
            if (as_of > 6 && life_.chance(weather_.reorg))
                life_.reorganise(1 + life_.below(6));
            else
                life_.mine();
            life_.chain.behind = fair() ? 0 : std::max(0, life_.below(8) - 5) - life_.chance(0.05);
            if (life_.chance(0.9) || fair()) advance();
            // Explained a block ago, followed only now.
            if (!before.empty())
                for (int n = 0; n < kPeople / 240 && next_ < kPeople; ++n) late(before, as_of);
            if (life_.chance(weather_.crash)) restart();
            if (step % 20 == 0) compare();
        }
        settle();
    }

    Life life_;
    int rounds = 0, reports = 0, restarts = -1, reorged = 0, told = 0;
    std::map<std::string, Followed> rows;  ///< What is on the disk.

private:
    using Model = std::unordered_map<std::string, Place>;
    bool fair() const { return weather_.node_fails == 0; }

    std::optional<Error> node_fault()
    {
        if (life_.chance(weather_.node_fails)) return Error{ErrorKind::unavailable, "away"};
        if (life_.chance(weather_.node_fails / 2)) return Error{ErrorKind::not_found, "not yet"};
        return {};
    }
    void restart()
    {
        ++restarts;
        crashed_ = false;
        watch_ = std::make_unique<Watch>(
            life_.chain, [this](auto changes, auto at) { return keep(changes, at); }, cursor_);
        for (const auto& [id, row] : rows) watch_->follow(row);
    }
    void begin(int at, const Place& place, std::int64_t as_of)
    {
        const auto confirmations = place.height < 0 ? 0 : as_of - place.height + 1;
        if (confirmations >= final_after_) return;
        Followed row{
            Life::name(at),
            Life::claims(at),
            place.height,
            place.block,
            confirmations,
            place.by,
            as_of};
        rows[row.id] = row;
        watch_->follow(std::move(row));
    }
    void late(const Model& before, std::int64_t as_of)
    {
        const auto known = before.find(Life::name(next_));
        begin(next_++, known == before.end() ? Place{} : known->second, as_of);
    }

    Task<Result<void>> keep(std::vector<Change> changes, Cursor at)
    {
        ++reports;
        if (life_.chance(weather_.disk_fails)) co_return fail(ErrorKind::unavailable, "disk full");
        for (const auto& change : changes) check(change, at);
        cursor_ = at;
        // Kept, but the program dies before the watch hears of it.
        crashed_ = life_.chance(weather_.crash);
        if (crashed_) co_return fail(ErrorKind::internal, "killed");
        co_return Result<void>{};
    }
    /// Each change must be possible after those that were kept, true of the branch that ends at
    /// the cursor, and new.
    void check(const Change& change, const Cursor& at)
    {
        ++told;
        const auto row = rows.find(change.id);
        ASSERT_NE(row, rows.end()) << change.id << " is told of after its end";
        const auto key = std::tuple{change.id, change.step, change.block, change.confirmations};
        EXPECT_TRUE(once_.insert(key).second) << change.id << " is told twice";
        const bool there = on_branch(change, at);
        EXPECT_EQ(there, change.step != Step::reorged) << change.id;
        const bool waiting = row->second.height < 0;
        const bool placing = change.step == Step::included || change.step == Step::replaced;
        EXPECT_EQ(waiting, placing) << change.id;
        if (!placing) EXPECT_EQ(row->second.block, change.block) << change.id;
        if (change.step == Step::confirmed) {
            EXPECT_LE(final_after_, 10);
            EXPECT_GT(change.confirmations, row->second.told);
            if (row->second.as_of < 0) EXPECT_EQ(change.confirmations, row->second.told + 1);
        }
        reorged += change.step == Step::reorged;
        if (!apply(change, row->second)) finish(change);
    }
    bool on_branch(const Change& change, const Cursor& tip) const
    {
        auto hash = tip.hash;
        for (auto height = tip.height; height > change.height && !hash.empty(); --height)
            hash = life_.chain.all.at(hash).parent;
        return hash == change.block;
    }
    void finish(const Change& change)
    {
        EXPECT_GE(change.confirmations, final_after_);
        finished_[change.id] = {change.height, change.block, change.by};
        rows.erase(change.id);
    }

    void advance()
    {
        ++rounds;
        auto done = kit::finish(watch_->advance());
        level_ = done && *done == Advance::level;
        if (done) EXPECT_NE(*done, Advance::too_far);
        if (crashed_) restart();
    }
    /// At the tip, the rows and what the model says are the same.
    void compare()
    {
        if (!level_ || cursor_.hash != life_.chain.main.back()) return;
        auto truth = model(life_.chain);
        for (const auto& [id, row] : rows) {
            if (row.as_of >= cursor_.height - 1) continue;  // Followed after the last round.
            ASSERT_EQ((Place{row.height, row.block, row.by}), truth[id]) << id;
            if (row.height < 0) continue;
            const auto confirmations = cursor_.height - row.height + 1;
            EXPECT_LT(confirmations, final_after_) << id;
            if (final_after_ <= 10 && row.by.empty()) EXPECT_GE(row.told, confirmations) << id;
        }
        for (const auto& [id, place] : finished_) ASSERT_EQ(place, truth[id]) << id;
        ++compared_;
    }
    void settle()
    {
        weather_ = {};
        life_.chain.behind = 0;
        for (int n = 0; n < final_after_; ++n) life_.chain.mine({});
        advance();
        advance();
        compare();
        EXPECT_GT(compared_, kBlocks / 100);
        for (const auto& [id, row] : rows) EXPECT_EQ(row.height, -1) << id << " is final, unheard";
    }

    std::int64_t final_after_;
    Weather weather_;
    std::unique_ptr<Watch> watch_;
    Cursor cursor_;
    std::map<std::string, Place> finished_;
    std::set<std::tuple<std::string, Step, std::string, std::int64_t>> once_;
    int next_ = 0, compared_ = 0;
    bool crashed_ = false, level_ = false;
};

/// KEYDESK_REPLAY_SEEDS=100 looks longer.
unsigned seeds()
{
    const char* wish = std::getenv("KEYDESK_REPLAY_SEEDS");
    return wish ? static_cast<unsigned>(std::max(1, std::atoi(wish))) : 3U;
}

class WatchReplay : public testing::TestWithParam<std::tuple<unsigned, std::int64_t>> {};

}  // namespace

TEST_P(WatchReplay, EveryChangeIsToldOnceThroughReorgsFailuresAndRestarts)
{
    const auto [seed, final_after] = GetParam();
    Replay replay{
        seed, final_after, {.node_fails = 0.02, .disk_fails = 0.03, .crash = 0.01, .reorg = 0.03}};

    replay.run();

    EXPECT_GT(replay.restarts, kBlocks / 250);
    EXPECT_GT(replay.reorged, kBlocks / 10);
    EXPECT_GT(replay.told, kWatches);
    EXPECT_LT(static_cast<int>(replay.rows.size()), kPeople / 2);
    RecordProperty("told", replay.told);
    RecordProperty("reorged", replay.reorged);
    RecordProperty("restarts", replay.restarts);
    RecordProperty("blocks_asked", replay.life_.chain.blocks);
}

INSTANTIATE_TEST_SUITE_P(
    Seeds,
    WatchReplay,
    testing::Combine(testing::Range(1U, 1U + seeds()), testing::Values(std::int64_t{8}, 12)));

TEST(WatchCost, ABlockCostsOneRequestAndARoundOneMoreHoweverManyAreFollowed)
{
    Replay replay{7, 8, {}};
    const int blocks = replay.life_.chain.blocks;
    const int heads = replay.life_.chain.heads;
    const int rounds = replay.rounds;

    replay.run();

    const int mined = kBlocks + 8;
    EXPECT_EQ(replay.life_.chain.blocks - blocks, mined);
    EXPECT_EQ(replay.life_.chain.heads - heads, replay.rounds - rounds);
    EXPECT_GE(replay.reports, mined);
}

}  // namespace keydesk::chains
