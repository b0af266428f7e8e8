#include "app/doors/door.hpp"

#include "app/doors/trial_inlet.hpp"
#include "base/backoff.hpp"

#include <algorithm>

namespace keydesk::app {

using namespace std::chrono_literals;

Door::Door(
    boost::asio::any_io_executor io,
    desk::InboxConfig config,
    std::unique_ptr<desk::Inlet> inner,
    std::function<void(const std::string& inbox)> tell,
    Scope::Log log)
    : config_{std::move(config)},
      inner_{std::move(inner)},
      tell_{std::move(tell)},
      log_{log},
      health_{.inbox = config_.id, .since = inner_->clock().now()},
      scope_{std::move(io), std::move(log)}
{
}

void Door::open(const desk::ChannelKind& kind)
{
    kind_ = &kind;
    if (config_.closed) return set_state("stopped");
    auto made = kind.make(config_.key, whole_settings(kind, config_.settings), *this);
    if (!made) return set_state("failing", "settings", made.error().what);
    channel_ = std::move(*made);
    // It still answers: who pushes (WeChat: three times in 15 s) does not come back for long.
    if (config_.paused) set_state("paused");
}

void Door::serve(Pauses pauses)
{
    if (!channel_ || config_.paused) return;
    // The door lives as long as its task: `stop` may give up waiting for one that hangs.
    auto run = [self = shared_from_this(), pauses] { return self->keep(pauses); };
    scope_.serve("door " + config_.key, run);
}

Task<void> Door::stop(std::chrono::milliseconds limit)
{
    co_await scope_.stop(limit);
}

Task<void> Door::keep(Pauses pauses)
{
    // Coming back here means that run() threw: a bug of the door, reported by the scope.
    if (std::exchange(ran_, true)) failing("fault", "the door ended unexpectedly");
    Backoff backoff{pauses.first, pauses.longest};
    for (;;) {
        auto began = clock().now();
        auto ended = co_await channel_->run();
        if (ended) break;
        const auto& error = ended.error();
        bool mended_by_waiting =
            error.kind != ErrorKind::denied && error.kind != ErrorKind::invalid_input;
        if (health_.state != "failing") failing(name_of(error.kind), error.what);
        log_(
            "inbox " + config_.key + " (" + config_.kind + "): " + name_of(error.kind) + ": " +
            error.what);
        if (!mended_by_waiting) break;
        if (clock().now() - began > 1min) backoff.reset();
        auto pause = backoff.next();
        if (error.retry_after) pause = std::max<Backoff::Time>(pause, *error.retry_after);
        co_await sleep_for(pause);
    }
    // A door that is only called has nothing more to do here; hooks and sending go on.
    if (health_.state == "starting") working();
    for (;;) co_await sleep_for(24h);
}

bool Door::same(const desk::InboxConfig& config) const
{
    return config.kind == config_.kind && config.key == config_.key &&
           config.name == config_.name && config.settings == config_.settings &&
           config.paused == config_.paused && config.closed == config_.closed;
}

desk::OpenDoor Door::face()
{
    auto self = shared_from_this();
    return {config_.id, config_.key, config_.name, kind_, channel(), self, config_.paused};
}

std::shared_ptr<desk::Channel> Door::channel()
{
    if (!channel_) return nullptr;
    return {shared_from_this(), channel_.get()};
}

void Door::set_state(std::string state, std::string code, std::string detail)
{
    bool news = state != health_.state || code != health_.code || detail != health_.detail;
    if (state != health_.state || code != health_.code) health_.since = clock().now();
    health_.state = std::move(state);
    health_.code = std::move(code);
    health_.detail = std::move(detail);
    if (news) tell_(config_.id);
}

void Door::working()
{
    inner_->working();
    if (!config_.paused) set_state("working");
}

void Door::failing(std::string code, std::string detail)
{
    inner_->failing(code, detail);
    if (!config_.paused) set_state("failing", std::move(code), std::move(detail));
}

Task<Result<desk::Entered>> Door::accept(desk::Arrival arrival)
{
    co_return co_await inner_->accept(std::move(arrival));
}

Task<Result<void>> Door::note(desk::Notice notice)
{
    co_return co_await inner_->note(std::move(notice));
}

Task<Result<void>> Door::quarantine(
    std::string reason,
    std::string raw,
    std::string from,
    std::string subject,
    std::string external_id)
{
    co_return co_await inner_->quarantine(
        std::move(reason),
        std::move(raw),
        std::move(from),
        std::move(subject),
        std::move(external_id));
}

Task<Result<std::string>> Door::recall(std::string key)
{
    co_return co_await inner_->recall(std::move(key));
}

Task<Result<void>> Door::remember(std::string key, std::string value)
{
    co_return co_await inner_->remember(std::move(key), std::move(value));
}

Task<Result<std::string>> Door::make_link(std::string conversation, std::string bound_to)
{
    co_return co_await inner_->make_link(std::move(conversation), std::move(bound_to));
}

const Clock& Door::clock() const noexcept
{
    return inner_->clock();
}

const std::string& Door::public_url() const noexcept
{
    return inner_->public_url();
}

std::vector<std::string> Door::own_names() const
{
    return inner_->own_names();
}

}  // namespace keydesk::app
