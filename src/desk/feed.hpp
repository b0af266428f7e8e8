#pragma once

#include "base/signal.hpp"
#include "desk/conversations/nouns.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace keydesk::desk {

/// Tells live sockets what was committed. A hint: whoever hears nothing finds everything in the
/// store. Lives on the io thread and outlives its subscriptions.
class Feed {
public:
    using Ear = Signal<Happening>::Ear;

    /// Hears of one customer's conversation.
    [[nodiscard]] Subscription of_customer(const std::string& customer, Ear ear);
    /// Hears of everything.
    [[nodiscard]] Subscription of_all(Ear ear);

    void publish(const Happening& happening);

private:
    std::unordered_map<std::string, std::shared_ptr<Signal<Happening>>> customers_;
    Signal<Happening> all_;
};

}  // namespace keydesk::desk
