#pragma once

#include "base/result.hpp"
#include "channels/telegram/json.hpp"
#include "channels/telegram/places.hpp"
#include "desk/channels/departure.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// What we ask of Telegram and what it answers, as bytes. Pure.
///
/// Source: https://core.telegram.org/bots/api#making-requests, #sendmessage, #responseparameters
namespace keydesk::telegram {

/// Longest text, in code points (offsets of entities count UTF-16 units instead).
inline constexpr std::size_t kLongestText = 4096;
inline constexpr std::size_t kLongestCaption = 1024;
/// Bytes that a bot may fetch and upload (telegram-bot-api: MAX_DOWNLOAD_FILE_SIZE;
/// #sending-files).
inline constexpr std::int64_t kLargestFetched = 20 << 20;
inline constexpr std::int64_t kLargestPicture = 10'000'000;
inline constexpr std::int64_t kLargestSent = 50'000'000;

/// Why a call has no result.
struct Refusal {
    enum class Origin {
        telegram,  ///< It says so itself: `code`.
        stranger,  ///< Somebody else answered in its place: a proxy, a login page. `code`: status.
        unsent,    ///< Nothing left this machine.
        lost       ///< The call left, and no answer came.
    };
    Origin origin = Origin::telegram;
    int code = 0;
    std::string detail;  ///< For operators: no token, no customer's text.
    std::optional<std::chrono::seconds> retry_after = {};
    std::int64_t migrated_to = 0;  ///< The group has become this supergroup; 0: no.
};
using Answer = std::expected<json::value, Refusal>;

/// Opens the envelope that every answer comes in: {"ok":true,"result":…}.
Answer open_answer(int status, std::string_view body);

/// For calls that may be made again.
Error error_of(const Refusal& refusal);
/// For a message: what the courier does next. A refusal with a 4xx did nothing; a 5xx, and a call
/// whose answer was lost, may have been carried out all the same.
desk::SendError fault_of(const Refusal& refusal, const Spot& spot);

json::object get_updates(std::int64_t offset, std::chrono::seconds wait);
json::object set_webhook(std::string_view url, std::string_view secret);
/// The kinds of update that we read.
json::array allowed_updates();

/// The text as Telegram's servers take it: control characters become spaces, a few signs that break
/// its lines or their direction are dropped (tdlib/td, clean_input_string). Empty: nothing would be
/// seen of it, and it would be refused.
std::string settled_text(std::string_view text);

/// Plain text: what an agent writes is shown as he wrote it, whatever signs are in it.
json::object send_message(const Spot& spot, std::string_view text, std::int64_t answers = 0);
/// With one button under it that opens `url`.
json::object with_button(json::object message, std::string_view label, std::string_view url);

/// The body of a multipart/form-data request (RFC 7578) that sends a file.
struct Upload {
    std::string method;  ///< sendPhoto or sendDocument
    std::string field;   ///< photo or document
};
Upload upload_of(const desk::Departure::File& file);
struct Form {
    std::string type;  ///< The Content-Type, with the boundary.
    std::string body;
};
/// `boundary` must not occur in the file: take an id. `message` is what send_message made.
Form write_form(
    const json::object& message,
    const desk::Departure::File& file,
    std::string_view field,
    std::string_view bytes,
    std::string_view boundary);

/// Code points of a valid UTF-8 text.
std::size_t code_points(std::string_view text) noexcept;

/// The part of a text that an entity names, in UTF-16 units; nothing when it is not inside.
std::optional<std::string_view> utf16_part(
    std::string_view text, std::int64_t offset, std::int64_t length);

}  // namespace keydesk::telegram
