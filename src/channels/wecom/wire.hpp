#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channels/weixin/api.hpp"
#include "desk/channels/arrival.hpp"
#include "desk/channels/departure.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// 微信客服's JSON and the desk's words, turned into each other. No I/O here.
///
/// Source: https://developer.work.weixin.qq.com/document/path/94670 (sync_msg), 94677 (send_msg),
/// 95122 (send_msg_on_event), 94665 (add_contact_way), 95159 (batchget)
namespace keydesk::wecom::wire {

inline constexpr std::size_t kLongestText = 2'048;  // bytes
inline constexpr std::int64_t kAfterMessage = 5;    // messages in 48 hours

/// A customer entered the chat: one greeting may be sent within 20 seconds.
struct Welcome {
    std::string code;
    std::string
        message;  ///< The event's msgid: its digest makes ours, so that a repeat is dropped.
    Time at{};
};

/// One line of msg_list. Nothing in it: one that we understand and do not need.
struct Line {
    std::optional<desk::Arrival> arrival = {};
    std::optional<desk::Notice> notice = {};
    std::optional<Welcome> welcome = {};
    std::string user = {};  ///< external_userid
};

struct Batch {
    std::string next_cursor;
    bool more = false;
    std::vector<Line> lines;
};

/// Reads an answer of sync_msg; `account`: the open_kfid it was asked for. A line that is none is
/// passed over: it must not dam those behind it.
Batch read_batch(const boost::json::value& answer, const std::string& account, Time now);

/// A place's address: who, and by which 客服账号.
struct Address {
    std::string account, user;
};
Address read_address(const std::string& address);

std::string sync(
    const std::string& account, const std::string& cursor, const std::string& doorbell);
/// Departure::id as msgid, which is what makes a repeat harmless: at most 32 of [0-9a-zA-Z_-].
std::string message_id(std::string_view departure_id);
std::string send_text(const Address& to, const std::string& id, const std::string& text);
std::string send_media(
    const Address& to, const std::string& id, const std::string& kind, const std::string& media_id);
std::string send_welcome(const Welcome& welcome, const std::string& text);
std::string contact_way(const std::string& account);
std::string names_of(const std::vector<std::string>& users);
/// external_userid → nickname.
std::map<std::string, std::string> read_names(const boost::json::value& answer);

/// How a file travels: as what, and the most bytes the platform takes of it.
struct Carriage {
    std::string kind;
    std::int64_t largest = 0;
};
Carriage carriage_of(std::string_view mime_type);

/// Whether this may be how a msgid that was used before is refused. The platform's page says that a
/// repeat "returns an error" and not which: a code of this product's own that nothing else
/// explains.
bool refuses_a_repeat(const weixin::Fault& fault);

/// What the courier must do after this fault. Codes decide, never errmsg.
desk::SendError send_error(const weixin::Fault& fault);

}  // namespace keydesk::wecom::wire
