// What `keydesk doctor` says of the doors.
#include "app/commands/doctor.hpp"
#include "app/doors/doors.hpp"
#include "app/doors/trial_inlet.hpp"
#include "base/seal.hpp"
#include "net/http_client.hpp"
#include "sql/connection.hpp"
#include "store/doors/inbox_configs.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>

namespace keydesk::app {

namespace {

/// The sentence, then what to do, both in English: doctor is for the shell.
Diagnosis told_of(const desk::InboxConfig& inbox, const desk::Step& step)
{
    using enum desk::Step::State;
    auto what = inbox.kind + " \"" + inbox.name + "\"";
    auto health = step.state == failed ? Health::broken : Health::good;
    auto found = step.name.en + (step.state == skipped  ? ": skipped."
                                 : step.state == failed ? ": failed."
                                                        : ": passed.");
    if (step.state == failed) return {health, what, found, step.detail.en};
    if (!step.detail.en.empty()) found += " " + step.detail.en;
    return {health, what, found, {}};
}

/// Runs on an io context of its own, one door after the other.
Task<void> try_all(
    std::vector<desk::InboxConfig> inboxes,
    std::vector<std::unique_ptr<desk::ChannelKind>>& kinds,
    const Clock& clock,
    std::vector<Diagnosis>& found)
{
    for (const auto& inbox : inboxes) {
        auto kind = std::ranges::find(kinds, inbox.kind, &desk::ChannelKind::kind);
        if (kind == kinds.end() || inbox.closed) continue;
        auto channel = try_settings(**kind, inbox.key, inbox.settings, clock, {});
        if (!channel) {
            auto what = inbox.kind + " \"" + inbox.name + "\"";
            auto said = "Its settings are not complete: " + channel.error().what + ".";
            found.push_back({Health::broken, what, said, "Mend them in the console."});
            continue;
        }
        auto steps = co_await (*channel)->check();
        for (const auto& step : steps) found.push_back(told_of(inbox, step));
    }
}

}  // namespace

std::vector<Diagnosis> examine_doors(const std::filesystem::path& data, const Clock& clock)
{
    // What is missing here was said by examine().
    std::error_code none;
    if (!std::filesystem::exists(data / "keys" / "master", none)) return {};
    auto sealer = Sealer::open(data / "keys" / "master");
    auto db = sql::open_sqlite((data / "desk.db").string(), true);
    if (!sealer || !db) return {};
    auto inboxes = store::read_inbox_configs(**db, *sealer);
    if (!inboxes) return {};
    std::vector<Diagnosis> found;
    boost::asio::io_context io{1};
    net::HttpClient http{io};
    auto kinds = channel_kinds(http);
    auto trial = try_all(std::move(*inboxes), kinds, clock, found);
    boost::asio::co_spawn(io, std::move(trial), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    io.run();
    return found;
}

}  // namespace keydesk::app
