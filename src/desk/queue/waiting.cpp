#include "desk/queue/waiting.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace keydesk::desk {

using std::chrono::seconds;

namespace {

constexpr std::size_t kEnough = 40;  ///< Services from which a distribution of its own is drawn.
constexpr std::size_t kNewest = 120;
constexpr std::size_t kRuns = 240;
constexpr float kUsual = 600;    ///< Seconds; what is assumed before there is any history.
constexpr double kDrift = 0.12;  ///< Days differ: what no history of other days can know.
/// A long line is a sign that this day is unlike the others (one cause, one answer for many).
constexpr double kUnlike = 0.11;

using Random = std::mt19937_64;

float uniform(Random& random)
{
    return static_cast<float>(random() >> 40) * 0x1p-24F;
}

/// Draws service times from sorted ones, stretched as a run wants it.
struct Dice {
    std::vector<float> times;

    float draw(float stretch, Random& random) const
    {
        if (times.empty()) return -std::log(1 - uniform(random)) * kUsual * stretch;
        auto at = static_cast<std::size_t>(uniform(random) * static_cast<float>(times.size()));
        return times[std::min(at, times.size() - 1)] * stretch;
    }
    /// What is left of one that has lasted `so_far`.
    float rest(float so_far, float stretch, Random& random) const
    {
        auto longer = std::ranges::upper_bound(times, so_far / stretch);
        auto count = static_cast<std::size_t>(times.end() - longer);
        // Longer than nearly all known: it may last as long again.
        if (count < 3) return -std::log(1 - uniform(random)) * std::max(kUsual, so_far) / 2;
        auto at = static_cast<std::size_t>(uniform(random) * static_cast<float>(count));
        return std::max(1.F, longer[static_cast<long>(std::min(at, count - 1))] * stretch - so_far);
    }
};

/// One way it may go: when the place of each in the line comes up.
class Run {
public:
    Run(const LineNow& now, const std::map<std::string, Dice>& dice, double jump, Random& random)
        : now_{now},
          dice_{dice},
          pick_ups_{in_order(now.pick_ups)},
          jump_{static_cast<float>(jump)},
          random_{random}
    {
    }

    void play(float stretch, std::vector<float>& waits)
    {
        stretch_ = stretch;
        ends_.clear();
        for (auto slot : now_.slots) {
            bool free = slot.count() < 0;
            auto so_far = static_cast<float>(slot.count());
            ends_.push_back(free ? 0 : dice("").rest(so_far, stretch_, random_));
        }
        std::ranges::make_heap(ends_, std::greater{});
        for (std::size_t i = 0; i < waits.size(); ++i) {
            // Somebody with a head start may come meanwhile and take the place.
            while (ends_.front() > 0 && uniform(random_) < jump_) next("");
            waits[i] = next(now_.line[i]) + pick_up();
        }
    }

private:
    static Dice in_order(const std::vector<seconds>& times)
    {
        Dice dice;
        for (auto one : times) dice.times.push_back(static_cast<float>(one.count()));
        std::ranges::sort(dice.times);
        return dice;
    }
    /// Nobody is promised less than what the first of the line is already waiting in vain.
    float pick_up()
    {
        if (pick_ups_.times.empty()) return 0;
        if (now_.left_waiting.count() <= 0) return pick_ups_.draw(1, random_);
        return pick_ups_.rest(static_cast<float>(now_.left_waiting.count()), 1, random_);
    }
    const Dice& dice(const std::string& type) const { return dice_.find(type)->second; }
    float next(const std::string& type)
    {
        std::ranges::pop_heap(ends_, std::greater{});
        auto at = ends_.back();
        ends_.back() = at + dice(type).draw(stretch_, random_);
        std::ranges::push_heap(ends_, std::greater{});
        return at;
    }

    const LineNow& now_;
    const std::map<std::string, Dice>& dice_;
    Dice pick_ups_;
    float jump_;
    Random& random_;
    float stretch_ = 1;
    std::vector<float> ends_;
};

std::map<std::string, Dice> dice_for(const LineNow& now, const ServiceHistory& history)
{
    std::map<std::string, Dice> dice;
    dice[""].times = history.times("", now.hour);
    for (const auto& type : now.line) {
        if (!dice.contains(type)) dice[type].times = history.times(type, now.hour);
    }
    return dice;
}

double mean_of(const std::vector<float>& times)
{
    if (times.empty()) return kUsual;
    double sum = 0;
    for (auto one : times) sum += one;
    return std::max(1.0, sum / static_cast<double>(times.size()));
}

/// How steps grow with the wait: nobody believes "37 minutes".
double step_of(double time)
{
    if (time < 600) return 60;
    if (time < 1800) return 300;
    if (time < 7200) return 600;
    return 1800;
}

Wait shown(std::vector<float>& waits)
{
    std::ranges::sort(waits);
    auto at = [&](double share) {
        auto last = static_cast<double>(waits.size() - 1);
        return static_cast<double>(waits[static_cast<std::size_t>(share * last)]);
    };
    auto low = at(0.03), high = at(0.97);
    low = low < static_cast<double>(kShortest.count())
              ? 0
              : std::floor(low / step_of(low)) * step_of(low);
    high = std::ceil(high / step_of(high)) * step_of(high);
    auto whole = [](double time) { return seconds{static_cast<std::int64_t>(time)}; };
    return {whole(low), whole(at(0.5)), whole(at(0.9)), std::max(kShortest, whole(high))};
}

}  // namespace

void ServiceHistory::add(Service service)
{
    if (services_.size() < kMost) {
        services_.push_back(std::move(service));
        return;
    }
    services_[next_] = std::move(service);
    next_ = (next_ + 1) % kMost;
}

std::vector<float> ServiceHistory::times(const std::string& case_type, int hour) const
{
    auto collect = [&](bool by_type, bool by_hour) {
        std::vector<float> times;
        for (std::size_t i = 0; i < services_.size() && times.size() < kNewest; ++i) {
            // From the newest back: what an incident changes must be learnt while it lasts.
            const auto& one = services_[(next_ + 2 * services_.size() - 1 - i) % services_.size()];
            auto apart = std::abs(one.hour - hour);
            if (by_type && one.case_type != case_type) continue;
            if (by_hour && std::min(apart, 24 - apart) > 2) continue;
            times.push_back(static_cast<float>(one.took.count()));
        }
        return times;
    };
    std::vector<float> times;
    bool typed = !case_type.empty();
    if (typed) times = collect(true, true);
    if (typed && times.size() < kEnough) times = collect(true, false);
    if (times.size() < kEnough) times = collect(false, true);
    if (times.size() < kEnough) times = collect(false, false);
    std::ranges::sort(times);
    return times;
}

std::vector<Wait> waits_of(const LineNow& now, const ServiceHistory& history)
{
    if (now.slots.empty() || now.line.empty()) return {};
    auto dice = dice_for(now, history);
    auto known = static_cast<double>(dice[""].times.size());
    auto leave_an_hour = 3600 * static_cast<double>(now.slots.size()) / mean_of(dice[""].times);
    auto jump = std::clamp(now.jumps_an_hour / leave_an_hour, 0.0, 0.6);
    // A thin history is widened.
    auto crowd = static_cast<double>(now.line.size()) / static_cast<double>(now.slots.size());
    auto spread = kDrift + kUnlike * std::log1p(crowd) + 0.9 / std::sqrt(known + 1);
    Random random{0x6b65796465736bU + now.line.size() * 131 + now.slots.size()};
    std::normal_distribution<double> bell{0, spread};
    auto far = std::min(now.line.size(), kFarthest);
    std::vector<std::vector<float>> waits(far, std::vector<float>(kRuns));
    std::vector<float> one(far);
    Run run{now, dice, jump, random};
    for (std::size_t i = 0; i < kRuns; ++i) {
        run.play(static_cast<float>(std::exp(bell(random))), one);
        for (std::size_t place = 0; place < far; ++place) waits[place][i] = one[place];
    }
    std::vector<Wait> out;
    for (auto& place : waits) out.push_back(shown(place));
    for (auto i = far; i < now.line.size(); ++i) {
        auto farther = static_cast<std::int64_t>(i + 1), last = static_cast<std::int64_t>(far);
        auto grown = [&](seconds time) { return time * farther / last; };
        auto end = out[far - 1];
        out.push_back({grown(end.low), grown(end.p50), grown(end.p90), grown(end.high)});
    }
    return out;
}

}  // namespace keydesk::desk
