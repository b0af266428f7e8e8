#pragma once

#include "base/clock.hpp"
#include "base/scope.hpp"
#include "desk/channels/open_doors.hpp"
#include "desk/channels/ports.hpp"
#include "desk/conversations/blobs.hpp"
#include "desk/feed.hpp"

#include <boost/asio/steady_timer.hpp>

namespace keydesk::desk {

/// Fetches the files that messages name and whose bytes are still at the provider. The message is
/// there at once; its files follow. Lives on the io thread; everything given must outlive it.
class Fetcher {
public:
    struct Parts {
        AwaitedFiles& files;
        OpenDoors& doors;
        Feed& feed;
        Blobs& blobs;
        Scope& scope;
        const Clock& clock;
    };

    explicit Fetcher(Parts parts);

    /// For ever.
    Task<void> run();
    void stir();

private:
    Task<void> fetch(Awaited awaited);
    Task<Result<Happening>> keep(Awaited awaited, Fetched fetched);
    Task<Result<Happening>> give_up(Awaited awaited, Error why);

    Parts parts_;
    boost::asio::steady_timer timer_;
    bool stirred_ = false;
};

}  // namespace keydesk::desk
