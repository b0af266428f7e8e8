#include "chains/bitcoin/fees.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace keydesk::chains::bitcoin {

namespace {

constexpr double kWindow = 1800;           ///< Seconds of arrivals that count.
constexpr double kForgotten = 336 * 3600;  ///< Seconds after which nodes drop what waits.
constexpr double kUsualFill = 0.8;         ///< Of a block's room comes in while one is found.
constexpr int kDay = 144;

/// P[N >= n] for a Poisson number with that mean.
double at_least(std::int64_t n, double mean)
{
    if (n <= 0) return 1;
    if (mean > 400) {  // the exact sum would lose its digits; the normal law does as well there
        auto z = (static_cast<double>(n) - 0.5 - mean) / std::sqrt(mean);
        return 0.5 * std::erfc(z / std::sqrt(2.0));
    }
    double term = std::exp(-mean);
    double below = 0;
    for (std::int64_t k = 0; k < n; ++k) {
        below += term;
        term *= mean / static_cast<double>(k + 1);
    }
    return std::clamp(1 - below, 0.0, 1.0);
}

/// Lowest step whose test holds, in 1..last; last + 1 when none does. The test is monotone.
template <class Test>
int first_that(int last, Test holds)
{
    int low = 1;
    int high = last + 1;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (holds(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

bool better(const Bar& left, const Bar& right)
{
    return left.rate > right.rate;
}

/// Rates worth trying, 5 % apart, from the floor to above the best payer.
std::vector<FeeRate> ladder(const Market& market)
{
    std::vector<FeeRate> steps{market.floor};
    auto top = market.queue.empty() ? market.floor : market.queue.front().rate;
    for (auto rate = std::max<std::int64_t>(market.floor.per_kvb, 100); rate <= top.per_kvb;) {
        rate = std::max(rate + 10, rate * 21 / 20);
        steps.push_back({rate});
    }
    return steps;
}

/// Chance that it is mined within that many seconds.
double chance_by(double inflow, Vbytes ahead, double seconds)
{
    auto before = static_cast<double>(ahead) + inflow * seconds;
    auto blocks = static_cast<std::int64_t>(before / static_cast<double>(kBlockSize)) + 1;
    return at_least(blocks, seconds / kBlockSeconds);
}

}  // namespace

Inflow::Inflow(Queue arrivals, double seconds, double usual_per_second)
    : arrivals_{condensed(std::move(arrivals))}
{
    double sum = 0;
    for (const auto& bar : arrivals_) sums_.push_back(sum += static_cast<double>(bar.size));
    // Without a window the arrivals show no more than how the rates are spread.
    // A window of a minute proves little: what is missing to the half hour is filled with the
    // usual amount, at the rates that were seen.
    double missing = std::max(0.0, kWindow - seconds);
    double whole = (seconds > 0 ? sum : 0) + usual_per_second * missing;
    double scale = sum > 0 ? whole / sum : 0;
    for (auto& part : sums_) part *= scale;
    seconds_ = seconds + missing;
}

Inflow Inflow::of(const Queue& queue, Time now, std::optional<Time> last_block)
{
    Queue recent;
    double whole = 0;
    // What a block took away is not seen any more, so only what came after it shows the flow.
    double window = last_block ? std::chrono::duration<double>(now - *last_block).count() : 0;
    window = std::clamp(window, 0.0, kWindow);
    for (const auto& bar : queue) {
        whole += static_cast<double>(bar.size);
        if (!bar.since) continue;
        if (std::chrono::duration<double>(now - *bar.since).count() <= window)
            recent.push_back(bar);
    }
    auto room = static_cast<double>(kBlockSize);
    double usual = std::min(kUsualFill * room, whole + room / 10) / kBlockSeconds;
    if (recent.empty()) return Inflow{queue, 0, usual};
    return Inflow{std::move(recent), window, usual};
}

double Inflow::above(FeeRate rate) const
{
    auto end =
        std::ranges::partition_point(arrivals_, [&](const Bar& bar) { return bar.rate >= rate; });
    auto count = end - arrivals_.begin();
    return count == 0 ? 0 : sums_[static_cast<std::size_t>(count - 1)] / seconds_;
}

Vbytes ahead_of(const Queue& queue, FeeRate rate)
{
    Vbytes more = 0;
    Vbytes same = 0;
    for (const auto& bar : queue) {
        if (bar.rate > rate) more += bar.size;
        if (bar.rate == rate) same += bar.size;
    }
    return more + same / 2;
}

double chance(const Market& market, FeeRate rate, Vbytes ahead, int blocks)
{
    auto room = static_cast<double>(kBlockSize) * blocks - static_cast<double>(ahead);
    if (room <= 0) return 0;
    auto inflow = market.inflow.above(rate);
    if (inflow <= 0) return 1;
    // It fits unless the k-th block comes so late that too much better paid came in between:
    // T_k <= t is the same as at least k blocks within t.
    return at_least(blocks, room / inflow / kBlockSeconds);
}

FeeRate rate_for(const Market& market, int blocks, double confidence)
{
    auto steps = ladder(market);
    auto last = static_cast<int>(steps.size()) - 1;
    auto step = first_that(last + 1, [&](int at) {
        auto rate = steps[static_cast<std::size_t>(at - 1)];
        return chance(market, rate, ahead_of(market.queue, rate), blocks) >= confidence;
    });
    return steps[static_cast<std::size_t>(std::min(step - 1, last))];
}

Tiers tiers_of(const Market& market)
{
    auto tier = [&](int blocks) {
        return Tier{
            .rate = rate_for(market, blocks, 0.9),
            .low = rate_for(market, blocks, 0.5),
            .high = rate_for(market, blocks, 0.95),
            .blocks = blocks};
    };
    return {.fast = tier(2), .standard = tier(6), .slow = tier(kDay)};
}

std::optional<desk::Eta> eta_of(const Market& market, FeeRate rate, Vbytes ahead)
{
    auto inflow = market.inflow.above(rate);
    desk::Eta eta;
    // Steps of 3 % from half a minute: a band needs no more.
    for (double seconds = 30; seconds <= kForgotten; seconds *= 1.03) {
        auto likely = chance_by(inflow, ahead, seconds);
        if (eta.p50_seconds == 0 && likely >= 0.5) eta.p50_seconds = std::llround(seconds);
        if (likely < 0.9) continue;
        eta.p90_seconds = std::llround(seconds);
        return eta;
    }
    return std::nullopt;
}

Queue condensed(Queue queue)
{
    std::ranges::sort(queue, better);
    Queue bars;
    for (const auto& bar : queue) {
        if (!bars.empty() && bars.back().rate == bar.rate) {
            bars.back().size += bar.size;
        } else {
            bars.push_back({.rate = bar.rate, .size = bar.size, .since = std::nullopt});
        }
    }
    return bars;
}

}  // namespace keydesk::chains::bitcoin
