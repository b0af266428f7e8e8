#include "channels/telegram/wire.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::telegram {

namespace {

using std::chrono::seconds;

/// Telegram clamps waits itself; this guards against nonsense.
constexpr std::int64_t kLongestWait = 24 * 3600;

Refusal read_refusal(int status, const json::value& envelope)
{
    Refusal out{.code = status};
    if (auto code = number_at(envelope, "/error_code"); code && *code >= 300 && *code < 1000) {
        out.code = static_cast<int>(*code);
    }
    // Its own words never repeat ours; they are for the operator's eyes all the same.
    out.detail = text_at(envelope, "/description").substr(0, 200);
    if (auto wait = number_at(envelope, "/parameters/retry_after")) {
        out.retry_after = seconds{std::clamp<std::int64_t>(*wait, 0, kLongestWait)};
    }
    out.migrated_to = number_at(envelope, "/parameters/migrate_to_chat_id").value_or(0);
    return out;
}

/// Telegram has no code of its own for a chat that does not exist for this bot; the words are
/// those of telegram-bot-api's Client.cpp.
bool no_such_chat(const Refusal& refusal)
{
    return refusal.code == 400 && (refusal.detail.contains("chat not found") ||
                                   refusal.detail.contains("PEER_ID_INVALID"));
}

desk::SendError moved_to(const Refusal& refusal, Spot spot)
{
    spot.chat = refusal.migrated_to;
    return {
        .fault = desk::SendFault::moved,
        .code = "400",
        .detail = "the group has become a supergroup",
        .new_key = key_of(spot),
        .new_address = address_of(spot)};
}

desk::SendFault fault_of_code(const Refusal& refusal)
{
    using enum desk::SendFault;
    int code = refusal.code;
    if (code == 429) return rate_limited;
    if (code == 401 || code == 404) return account;
    if (code == 403 || no_such_chat(refusal)) return unreachable;
    return code >= 500 ? uncertain : refused;
}

std::string quoted_name(std::string_view name)
{
    std::string out;
    for (char c : name) {
        if (c == '"') {
            out += "%22";
        } else {
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return out.empty() ? "file" : out;
}

bool plain_type(std::string_view type)
{
    return type.contains('/') &&
           std::ranges::all_of(type, [](char c) { return c > ' ' && c < 127; });
}

/// The bytes at the front of `text` that are dropped; 0: they are kept. Combining ring, double low
/// line and double overline, and the separators and directions of U+2028 to U+202E.
std::size_t dropped(std::string_view text)
{
    if (text.starts_with('\r')) return 1;
    for (std::string_view mark : {"\u030A", "\u0333", "\u033F"}) {
        if (text.starts_with(mark)) return mark.size();
    }
    bool general = text.size() >= 3 && text.starts_with("\xE2\x80");
    return general && text[2] >= '\xA8' && text[2] <= '\xAE' ? 3 : 0;
}

bool white(std::string_view text)
{
    return text.find_first_not_of(" \n") == text.npos;
}

}  // namespace

std::string settled_text(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto skipped = dropped(text);
        auto byte = static_cast<unsigned char>(text.front());
        if (skipped == 0) out += byte < 0x20 && byte != '\n' ? ' ' : text.front();
        text.remove_prefix(std::max<std::size_t>(skipped, 1));
    }
    if (white(out)) out.clear();
    return out;
}

Answer open_answer(int status, std::string_view body)
{
    boost::system::error_code broken;
    auto envelope = json::parse(body, broken);
    auto* fields = broken ? nullptr : envelope.if_object();
    const auto* ok = fields != nullptr ? fields->if_contains("ok") : nullptr;
    if (ok == nullptr || !ok->is_bool()) {
        return std::unexpected{Refusal{
            .origin = Refusal::Origin::stranger,
            .code = status,
            .detail = "the answer is not Telegram's (status " + std::to_string(status) + ")"}};
    }
    if (!ok->get_bool()) return std::unexpected{read_refusal(status, envelope)};
    return std::move((*fields)["result"]);
}

Error error_of(const Refusal& refusal)
{
    using enum ErrorKind;
    if (refusal.origin != Refusal::Origin::telegram) return {unavailable, refusal.detail};
    int code = refusal.code;
    auto kind = code == 401 || code == 404 ? denied
                : code == 409              ? conflict
                : code == 429              ? rate_limited
                : code >= 500              ? unavailable
                                           : invalid_input;
    return {kind, "Telegram: " + std::to_string(code) + " " + refusal.detail, refusal.retry_after};
}

desk::SendError fault_of(const Refusal& refusal, const Spot& spot)
{
    using enum desk::SendFault;
    auto code = std::to_string(refusal.code);
    switch (refusal.origin) {
        case Refusal::Origin::unsent:
            return {.fault = retry, .code = "unsent", .detail = refusal.detail};
        case Refusal::Origin::lost:
            return {.fault = uncertain, .code = "no_answer", .detail = refusal.detail};
        case Refusal::Origin::stranger: {
            // A 4xx of a proxy never reached Telegram; of anything else nobody knows.
            bool stopped = refusal.code >= 300 && refusal.code < 500;
            return {.fault = stopped ? retry : uncertain, .code = code, .detail = refusal.detail};
        }
        case Refusal::Origin::telegram:
            break;
    }
    if (refusal.migrated_to < 0) return moved_to(refusal, spot);
    desk::SendError out{.fault = fault_of_code(refusal), .code = code, .detail = refusal.detail};
    if (out.fault == rate_limited) out.after = refusal.retry_after.value_or(seconds{5});
    return out;
}

json::array allowed_updates()
{
    return {"message", "edited_message", "callback_query", "my_chat_member"};
}

json::object get_updates(std::int64_t offset, seconds wait)
{
    return {
        {"offset", offset},
        {"limit", 100},
        {"timeout", wait.count()},
        {"allowed_updates", allowed_updates()}};
}

json::object set_webhook(std::string_view url, std::string_view secret)
{
    return {
        {"url", url},
        {"secret_token", secret},
        {"max_connections", 40},
        {"allowed_updates", allowed_updates()}};
}

json::object send_message(const Spot& spot, std::string_view text, std::int64_t answers)
{
    json::object out{{"chat_id", spot.chat}};
    if (auto settled = settled_text(text); !settled.empty()) out["text"] = settled;
    // The topic "General" has the number 1, and sending to it fails (Client.cpp,
    // GENERAL_FORUM_TOPIC_ID): it is left out.
    if (spot.topic > 1) out["message_thread_id"] = spot.topic;
    out["link_preview_options"] = json::object{{"is_disabled", true}};
    if (answers > 0) {
        out["reply_parameters"] =
            json::object{{"message_id", answers}, {"allow_sending_without_reply", true}};
    }
    return out;
}

json::object with_button(json::object message, std::string_view label, std::string_view url)
{
    // Not by braces: json::array{row} would be a copy of the row, not a list that holds it.
    json::array row, rows;
    row.push_back(json::object{{"text", label}, {"url", url}});
    rows.push_back(std::move(row));
    message["reply_markup"] = json::object{{"inline_keyboard", std::move(rows)}};
    return message;
}

Upload upload_of(const desk::Departure::File& file)
{
    bool picture =
        file.size <= kLargestPicture && (file.type == "image/jpeg" || file.type == "image/png");
    return picture ? Upload{"sendPhoto", "photo"} : Upload{"sendDocument", "document"};
}

Form write_form(
    const json::object& message,
    const desk::Departure::File& file,
    std::string_view field,
    std::string_view bytes,
    std::string_view boundary)
{
    std::string line = "--" + std::string{boundary} + "\r\n";
    std::string body;
    body.reserve(bytes.size() + 2000);
    for (const auto& [key, value] : message) {
        if (key == "link_preview_options") continue;
        std::string name{key == "text" ? std::string_view{"caption"} : std::string_view{key}};
        const auto* text = value.if_string();
        body += line + "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
        body += text != nullptr ? std::string{std::string_view{*text}} : json::serialize(value);
        body += "\r\n";
    }
    body += line + "Content-Disposition: form-data; name=\"" + std::string{field} +
            "\"; filename=\"" + quoted_name(file.name) + "\"\r\nContent-Type: " +
            (plain_type(file.type) ? file.type : "application/octet-stream") + "\r\n\r\n";
    body += bytes;
    body += "\r\n--" + std::string{boundary} + "--\r\n";
    return {"multipart/form-data; boundary=" + std::string{boundary}, std::move(body)};
}

std::size_t code_points(std::string_view text) noexcept
{
    auto starts = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, starts));
}

std::optional<std::string_view> utf16_part(
    std::string_view text, std::int64_t offset, std::int64_t length)
{
    if (offset < 0 || length <= 0 || length > 100'000 || offset > 100'000) return std::nullopt;
    std::int64_t units = 0;
    std::size_t begin = text.npos;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
        if (i < text.size() && (byte & 0xC0U) == 0x80) continue;
        if (units == offset && begin == text.npos) begin = i;
        if (units == offset + length && begin != text.npos) return text.substr(begin, i - begin);
        units += byte >= 0xF0 ? 2 : 1;  // Beyond U+FFFF a character is two units.
    }
    return std::nullopt;
}

}  // namespace keydesk::telegram
