// Back-test of the fee estimator over simulated markets with fixed seeds: what does a transaction
// pay, and is it mined when it was promised? Beside it the rule of Bitcoin Core's estimatesmartfee:
// the lowest rate bucket of which 95 % were mined within the target, out of decayed history, blind
// to what waits now. Prints a table in Markdown for docs/diagnosis.md.
#include "chains/bitcoin/fees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace keydesk;
using namespace keydesk::chains::bitcoin;

struct Waiting {
    FeeRate rate;
    Vbytes size = 0;
    double since = 0;  ///< Seconds of the simulation.
    int since_block = 0;
};

/// How much comes in per second, in parts of what blocks take, at a time of the simulation.
using Load = std::function<double(double)>;

struct Scene {
    std::string name;
    Load load;
    double median_rate = 8;  ///< sat/vB
    double spread = 0.9;
    Vbytes backlog = 0;
};

/// Core's rule (policy/fees.cpp), one horizon, over history with a half-life of 18 blocks.
class SmartFee {
public:
    static constexpr double kDecay = 0.962;
    static constexpr int kMostTarget = 24;

    void block(const std::vector<Waiting>& mined, int height)
    {
        for (auto& bucket : buckets_) {
            bucket.count *= kDecay;
            for (auto& within : bucket.within) within *= kDecay;
        }
        for (const auto& one : mined) {
            auto& bucket = buckets_[place(one.rate)];
            bucket.count += 1;
            auto waited = std::max(1, height - one.since_block);
            for (int target = waited; target <= kMostTarget; ++target) {
                bucket.within[static_cast<std::size_t>(target)] += 1;
            }
        }
    }

    /// Walks from the best payers down, as long as enough of them were mined in time; those that
    /// still wait count as failures.
    FeeRate estimate(int target, const std::vector<Waiting>& pool, int height) const
    {
        std::array<double, kBuckets> late{};
        for (const auto& one : pool) {
            if (height - one.since_block >= target) late[place(one.rate)] += 1;
        }
        auto best = kBuckets - 1;
        double all = 0;
        double good = 0;
        for (auto at = kBuckets; at-- > 0;) {
            all += buckets_[at].count + late[at];
            good += buckets_[at].within[static_cast<std::size_t>(std::min(target, kMostTarget))];
            if (all < 2) continue;  // too few to judge: taken together with the next
            if (good / all < 0.95) break;
            best = at;
            all = good = 0;
        }
        return {static_cast<std::int64_t>(1000 * std::pow(1.05, static_cast<double>(best)))};
    }

private:
    static constexpr std::size_t kBuckets = 190;
    struct Bucket {
        double count = 0;
        std::array<double, kMostTarget + 1> within{};
    };
    static std::size_t place(FeeRate rate)
    {
        auto at = std::log(std::max<double>(1, static_cast<double>(rate.per_kvb) / 1000)) /
                  std::log(1.05);
        return std::min(kBuckets - 1, static_cast<std::size_t>(at));
    }
    std::array<Bucket, kBuckets> buckets_;
};

/// One promise: made at a block, kept or not some blocks later.
struct Promise {
    FeeRate rate;
    int made = 0, target = 0;
    double made_at = 0;
    std::size_t tier = 0;
    bool ours = true;
    Vbytes ahead = 0;
    std::optional<desk::Eta> eta;
    int mined_after = 0;  ///< 0: not yet.
    double waited = 0;
    FeeRate sufficed{0};  ///< Cheapest that would have been mined in time; found afterwards.
};

constexpr std::array kTargets{2, 6, 24};
constexpr std::array<const char*, 3> kNames{"fast (2 blocks)", "standard (6)", "slow (24)"};

class Simulation {
public:
    Simulation(const Scene& scene, unsigned seed) : scene_{scene}, random_{seed}
    {
        if (scene.backlog > 0) arrive(static_cast<double>(scene.backlog), 0);
    }

    /// Questions come like blocks, at random moments and as often: one process of both, and each
    /// event is the one or the other. (Asking once between any two blocks would favour short gaps.)
    void run(int blocks)
    {
        while (height_ < blocks) {
            pass(std::exponential_distribution<>{2 / kBlockSeconds}(random_));
            if (std::bernoulli_distribution{0.5}(random_)) {
                mine();
            } else if (height_ >= 60 && height_ + 160 < blocks) {
                ask();
            }
        }
    }

    const std::vector<Promise>& promises() const { return promises_; }
    /// Lowest rate that a block took, by height; 0 when the block had room left.
    const std::vector<FeeRate>& cuts() const { return cuts_; }

private:
    void pass(double seconds)
    {
        constexpr double kStep = 30;
        for (double left = seconds; left > 0; left -= kStep) {
            auto step = std::min(left, kStep);
            auto room = static_cast<double>(kBlockSize) / kBlockSeconds;
            arrive(scene_.load(now_) * room * step, step);
            now_ += step;
        }
    }

    void arrive(double bytes, double within)
    {
        std::lognormal_distribution<> rates{std::log(scene_.median_rate), scene_.spread};
        for (bytes += owed_; bytes >= 2000; bytes -= 2000) {
            auto rate = std::max(1.0, rates(random_));
            auto when = now_ + std::uniform_real_distribution<>{0, std::max(within, 1e-9)}(random_);
            pool_.push_back({{static_cast<std::int64_t>(rate * 1000)}, 2000, when, height_});
        }
        owed_ = bytes;
    }

    Market market() const
    {
        Queue queue;
        for (const auto& one : pool_) queue.push_back({one.rate, one.size, time_of(one.since)});
        std::ranges::sort(queue, [](auto& a, auto& b) { return a.rate > b.rate; });
        auto inflow = Inflow::of(queue, time_of(now_), time_of(last_block_));
        return {condensed(std::move(queue)), std::move(inflow), FeeRate{1000}};
    }

    static Time time_of(double seconds)
    {
        return from_millis(1'800'000'000'000 + std::llround(seconds * 1000));
    }

    void promise(FeeRate rate, std::size_t tier, bool ours, const Market& seen)
    {
        Promise one{.rate = rate, .made = height_, .target = kTargets[tier], .made_at = now_};
        one.tier = tier;
        one.ours = ours;
        if (ours) one.eta = eta_of(seen, rate, ahead_of(seen.queue, rate));
        open_.push_back(promises_.size());
        promises_.push_back(one);
    }

    void ask()
    {
        auto seen = market();
        for (std::size_t tier = 0; tier < kTargets.size(); ++tier) {
            promise(rate_for(seen, kTargets[tier], 0.9), tier, true, seen);
            promise(smart_.estimate(kTargets[tier], pool_, height_), tier, false, seen);
        }
    }

    void mine()
    {
        ++height_;
        std::ranges::sort(pool_, [](auto& a, auto& b) {
            return std::pair{-a.rate.per_kvb, a.since} < std::pair{-b.rate.per_kvb, b.since};
        });
        auto count = std::min(pool_.size(), static_cast<std::size_t>(kBlockSize / 2000));
        std::vector<Waiting> mined{pool_.begin(), pool_.begin() + static_cast<long>(count)};
        auto cut = count < pool_.size() ? mined.back().rate : FeeRate{0};
        pool_.erase(pool_.begin(), pool_.begin() + static_cast<long>(count));
        cuts_.push_back(cut);
        smart_.block(mined, height_);
        std::erase_if(open_, [&](std::size_t at) {
            auto& one = promises_[at];
            if (one.rate <= cut) return false;
            one.mined_after = height_ - one.made;
            one.waited = now_ - one.made_at;
            return true;
        });
        last_block_ = now_;
    }

    Scene scene_;
    std::mt19937 random_;
    double now_ = 0, last_block_ = 0, owed_ = 0;
    int height_ = 0;
    std::vector<Waiting> pool_;
    std::vector<FeeRate> cuts_;
    std::vector<Promise> promises_;
    std::vector<std::size_t> open_;
    SmartFee smart_;
};

struct Score {
    int all = 0, kept = 0, in_p50 = 0, in_p90 = 0, banded = 0;
    std::vector<double> over;
};

void add(const Promise& one, const std::vector<FeeRate>& cuts, Score& score)
{
    ++score.all;
    bool kept = one.mined_after > 0 && one.mined_after <= one.target;
    score.kept += kept;
    FeeRate sufficed{1'000'000'000};
    for (int at = one.made; at < one.made + one.target; ++at) {
        sufficed = std::min(sufficed, cuts[static_cast<std::size_t>(at)]);
    }
    auto least = static_cast<double>(std::max<std::int64_t>(sufficed.per_kvb, 1000));
    if (kept) score.over.push_back(static_cast<double>(one.rate.per_kvb) / least);
    if (!one.eta) return;
    ++score.banded;
    bool mined = one.mined_after > 0;
    score.in_p50 += mined && one.waited <= static_cast<double>(one.eta->p50_seconds);
    score.in_p90 += mined && one.waited <= static_cast<double>(one.eta->p90_seconds);
}

double quantile(std::vector<double> values, double part)
{
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

std::string percent(int part, int whole)
{
    return whole == 0 ? "–" : fmt::format("{} %", (100 * part + whole / 2) / whole);
}

void print(const Scene& scene, const std::array<std::array<Score, 2>, 3>& scores)
{
    for (std::size_t tier = 0; tier < kTargets.size(); ++tier) {
        const auto& ours = scores[tier][0];
        const auto& core = scores[tier][1];
        fmt::print(
            "| {} | {} | {} | {:.2f} / {:.2f} | {} / {} | {} | {:.2f} / {:.2f} |\n",
            scene.name,
            kNames[tier],
            percent(ours.kept, ours.all),
            quantile(ours.over, 0.5),
            quantile(ours.over, 0.9),
            percent(ours.in_p50, ours.banded),
            percent(ours.in_p90, ours.banded),
            percent(core.kept, core.all),
            quantile(core.over, 0.5),
            quantile(core.over, 0.9));
    }
}

std::vector<Scene> scenes()
{
    auto day = [](double at) { return std::sin(at / 86400 * 2 * 3.14159265); };
    auto burst = [](double at) { return std::fmod(at, 6 * 3600) < 3600 ? 2.5 : 0.45; };
    return {
        {.name = "quiet", .load = [](double) { return 0.5; }},
        {.name = "daily tide", .load = [=](double at) { return 0.85 + 0.45 * day(at); }},
        {.name = "bursts", .load = burst},
        {.name = "draining", .load = [](double) { return 0.7; }, .backlog = 120'000'000},
        {.name = "full", .load = [](double) { return 1.05; }, .backlog = 30'000'000},
    };
}

}  // namespace

int main()
{
    fmt::print(
        "| market | tier | kept (90 % promised) | overpaid, median / p90 | waited within P50 / P90 "
        "| estimatesmartfee kept | its overpay |\n|---|---|---|---|---|---|---|\n");
    for (const auto& scene : scenes()) {
        std::array<std::array<Score, 2>, 3> scores;
        for (unsigned seed = 1; seed <= 4; ++seed) {
            Simulation market{scene, seed};
            market.run(600);
            for (const auto& one : market.promises()) {
                add(one, market.cuts(), scores[one.tier][one.ours ? 0 : 1]);
            }
        }
        print(scene, scores);
    }
    return 0;
}
