#include "desk/feed.hpp"

#include <vector>

namespace keydesk::desk {

Feed::Subscription Feed::of_customer(const std::string& customer, Ear ear)
{
    auto id = next_++;
    customers_[customer].emplace(id, std::make_shared<Ear>(std::move(ear)));
    return Subscription{[this, customer, id] {
        auto found = customers_.find(customer);
        if (found == customers_.end()) return;
        found->second.erase(id);
        if (found->second.empty()) customers_.erase(found);
    }};
}

Feed::Subscription Feed::of_all(Ear ear)
{
    auto id = next_++;
    all_.emplace(id, std::make_shared<Ear>(std::move(ear)));
    return Subscription{[this, id] { all_.erase(id); }};
}

void Feed::publish(const Happening& happening)
{
    auto found = customers_.find(happening.customer);
    if (found != customers_.end()) tell(found->second, happening);
    tell(all_, happening);
}

/// An ear may end subscriptions, its own too, so the list is copied and each ear kept alive.
void Feed::tell(const Ears& ears, const Happening& happening)
{
    std::vector<std::shared_ptr<Ear>> now;
    now.reserve(ears.size());
    for (const auto& [id, ear] : ears) now.push_back(ear);
    for (const auto& ear : now) (*ear)(happening);
}

}  // namespace keydesk::desk
