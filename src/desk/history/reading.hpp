#pragma once

#include "desk/history/history.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Walking somebody else's JSON: whatever is not there, or is something else, reads as empty.
namespace keydesk::desk::history {

/// A step down by name; null when there is none.
const boost::json::value& at(const boost::json::value& from, std::string_view name);
const boost::json::value& at(
    const boost::json::value& from, std::string_view first, std::string_view second);
/// Texts, and numbers as text: ids are both.
std::string text(const boost::json::value& value);
/// Seconds since 1970 or an ISO 8601 text with a zone; zero when it is neither.
Time time(const boost::json::value& value);
bool truth(const boost::json::value& value);
/// Its items; none when it is no list.
const std::vector<const boost::json::value*> items(const boost::json::value& value);

/// One documented shape each: every conversation in `document` is handed to `take`.
using Take = std::function<void(PastConversation)>;
void read_chatwoot(const boost::json::value& document, const TextOfHtml& to_text, const Take& take);
void read_zammad(const boost::json::value& document, const TextOfHtml& to_text, const Take& take);
void read_zendesk(const boost::json::value& document, const TextOfHtml& to_text, const Take& take);
void read_freescout(
    const boost::json::value& document, const TextOfHtml& to_text, const Take& take);

}  // namespace keydesk::desk::history
