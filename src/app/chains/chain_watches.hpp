#pragma once

#include "base/scope.hpp"
#include "base/signal.hpp"
#include "chains/chain.hpp"
#include "chains/watch/watch.hpp"
#include "desk/diagnosis/follower.hpp"

#include <memory>
#include <vector>

namespace keydesk::app {

/// A watch for each chain: its blocks say which open cases have news, and those are looked at
/// again. The cursor and what became due are stored together, so nothing is missed over a restart;
/// a change that is seen twice is no news the second time. Lives on the io thread; everything given
/// must outlive it.
class ChainWatches {
public:
    ChainWatches(
        const std::vector<std::unique_ptr<chains::Chain>>& chains,
        desk::Cases& cases,
        desk::Follower& follower,
        Scope& scope);
    ~ChainWatches();

private:
    struct One;
    static Task<void> run(One& one);
    static Task<Result<void>> begin(One& one);
    static Task<Result<void>> jump(One& one);

    std::vector<std::unique_ptr<One>> ones_;
    Subscription changed_;
};

}  // namespace keydesk::app
