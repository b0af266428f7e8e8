#include "api/token_door.hpp"

#include "base/crypto.hpp"
#include "net/address.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

using namespace std::chrono_literals;

constexpr auto kTouchAfter = 1min;  ///< How exact "last used" is.
constexpr std::int64_t kMinute = 60'000;

Refusal wrong_token()
{
    auto refusal = not_logged_in();
    refusal.error.what = "no such token";
    refusal.code = "wrong_token";
    return refusal;
}

bool from_there(const desk::ApiToken& token, std::string_view ip)
{
    if (token.networks.empty()) return true;
    return std::ranges::any_of(token.networks, [ip](const std::string& text) {
        auto network = net::Network::parse(text);
        return network && network->contains(ip);
    });
}

std::int64_t left_of_minute(Time now)
{
    return (kMinute - millis(now) % kMinute + 999) / 1000;
}

}  // namespace

bool TokenDoor::knocks(const net::Request& request)
{
    return !request.header("Authorization").empty();
}

Task<std::expected<desk::TokenHolder, Refusal>> TokenDoor::admit(net::Request& request)
{
    auto given = request.header("Authorization");
    constexpr std::string_view kBearer = "Bearer ";
    // A browser's cookie beside a token: whoever sends both does not know as whom he asks.
    bool mixed =
        request.cookie("keydesk").has_value() || request.cookie("__Host-keydesk").has_value();
    if (mixed || !given.starts_with(kBearer)) co_return refuse(wrong_token());
    auto token = given.substr(kBearer.size());
    if (!token.starts_with(desk::kTokenStart)) co_return refuse(wrong_token());
    auto found = co_await tokens_.holder(token_hash(token));
    if (!found) co_return refuse(found.error());
    if (!*found) co_return refuse(wrong_token());
    auto holder = std::move(**found);
    auto now = clock_.now();
    bool over = holder.token.expires_at && now >= *holder.token.expires_at;
    if (over || holder.disabled) co_return refuse(wrong_token());
    if (!from_there(holder.token, request.peer.ip)) {
        co_return refuse(Error{ErrorKind::denied, "the token may not come from there"});
    }
    if (auto refused = spend(holder.token)) co_return refuse(std::move(*refused));
    bool stale = !holder.token.used_at || now - *holder.token.used_at >= kTouchAfter ||
                 holder.token.used_ip != request.peer.ip;
    // A disk that is full must not keep programs from reading.
    if (stale) (void)co_await tokens_.used(holder.token.id, now, request.peer.ip);
    co_return holder;
}

std::optional<Refusal> TokenDoor::spend(const desk::ApiToken& token)
{
    auto now = clock_.now();
    auto& window = windows_[token.id];
    auto minute = millis(now) / kMinute;
    if (window.minute != minute) window = {.minute = minute};
    window.limit = token.per_minute;
    if (window.used < window.limit) {
        ++window.used;
        return std::nullopt;
    }
    Error error{ErrorKind::rate_limited, "token asks too often"};
    error.retry_after = std::chrono::seconds{left_of_minute(now)};
    Refusal refusal{std::move(error)};
    refusal.quota = quota(token.id);
    return refusal;
}

Quota TokenDoor::quota(const std::string& token) const
{
    auto found = windows_.find(token);
    auto window = found == windows_.end() ? Window{} : found->second;
    return {
        .name = "token",
        .most = window.limit,
        .window = 1min,
        .left = window.limit - window.used,
        .reset = std::chrono::seconds{left_of_minute(clock_.now())}};
}

}  // namespace keydesk::api
