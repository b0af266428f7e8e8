#pragma once

#include "desk/channels/channel.hpp"

#include <map>
#include <string>
#include <vector>

namespace keydesk::app {

/// The inlet of a channel that is only tried: it remembers for itself and takes nothing in.
class TrialInlet final : public desk::Inlet {
public:
    TrialInlet(const Clock& clock, std::string public_url)
        : clock_{clock},
          public_url_{std::move(public_url)}
    {
    }

    Task<Result<desk::Entered>> accept(desk::Arrival) override
    {
        co_return fail(ErrorKind::unavailable, "only tried");
    }
    Task<Result<void>> note(desk::Notice) override
    {
        co_return fail(ErrorKind::unavailable, "only tried");
    }
    Task<Result<void>> quarantine(
        std::string, std::string, std::string, std::string, std::string) override
    {
        co_return fail(ErrorKind::unavailable, "only tried");
    }
    Task<Result<std::string>> recall(std::string key) override { co_return memory_[key]; }
    Task<Result<void>> remember(std::string key, std::string value) override
    {
        memory_[key] = std::move(value);
        co_return Result<void>{};
    }
    Task<Result<std::string>> make_link(std::string, std::string) override
    {
        co_return fail(ErrorKind::unavailable, "only tried");
    }
    void working() override {}
    void failing(std::string, std::string) override {}
    const Clock& clock() const noexcept override { return clock_; }
    const std::string& public_url() const noexcept override { return public_url_; }
    std::vector<std::string> own_names() const override { return {}; }

private:
    const Clock& clock_;
    std::string public_url_;
    std::map<std::string, std::string> memory_;
};

/// The settings with the initial value of every field that is not set.
desk::ChannelSettings whole_settings(
    const desk::ChannelKind& kind, const desk::ChannelSettings& settings);

/// A channel with its own trial inlet. Errors: those of ChannelKind::make.
Result<std::shared_ptr<desk::Channel>> try_settings(
    const desk::ChannelKind& kind,
    const std::string& inbox_key,
    const desk::ChannelSettings& settings,
    const Clock& clock,
    std::string public_url);

}  // namespace keydesk::app
