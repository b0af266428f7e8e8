#include "desk/assistant/room.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr RateLimit::Rule kByAgent{12, 20.0 / 60};
constexpr RateLimit::Rule kByDesk{60, 120.0 / 60, 1};
constexpr RateLimit::Rule kBytes{2'000'000, 2'000'000.0 / 60, 1};

/// Counts for as long as it lives, also when the asking is cancelled.
class Seat {
public:
    explicit Seat(int& count) : count_{count} { ++count_; }
    ~Seat() { --count_; }
    Seat(const Seat&) = delete;

private:
    int& count_;
};

std::chrono::seconds rounded_up(std::chrono::milliseconds wait)
{
    return std::chrono::ceil<std::chrono::seconds>(wait);
}

}  // namespace

std::string_view name_of(ModelFault fault) noexcept
{
    switch (fault) {
        case ModelFault::none:
            return "none";
        case ModelFault::unauthorized:
            return "unauthorized";
        case ModelFault::not_found:
            return "not_found";
        case ModelFault::busy:
            return "busy";
        case ModelFault::timeout:
            return "timeout";
        case ModelFault::unreachable:
            return "unreachable";
        case ModelFault::forbidden_address:
            return "forbidden_address";
        case ModelFault::server_error:
            return "server_error";
        case ModelFault::bad_answer:
            return "bad_answer";
        case ModelFault::too_long:
            return "too_long";
        case ModelFault::refused:
            return "refused";
    }
    return "bad_answer";
}

AssistantRoom::AssistantRoom(
    AssistantStore& store, const Sealer& sealer, const Clock& clock, AskModel ask)
    : store_{store},
      sealer_{sealer},
      clock_{clock},
      ask_{std::move(ask)},
      by_agent_{clock, kByAgent},
      by_desk_{clock, kByDesk},
      bytes_{clock, kBytes}
{
}

Task<Result<void>> AssistantRoom::open()
{
    auto settings = co_await store_.settings();
    if (!settings) co_return fail(settings.error());
    settings_ = std::move(*settings);
    co_return Result<void>{};
}

Task<Result<void>> AssistantRoom::change(AssistantSettings settings, AuditEntry audit)
{
    auto kept = co_await store_.keep(settings, std::move(audit));
    if (!kept) co_return kept;
    settings_ = std::move(settings);
    failures_ = 0;
    paused_until_.reset();
    co_return kept;
}

std::optional<AssistantRoom::Asked> AssistantRoom::barred(
    const std::string& agent, std::size_t bytes)
{
    auto now = clock_.now();
    if (paused_until_ && now < *paused_until_) {
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*paused_until_ - now);
        return Asked{"paused", {}, rounded_up(left)};
    }
    if (at_work_ >= kAtOnce) return Asked{"crowded", {}, std::chrono::seconds{3}};
    auto wait = by_agent_.allow(agent);
    if (!wait) wait = by_desk_.allow("desk");
    if (!wait) wait = bytes_.allow("desk", static_cast<double>(bytes));
    if (wait) return Asked{"limited", {}, rounded_up(*wait)};
    return std::nullopt;
}

/// Only what says that the model is away counts; a refused key is the operator's to mend.
void AssistantRoom::note(const ModelReply& reply)
{
    using enum ModelFault;
    bool away = reply.fault == timeout || reply.fault == unreachable || reply.fault == server_error;
    if (reply.fault == busy) paused_until_ = clock_.now() + reply.retry_after.value_or(kPause / 6);
    if (!away) {
        failures_ = 0;
        return;
    }
    if (++failures_ < kFailures) return;
    failures_ = 0;
    paused_until_ = clock_.now() + kPause;
}

Task<AssistantRoom::Asked> AssistantRoom::ask(std::string agent, Prompt prompt)
{
    auto bar = barred(agent, prompt.system.size() + prompt.user.size());
    if (bar) co_return *bar;
    ModelCall call{
        .base_url = settings_.base_url,
        .model = settings_.model,
        .own_network = settings_.own_network,
        .system = std::move(prompt.system),
        .user = std::move(prompt.user)};
    if (!settings_.api_key.empty()) {
        auto key = sealer_.unseal(kAssistantPurpose, settings_.api_key);
        if (!key) co_return Asked{"model_unauthorized", {}};
        call.key = std::move(*key);
    }
    Seat seat{at_work_};
    auto reply = co_await ask_(std::move(call));
    note(reply);
    if (reply.fault == ModelFault::none) co_return Asked{{}, std::move(reply.text)};
    co_return Asked{"model_" + std::string{name_of(reply.fault)}, {}, reply.retry_after};
}

}  // namespace keydesk::desk
