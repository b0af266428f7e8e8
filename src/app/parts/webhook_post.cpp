#include "app/parts/webhook_post.hpp"

#include "desk/desk.hpp"
#include "guard/guard.hpp"

#include <charconv>
#include <chrono>

namespace keydesk::app {

namespace {

constexpr std::size_t kKept = 500;  ///< Bytes of the answer.

/// The answer's first bytes as text that may be stored: valid UTF-8 without secrets.
std::string shown(std::string text)
{
    text.resize(std::min(text.size(), kKept));
    for (char& c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 && c != '\n' && c != '\t') c = ' ';
    }
    // A cut may have gone through a character; what else is no UTF-8 is shown without its signs.
    for (int i = 0; i < 3 && !text.empty() && !desk::code_points(text); ++i) text.pop_back();
    if (!desk::code_points(text)) {
        for (char& c : text) c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
    return guard::clean(guard::RawText{std::move(text)}).text.str();
}

/// Seconds; the form with a date is not worth a parser here.
std::optional<std::chrono::seconds> wait_of(std::string_view text)
{
    std::int64_t seconds = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    bool whole = error == std::errc{} && end == text.data() + text.size() && seconds >= 0;
    return whole ? std::optional{std::chrono::seconds{seconds}} : std::nullopt;
}

Task<desk::WebhookOutcome> post(
    net::HttpClient* client,
    const net::Reach* reach,
    std::vector<std::string> resolved,
    desk::WebhookCall call)
{
    auto url = reach->read(call.url);
    if (!url) co_return desk::WebhookOutcome{.fault = "not allowed: " + url.error().what};
    net::HttpAsk ask{
        .method = net::Method::post,
        .url = std::move(call.url),
        .body = std::move(call.body),
        .deadline = std::chrono::seconds{10},
        .limit = 4096,
        .reach = [reach](std::string_view ip) { return reach->may(ip); },
        .resolved = std::move(resolved),
        .cut = true};
    for (const auto& [name, value] : call.headers) ask.headers.add(name, value);
    auto began = std::chrono::steady_clock::now();
    auto reply = co_await client->send(std::move(ask));
    auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    desk::WebhookOutcome out{.took_ms = took.count()};
    if (!reply) {
        out.fault = reply.error().what;
        co_return out;
    }
    out.status = reply->status;
    out.retry_after = wait_of(reply->headers.get("Retry-After"));
    out.answer = shown(std::move(reply->body));
    co_return out;
}

}  // namespace

desk::WebhookPost webhook_post(
    net::HttpClient& client, const net::Reach& reach, const std::vector<std::string>* resolved)
{
    return [&client, &reach, resolved](desk::WebhookCall call) {
        auto names = resolved != nullptr ? *resolved : std::vector<std::string>{};
        return post(&client, &reach, std::move(names), std::move(call));
    };
}

}  // namespace keydesk::app
