#pragma once

// Just enough WebSocket for measuring programs: no fragments, no extensions, trusting peers.

#include <openssl/evp.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace keydesk::bench {

/// RFC 6455, section 4.2.2: what a server answers to Sec-WebSocket-Key.
inline std::string accept_key(std::string_view key)
{
    const std::string text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha1(), nullptr);
    std::string out(32, '\0');
    const int size = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), digest, static_cast<int>(length));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

/// Appends one frame. A client masks; with the mask 0 the bytes stay as they are, which is allowed.
inline void append_frame(std::string& out, std::string_view payload, bool client, int opcode = 1)
{
    out.push_back(static_cast<char>(0x80 | opcode));
    const char mask = client ? '\x80' : '\0';
    if (payload.size() < 126) {
        out.push_back(static_cast<char>(mask | static_cast<char>(payload.size())));
    } else if (payload.size() < 65536) {
        out.push_back(static_cast<char>(mask | 126));
        out.push_back(static_cast<char>(payload.size() >> 8));
        out.push_back(static_cast<char>(payload.size() & 255));
    } else {
        out.push_back(static_cast<char>(mask | 127));
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.push_back(static_cast<char>(payload.size() >> shift & 255));
        }
    }
    if (client) out.append(4, '\0');
    out.append(payload);
}

/// Takes the first whole frame off `buffer` (from `at`); nothing when it is not all there yet.
/// Unmasks in place. `opcode` 8 is a close, 9 a ping.
inline std::optional<std::string_view> take_frame(std::string& buffer, std::size_t& at, int& opcode)
{
    const auto byte = [&](std::size_t index) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(buffer[at + index]));
    };
    const std::size_t have = buffer.size() - at;
    if (have < 2) return {};
    std::uint64_t length = byte(1) & 127;
    std::size_t head = 2;
    if (length == 126) {
        if (have < 4) return {};
        length = byte(2) << 8 | byte(3);
        head = 4;
    } else if (length == 127) {
        if (have < 10) return {};
        length = 0;
        for (std::size_t index = 2; index < 10; ++index) length = length << 8 | byte(index);
        head = 10;
    }
    const bool masked = (byte(1) & 128) != 0;
    if (masked) head += 4;
    if (have < head + length) return {};
    opcode = static_cast<int>(byte(0) & 15);
    char* payload = buffer.data() + at + head;
    if (masked) {
        char mask[4];
        std::memcpy(mask, payload - 4, 4);
        for (std::uint64_t index = 0; index < length; ++index) {
            payload[index] = static_cast<char>(payload[index] ^ mask[index % 4]);
        }
    }
    at += head + length;
    return std::string_view{payload, static_cast<std::size_t>(length)};
}

/// The text value of a key in flat JSON that we wrote ourselves or trust.
inline std::string_view field(std::string_view json, std::string_view key)
{
    const std::string mark = "\"" + std::string{key} + "\":\"";
    const auto from = json.find(mark);
    if (from == std::string_view::npos) return {};
    const auto start = from + mark.size();
    return json.substr(start, json.find('"', start) - start);
}

}  // namespace keydesk::bench
