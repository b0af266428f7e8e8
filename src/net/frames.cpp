#include "net/frames.hpp"

#include "net/target.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <utility>

namespace keydesk::net {

namespace {

constexpr std::uint16_t kProtocolError = 1002;
constexpr std::uint16_t kUnsupported = 1003;
constexpr std::uint16_t kNoCode = 1005;
constexpr std::uint16_t kNotUtf8 = 1007;
constexpr std::uint16_t kTooBig = 1009;
constexpr std::size_t kMaxControl = 125;

/// Which codes may stand in a frame (section 7.4 and the IANA registry).
bool sendable(std::uint16_t code)
{
    if (code >= 3000 && code <= 4999) return true;
    return code >= 1000 && code <= 1014 && (code <= 1003 || code >= 1007);
}

void put_number(std::string& out, std::uint64_t number, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out += static_cast<char>((number >> shift) & 0xFF);
    }
}

FrameReader::Event violation(std::uint16_t code)
{
    return {FrameReader::Kind::violation, {}, code};
}

FrameReader::Event read_close(std::string payload)
{
    if (payload.empty()) return {FrameReader::Kind::close, {}, kNoCode};
    if (payload.size() == 1) return violation(kProtocolError);
    auto high = static_cast<unsigned char>(payload[0]);
    auto low = static_cast<unsigned char>(payload[1]);
    auto code = static_cast<std::uint16_t>(high * 256 + low);
    if (!sendable(code)) return violation(kProtocolError);
    payload.erase(0, 2);
    if (!valid_utf8(payload)) return violation(kNotUtf8);
    return {FrameReader::Kind::close, std::move(payload), code};
}

}  // namespace

void put_frame_header(std::string& out, Opcode opcode, std::size_t size)
{
    out += static_cast<char>(0x80U | static_cast<unsigned>(opcode));
    if (size < 126) {
        out += static_cast<char>(size);
    } else if (size < 65536) {
        out += static_cast<char>(126);
        put_number(out, size, 2);
    } else {
        out += static_cast<char>(127);
        put_number(out, size, 8);
    }
}

void put_close_frame(std::string& out, std::uint16_t code, std::string_view reason)
{
    auto cut = std::min(reason.size(), kMaxControl - 2);
    while (cut > 0 && !valid_utf8(reason.substr(0, cut))) --cut;
    put_frame_header(out, Opcode::close, cut + 2);
    put_number(out, code, 2);
    out.append(reason.substr(0, cut));
}

std::string accept_key(std::string_view key)
{
    // Sixteen bytes in base64.
    bool shaped = key.size() == 24 && key.ends_with("==") &&
                  std::ranges::all_of(key.substr(0, 22), [](char c) {
                      bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                      return letter || (c >= '0' && c <= '9') || c == '+' || c == '/';
                  });
    if (!shaped) return {};
    auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 32> encoded{};
    auto size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
    return {encoded.begin(), encoded.begin() + size};
}

bool offers(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        auto end = std::min(list.find(','), list.size());
        auto item = list.substr(0, end);
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        if (item == word) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

FrameReader::Event FrameReader::feed(std::string_view& in)
{
    while (true) {
        if (!in_payload_) {
            while (header_have_ < header_size() && !in.empty()) {
                header_[header_have_++] = static_cast<unsigned char>(in.front());
                in.remove_prefix(1);
            }
            if (header_have_ < header_size()) return {};
            if (auto code = read_header(); code != 0) return violation(code);
        }
        take_payload(in);
        if (left_ > 0) return {};
        in_payload_ = false;
        header_have_ = 0;
        auto event = end_frame();
        if (event.kind != Kind::nothing) return event;
    }
}

/// Grows as the bytes say: two, then the length, then the mask.
std::size_t FrameReader::header_size() const noexcept
{
    if (header_have_ < 2) return 2;
    unsigned size = header_[1] & 0x7FU;
    std::size_t length = size == 126 ? 2 : size == 127 ? 8 : 0;
    return 2 + length + 4;
}

/// The code to close with, or 0.
std::uint16_t FrameReader::read_header()
{
    last_ = (header_[0] & 0x80U) != 0;
    opcode_ = header_[0] & 0x0FU;
    if ((header_[0] & 0x70U) != 0 || (header_[1] & 0x80U) == 0) return kProtocolError;

    std::size_t length_bytes = header_have_ - 6U;
    left_ = length_bytes == 0 ? header_[1] & 0x7FU : 0;
    for (std::size_t i = 0; i < length_bytes; ++i) left_ = left_ << 8 | header_[2 + i];
    bool longer_than_needed =
        (length_bytes == 2 && left_ < 126) || (length_bytes == 8 && left_ < 65536);
    if (longer_than_needed || left_ >> 63 != 0) return kProtocolError;

    if (control()) {
        if (opcode_ > 10 || !last_ || left_ > kMaxControl) return kProtocolError;
    } else {
        bool begins = opcode_ != 0;
        if (opcode_ > 2 || begins == in_message_) return kProtocolError;
        if (opcode_ == 2) return kUnsupported;
        if (left_ > limit_ - std::min(limit_, message_.size())) return kTooBig;
        in_message_ = true;
    }
    mask_at_ = 0;
    in_payload_ = true;
    return 0;
}

void FrameReader::take_payload(std::string_view& in)
{
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, in.size()));
    auto& into = control() ? control_ : message_;
    const unsigned char* mask = header_.data() + header_have_ - 4;
    auto begin = into.size();
    into.append(in.substr(0, size));
    for (std::size_t i = 0; i < size; ++i) {
        into[begin + i] = static_cast<char>(into[begin + i] ^ mask[(mask_at_ + i) & 3]);
    }
    mask_at_ = (mask_at_ + size) & 3;
    in.remove_prefix(size);
    left_ -= size;
}

FrameReader::Event FrameReader::end_frame()
{
    if (control()) {
        auto payload = std::exchange(control_, {});
        if (opcode_ == 8) return read_close(std::move(payload));
        return {opcode_ == 9 ? Kind::ping : Kind::pong, std::move(payload), 0};
    }
    if (!last_) return {};
    in_message_ = false;
    auto payload = std::exchange(message_, {});
    if (!valid_utf8(payload)) return violation(kNotUtf8);
    return {Kind::text, std::move(payload), 0};
}

}  // namespace keydesk::net
