#include "channels/email/access.hpp"

#include <boost/json.hpp>

namespace keydesk::email {

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto kMargin = 5min;

std::string coded(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 0xFU];
        }
    }
    return out;
}

net::HttpAsk ask_for(const TokenSource& source, const std::string& proxy)
{
    auto body = "grant_type=refresh_token&client_id=" + coded(source.client_id) +
                "&refresh_token=" + coded(source.refresh_token.reveal());
    if (!source.client_secret.reveal().empty()) {
        body += "&client_secret=" + coded(source.client_secret.reveal());
    }
    return {
        .method = net::Method::post,
        .url = source.url,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
        .body = std::move(body),
        .proxy = proxy};
}

}  // namespace

Access::Access(net::HttpClient& http, const Settings& settings) : http_{http}, settings_{settings}
{
}

Task<Result<net::MailLogin>> Access::fresh(net::MailLogin login, Time now)
{
    if (!settings_.tokens) co_return login;
    if (now >= lasts_until_) {
        auto reply = co_await http_.send(ask_for(*settings_.tokens, settings_.proxy));
        if (!reply) co_return fail(reply.error());
        if (reply->status == 400 || reply->status == 401) {
            co_return fail(ErrorKind::denied, "the refresh token is no longer taken");
        }
        if (reply->status != 200) {
            co_return fail(ErrorKind::unavailable, "no token: " + std::to_string(reply->status));
        }
        boost::system::error_code error;
        auto value = json::parse(reply->body, error);
        const auto* object = error ? nullptr : value.if_object();
        const auto* token = object == nullptr ? nullptr : object->if_contains("access_token");
        if (token == nullptr || token->if_string() == nullptr) {
            co_return fail(ErrorKind::bad_reply, "the answer holds no token");
        }
        const auto* lasts = object->if_contains("expires_in");
        auto seconds = lasts != nullptr && lasts->if_int64() != nullptr ? *lasts->if_int64() : 600;
        token_ = Secret{std::string{*token->if_string()}};
        lasts_until_ = now + std::chrono::seconds{seconds} - kMargin;
    }
    login.secret = token_;
    co_return login;
}

}  // namespace keydesk::email
