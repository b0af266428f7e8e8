#include "net/connection.hpp"
#include "net/event_stream.hpp"
#include "net/serving.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace keydesk::net {

namespace {

constexpr std::size_t kSmallBody = 16'384;  // Copied behind the head, to leave in one packet.
constexpr std::size_t kFileStep = 65'536;   // Read at once; the io thread waits for the disk.

class OpenFile {
public:
    explicit OpenFile(const std::filesystem::path& path)
        : number_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)}
    {
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile()
    {
        if (number_ >= 0) ::close(number_);
    }

    int number() const noexcept { return number_; }
    /// Nothing when it is not open or no regular file.
    std::optional<std::uint64_t> size() const
    {
        struct stat state{};
        if (number_ < 0 || ::fstat(number_, &state) != 0) return std::nullopt;
        if (!S_ISREG(state.st_mode)) return std::nullopt;
        return static_cast<std::uint64_t>(state.st_size);
    }

private:
    int number_;
};

bool bodiless(int status)
{
    return status == 204 || status == 304 || status < 200;
}

void put_field(std::string& out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string content_range(const Slice& slice, std::uint64_t size)
{
    auto total = "/" + std::to_string(size);
    if (slice.size == 0) return "bytes *" + total;
    auto last = slice.first + slice.size - 1;
    return "bytes " + std::to_string(slice.first) + "-" + std::to_string(last) + total;
}

}  // namespace

void Connection::put_head(
    const Request* request, const Response& response, std::optional<std::uint64_t> length)
{
    const auto& settings = core_->settings;
    out_.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out_.append(reason_of(response.status)).append("\r\n");
    out_.append(core_->date_line());
    for (const auto& [name, value] : response.headers) {
        if (!value.empty()) put_field(out_, name, value);
    }
    for (const auto& [name, value] : settings.headers) {
        if (!response.headers.has(name)) put_field(out_, name, value);
    }
    bool secure = request != nullptr ? request->secure : tls_ != nullptr;
    if (secure && !settings.hsts.empty() && !response.headers.has("Strict-Transport-Security")) {
        put_field(out_, "Strict-Transport-Security", settings.hsts);
    }
    if (length && !bodiless(response.status)) {
        put_field(out_, "Content-Length", std::to_string(*length));
    }
    bool old = request != nullptr && request->head().minor == 0;
    if (!keep_alive_)
        put_field(out_, "Connection", "close");
    else if (old)
        put_field(out_, "Connection", "keep-alive");
}

/// An answer of the server itself, after which nothing on this connection can be trusted, or when
/// there is a request, after which it may go on.
Task<bool> Connection::refuse(const Request* request, int status)
{
    keep_alive_ = false;
    auto response = core_->refusal(request, status);
    if (status == 426) {
        response.headers.set("Upgrade", "websocket");
        response.headers.set("Sec-WebSocket-Version", "13");
    }
    if (status == 503) response.headers.set("Retry-After", "5");
    const auto* body = std::get_if<std::string>(&response.body);
    put_head(request, response, body != nullptr ? body->size() : 0);
    out_.append("\r\n");
    bool quiet = request != nullptr && request->method == Method::head;
    if (body != nullptr && !quiet) out_.append(*body);
    timed_out_ = false;
    bool sent = co_await write_all(out_, {});
    if (sent) co_await linger();
    co_return false;
}

/// False when the connection cannot go on.
Task<bool> Connection::answer(Request& request, Response& response)
{
    if (core_->draining()) keep_alive_ = false;
    if (auto* stream = std::get_if<EventStream>(&response.body)) {
        co_return co_await answer_stream(request, response, *stream);
    }
    if (auto* file = std::get_if<File>(&response.body)) {
        co_return co_await answer_file(request, response, *file);
    }
    std::string_view bytes;
    if (auto* plain = std::get_if<std::string>(&response.body)) bytes = *plain;
    if (auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) {
        if (*shared) bytes = **shared;
    }
    if (auto* found = std::get_if<const Asset*>(&response.body)) {
        auto served = serve_asset(**found, request, response.headers);
        if (served.status != 200) response.status = served.status;
        bytes = served.bytes;
    }
    put_head(&request, response, bytes.size());
    out_.append("\r\n");
    if (request.method == Method::head || bodiless(response.status)) bytes = {};
    if (bytes.size() > kSmallBody) co_return co_await write_all(out_, bytes);
    out_.append(bytes);
    co_return co_await write_all(out_, {});
}

Task<bool> Connection::answer_file(Request& request, Response& response, const File& file)
{
    OpenFile opened{file.path};
    auto size = opened.size();
    if (!size) {
        auto missing = core_->refusal(&request, 404);
        co_return co_await answer(request, missing);
    }
    Slice slice{0, *size};
    response.headers.set("Accept-Ranges", "bytes");
    if (!file.etag.empty()) response.headers.set("ETag", '"' + file.etag + '"');
    if (names_tag(request.header("if-none-match"), file.etag)) {
        response.status = 304;
    } else if (response.status == 200) {
        auto range = read_range(request.header("range"), *size);
        auto condition = request.header("if-range");
        bool changed = !condition.empty() && condition != '"' + file.etag + '"';
        if (range && !changed) {
            slice = *range;
            response.status = slice.size == 0 ? 416 : 206;
            response.headers.set("Content-Range", content_range(slice, *size));
        }
    }
    put_head(&request, response, slice.size);
    out_.append("\r\n");
    bool sent = co_await write_all(out_, {});
    if (!sent || request.method == Method::head || bodiless(response.status)) co_return sent;
    co_return co_await send_file(opened.number(), slice.first, slice.size);
}

Task<bool> Connection::send_file(int file, std::uint64_t first, std::uint64_t size)
{
    std::string piece;
    while (size > 0) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(size, kFileStep)));
        auto got = ::pread(file, piece.data(), piece.size(), static_cast<off_t>(first));
        // The length is promised already: a file that shrank can only end the connection.
        if (got <= 0) co_return false;
        auto count = static_cast<std::size_t>(got);
        bool sent = co_await write_all(std::string_view{piece}.substr(0, count), {});
        if (!sent) co_return false;
        first += count;
        size -= count;
    }
    co_return true;
}

Task<bool> Connection::answer_stream(Request& request, Response& response, EventStream& stream)
{
    bool chunked = request.head().minor == 1;
    keep_alive_ = false;
    put_head(&request, response, std::nullopt);
    if (chunked) put_field(out_, "Transfer-Encoding", "chunked");
    out_.append("\r\n");
    bool sent = co_await write_all(out_, {});
    if (!sent || request.method == Method::head) co_return sent;

    stage(Stage::stream, core_->settings.timeouts.write);
    stream_ = std::make_shared<Stream>(wire_, *core_, chunked);
    auto sink = stream_;
    sink->begin();
    if (core_->draining()) sink->close();
    ++core_->stats.streams;
    try {
        co_await stream(sink);
    } catch (const std::exception& error) {
        if (!cut_) failed(request, error.what());
        sink->drop();
    }
    --core_->stats.streams;
    co_await sink->finish();
    stream_.reset();
    co_return false;
}

/// Both pieces, at the pace that Timeouts asks for.
Task<bool> Connection::write_all(std::string_view first, std::string_view second)
{
    auto before = std::exchange(stage_, Stage::write);
    auto began = Deadlines::Clock::now();
    std::uint64_t moved = 0;
    while (!first.empty() || !second.empty()) {
        auto waited = moved > 0 ? Deadlines::Clock::now() - began : Span{};
        core_->deadlines.set(*this, paced(waited, core_->settings.timeouts.write, moved));
        ErrorCode error;
        std::size_t size = 0;
        if (second.empty()) {
            // One buffer is a plain send, which is cheaper than a gathering one.
            size = co_await wire_.async_write_some(
                asio::buffer(first), asio::redirect_error(asio::use_awaitable, error));
        } else {
            std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
            size = co_await wire_.async_write_some(
                both, asio::redirect_error(asio::use_awaitable, error));
        }
        if (error) co_return false;
        moved += size;
        auto of_first = std::min(size, first.size());
        first.remove_prefix(of_first);
        second.remove_prefix(size - of_first);
    }
    core_->deadlines.clear(*this);
    stage_ = before;
    co_return true;
}

}  // namespace keydesk::net
