#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace keydesk::net {

/// When each of many connections runs out of time, kept so that moving a deadline costs a store.
///
/// A coarse wheel: an entry sits in the slot of the time it was put in for. Moving its deadline
/// later only writes the new time; the slot finds out when its turn comes and passes the entry on.
/// Late by at most one tick, never early. Pure: time comes in from outside.
class Deadlines {
public:
    using Clock = std::chrono::steady_clock;
    using When = Clock::time_point;

    class Entry {
    public:
        Entry() = default;
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;
        virtual ~Entry() { unlink(); }
        /// The deadline has passed; it is no longer set.
        virtual void expire() = 0;

    private:
        friend class Deadlines;
        void unlink() noexcept;

        When when_ = When::max();
        std::size_t due_ = 0;  ///< The tick whose slot holds it.
        Entry* next_ = nullptr;
        Entry** link_ = nullptr;  ///< What points to this entry; null: in no slot.
    };

    Deadlines(When start, Clock::duration tick, std::size_t slots = 512);

    void set(Entry& entry, When when);
    void clear(Entry& entry) noexcept { entry.when_ = When::max(); }
    /// Calls expire() of everything that is due. An entry may be set again, or destroyed, there.
    void advance(When now);
    Clock::duration tick() const noexcept { return tick_; }

private:
    std::size_t tick_of(When when) const noexcept;
    void put(Entry& entry);
    void pass(std::size_t slot, When now);

    When start_;
    Clock::duration tick_;
    std::size_t now_ = 0;  ///< The last tick that was dealt with.
    std::vector<Entry*> slots_;
};

}  // namespace keydesk::net
