#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keydesk::net {

/// WebSocket frames as bytes (RFC 6455, section 5). Pure.
enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10
};

/// Appends what stands before the payload of a server's frame: whole, not masked.
void put_frame_header(std::string& out, Opcode opcode, std::size_t size);
void put_close_frame(std::string& out, std::uint16_t code, std::string_view reason);

/// The answer to a Sec-WebSocket-Key (section 4.2.2); empty when it is no key.
std::string accept_key(std::string_view key);

/// Whether a Sec-WebSocket-Protocol list offers that word (case counts: RFC 6455, 11.3.4).
bool offers(std::string_view list, std::string_view word);

/// Puts a client's frames together.
class FrameReader {
public:
    enum class Kind {
        nothing,  ///< More bytes, please.
        text,
        ping,
        pong,
        close,     ///< `code` is the peer's, 1005 when it gave none.
        violation  ///< Close with `code`: 1002, 1003, 1007 or 1009. Feed nothing more.
    };
    struct Event {
        Kind kind = Kind::nothing;
        std::string payload = {};
        std::uint16_t code = 0;
    };

    /// `limit`: bytes of a whole message, fragments together.
    explicit FrameReader(std::size_t limit) : limit_{limit} {}

    /// Takes bytes off the front of `in`, up to the next event.
    Event feed(std::string_view& in);
    /// Bytes that the frame under way still lacks.
    std::uint64_t missing() const noexcept { return left_; }

private:
    bool control() const noexcept { return opcode_ >= 8; }
    std::size_t header_size() const noexcept;
    std::uint16_t read_header();
    void take_payload(std::string_view& in);
    Event end_frame();

    std::size_t limit_;
    std::string message_;
    std::string control_;
    std::array<unsigned char, 14> header_{};
    std::uint8_t header_have_ = 0;
    std::uint8_t opcode_ = 0;
    std::uint8_t mask_at_ = 0;
    bool last_ = false;
    bool in_payload_ = false;
    bool in_message_ = false;
    std::uint64_t left_ = 0;
};

}  // namespace keydesk::net
