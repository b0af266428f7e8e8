#pragma once

#include "base/secret.hpp"
#include "channels/wecom/wire.hpp"
#include "channels/weixin/api.hpp"
#include "channels/weixin/crypto.hpp"
#include "channels/weixin/xml.hpp"
#include "desk/channels/channel.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace keydesk::wecom {

struct Settings {
    std::string inbox_key;
    std::string corp_id;
    Secret secret, token;
    weixin::CallbackKey key;
    std::vector<std::string> accounts;  ///< open_kfid of each 客服账号; the first makes links.
    std::string greeting;               ///< Sent when a customer enters; empty: nothing.
    weixin::ApiSettings api;
    std::chrono::milliseconds between_looks{180'000};  ///< A doorbell may get lost.
    std::chrono::milliseconds after_fault{5'000}, longest_after_fault{300'000};
};

desk::Capabilities capabilities();

/// 微信客服 as a door.
///
///     doorbell:  POST /hooks/… (encrypted) -> "look" -> run() wakes
///     in:        run(): sync_msg -> wire::read_batch -> Inlet -> remember the cursor -> again
///     out:       send -> (media/upload ->) send_msg, our msgid making a repeat harmless
///
/// The doorbell brings no message, so it is answered at once: what it is about stays at the
/// platform for three days and is found from the cursor, which moves only over what is stored.
class WecomChannel final : public desk::Channel {
public:
    WecomChannel(net::HttpClient& http, desk::Inlet& inlet, Settings settings);

    const desk::Capabilities& capabilities() const noexcept override { return capabilities_; }
    Task<Result<void>> run() override;
    Task<desk::HookReply> hook(desk::HookCall call) override;
    Task<desk::Sent> send(desk::Departure departure) override;
    Task<Result<desk::Fetched>> fetch(std::string source, std::size_t limit) override;
    Task<std::vector<desk::Step>> check() override;
    Task<std::vector<desk::Step>> set_up() override;
    std::string address_for_customers(std::string_view token) const override;

private:
    /// What is encrypted, once its signature was checked.
    Result<std::string> open(const desk::HookCall& call, std::string sealed) const;
    desk::HookReply ring(const desk::HookCall& call);
    Task<void> wait(std::chrono::milliseconds longest);
    Task<bool> look_everywhere();
    Task<Result<void>> look(std::string account, std::string doorbell);
    Task<Result<void>> take(wire::Batch batch);
    Task<Result<void>> take_line(const wire::Line* line);
    Task<void> name_them(wire::Batch* batch);
    Task<void> greet(wire::Welcome welcome);
    Task<void> find_link();
    Task<desk::Sent> post(std::string body, std::string id, bool again);
    desk::SendError failed(const weixin::Fault& fault);
    void remember_unsent(const std::string& id);
    Task<void> heard();

    desk::Inlet& inlet_;
    Settings settings_;
    desk::Capabilities capabilities_;
    weixin::Api api_;
    std::map<std::string, std::string> rung_;  ///< open_kfid → the doorbell's token.
    bool rung_now_ = false;                    ///< Since the last look began.
    std::shared_ptr<boost::asio::steady_timer> resting_;
    std::set<std::string> unsent_;  ///< msgids whose attempts until now surely sent nothing.
    std::map<std::string, std::string> names_;  ///< Of people seen lately.
    std::string link_;                          ///< Of add_contact_way.
    bool heard_ = false;
};

}  // namespace keydesk::wecom
