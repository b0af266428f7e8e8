#include "desk/queue/ports.hpp"

namespace keydesk::desk {

const Calendar& QueueBook::calendar(const std::string& id) const
{
    static const Calendar always;
    auto found = calendars.find(id);
    return found == calendars.end() ? always : found->second;
}

Time reply_by(const QueueBook& book, Time since)
{
    const auto& hours = book.calendar(book.settings.calendar);
    auto due = since + book.settings.rules.slow_reply;
    // Nobody answers at night: what falls there is due two hours after the next opening.
    return hours.open_at(due) ? due : hours.after(due, std::chrono::hours{2});
}

}  // namespace keydesk::desk
