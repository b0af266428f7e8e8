#pragma once

#include "channels/weibo/wire.hpp"
#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace keydesk::weibo {

/// One verified account that is in developer mode (开发模式).
struct Settings {
    std::string app_secret, app_key, access_token;
    std::string uid;  ///< The account's own; empty: pushes for any account are taken.
    bool acknowledge = true;
    bool menu = false;
    std::string message_root, media_root, info_root;  ///< Weibo's three hosts.
    std::string proxy;
    std::chrono::milliseconds deadline{10'000};
};

desk::Capabilities capabilities_of_kind();

/// Weibo's fans' service (粉丝服务平台) as a road to the desk.
///
///     in:   push to /hooks/<inbox key> -> wire::read_push -> Inlet::accept -> passive answer
///     out:  send -> wire::text_reply -> reply.json -> Receipt
///
/// Weibo waits five seconds and pushes three times in all; an answer other than 200 before the
/// message is on disk makes it come again.
///
/// Lives on the io thread; `http` and `inlet` must outlive it.
class WeiboChannel final : public desk::Channel {
public:
    WeiboChannel(net::HttpClient& http, desk::Inlet& inlet, std::string key, Settings settings);

    const desk::Capabilities& capabilities() const noexcept override { return capabilities_; }
    /// Watches the token's end; messages come by hook().
    Task<Result<void>> run() override;
    Task<desk::HookReply> hook(desk::HookCall call) override;
    Task<desk::Sent> send(desk::Departure departure) override;
    Task<Result<desk::Fetched>> fetch(std::string source, std::size_t limit) override;
    Task<Result<desk::Entered>> take_again(std::string raw) override;
    Task<std::vector<desk::Step>> check() override;
    Task<std::vector<desk::Step>> set_up() override;
    std::string address_for_customers(std::string_view token) const override;

private:
    Task<desk::HookReply> take(wire::Push push);
    Task<desk::HookReply> keep_unread(std::string body, std::string why);
    /// `written`: see HttpAsk::written; for what must not happen twice.
    Task<Result<net::HttpReply>> post(
        std::string root, std::string path, wire::Form form, bool* written = nullptr);
    Task<desk::Step> check_token();
    Task<desk::Step> check_permission();
    Task<desk::Step> set_menu();
    desk::Step check_address() const;
    desk::Step check_pushes() const;
    desk::HookReply answered(const Result<desk::Entered>& entered, const wire::Push& push);
    void heed_open_window(wire::Push& push);

    net::HttpClient& http_;
    desk::Inlet& inlet_;
    std::string key_;
    Settings settings_;
    desk::Capabilities capabilities_;
    bool pushed_ = false;  ///< A push with a right signature came since the start.
    /// Until when customers may be written to in private, so that a public @mention, which allows a
    /// single answer, does not shorten it. Forgotten at a restart, to the safe side.
    std::unordered_map<std::string, Time> open_until_;
};

}  // namespace keydesk::weibo
