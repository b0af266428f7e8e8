#pragma once

#include "base/compute.hpp"
#include "base/rate_limit.hpp"
#include "channels/telegram/api.hpp"
#include "channels/telegram/courtesies.hpp"
#include "channels/telegram/reception.hpp"
#include "channels/telegram/settings.hpp"
#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace keydesk::telegram {

/// One bot account as a door of the desk.
///
///     in:   getUpdates, or a call to our hook -> Reception -> Inlet -> acknowledged
///     out:  send -> sendMessage, sendPhoto, sendDocument -> message id
///
/// Telegram forgets an update when it is asked for the next, or when the hook answers 200, and both
/// happen only after the desk has stored it: a crash repeats updates and loses none.
///
/// Lives on the io thread; `http`, `inlet` and `disk` must outlive it.
/// Source: https://core.telegram.org/bots/api
class TelegramChannel final : public desk::Channel {
public:
    TelegramChannel(
        net::HttpClient& http,
        Compute& disk,
        Settings settings,
        std::string inbox_key,
        desk::Inlet& inlet);

    static desk::Capabilities capabilities_of_telegram();

    const desk::Capabilities& capabilities() const noexcept override { return capabilities_; }
    Task<Result<void>> run() override;
    Task<desk::HookReply> hook(desk::HookCall call) override;
    Task<desk::Sent> send(desk::Departure departure) override;
    Task<Result<desk::Fetched>> fetch(std::string source, std::size_t limit) override;
    Task<void> typing(std::string address, bool on) override;
    Task<std::vector<desk::Step>> check() override;
    Task<std::vector<desk::Step>> set_up() override;
    std::string address_for_customers(std::string_view token) const override;

private:
    Task<Result<void>> prepare();
    Task<Result<void>> meet();
    Task<Result<void>> recall_account();
    Task<Result<void>> poll();
    Task<Result<void>> take_all(json::value updates);
    Task<void> attend();
    Task<void> look_at_webhook();
    Task<desk::Sent> settle(Answer answer, Spot spot);
    desk::Sent pace_of(const Spot& spot);
    bool many_are_limited(std::int64_t chat);
    std::string secret() const;
    std::string hook_url() const;
    void ring();

    Settings settings_;
    std::string inbox_key_;
    desk::Inlet& inlet_;
    desk::Capabilities capabilities_ = capabilities_of_telegram();
    RateLimit pace_;  ///< By group.
    Api api_;
    Courtesies courtesies_;
    Reception reception_;
    std::optional<Account> me_;
    bool asked_ = false;  ///< In this run: who we are.
    bool restored_ = false;
    std::int64_t next_ = 0;  ///< One past the newest update that the desk has.
    std::int64_t limited_chat_ = 0;
    Time limited_at_{};
    boost::asio::steady_timer* bell_ = nullptr;  ///< Of attend(), while it runs.
};

/// The steps of check() and set_up(), apart from the account that they are tried with.
struct Trial {
    const Settings& settings;
    Api& api;
    std::string hook_url;
    std::string secret;
};
Task<std::vector<desk::Step>> try_settings(Trial trial);
Task<std::vector<desk::Step>> set_up_account(Trial trial);

}  // namespace keydesk::telegram
