#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace keydesk {

/// Ends what it stands for when it goes: a subscription, a registration.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : end_{std::move(end)} {}
    Subscription(Subscription&& other) noexcept : end_{std::exchange(other.end_, nullptr)} {}
    Subscription& operator=(Subscription&& other) noexcept
    {
        auto old = std::exchange(end_, std::exchange(other.end_, nullptr));
        if (old) old();
        return *this;
    }
    ~Subscription()
    {
        if (end_) end_();
    }

private:
    std::function<void()> end_;
};

/// Tells everybody who listens. One thread; an ear may end any subscription, its own too. The
/// signal must outlive its subscriptions.
template <class... Words>
class Signal {
public:
    using Ear = std::function<void(const Words&...)>;

    [[nodiscard]] Subscription listen(Ear ear)
    {
        auto id = next_++;
        ears_.emplace(id, std::make_shared<Ear>(std::move(ear)));
        return Subscription{[this, id] { ears_.erase(id); }};
    }

    void tell(const Words&... words) const
    {
        std::vector<std::shared_ptr<Ear>> now;
        now.reserve(ears_.size());
        for (const auto& [id, ear] : ears_) now.push_back(ear);
        for (const auto& ear : now) (*ear)(words...);
    }

    bool deaf() const noexcept { return ears_.empty(); }

private:
    std::map<std::uint64_t, std::shared_ptr<Ear>> ears_;
    std::uint64_t next_ = 1;
};

}  // namespace keydesk
