#pragma once

#include "base/rate_limit.hpp"
#include "base/secret.hpp"
#include "channels/wechat/gate.hpp"
#include "channels/wechat/wire.hpp"
#include "channels/weixin/api.hpp"
#include "desk/channels/channel.hpp"

#include <chrono>
#include <string>

namespace keydesk::wechat {

/// One Official Account (公众号, a 服务号 that is verified).
struct Settings {
    std::string inbox_key;
    std::string app_id;
    Secret app_secret;
    GateSettings gate;
    std::string greeting;  ///< Answered to a follow; empty: nothing.
    std::string talk_label, talk_answer, report_label, report_answer;  ///< Of the menu's buttons.
    bool menu = true;
    std::string public_address = {};  ///< Where customers find the account; may be empty.
    std::int64_t largest_picture = 2 << 20;
    weixin::ApiSettings api;
    /// How long a push may wait for a store that is busy, and when the platform surely gave up.
    std::chrono::milliseconds patience{3'500}, platform_waits{5'300};
};

desk::Capabilities capabilities(std::int64_t largest_picture);

/// An Official Account as a door.
///
///     in:   POST /hooks/… -> Gate::open -> wire::read_push -> Inlet -> "success" or a passive text
///     out:  send -> (media/upload ->) message/custom/send
///
/// The platform waits five seconds and asks three times in all. What cannot be stored by then is
/// left without an answer until it has given up, because only then it is sure to ask again.
class WechatChannel final : public desk::Channel {
public:
    WechatChannel(net::HttpClient& http, desk::Inlet& inlet, Settings settings);

    const desk::Capabilities& capabilities() const noexcept override { return capabilities_; }
    /// All comes by calls: it returns at once.
    Task<Result<void>> run() override;
    /// Also shows, at GET ?link=<token>, the QR code that leads into a conversation.
    Task<desk::HookReply> hook(desk::HookCall call) override;
    Task<desk::Sent> send(desk::Departure departure) override;
    Task<Result<desk::Fetched>> fetch(std::string source, std::size_t limit) override;
    Task<void> typing(std::string address, bool on) override;
    Task<std::vector<desk::Step>> check() override;
    Task<std::vector<desk::Step>> set_up() override;
    std::string address_for_customers(std::string_view token) const override;

private:
    Task<desk::HookReply> take(desk::HookCall call);
    /// Signed, but nothing we can read: kept for an operator.
    Task<desk::HookReply> put_aside(desk::HookCall call);
    Task<Result<void>> enter(const wire::Push* push);
    Task<Result<void>> enter_patiently(const wire::Push* push);
    desk::HookReply answer(const wire::Push& push, bool encrypted) const;
    Task<desk::HookReply> show_code(std::string link);
    Task<desk::Sent> post(std::string body);
    desk::SendError failed(const weixin::Fault& fault);
    void refused(const Error& error);
    Task<void> heard();

    desk::Inlet& inlet_;
    Settings settings_;
    desk::Capabilities capabilities_;
    Gate gate_;
    weixin::Api api_;
    RateLimit codes_;  ///< QR codes that anybody may ask for.
    bool heard_ = false;
};

}  // namespace keydesk::wechat
