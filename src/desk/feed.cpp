#include "desk/feed.hpp"

namespace keydesk::desk {

Subscription Feed::of_customer(const std::string& customer, Ear ear)
{
    auto& signal = customers_[customer];
    if (!signal) signal = std::make_shared<Signal<Happening>>();
    auto inner = std::make_shared<Subscription>(signal->listen(std::move(ear)));
    return Subscription{[this, customer, inner]() mutable {
        *inner = Subscription{};
        auto found = customers_.find(customer);
        if (found != customers_.end() && found->second->deaf()) customers_.erase(found);
    }};
}

Subscription Feed::of_all(Ear ear)
{
    return all_.listen(std::move(ear));
}

void Feed::publish(const Happening& happening)
{
    auto found = customers_.find(happening.customer);
    // Kept alive: the last ear may go while it is being told.
    auto signal = found == customers_.end() ? nullptr : found->second;
    if (signal) signal->tell(happening);
    all_.tell(happening);
}

}  // namespace keydesk::desk
