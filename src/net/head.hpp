#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::net {

/// Spelled in lower case; `del` is DELETE.
enum class Method { get, head, post, put, patch, del, options };

std::string_view name_of(Method method) noexcept;

/// What a request says before its body. The views point into `text`.
struct Head {
    Method method = Method::get;
    std::string_view target;
    int minor = 1;  ///< HTTP/1.minor
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    std::optional<std::uint64_t> length = 0;  ///< Nothing: chunked.
    bool keep_alive = true;
    bool expects_continue = false;
    bool wants_upgrade = false;               ///< A WebSocket handshake (RFC 6455, section 4.1).
    std::shared_ptr<const std::string> text;  ///< The bytes.

    std::string_view get(std::string_view name) const noexcept;
};

/// Reads a request head, from the request line to the empty line, both included (RFC 9112).
///
/// Stricter than the RFC must be, since leniency is what request smuggling lives on: lines end
/// with CRLF and nothing else; no folded lines; no space before a colon; one Host; either one
/// Content-Length of digits or `Transfer-Encoding: chunked`, never both, never twice.
/// The error is the HTTP status to answer: 400, 501 (unknown method or coding), 505.
std::expected<Head, int> parse_head(std::string text);

/// Where the empty line ends that closes the head; nothing while it is not there yet.
/// `seen` bytes were looked at before.
std::optional<std::size_t> find_head_end(std::string_view text, std::size_t seen) noexcept;

/// Takes chunked bytes apart (RFC 9112, section 7.1), as strictly. Trailers are read and dropped.
class ChunkReader {
public:
    /// One step: how many bytes of `in` were eaten, and which of them are body.
    struct Step {
        std::size_t used = 0;
        std::string_view body;
    };
    /// Nothing on a broken chunk. Call again with the rest; `used` 0 means: more bytes, please.
    std::optional<Step> feed(std::string_view in);
    bool done() const noexcept { return state_ == State::done; }

private:
    enum class State { size, extension, size_lf, data, data_cr, data_lf, trailer, done };
    bool take_line_byte(char byte);

    State state_ = State::size;
    std::uint64_t left_ = 0;
    unsigned digits_ = 0;
    std::size_t extra_ = 0;   ///< Bytes of extensions and trailers so far; bounded.
    std::size_t column_ = 0;  ///< In a trailer line.
    bool cr_ = false;
};

}  // namespace keydesk::net
