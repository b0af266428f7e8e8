#include "net/deadlines.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::net {

void Deadlines::Entry::unlink() noexcept
{
    if (link_ == nullptr) return;
    *link_ = next_;
    if (next_ != nullptr) next_->link_ = link_;
    link_ = nullptr;
    next_ = nullptr;
}

Deadlines::Deadlines(When start, Clock::duration tick, std::size_t slots)
    : start_{start},
      tick_{tick},
      slots_(slots, nullptr)
{
}

void Deadlines::set(Entry& entry, When when)
{
    entry.when_ = when;
    if (entry.link_ != nullptr && entry.due_ <= tick_of(when)) return;
    entry.unlink();
    put(entry);
}

void Deadlines::advance(When now)
{
    auto last = static_cast<std::size_t>(std::max((now - start_) / tick_, Clock::rep{0}));
    if (last - std::min(last, now_) > slots_.size()) now_ = last - slots_.size();
    while (now_ < last) pass(++now_ % slots_.size(), now);
}

/// Rounded up: nothing expires early.
std::size_t Deadlines::tick_of(When when) const noexcept
{
    if (when == When::max()) return static_cast<std::size_t>(-1);
    return static_cast<std::size_t>(std::max((when - start_) / tick_ + 1, Clock::rep{0}));
}

void Deadlines::put(Entry& entry)
{
    entry.due_ = std::clamp(tick_of(entry.when_), now_ + 1, now_ + slots_.size() - 1);
    Entry*& head = slots_[entry.due_ % slots_.size()];
    entry.next_ = head;
    entry.link_ = &head;
    if (head != nullptr) head->link_ = &entry.next_;
    head = &entry;
}

void Deadlines::pass(std::size_t slot, When now)
{
    // The chain hangs on a local head meanwhile, so that entries may leave it from expire().
    Entry* chain = std::exchange(slots_[slot], nullptr);
    if (chain != nullptr) chain->link_ = &chain;
    while (chain != nullptr) {
        Entry& entry = *chain;
        entry.unlink();
        if (entry.when_ == When::max()) continue;
        if (entry.when_ > now) {
            put(entry);
            continue;
        }
        entry.when_ = When::max();
        entry.expire();
    }
}

}  // namespace keydesk::net
