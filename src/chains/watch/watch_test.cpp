#include "chains/watch/watch.hpp"

#include "tests/kit/block_tree.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>

#include <memory>

namespace keydesk::chains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kSteps[] = {"included", "confirmed", "final", "replaced", "lost", "reorged"};

/// "a included 5", "a confirmed 5 2", "a replaced 5 by b".
std::string sentence(const Change& change)
{
    auto out = change.id + " " + kSteps[static_cast<std::size_t>(change.step)] + " " +
               std::to_string(change.height);
    if (change.confirmations > 1) out += " " + std::to_string(change.confirmations);
    if (!change.by.empty()) out += " by " + change.by;
    return out;
}

BlockTransaction tx(std::string id, std::vector<std::string> claims = {})
{
    return {std::move(id), std::move(claims), false};
}

class WatchOfAChain : public testing::Test {
protected:
    explicit WatchOfAChain(std::int64_t final_after = 3) : chain{final_after} { open(); }

    void open(WatchLimits limits = {})
    {
        watch = std::make_unique<Watch>(
            chain, [this](auto changes, auto at) { return keep(changes, at); }, kept, limits);
        for (const auto& [id, row] : rows) watch->follow(row);
    }
    Task<Result<void>> keep(std::vector<Change> changes, Cursor at)
    {
        if (meanwhile) std::exchange(meanwhile, {})();
        if (disk_full) co_return fail(ErrorKind::unavailable, "the disk is full");
        for (const auto& change : changes) {
            told.push_back(sentence(change));
            auto row = rows.find(change.id);
            if (row != rows.end() && !apply(change, row->second)) rows.erase(row);
        }
        kept = at;
        co_return Result<void>{};
    }
    void follow(Followed row)
    {
        watch->follow(row);
        rows[row.id] = row;
    }
    void follow(std::string id, std::vector<std::string> claims = {})
    {
        follow(Followed{.id = std::move(id), .claims = std::move(claims)});
    }
    Result<Advance> go() { return kit::finish(watch->advance()); }
    /// What was told since it was asked last.
    std::vector<std::string> news()
    {
        if (auto done = go(); !done) told.push_back(name_of(done.error().kind));
        return std::exchange(told, {});
    }

    kit::BlockTree chain;
    std::map<std::string, Followed> rows;
    Cursor kept;
    std::vector<std::string> told;
    bool disk_full = false;
    std::function<void()> meanwhile;
    std::unique_ptr<Watch> watch;
};

class WatchOfALongChain : public WatchOfAChain {
protected:
    WatchOfALongChain() : WatchOfAChain{12} {}
};

}  // namespace

TEST_F(WatchOfAChain, TellsEachConfirmationUntilItIsFinalAndForgetsIt)
{
    follow("a");
    EXPECT_THAT(news(), IsEmpty());
    chain.mine({tx("z"), tx("a")});
    EXPECT_THAT(news(), ElementsAre("a included 1"));
    EXPECT_THAT(news(), IsEmpty());
    chain.mine_empty(2);
    EXPECT_THAT(news(), ElementsAre("a confirmed 1 2", "a final 1 3"));
    EXPECT_EQ(watch->size(), 0U);
}

TEST_F(WatchOfALongChain, TellsOnlyTheLastConfirmationWhereThereAreMany)
{
    follow("a");
    news();
    chain.mine({tx("a")});
    chain.mine_empty(10);
    EXPECT_THAT(news(), ElementsAre("a included 1"));
    chain.mine_empty(1);
    EXPECT_THAT(news(), ElementsAre("a final 1 12"));
}

TEST_F(WatchOfAChain, StartsAtTheHeadWithoutReadingThePast)
{
    chain.mine_empty(50);

    follow("a");
    EXPECT_THAT(news(), IsEmpty());

    EXPECT_EQ(watch->cursor(), (Cursor{50, chain.main[50]}));
    EXPECT_EQ(chain.blocks, 1);
}

TEST_F(WatchOfAChain, AnotherTransactionWithOneOfItsClaimsReplacesIt)
{
    follow("a", {"in:0", "in:1"});
    news();
    chain.mine({tx("b", {"in:0"}), tx("c", {"in:1"})});
    EXPECT_THAT(news(), ElementsAre("a replaced 1 by b"));
    chain.mine({tx("d", {"in:1"})});
    EXPECT_THAT(news(), IsEmpty());
    chain.mine_empty(1);
    EXPECT_THAT(news(), ElementsAre("a lost 1 3 by b"));
    EXPECT_EQ(watch->size(), 0U);
}

TEST_F(WatchOfAChain, BothOfTwoThatClaimTheSameAreTold)
{
    follow("a", {"0x1:7"});
    follow("b", {"0x1:7"});
    news();
    chain.mine({tx("b", {"0x1:7"})});
    EXPECT_THAT(news(), ElementsAre("a replaced 1 by b", "b included 1"));
}

TEST_F(WatchOfAChain, InABlockAlreadyItHearsOnlyOfLaterConfirmations)
{
    chain.mine({tx("a")});
    news();
    follow({.id = "a", .height = 1, .block = chain.main[1]});
    EXPECT_THAT(news(), IsEmpty());
    chain.mine_empty(1);
    EXPECT_THAT(news(), ElementsAre("a confirmed 1 2"));
}

TEST_F(WatchOfAChain, ABlockThatTheExplanationSawFirstIsNotToldAgain)
{
    news();
    chain.mine({tx("a"), tx("b", {"c"})});
    follow({.id = "a", .height = 1, .block = chain.main[1], .as_of = 1});
    follow(
        {.id = "x", .claims = {"c"}, .height = 1, .block = chain.main[1], .by = "b", .as_of = 1});
    EXPECT_THAT(news(), IsEmpty());
    chain.cut(1);
    chain.mine_empty(2);
    EXPECT_THAT(news(), ElementsAre("a reorged 1", "x reorged 1 by b"));
}

TEST_F(WatchOfAChain, WhatWasMinedWhileItWasExplainedIsNotMissed)
{
    news();
    chain.mine({tx("a"), tx("y", {"c"})});
    chain.mine_empty(1);
    news();

    follow({.id = "a", .as_of = 0});
    follow({.id = "b", .claims = {"c"}, .as_of = 0});
    follow({.id = "c", .as_of = 2});

    EXPECT_THAT(news(), ElementsAre("a included 1", "b replaced 1 by y", "a confirmed 1 2"));
    const auto before = chain.blocks;
    EXPECT_THAT(news(), IsEmpty());
    EXPECT_EQ(chain.blocks, before);
}

TEST_F(WatchOfAChain, WhatIsFollowedWhileItsBlockIsBeingReportedIsNotMissed)
{
    news();
    chain.mine({tx("a")});
    meanwhile = [this] { follow("a"); };
    EXPECT_THAT(news(), ElementsAre("a included 1"));
}

TEST_F(WatchOfAChain, WhatIsForgottenWhileItsBlockIsBeingReportedStaysForgotten)
{
    follow("a");
    news();
    chain.mine({tx("a")});
    meanwhile = [this] { watch->forget("a"); };
    news();
    chain.mine_empty(1);
    EXPECT_THAT(news(), IsEmpty());
    EXPECT_EQ(watch->size(), 0U);
}

TEST_F(WatchOfAChain, AnOlderExplanationDoesNotUndoWhatTheWatchKnows)
{
    follow("a");
    news();
    chain.mine({tx("a")});
    EXPECT_THAT(news(), ElementsAre("a included 1"));
    watch->follow({.id = "a", .claims = {"c"}, .as_of = 0});
    chain.mine_empty(1);
    EXPECT_THAT(news(), ElementsAre("a confirmed 1 2"));
}

TEST_F(WatchOfAChain, AReorgIsToldAndTheNewBranchTakenIn)
{
    follow("a");
    follow("b", {"c"});
    follow("d");
    news();
    chain.mine({tx("d")});
    chain.mine({tx("a"), tx("x", {"c"})});
    EXPECT_THAT(
        news(),
        ElementsAre("d included 1", "a included 2", "b replaced 2 by x", "d confirmed 1 2"));

    chain.cut(1);
    chain.mine({tx("b", {"c"})});
    chain.mine({tx("a")});

    EXPECT_THAT(
        news(),
        ElementsAre(
            "a reorged 2",
            "b reorged 2 by x",
            "b included 2",
            "a included 3",
            "d final 1 3",
            "b confirmed 2 2"));
}

TEST_F(WatchOfAChain, WhatWasExplainedOnABranchThatLostIsLookedForInTheNewOne)
{
    news();
    chain.mine_empty(3);
    news();
    chain.cut(2);
    chain.mine({tx("a")});
    chain.mine_empty(2);
    news();
    follow({.id = "a", .as_of = 3});
    EXPECT_THAT(news(), ElementsAre("a included 2", "a final 2 3"));
}

TEST_F(WatchOfALongChain, AReorgDuringARestartIsSeenByTheBlocksOfTheFollowed)
{
    follow("a");
    follow("b");
    news();
    chain.mine({tx("a")});
    chain.mine({tx("b")});
    chain.mine_empty(3);
    EXPECT_THAT(news(), ElementsAre("a included 1", "b included 2"));

    chain.cut(4);
    chain.mine_empty(1);
    chain.mine({tx("b")});
    chain.mine_empty(4);
    open();

    EXPECT_THAT(news(), ElementsAre("b reorged 2", "b included 3"));
    EXPECT_EQ(kept, (Cursor{7, chain.main[7]}));
}

TEST_F(WatchOfALongChain, AfterARestartAPendingOneIsFoundInBlocksThatReplacedReadOnes)
{
    follow("a");
    news();
    chain.mine_empty(5);
    news();

    chain.cut(3);
    chain.mine({tx("a")});
    chain.mine_empty(3);
    open();

    EXPECT_THAT(news(), ElementsAre("a included 3"));
}

TEST_F(WatchOfAChain, ATipReplacedByOneAsHighIsSeenOnceTheHeadFellBack)
{
    follow("a");
    news();
    chain.mine({tx("a")});
    EXPECT_THAT(news(), ElementsAre("a included 1"));
    chain.cut(1);
    EXPECT_THAT(news(), IsEmpty());
    chain.mine({});
    EXPECT_THAT(news(), ElementsAre("a reorged 1"));
    const auto before = chain.blocks;
    news();
    EXPECT_EQ(chain.blocks, before);
}

TEST_F(WatchOfAChain, ANodeThatLagsOrPromisesTooMuchChangesNothing)
{
    follow("a");
    chain.mine_empty(5);
    news();
    chain.behind = 4;
    EXPECT_THAT(news(), IsEmpty());
    chain.behind = -3;
    chain.mine({tx("a")});
    EXPECT_THAT(news(), ElementsAre("a included 6"));
    EXPECT_EQ(go(), Advance::level);
}

TEST_F(WatchOfAChain, WhatCouldNotBeKeptIsToldAgain)
{
    follow("a");
    news();
    chain.mine({tx("a")});
    disk_full = true;
    EXPECT_THAT(news(), ElementsAre("unavailable"));
    EXPECT_EQ(watch->cursor().height, 0);
    disk_full = false;
    EXPECT_THAT(news(), ElementsAre("a included 1"));
}

TEST_F(WatchOfAChain, NodesOnDifferentBranchesAreAConflictAndNoReorg)
{
    follow("a");
    news();
    chain.mine({tx("a")});
    EXPECT_THAT(news(), ElementsAre("a included 1"));
    chain.mine_empty(1);
    chain.all[chain.main[2]].parent = "#foreign";
    EXPECT_THAT(news(), ElementsAre("conflict"));
    chain.all[chain.main[2]].parent = chain.main[1];
    EXPECT_THAT(news(), ElementsAre("a confirmed 1 2"));
}

TEST_F(WatchOfAChain, ABlockWithoutItsHashIsRefused)
{
    news();
    chain.mine({});
    chain.all[chain.main[1]].hash.clear();
    EXPECT_THAT(news(), ElementsAre("bad_reply"));
    EXPECT_EQ(watch->cursor().height, 0);
}

TEST_F(WatchOfAChain, ARoundIsBoundedAndSaysThatThereIsMore)
{
    news();
    chain.mine_empty(10);
    open({.a_round = 4});
    EXPECT_EQ(go(), Advance::more);
    EXPECT_EQ(watch->cursor().height, 4);
    EXPECT_EQ(go(), Advance::more);
    EXPECT_EQ(go(), Advance::level);
    EXPECT_EQ(kept.height, 10);
}

TEST_F(WatchOfAChain, TooFarBehindTheOwnerExplainsAnewAndJumps)
{
    follow("a");
    follow("b");
    news();
    chain.mine_empty(2);
    chain.mine({tx("a")});
    chain.mine_empty(8);
    open({.too_far = 10});
    EXPECT_EQ(go(), Advance::too_far);
    EXPECT_EQ(chain.blocks, 1);

    auto tip = kit::finish(watch->tip());
    ASSERT_TRUE(tip);
    watch->forget("a");
    follow({.id = "b", .as_of = 11});
    ASSERT_TRUE(kit::finish(watch->jump(*tip)));

    EXPECT_EQ(kept, (Cursor{11, chain.main[11]}));
    chain.mine({tx("b")});
    EXPECT_THAT(news(), ElementsAre("b included 12"));
}

TEST_F(WatchOfALongChain, AReorgDeeperThanAllThatIsRememberedIsTooFar)
{
    open({.remembered = 4});
    news();
    chain.mine_empty(20);
    news();
    chain.cut(8);
    chain.mine_empty(9);
    EXPECT_EQ(go(), Advance::too_far);
}

TEST_F(WatchOfAChain, AChainThatBeganAnewIsTooFar)
{
    open({.remembered = 4});
    chain.mine_empty(20);
    news();
    chain.cut(18);
    EXPECT_EQ(go(), Advance::too_far);
}

}  // namespace keydesk::chains
