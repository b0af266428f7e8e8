#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channels/weixin/api.hpp"
#include "channels/weixin/xml.hpp"
#include "desk/channels/arrival.hpp"
#include "desk/channels/departure.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Official Account's XML and JSON and the desk's words, turned into each other. No I/O here.
///
/// Source: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/
namespace keydesk::wechat::wire {

/// custom/send names no limit; what users report as refused (45002) begins at 2,048.
inline constexpr std::size_t kLongestText = 2'000;  // bytes

/// What may be sent after a message of the user, and after a menu click, follow or scan.
/// Source: developers.weixin.qq.com, "kf/intro" (5 in 48 h, 3 in 1 min, paid: 48 h).
inline constexpr std::int64_t kAfterMessage = 5, kAfterTap = 3;

/// The keys of our menu's two buttons, as CLICK events bring them back.
inline constexpr std::string_view kTalkKey = "KEYDESK_TALK", kReportKey = "KEYDESK_REPORT";

/// What one push means to us. Nothing in it: one that we understand and do not need.
struct Push {
    std::string user, account;  ///< OpenID and "gh_…": who is answered by whom.
    std::optional<desk::Arrival> arrival = {};
    std::vector<desk::Notice> notices = {};
    /// What is answered at once, within the platform's five seconds.
    enum class Answer { nothing, greeting, talk, report } answer = Answer::nothing;
};

/// Errors: `invalid_input` when it is no push of an Official Account.
Result<Push> read_push(const weixin::XmlMessage& message, Time now);

/// A text in answer to a push. It repeats nothing of what was pushed and costs no budget.
std::string passive_text(const Push& push, std::string_view text, Time now);
/// An encrypted answer's envelope.
std::string envelope(
    std::string_view sealed,
    std::string_view signature,
    std::string_view timestamp,
    std::string_view nonce);

/// The "touser" of a Place::address.
std::string user_of(const std::string& address);

std::string send_text(const std::string& user, const std::string& text);
/// `kind`: "image", "voice" or "video".
std::string send_media(
    const std::string& user, const std::string& kind, const std::string& media_id);
std::string typing(const std::string& user, bool on);
std::string menu(std::string_view talk, std::string_view report);
/// A temporary QR code with a scene; it lives for 30 days, the longest there is.
std::string make_qr_code(const std::string& scene);

/// How a file travels: the platform's kind for it and the most bytes it takes of that kind.
struct Carriage {
    std::string kind;  ///< Empty: not at all.
    std::string suffix = {};
    std::int64_t largest = 0;
};
Carriage carriage_of(std::string_view mime_type, std::int64_t largest_picture);

/// What the courier must do after this fault. Codes decide, never errmsg.
desk::SendError send_error(const weixin::Fault& fault, Time now);
/// The next midnight in China, when daily quotas begin anew.
std::chrono::milliseconds until_midnight_in_china(Time now);

}  // namespace keydesk::wechat::wire
