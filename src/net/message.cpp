#include "net/message.hpp"

#include "base/ids.hpp"
#include "base/trim.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace keydesk::net {

namespace {

constexpr const char* kTooLong = "body is too long";

/// A body that a test wrote down.
class WrittenBody final : public BodySource {
public:
    explicit WrittenBody(std::string body) : body_{std::move(body)} {}

    Task<Result<std::size_t>> read(std::span<char> into) override
    {
        auto size = std::min(into.size(), body_.size() - at_);
        std::memcpy(into.data(), body_.data() + at_, size);
        at_ += size;
        co_return size;
    }

private:
    std::string body_;
    std::size_t at_ = 0;
};

Head written_head(Method method, std::string_view target, const Headers& headers)
{
    std::string text{name_of(method)};
    text.append(" ").append(target).append(" HTTP/1.1\r\n");
    if (!headers.has("host")) text += "Host: localhost\r\n";
    for (const auto& [name, value] : headers) text.append(name + ": " + value + "\r\n");
    text += "\r\n";
    auto head = parse_head(std::move(text));
    if (head) return std::move(*head);
    Head plain;
    plain.method = method;
    return plain;
}

std::optional<std::string> cookie_in(std::string_view line, std::string_view name)
{
    while (!line.empty()) {
        auto end = std::min(line.find(';'), line.size());
        auto pair = trimmed(line.substr(0, end), " ");
        line.remove_prefix(std::min(end + 1, line.size()));
        auto equals = pair.find('=');
        if (equals == pair.npos || pair.substr(0, equals) != name) continue;
        auto value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
            value = value.substr(1, value.size() - 2);
        }
        return std::string{value};
    }
    return std::nullopt;
}

}  // namespace

std::string_view Params::text(std::string_view name) const noexcept
{
    for (const auto& [key, value] : values_) {
        if (key == name) return value;
    }
    return {};
}

Result<std::string> Params::uuid(std::string_view name) const
{
    std::string value{text(name)};
    if (!is_uuid(value)) return fail(ErrorKind::not_found, "path holds no id");
    std::ranges::transform(value, value.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    });
    return value;
}

Result<std::uint64_t> Params::number(std::string_view name) const
{
    auto value = text(name);
    std::uint64_t number = 0;
    auto end = value.data() + value.size();
    auto [stop, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc{} || stop != end)
        return fail(ErrorKind::not_found, "path holds no number");
    return number;
}

void Params::set(std::string_view name, std::string value)
{
    for (auto& [key, old] : values_) {
        if (key == name) {
            old = std::move(value);
            return;
        }
    }
    values_.emplace_back(std::string{name}, std::move(value));
}

bool too_long(const Error& error) noexcept
{
    return error.kind == ErrorKind::invalid_input && error.what == kTooLong;
}

Request::Request(Method method_, std::string_view target, Headers headers, std::string body)
    : method{method_},
      head_{written_head(method_, target, headers)}
{
    if (auto parsed = parse_target(target)) {
        path = std::move(parsed->path);
        query_ = std::move(parsed->query);
    }
    peer = Address{"127.0.0.1", 1};
    length_ = body.size();
    own_source_ = std::make_shared<WrittenBody>(std::move(body));
    source_ = own_source_.get();
}

Request::Request(Head head, Target target, BodySource& source)
    : method{head.method},
      path{std::move(target.path)},
      head_{std::move(head)},
      query_{std::move(target.query)},
      source_{&source},
      length_{head_.length}
{
}

std::optional<std::string> Request::query(std::string_view name) const
{
    for (const auto& [key, value] : query_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string_view Request::header(std::string_view name) const noexcept
{
    return head_.get(name);
}

std::optional<std::string> Request::cookie(std::string_view name) const
{
    for (const auto& [key, value] : head_.fields) {
        if (!same_name(key, "cookie")) continue;
        if (auto found = cookie_in(value, name)) return found;
    }
    return std::nullopt;
}

Task<Result<std::string>> Request::body(std::size_t limit)
{
    if (length_ && *length_ > limit) co_return fail(ErrorKind::invalid_input, kTooLong);
    std::string whole;
    // A stated length is only a promise: memory is taken as the bytes come.
    std::size_t step =
        static_cast<std::size_t>(std::min<std::uint64_t>(length_.value_or(4096), 65536));
    while (true) {
        auto filled = whole.size();
        if (filled == limit && length_) co_return whole;
        whole.resize(filled + std::clamp<std::size_t>(step, 1, limit + 1 - filled));
        auto size = co_await read(std::span{whole}.subspan(filled));
        if (!size) co_return fail(size.error());
        whole.resize(filled + *size);
        if (*size == 0 || (length_ && whole.size() == *length_)) co_return whole;
        if (whole.size() > limit) co_return fail(ErrorKind::invalid_input, kTooLong);
    }
}

Task<Result<std::size_t>> Request::read(std::span<char> into)
{
    if (source_ == nullptr) co_return std::size_t{0};
    auto size = co_await source_->read(into);
    co_return size;
}

Response& Response::with_header(std::string_view name, std::string_view value) &
{
    headers.set(name, value);
    return *this;
}

Response&& Response::with_header(std::string_view name, std::string_view value) &&
{
    headers.set(name, value);
    return std::move(*this);
}

Response& Response::with_cookie(std::string_view line) &
{
    headers.add("Set-Cookie", line);
    return *this;
}

Response json(int status, std::string body)
{
    return text(status, std::move(body), "application/json");
}

Response text(int status, std::string body, std::string_view type)
{
    Response response;
    response.status = status;
    response.headers.add("Content-Type", type);
    response.body = std::move(body);
    return response;
}

Response asset(const Asset& asset)
{
    Response response;
    response.body = &asset;
    return response;
}

Response empty(int status)
{
    Response response;
    response.status = status;
    return response;
}

Response redirect(std::string_view where, int status)
{
    auto response = empty(status);
    response.headers.add("Location", where);
    return response;
}

Response problem(int status)
{
    std::string body = R"({"type":"about:blank","title":")";
    body.append(reason_of(status))
        .append(R"(","status":)")
        .append(std::to_string(status))
        .append("}");
    auto response = text(status, std::move(body), "application/problem+json");
    response.headers.add("Cache-Control", "no-store");
    return response;
}

Response event_stream(EventStream stream)
{
    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    // Nginx would hold the events back otherwise.
    response.headers.add("X-Accel-Buffering", "no");
    response.body = std::move(stream);
    return response;
}

std::string_view reason_of(int status) noexcept
{
    switch (status) {
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 423:
            return "Locked";
        case 425:
            return "Too Early";
        case 426:
            return "Upgrade Required";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Status";
    }
}

}  // namespace keydesk::net
