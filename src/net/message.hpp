#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "net/address.hpp"
#include "net/head.hpp"
#include "net/headers.hpp"
#include "net/target.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace keydesk::net {

/// The places of a route pattern, as the request filled them: ":id" is text("id").
class Params {
public:
    /// Decoded; empty when the pattern has no such place.
    std::string_view text(std::string_view name) const noexcept;
    /// not_found when it is no UUID: no such thing can exist.
    Result<std::string> uuid(std::string_view name) const;
    /// not_found when it is no decimal number that fits.
    Result<std::uint64_t> number(std::string_view name) const;

    void set(std::string_view name, std::string value);
    void clear() noexcept { values_.clear(); }

private:
    std::vector<std::pair<std::string, std::string>> values_;
};

/// Where the bytes of a request's body come from: a connection, or a test.
class BodySource {
public:
    virtual ~BodySource() = default;
    /// 0 is the end.
    virtual Task<Result<std::size_t>> read(std::span<char> into) = 0;
};

/// Whether a body was refused for its length: answer 413.
bool too_long(const Error& error) noexcept;

/// One request in progress. Lives until its response is sent (for a WebSocket: until it is
/// closed); handlers take it by reference and do not keep it.
class Request {
public:
    Method method = Method::get;
    std::string path;  ///< Decoded and free of `..`; see parse_target.
    Params params;
    Address peer;         ///< The customer's, not the proxy's, when the proxy is trusted.
    bool secure = false;  ///< Over TLS, or a trusted proxy says so.
    /// The pattern that matched, for metrics and logs: it holds no text of the peer.
    std::string_view route;

    Request() = default;
    /// For tests of handlers: a request as if it had come over the wire. A target that cannot be
    /// parsed gives an empty path.
    Request(Method method, std::string_view target, Headers headers = {}, std::string body = {});

    /// The first value of that name, decoded.
    std::optional<std::string> query(std::string_view name) const;
    /// All of them, decoded, in the order in which they came.
    const std::vector<std::pair<std::string, std::string>>& queries() const noexcept
    {
        return query_;
    }
    /// Empty when absent. Of repeated headers the first.
    std::string_view header(std::string_view name) const noexcept;
    std::optional<std::string> cookie(std::string_view name) const;
    /// Nothing for a chunked body; 0 when there is no body.
    std::optional<std::uint64_t> content_length() const noexcept { return length_; }

    /// The whole body. invalid_input when it is longer than `limit` bytes (answer 413; nothing
    /// more is read), unavailable when the peer leaves or is slower than the minimum rate.
    Task<Result<std::string>> body(std::size_t limit);
    /// The next piece of a streamed upload; 0 is the end. Errors as above, without a limit.
    Task<Result<std::size_t>> read(std::span<char> into);

    /// Used by the server. `source` outlives the request.
    Request(Head head, Target target, BodySource& source);
    const Head& head() const noexcept { return head_; }

private:
    Head head_;
    std::vector<std::pair<std::string, std::string>> query_;
    std::shared_ptr<BodySource> own_source_;  ///< Tests only.
    BodySource* source_ = nullptr;
    std::optional<std::uint64_t> length_ = 0;
};

/// A built file of the web pages. All views point to memory that lives as long as the program.
struct Asset {
    std::string_view path;           ///< As asked for: "/assets/console-1a2b3c.js".
    std::string_view type = {};      ///< "text/javascript; charset=utf-8"; guessed when empty.
    std::string_view etag = {};      ///< Without quotes; may be empty.
    std::string_view identity = {};  ///< The bytes.
    std::string_view gzip = {};      ///< Empty when not worth it.
    std::string_view brotli = {};    ///< Empty when not worth it.
    bool immutable = false;          ///< The name holds a hash: cached for a year.
    std::string_view csp = {};       ///< Content-Security-Policy of this page; empty: the default.
};

/// Streamed from disk in pieces; a single Range (RFC 9110, section 14) is honoured.
struct File {
    std::filesystem::path path;
    std::string etag = {};  ///< Without quotes; may be empty.
};

/// Writes an endless answer (server-sent events). Lives on the io thread.
class EventSink {
public:
    virtual ~EventSink() = default;
    /// Queues a piece; never blocks. When more than the limit is queued the peer is too slow: the
    /// connection is cut and everything queued freed. False when it is closed.
    virtual bool write(std::shared_ptr<const std::string> piece) = 0;
    virtual bool open() const = 0;
    virtual std::size_t queued() const = 0;  ///< Bytes.
    /// Ends when the peer has left or was cut, or close() was called.
    virtual Task<void> closed() = 0;
    /// Sends what is queued, then ends the answer.
    virtual void close() = 0;
};

/// Runs while the answer is open; the answer ends when it returns.
/// Usually: give the sink to whoever has news, `co_await sink->closed()`, take it back.
using EventStream = std::function<Task<void>(std::shared_ptr<EventSink>)>;

using Body =
    std::variant<std::string, std::shared_ptr<const std::string>, const Asset*, File, EventStream>;

struct Response {
    int status = 200;
    Headers headers = {};
    Body body = {};

    /// Replaces a header, also one of the server's defaults; an empty value leaves it out.
    Response& with_header(std::string_view name, std::string_view value) &;
    Response&& with_header(std::string_view name, std::string_view value) &&;
    /// Adds a Set-Cookie line.
    Response& with_cookie(std::string_view line) &;
};

Response json(int status, std::string body);
Response text(int status, std::string body, std::string_view type = "text/plain; charset=utf-8");
Response asset(const Asset& asset);
Response empty(int status = 204);
Response redirect(std::string_view where, int status = 303);
/// The least form of RFC 9457, for what the server itself refuses; `api` composes the rest.
Response problem(int status);
Response event_stream(EventStream stream);

std::string_view reason_of(int status) noexcept;
std::string_view type_of_name(std::string_view path) noexcept;

using Handler = std::function<Task<Response>(Request&)>;

}  // namespace keydesk::net
