#pragma once

#include "chains/bitcoin/evidence.hpp"

#include <optional>
#include <vector>

/// What a transaction must pay, and how long one waits, out of what waits now and what is likely to
/// come. One model for both questions:
///
///     mined within k blocks  <=>  ahead(rate) + inflow(rate) * T_k <= k * block size
///
/// T_k, the time that k blocks take, is random (blocks are a Poisson process), so every answer has
/// a confidence. docs/diagnosis.md reports how often it was right.
namespace keydesk::chains::bitcoin {

/// Room for other people's transactions in one block: a million less the header and the reward.
constexpr Vbytes kBlockSize = 998'000;
constexpr double kBlockSeconds = 600;

/// What arrives, per second, at each rate: seen over a window, or supposed where nothing was seen.
class Inflow {
public:
    /// `arrivals`: what came within `seconds`. Blended with what is usual: half an hour of it.
    Inflow(Queue arrivals, double seconds, double usual_per_second);
    /// What the queue shows to have come since the last block, at most half an hour of it. Where
    /// that is not known: what a usual day brings, spread over the rates as the queue is.
    static Inflow of(const Queue& queue, Time now, std::optional<Time> last_block);
    /// Virtual bytes per second that pay at least `rate`.
    double above(FeeRate rate) const;

private:
    Queue arrivals_;  ///< Best payers first.
    std::vector<double> sums_;
    double seconds_ = 0;
};

struct Market {
    Queue queue;
    Inflow inflow;
    FeeRate floor;  ///< Below it nothing is relayed.
};

/// What waits and pays more. Of those that pay the same, half is taken to be in front.
Vbytes ahead_of(const Queue& queue, FeeRate rate);

/// Chance that something at `rate`, with `ahead` before it, is mined within `blocks` blocks.
double chance(const Market& market, FeeRate rate, Vbytes ahead, int blocks);

/// The lowest rate that is mined within `blocks` blocks with that chance.
FeeRate rate_for(const Market& market, int blocks, double confidence);

struct Tier {
    FeeRate rate;       ///< Mined within `blocks` in nine cases of ten.
    FeeRate low, high;  ///< In one of two, and in nineteen of twenty.
    int blocks = 0;
};

struct Tiers {
    Tier fast, standard, slow;  ///< 2 blocks, 6 blocks, a day.
};

Tiers tiers_of(const Market& market);

/// When one out of two, and nine out of ten, of such transactions are mined. Nothing when it is
/// not to be expected within two weeks: until then nodes have forgotten it.
std::optional<desk::Eta> eta_of(const Market& market, FeeRate rate, Vbytes ahead);

/// Sorted, one bar for each rate, without times.
Queue condensed(Queue queue);

}  // namespace keydesk::chains::bitcoin
