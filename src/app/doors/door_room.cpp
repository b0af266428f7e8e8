#include "app/doors/door_room.hpp"

namespace keydesk::app {

DoorRoom::DoorRoom(
    boost::asio::io_context& io,
    House& house,
    Scope& scope,
    std::string public_url,
    Scope::Log log,
    MakeKinds kinds)
    : house_{house},
      scope_{scope},
      http_{io},
      parts_{intake_parts(public_url)}
{
    auto make_inlet = [this](const desk::InboxConfig& config, const desk::Capabilities& door) {
        return std::make_unique<desk::Intake>(parts_, config, door);
    };
    doors_ = std::make_unique<Doors>(Doors::Parts{
        .io = io.get_executor(),
        .configs = *house.configs,
        .clock = house.clock,
        .kinds = kinds(http_),
        .make_inlet = make_inlet,
        .public_url = std::move(public_url),
        .log = std::move(log)});
    courier_ = std::make_unique<desk::Courier>(desk::Courier::Parts{
        .outbox = *house.outbox,
        .doors = *doors_,
        .feed = house.feed,
        .blobs = *house.blobs,
        .scope = scope,
        .clock = house.clock});
    fetcher_ = std::make_unique<desk::Fetcher>(desk::Fetcher::Parts{
        .files = *house.doors,
        .doors = *doors_,
        .feed = house.feed,
        .blobs = *house.blobs,
        .scope = scope,
        .clock = house.clock});
}

desk::IntakeParts DoorRoom::intake_parts(std::string public_url)
{
    auto seal = [this](const std::string& purpose, const std::string& text) {
        return house_.sealer.seal(purpose, Secret{text});
    };
    auto unseal =
        [this](const std::string& purpose, const std::string& sealed) -> Result<std::string> {
        auto secret = house_.sealer.unseal(purpose, sealed);
        if (!secret) return fail(secret.error());
        return std::string{secret->reveal()};
    };
    return {
        .desk = *house_.desk,
        .doors = *house_.doors,
        .configs = *house_.configs,
        .quarantine = *house_.quarantine,
        .files = *house_.store,
        .blobs = *house_.blobs,
        .clock = house_.clock,
        .public_url = std::move(public_url),
        .seal = seal,
        .open = unseal,
        .own_names = [this] { return own_names_; },
        .stir =
            [this] {
                courier_->stir();
                fetcher_->stir();
            }};
}

Task<Result<void>> DoorRoom::open()
{
    auto names = co_await read_names();
    if (!names) co_return names;
    auto opened = co_await doors_->reload();
    if (!opened) co_return opened;
    scope_.serve("courier", [this] { return courier_->run(); });
    scope_.serve("files", [this] { return fetcher_->run(); });
    co_return Result<void>{};
}

Task<Result<void>> DoorRoom::changed(std::string what)
{
    if (what == "agents" || what == "workspace") co_return co_await read_names();
    if (what == "inboxes") co_return co_await doors_->reload();
    co_return Result<void>{};
}

Task<Result<void>> DoorRoom::read_names()
{
    auto workspace = co_await house_.accounts->workspace();
    if (!workspace) co_return fail(workspace.error());
    auto agents = co_await house_.accounts->agents();
    if (!agents) co_return fail(agents.error());
    own_names_ = {workspace->name};
    for (const auto& agent : *agents) {
        if (!agent.disabled) own_names_.push_back(agent.name);
    }
    co_return Result<void>{};
}

Task<void> DoorRoom::stop(std::chrono::milliseconds limit)
{
    co_await doors_->stop(limit);
}

}  // namespace keydesk::app
