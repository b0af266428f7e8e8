#pragma once

#include "base/signal.hpp"
#include "desk/conversations/nouns.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keydesk::desk {

/// Somebody types, or has stopped.
struct Typing {
    std::string conversation;
    std::string customer;
    bool by_customer = false;
    Face agent;         ///< Unless by the customer.
    bool note = false;  ///< A private note: the customer must not see it.
    bool on = false;
};

/// An agent who has a conversation open.
struct Viewer {
    Face agent;
    bool typing = false;
};

/// Who is here, looks at what, and types. In memory only: it is true for now or not at all.
/// Lives on the io thread.
class Presence {
public:
    /// A tab of an agent; take it with `arrive` and give it back with `leave`.
    using Tab = std::uint64_t;

    Tab arrive(Face agent);
    void leave(Tab tab);
    /// Empty: looks at none.
    void look(Tab tab, const std::string& conversation);
    void type(Tab tab, const std::string& customer, bool on, bool note);
    void customer_types(const std::string& conversation, const std::string& customer, bool on);

    std::vector<Viewer> viewers(const std::string& conversation) const;
    std::vector<std::string> online() const;

    Signal<Typing> typing;
    Signal<std::string> viewers_changed;  ///< Of this conversation.
    Signal<> online_changed;

private:
    struct Seat {
        Face agent;
        std::string conversation;
        bool typing = false;
    };
    std::map<Tab, Seat> seats_;
    Tab next_ = 1;
};

}  // namespace keydesk::desk
