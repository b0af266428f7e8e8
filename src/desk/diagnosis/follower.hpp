#pragma once

#include "base/clock.hpp"
#include "base/scope.hpp"
#include "base/signal.hpp"
#include "desk/diagnosis/ports.hpp"
#include "desk/feed.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// When a case is looked at again: soon while it is young or moves, then less and less; never
/// again once nothing can change. Blocks bring news earlier (chains/watch/watch.hpp).
std::optional<Time> next_look(const Diagnosis& found, std::int64_t looks, Time opened, Time now);

/// Whether people should hear of it: another state, cause or winner, one more confirmation where
/// there are few to wait for.
bool is_news(const Case& before, const Diagnosis& found);

/// Looks at every case whose time has come and tells what changed.
///
///     message ─▶ case (same transaction) ─▶ due ─▶ Diagnoser ─▶ settle ─▶ Feed
///
/// The store knows what is due, so nothing is forgotten over a restart. Lives on the io thread;
/// everything given must outlive it.
class Follower {
public:
    Follower(Diagnoser& diagnoser, Cases& cases, Feed& feed, Scope& scope, const Clock& clock);

    /// For ever: to be served by a scope.
    Task<void> run();
    /// There may be something due now.
    void wake();

    /// An agent asks. Errors: `invalid_input` when the text names nothing; `not_found`.
    Task<Result<std::vector<Case>>> ask(std::string conversation, std::string text);
    /// Looks at once, also at one that was settled for good. Errors: `not_found`.
    Task<Result<Case>> refresh(std::string id);

    /// Told after each look at a transaction that was seen: what is now remembered of it.
    Signal<Memory> changed;

private:
    struct Leaving;
    Task<void> look(Case c);
    Task<Result<void>> explain(Case c);
    Task<Result<std::vector<Case>>> open(
        std::string conversation, std::string message, std::vector<Subject> subjects);
    Task<void> rest();

    static constexpr std::size_t kAtOnce = 8;

    Diagnoser& diagnoser_;
    Cases& cases_;
    Feed& feed_;
    Scope& scope_;
    const Clock& clock_;
    boost::asio::steady_timer pause_;
    std::vector<std::string> running_;  ///< Ids of cases under way.
    bool woken_ = false;
    Subscription fed_;
};

}  // namespace keydesk::desk
