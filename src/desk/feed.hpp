#pragma once

#include "desk/conversations/nouns.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

namespace keydesk::desk {

/// Tells live sockets what was committed. A hint: whoever hears nothing finds everything in the
/// store. Lives on the io thread; an ear must not throw and may unsubscribe anybody.
class Feed {
public:
    using Ear = std::function<void(const Happening&)>;

    /// Ends the subscription when it goes. Must not outlive the feed.
    class Subscription {
    public:
        Subscription() = default;
        explicit Subscription(std::function<void()> end) : end_{std::move(end)} {}
        Subscription(Subscription&& other) noexcept : end_{std::exchange(other.end_, nullptr)} {}
        Subscription& operator=(Subscription&& other) noexcept
        {
            if (end_) end_();
            end_ = std::exchange(other.end_, nullptr);
            return *this;
        }
        ~Subscription()
        {
            if (end_) end_();
        }

    private:
        std::function<void()> end_;
    };

    /// Hears of one customer's conversation.
    [[nodiscard]] Subscription of_customer(const std::string& customer, Ear ear);
    /// Hears of everything.
    [[nodiscard]] Subscription of_all(Ear ear);

    void publish(const Happening& happening);

private:
    using Ears = std::unordered_map<std::uint64_t, std::shared_ptr<Ear>>;
    static void tell(const Ears& ears, const Happening& happening);

    std::unordered_map<std::string, Ears> customers_;
    Ears all_;
    std::uint64_t next_ = 1;
};

}  // namespace keydesk::desk
