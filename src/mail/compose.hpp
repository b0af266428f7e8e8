#pragma once

#include "base/result.hpp"
#include "mail/mail.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::mail {

/// What goes out. Texts are UTF-8; every header value is refused when it holds CR, LF or NUL.
struct Outgoing {
    Address from;
    std::vector<Address> to, cc;
    std::string reply_to;    ///< reply_address(); empty: none.
    std::string message_id;  ///< own_message_id(), without <>.
    std::string in_reply_to;
    std::vector<std::string> references;
    std::string subject;
    Time date{};
    std::string text;       ///< The answer; the marker line and the signature are put around it.
    std::string signature;  ///< May be empty.
    bool marker = true;     ///< Begin with the line that split_reply finds again.
    std::vector<Attachment> attachments;
    bool automatic = false;  ///< Auto-Submitted: auto-replied, X-Auto-Response-Suppress: All.
    std::string loop;        ///< X-Loop: our address; empty: From's.
};

/// A mail as RFC 5322 and MIME, lines end in CRLF, ASCII only (addresses that are not stay UTF-8
/// and need SMTPUTF8): text and a minimal HTML of the same words, then the attachments.
/// Deterministic. Errors: `invalid_input` with the field's name.
Result<std::string> compose(const Outgoing& mail);

/// "-- 请在此行以上回复 / reply above this line --"
std::string_view marker_line() noexcept;

/// "Re: x", once, whatever stood before it ("回复：", "答复:", "RE:", "Re[2]:").
std::string reply_subject(std::string_view subject);
/// Of a subject, without Re, Fwd, 回复, 转发: for finding the same matter again.
std::string bare_subject(std::string_view subject);

/// The first automatic answer: says that it came in, and its number; repeats nothing submitted.
/// `locale`: "zh-CN" or "en".
std::string acknowledgement(
    std::string_view locale, std::string_view desk, std::string_view number);
std::string acknowledgement_subject(
    std::string_view locale, std::string_view desk, std::string_view number);

}  // namespace keydesk::mail
