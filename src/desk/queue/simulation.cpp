#include "desk/queue/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace keydesk::desk {

using std::chrono::seconds;

namespace {

constexpr int kWarm = 24;       ///< Hours of a usual day before, so that there is a history.
constexpr double kHour = 3600;  // seconds

struct Busy {
    double ends, since;
    std::size_t seat;
    std::string type;
};

struct Waiting {
    double since;
    Wait shown;
};

class Day {
public:
    Day(const Scenario& scenario, std::uint64_t seed) : scenario_{scenario}, random_{seed} {}

    Coverage run()
    {
        for (const auto& crew : scenario_.crew) add(crew);
        auto arrival = next_arrival(-kWarm * kHour);
        // After the measured hours the line is served to its end, by who is there then.
        while (arrival < scenario_.to * kHour || !line_.empty()) {
            auto leave = next_leave();
            bool arrives =
                arrival < scenario_.to * kHour && (leave == busy_.end() || arrival < leave->ends);
            if (!arrives && leave == busy_.end()) break;
            if (arrives) {
                now_ = arrival;
                staff();
                arrive();
                arrival = next_arrival(now_);
            } else {
                now_ = leave->ends;
                finish(leave);
                staff();
            }
            give_out();
        }
        return close();
    }

private:
    double uniform() { return std::uniform_real_distribution<double>{0, 1}(random_); }

    void add(const Crew& crew)
    {
        for (int i = 0; i < crew.count; ++i) {
            seats_.push_back(
                {{.agent = "agent" + std::to_string(seats_.size()),
                  .specialist = crew.specialist,
                  .languages = crew.languages,
                  .skills = {},
                  .capacity = crew.capacity}});
            crews_.push_back(&crew);
        }
    }
    /// Who is within his hours; after the measured time all stay.
    void staff()
    {
        auto hour = std::fmod(now_ / kHour + 24 * 8, 24.0);
        for (std::size_t i = 0; i < seats_.size(); ++i) {
            seats_[i].seat.here = hour >= crews_[i]->from && hour < crews_[i]->to;
        }
    }
    bool spiking() const
    {
        return now_ >= scenario_.spike_from * kHour && now_ < scenario_.spike_to * kHour;
    }
    /// By thinning (Lewis and Shedler): the rate changes with the hour.
    double next_arrival(double from)
    {
        auto most = scenario_.arrivals_an_hour * scenario_.spike * 1.6 / kHour;
        for (double at = from;;) {
            at += -std::log(1 - uniform()) / most;
            auto hour = std::fmod(at / kHour + 24 * 8, 24.0);
            auto shape = 1 + 0.6 * std::sin((hour - 9) / 24 * 2 * 3.141592653589793);
            bool high = at >= scenario_.spike_from * kHour && at < scenario_.spike_to * kHour;
            auto rate = scenario_.arrivals_an_hour * shape * (high ? scenario_.spike : 1) / kHour;
            if (uniform() * most < rate) return at;
        }
    }

    /// Lognormal; what everybody asks in an incident goes faster once the answer is known.
    double service_of(const std::string& type)
    {
        double median = type == "leaked_seed" ? 1200 : type == "transfer_pending" ? 480 : 600;
        if (type == "transfer_pending" && now_ > (scenario_.spike_from + 0.5) * kHour &&
            now_ < (scenario_.spike_to + 2) * kHour) {
            median = 300;
        }
        std::normal_distribution<double> bell{std::log(median), 0.7};
        return std::clamp(std::exp(bell(random_)), 20.0, 4 * kHour);
    }

    void arrive()
    {
        static const std::vector<std::string> types = {
            "transfer_pending", "login_fails", "token_not_shown", "fee_choice"};
        Standing who;
        who.conversation = std::to_string(++count_);
        who.language = uniform() < 0.7 ? "zh" : "en";
        auto kind = uniform();
        who.case_type = types[static_cast<std::size_t>(uniform() * 4)];
        if (spiking() && uniform() < 1 - 1 / scenario_.spike) who.case_type = types[0];
        bool grave = kind < 0.03;
        if (grave) who.case_type = "leaked_seed";
        who.entered = at(now_);
        auto priority = grave ? "urgent" : kind < 0.10 ? "high" : "none";
        if (grave || kind < 0.10) jumps_.push_back(now_);
        who.order = order_of(who.entered, priority, false);
        auto after = std::ranges::upper_bound(line_, who.order, {}, &Standing::order);
        auto place = line_.insert(after, who);
        waiting_[who.conversation] = {.since = now_, .shown = {{}, {}, {}, kShortest}};
        if (!measured() || choose(seats(), *place) != nullptr) return;
        if (count_ % scenario_.one_of == 0) {
            say(who.conversation);
        } else {
            waiting_.erase(who.conversation);
        }
    }
    void say(const std::string& conversation)
    {
        std::erase_if(jumps_, [&](double at) { return at < now_ - 2 * kHour; });
        QueueNow now{.line = line_, .seats = seats_, .jumps_an_hour = double(jumps_.size()) / 2};
        now.hour = static_cast<int>(std::fmod(now_ / kHour + 24 * 8, 24.0));
        for (const auto& one : busy_) {
            now.seats[one.seat].held.emplace_back(static_cast<std::int64_t>(now_ - one.since));
        }
        auto places = places_of(now, history_, {.automatic = true});
        auto wait = places[conversation].wait;
        waiting_[conversation].shown = wait.value_or(Wait{});
        waited_.push_back(conversation);
    }

    void give_out()
    {
        for (auto who = line_.begin(); who != line_.end();) {
            const auto* seat = choose(seats(), *who);
            if (seat == nullptr) {
                ++who;
                continue;
            }
            auto index = static_cast<std::size_t>(seat - view_.data());
            take(*who, index);
            who = line_.erase(who);
        }
    }
    void take(const Standing& who, std::size_t index)
    {
        auto& seat = seats_[index].seat;
        ++seat.load;
        seat.idle_since = at(now_);
        busy_.push_back({now_ + service_of(who.case_type), now_, index, who.case_type});
        auto one = waiting_.find(who.conversation);
        if (one == waiting_.end() || one->second.since < scenario_.from * kHour) return;
        count(one->second, std::ranges::find(waited_, who.conversation) != waited_.end());
    }
    void count(const Waiting& one, bool waited)
    {
        auto wait = now_ - one.since;
        auto low = static_cast<double>(one.shown.low.count());
        auto high = static_cast<double>(one.shown.high.count());
        bool inside = wait >= low && wait <= high;
        ++out_.arrivals;
        out_.inside += inside ? 1 : 0;
        out_.said_now += one.shown.high < kShortest ? 1 : 0;
        if (!waited) return;
        ++out_.waited;
        out_.waited_inside += inside ? 1 : 0;
        out_.before_p90 += wait <= static_cast<double>(one.shown.p90.count()) ? 1 : 0;
        waits_.push_back(wait / 60);
        widths_.push_back((high - low) / 60);
    }
    std::vector<Busy>::iterator next_leave()
    {
        return std::ranges::min_element(busy_, {}, &Busy::ends);
    }
    void finish(std::vector<Busy>::iterator one)
    {
        --seats_[one->seat].seat.load;
        auto hour = static_cast<int>(std::fmod(one->since / kHour + 24 * 8, 24.0));
        history_.add({one->type, hour, seconds{static_cast<std::int64_t>(now_ - one->since)}});
        busy_.erase(one);
    }
    Coverage close()
    {
        auto median = [](std::vector<double>& list) {
            std::ranges::sort(list);
            return list.empty() ? 0 : list[list.size() / 2];
        };
        out_.median = median(waits_);
        out_.longest = waits_.empty() ? 0 : waits_.back();
        out_.width = median(widths_);
        return out_;
    }
    std::span<const Seat> seats()
    {
        view_.clear();
        for (const auto& one : seats_) view_.push_back(one.seat);
        return view_;
    }
    bool measured() const { return now_ >= scenario_.from * kHour; }
    static Time at(double time)
    {
        return Time{std::chrono::milliseconds{static_cast<std::int64_t>(time * 1000)}};
    }

    const Scenario& scenario_;
    std::mt19937_64 random_;
    double now_ = 0;
    std::int64_t count_ = 0;
    std::vector<SeatNow> seats_;
    std::vector<const Crew*> crews_;
    std::vector<Seat> view_;
    std::vector<Busy> busy_;
    std::vector<Standing> line_;
    std::map<std::string, Waiting> waiting_;
    std::vector<std::string> waited_;
    std::vector<double> jumps_, waits_, widths_;
    ServiceHistory history_;
    Coverage out_;
};

}  // namespace

std::vector<Scenario> scenarios()
{
    using Languages = std::vector<std::string>;
    Crew bilingual{.count = 2, .specialist = true};
    Crew chinese{.count = 2, .languages = Languages{"zh"}};
    return {
        {.name = "quiet",
         .arrivals_an_hour = 20,
         .crew = {{.count = 1, .specialist = true}, {.count = 1, .languages = Languages{"zh"}}}},
        {.name = "spike",
         .arrivals_an_hour = 6,
         .crew = {bilingual, chinese},
         .spike = 50,
         .spike_from = 10,
         .spike_to = 11,
         .one_of = 5},
        {.name = "night",
         .arrivals_an_hour = 34,
         .crew =
             {{.count = 1, .capacity = 4},
              {.count = 4, .from = 8, .to = 22, .languages = Languages{"zh"}},
              {.count = 2, .from = 8, .to = 22}},
         .from = 22,
         .to = 32}};
}

Coverage replay(const Scenario& scenario, std::uint64_t seed)
{
    return Day{scenario, seed}.run();
}

}  // namespace keydesk::desk
