#include "mail/thread_key.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "mail/base32.hpp"
#include "mail/parse.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <span>

namespace keydesk::mail {

namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t kUuid = 26;          ///< Characters of a packed UUID.
constexpr std::size_t kReplyMac = 16;      ///< 80 bit: guessing is one mail a try.
constexpr std::size_t kMessageMac = 26;    ///< 130 bit: nothing limits its length.
constexpr std::size_t kLongestLocal = 64;  ///< RFC 5321, section 4.5.3.1.1.
constexpr std::size_t kMostReferences = 20;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// Each part with its length, so that no two lists of parts give the same text.
std::string mac_of(
    std::string_view key, std::initializer_list<std::string_view> parts, std::size_t characters)
{
    std::string text;
    for (const auto part : parts) text += std::to_string(part.size()) + ":" + std::string{part};
    return base32(hmac_sha256(key, text)).substr(0, characters);
}

bool is_domain(std::string_view domain) noexcept
{
    return !domain.empty() && domain.size() <= 253 && std::ranges::all_of(domain, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
    });
}

std::string reply_mac(
    std::string_view key, std::string_view conversation, std::string_view recipient)
{
    return mac_of(key, {"reply", lower(conversation), lower(recipient)}, kReplyMac);
}

std::string bounce_mac(std::string_view key, std::string_view part)
{
    return mac_of(key, {"bounce", lower(part)}, kReplyMac);
}

/// The inbox's address with a tag of ours.
Result<std::string> tagged(std::string_view inbox, const std::string& tag)
{
    const auto at = inbox.rfind('@');
    if (at == inbox.npos || at == 0 || !is_domain(inbox.substr(at + 1))) {
        return fail(ErrorKind::invalid_input, "the inbox has no address");
    }
    const auto local = std::string{inbox.substr(0, at)} + tag;
    if (local.size() > kLongestLocal) {
        return fail(ErrorKind::invalid_input, "the inbox's name is too long for a token");
    }
    return local + std::string{inbox.substr(at)};
}

std::string message_mac(
    std::string_view key,
    std::string_view conversation,
    std::string_view message,
    std::string_view domain)
{
    return mac_of(
        key, {"message", lower(conversation), lower(message), lower(domain)}, kMessageMac);
}

}  // namespace

std::string base32(std::span<const unsigned char> bytes)
{
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const unsigned char byte : bytes) {
        bits = (bits << 8U) | byte;
        count += 8;
        while (count >= 5) {
            count -= 5;
            out += kAlphabet[(bits >> count) & 31U];
        }
    }
    if (count > 0) out += kAlphabet[(bits << (5U - count)) & 31U];
    return out;
}

std::string pack_uuid(std::string_view uuid)
{
    if (!is_uuid(uuid)) return {};
    std::array<unsigned char, 16> bytes{};
    std::size_t digit = 0;
    for (const char c : uuid) {
        if (c == '-') continue;
        const auto value = static_cast<unsigned>(hex_value(c));
        bytes[digit / 2] = static_cast<unsigned char>((bytes[digit / 2] << 4U) | value);
        ++digit;
    }
    return base32(bytes);
}

std::optional<std::string> unpack_uuid(std::string_view packed)
{
    if (packed.size() != kUuid) return std::nullopt;
    std::string hex_digits;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : lower(packed)) {
        const auto value = kAlphabet.find(c);
        if (value == kAlphabet.npos) return std::nullopt;
        bits = (bits << 5U) | static_cast<std::uint32_t>(value);
        count += 5;
        while (count >= 4 && hex_digits.size() < 32) {
            count -= 4;
            hex_digits += "0123456789abcdef"[(bits >> count) & 15U];
        }
    }
    std::string uuid = hex_digits;
    for (const std::size_t at : {8U, 13U, 18U, 23U}) uuid.insert(at, 1, '-');
    // One spelling a value: the unused bits at the end are zero.
    return pack_uuid(uuid) == lower(packed) ? std::optional{uuid} : std::nullopt;
}

Result<std::string> reply_address(
    std::string_view inbox,
    std::string_view conversation,
    std::string_view recipient,
    std::string_view key)
{
    const auto packed = pack_uuid(conversation);
    if (packed.empty()) return fail(ErrorKind::invalid_input, "the conversation is no UUID");
    return tagged(inbox, "+c" + packed + "." + reply_mac(key, conversation, recipient));
}

Result<std::string> bounce_address(
    std::string_view inbox, std::string_view part, std::string_view key)
{
    const auto packed = pack_uuid(part);
    if (packed.empty()) return fail(ErrorKind::invalid_input, "the part is no UUID");
    return tagged(inbox, "+b" + packed + "." + bounce_mac(key, part));
}

std::optional<std::string> read_bounce_address(std::string_view as_written, std::string_view key)
{
    const std::string address = lower(as_written);
    const auto at = address.rfind('@');
    const auto plus = address.substr(0, at).rfind("+b");
    if (at == address.npos || plus == address.npos || plus == 0) return std::nullopt;
    const auto tag = address.substr(plus + 2, at - plus - 2);
    if (tag.size() != kUuid + 1 + kReplyMac || tag[kUuid] != '.') return std::nullopt;
    auto part = unpack_uuid(tag.substr(0, kUuid));
    if (!part || !equal_secret(bounce_mac(key, *part), tag.substr(kUuid + 1))) return std::nullopt;
    return part;
}

std::optional<ReplyToken> read_reply_address(std::string_view as_written)
{
    const std::string whole = lower(as_written);
    const std::string_view address = whole;
    const auto at = address.rfind('@');
    const auto plus = address.substr(0, at).rfind("+c");
    if (at == address.npos || plus == address.npos || plus == 0) return std::nullopt;
    const auto tag = address.substr(plus + 2, at - plus - 2);
    if (tag.size() != kUuid + 1 + kReplyMac || tag[kUuid] != '.') return std::nullopt;
    auto conversation = unpack_uuid(tag.substr(0, kUuid));
    if (!conversation) return std::nullopt;
    return ReplyToken{
        std::string{address.substr(0, plus)} + std::string{address.substr(at)},
        std::move(*conversation),
        std::string{tag.substr(kUuid + 1)}};
}

bool made_for(const ReplyToken& token, std::string_view recipient, std::string_view key)
{
    return equal_secret(reply_mac(key, token.conversation, recipient), token.mac);
}

Result<std::string> own_message_id(
    std::string_view conversation,
    std::string_view message,
    std::string_view domain,
    std::string_view key)
{
    const auto first = pack_uuid(conversation), second = pack_uuid(message);
    if (first.empty() || second.empty()) {
        return fail(ErrorKind::invalid_input, "the conversation or message is no UUID");
    }
    if (!is_domain(domain)) return fail(ErrorKind::invalid_input, "the domain is none");
    return first + "." + second + "." + message_mac(key, conversation, message, domain) + "@" +
           lower(domain);
}

std::optional<MessageToken> read_message_id(std::string_view id)
{
    const auto at = id.find('@');
    const auto local = id.substr(0, at);
    if (at == id.npos || local.size() != kUuid + 1 + kUuid + 1 + kMessageMac ||
        local[kUuid] != '.' || local[2 * kUuid + 1] != '.') {
        return std::nullopt;
    }
    auto conversation = unpack_uuid(local.substr(0, kUuid));
    auto message = unpack_uuid(local.substr(kUuid + 1, kUuid));
    if (!conversation || !message) return std::nullopt;
    return MessageToken{
        std::move(*conversation),
        std::move(*message),
        lower(local.substr(2 * kUuid + 2)),
        lower(id.substr(at + 1))};
}

bool made_by_us(const MessageToken& token, std::string_view key)
{
    return equal_secret(
        message_mac(key, token.conversation, token.message, token.domain), token.mac);
}

std::vector<std::string> continue_references(
    std::vector<std::string> references, std::string_view message_id)
{
    std::vector<std::string> out;
    for (auto& id : references) {
        if (id.empty() || id == message_id || std::ranges::find(out, id) != out.end()) continue;
        out.push_back(std::move(id));
        // The first stays, then the oldest go.
        if (out.size() >= kMostReferences) out.erase(out.begin() + 1);
    }
    if (!message_id.empty()) out.emplace_back(message_id);
    return out;
}

}  // namespace keydesk::mail
