#pragma once

#include "base/rate_limit.hpp"
#include "channels/telegram/album.hpp"
#include "channels/telegram/courtesies.hpp"
#include "channels/telegram/imitation.hpp"
#include "channels/telegram/message.hpp"
#include "channels/telegram/settings.hpp"
#include "desk/channels/channel.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace keydesk::telegram {

/// What may be answered in a group itself. Nothing is yet: with a knowledge base, a question that
/// asks for nothing personal and has one published answer gets it here; all else goes to private.
std::optional<std::string> public_answer(const desk::Arrival& question);

/// Where updates go: private messages and calls in registered groups to the desk, names that
/// imitate ours to everybody's notice, the rest nowhere.
///
/// Lives on the io thread; everything it is given must outlive it.
class Reception {
public:
    Reception(desk::Inlet& inlet, const Settings& settings, Courtesies& courtesies);

    /// What earlier runs left: albums under way, groups that have moved.
    Task<Result<void>> restore();

    /// On disk, or of no use to anybody, when this returns without an error: acknowledge it.
    /// Errors: `unavailable`: it must come again.
    Task<Result<void>> take(json::value update, Account me);

    /// Albums that have been quiet for long enough; of `chat` (not 0) all.
    Task<Result<void>> flush_albums(std::int64_t chat, Account me);
    bool albums_open() const noexcept { return albums_.any_open(); }

    /// A group has become a supergroup, as an update or a refusal says.
    Task<Result<void>> moved(std::int64_t from, std::int64_t to);

private:
    Task<Result<void>> take_private(Message message, Account me);
    Task<Result<void>> take_start(Message message);
    Task<Result<void>> take_group(Message message, Account me);
    Task<Result<void>> take_call(Message message, Account me);
    Task<Result<void>> take_edit(Message message);
    Task<Result<void>> take_membership(Membership change);
    Task<Result<void>> deliver(Message message, Account me);
    Task<Result<void>> enter(desk::Arrival arrival, Account me);
    Task<Result<void>> follow_move(desk::Place place, Spot spot);
    Task<void> invite(desk::Arrival question, desk::Entered entered, Account me);
    void warn_of_imitators(const Message& message, const Account& me);
    Imitation imitation(const Face& face, const Account& me) const;
    bool registered(std::int64_t group) const;

    desk::Inlet& inlet_;
    const Settings& settings_;
    Courtesies& courtesies_;
    Albums albums_;
    RateLimit greeted_;  ///< By message: a repeat is not greeted again.
    RateLimit invited_;  ///< By group, topic and person.
    RateLimit warned_;   ///< By group and person.
    std::map<std::int64_t, std::int64_t> came_from_;  ///< Supergroup → the group that it was.
    std::set<std::string> followed_;                  ///< Place keys whose move has been told.
};

}  // namespace keydesk::telegram
