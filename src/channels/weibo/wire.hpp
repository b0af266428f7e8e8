#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "desk/channels/arrival.hpp"
#include "desk/channels/departure.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Weibo's pushes and calls and the desk's words, turned into each other. No I/O here.
///
/// Source: https://open.weibo.com/wiki/Messages_api_start and the pages below it.
namespace keydesk::weibo::wire {

/// What reply.json takes: fewer than 300 汉字.
inline constexpr std::size_t kLongestText = 299;
/// How long a customer who wrote, followed or pressed a menu button may be written to.
inline constexpr std::chrono::hours kWindow{48};
/// Old signatures are replays of a request that somebody found in a log: the signature covers
/// neither the body nor the address.
inline constexpr std::chrono::hours kSignatureAge{1};

/// The key of our own menu button.
inline constexpr std::string_view kMenuKey = "KEYDESK_HUMAN";

/// sha1 over the sorted three, in hex.
std::string signature(std::string_view app_secret, std::string timestamp, std::string nonce);

using Query = std::map<std::string, std::string, std::less<>>;
enum class Signed { yes, no, stale };
Signed check_signature(const Query& query, std::string_view app_secret, Time now);

/// One push. Neither arrival nor notice: understood, and not needed.
struct Push {
    std::string receiver;  ///< The account that was written to; digits.
    std::string sender;
    bool mentioned = false;    ///< An @ in public: answered once, in private.
    bool asks_for_us = false;  ///< Our own menu button was pressed.
    std::optional<desk::Arrival> arrival = {};
    std::optional<desk::Notice> notice = {};
};

/// Types and events that we do not know are values, as Weibo asks for. `now` stands in for a date
/// that cannot be read. Errors: `invalid_input` when it is no push at all.
Result<Push> read_push(std::string_view body, Time now);

/// The answer to a push that the customer is shown: `data` is percent-encoded JSON in a text.
std::string passive_text(const Push& push, std::string_view text);

using Form = std::vector<std::pair<std::string, std::string>>;
/// application/x-www-form-urlencoded. Spaces are %20, which both readings of a form understand.
std::string encode(const Form& form);

/// The fields of reply.json that send a text, except for the token.
Form text_reply(const desk::Departure& departure);

/// Who the address of a departure names; empty when it is none of ours.
std::string uid_of_address(std::string_view address);
std::string address_of(std::string_view uid);

/// Our menu: talk to a person, and the form when there is an address for it.
Form menu(std::string_view public_url);

/// What Weibo's answer to a call means. `error_code` decides, never its English text.
desk::Sent read_sent(int status, std::string_view body);

/// 0: none.
int error_code(std::string_view body);

/// Why a code came, for agents and operators.
desk::SendError explain(int code);

/// get_token_info.
struct TokenState {
    std::string uid, app_key;
    std::chrono::seconds left{0};
};
std::optional<TokenState> read_token(std::string_view body);

}  // namespace keydesk::weibo::wire
