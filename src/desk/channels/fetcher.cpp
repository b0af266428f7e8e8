#include "desk/channels/fetcher.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>

namespace keydesk::desk {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLargest = 20 << 20;
constexpr std::array<std::chrono::seconds, 6> kPauses{5s, 30s, 5min, 30min, 3h, 12h};

}  // namespace

Fetcher::Fetcher(Parts parts) : parts_{parts}, timer_{parts.scope.executor()} {}

void Fetcher::stir()
{
    stirred_ = true;
    timer_.cancel();
}

Task<void> Fetcher::run()
{
    for (;;) {
        stirred_ = false;
        auto awaited = co_await parts_.files.awaited(8);
        if (awaited) {
            for (auto& one : *awaited) co_await fetch(std::move(one));
        }
        if (stirred_ || (awaited && !awaited->empty())) continue;
        timer_.expires_after(5s);
        boost::system::error_code woken;
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
}

Task<void> Fetcher::fetch(Awaited awaited)
{
    auto channel = parts_.doors.find(awaited.inbox);
    Result<Fetched> fetched = fail(ErrorKind::unavailable, "the inbox is not open");
    if (channel) fetched = co_await channel->fetch(awaited.source, kLargest);
    Result<Happening> told;
    if (fetched) {
        told = co_await keep(std::move(awaited), std::move(*fetched));
    } else {
        told = co_await give_up(std::move(awaited), fetched.error());
    }
    if (told && !told->entries.empty()) parts_.feed.publish(*told);
    // The store refuses: not the same file over and over meanwhile.
    if (told) co_return;
    timer_.expires_after(1s);
    boost::system::error_code woken;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
}

Task<Result<Happening>> Fetcher::keep(Awaited awaited, Fetched fetched)
{
    auto upload = parts_.blobs.begin(kLargest, true);
    if (!upload) co_return fail(upload.error());
    auto written = (*upload)->write(fetched.bytes);
    if (!written) co_return co_await give_up(std::move(awaited), written.error());
    auto kept = co_await (*upload)->finish();
    if (!kept) co_return co_await give_up(std::move(awaited), kept.error());
    kept->face.id = awaited.file;
    kept->face.name = awaited.name.empty() ? fetched.name : awaited.name;
    co_return co_await parts_.files.came(awaited.file, kept->face, kept->sha256);
}

Task<Result<Happening>> Fetcher::give_up(Awaited awaited, Error why)
{
    std::optional<Time> due;
    auto attempt = static_cast<std::size_t>(awaited.attempts);
    if (why.transient() && attempt < kPauses.size()) {
        due = parts_.clock.now() + kPauses.at(attempt);
        if (why.retry_after) due = std::max(*due, parts_.clock.now() + *why.retry_after);
    }
    co_return co_await parts_.files.did_not_come(awaited.file, name_of(why.kind), due);
}

}  // namespace keydesk::desk
