#include "app/parts/public.hpp"

#include "app/assets.hpp"

#include <algorithm>

namespace keydesk::app {

namespace {

/// Nobody is sent to a door that is paused, closed or wrongly set.
std::vector<api::ContactDoor> contacts(const desk::OpenDoors& doors)
{
    std::vector<api::ContactDoor> out;
    for (const auto& door : doors.doors()) {
        if (!door.channel || door.kind == nullptr || door.paused) continue;
        out.push_back(
            {door.inbox,
             std::string{door.kind->kind()},
             door.kind->name(),
             door.name,
             door.channel->address_for_customers("")});
    }
    return out;
}

std::string mail_inbox(const desk::OpenDoors& doors)
{
    for (const auto& door : doors.doors()) {
        bool mail = door.kind != nullptr && door.kind->kind() == "email";
        if (mail && door.channel && !door.paused) return door.inbox;
    }
    return {};
}

bool is_ours(const desk::OpenDoors& doors, const std::string& address)
{
    return std::ranges::any_of(doors.doors(), [&](const desk::OpenDoor& door) {
        return door.channel && door.channel->receives(address);
    });
}

}  // namespace

PublicPart::PublicPart(
    House& house, api::chat::ChatDoor& door, const desk::OpenDoors& doors, const Settings& settings)
    : feedback_{*house.database, house.clock},
      confirmations_{*house.database, *house.store, house.sealer, house.clock},
      suggestions_{feedback_, house.clock},
      door_{parts(house, door, doors, settings)}
{
}

api::PublicDoor::Parts PublicPart::parts(
    House& house, api::chat::ChatDoor& door, const desk::OpenDoors& doors, const Settings& settings)
{
    bool linkable = !settings.public_url.empty();
    return {
        .desk = *house.desk,
        .visitors = *house.store,
        .conversations = *house.store,
        .suggestions = feedback_,
        .forms = feedback_,
        .workspace = *house.accounts,
        .confirmations = confirmations_,
        .clock = house.clock,
        .doors = [&doors] { return contacts(doors); },
        .inboxes_changed = [&door] { return door.inboxes.refresh(); },
        .mail_inbox = [&doors, linkable] { return linkable ? mail_inbox(doors) : std::string{}; },
        .own_address = [&doors](const std::string& address) { return is_ours(doors, address); },
        .stylesheet = path_of_page("public.css"),
        .board_script = path_of_page("board.js"),
        .limits = settings.limits};
}

void PublicPart::add_routes(net::Router& router, api::Routes& routes)
{
    api::add_public_routes(router, door_);
    api::add_suggestion_routes(routes, suggestions_);
}

}  // namespace keydesk::app
