#include "channels/email/settings.hpp"

#include "channels/email/presets.hpp"
#include "mail/parse.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::email {

namespace {

using desk::ChannelSettings;
using net::Security;

constexpr std::chrono::seconds kShortestPoll{1}, kLongestPoll{540};

Error wrong(std::string_view field, std::string_view what)
{
    return {ErrorKind::invalid_input, std::string{field} + ": " + std::string{what}};
}

std::string text_of(
    const ChannelSettings& values, std::string_view key, std::string_view other = {})
{
    auto found = values.find(key);
    bool given = found != values.end() && !found->second.empty();
    return given ? found->second : std::string{other};
}

bool truth_of(const ChannelSettings& values, std::string_view key, bool other)
{
    auto text = text_of(values, key);
    return text.empty() ? other : text == "true";
}

std::vector<std::string> lines_of(const ChannelSettings& values, std::string_view key)
{
    std::vector<std::string> lines;
    auto text = text_of(values, key);
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find_first_of("\n,; ", at), text.size());
        auto line = text.substr(at, end - at);
        if (line.ends_with('\r')) line.pop_back();
        if (!line.empty()) lines.push_back(std::move(line));
        at = end + 1;
    }
    return lines;
}

Result<std::int64_t> number_of(
    const ChannelSettings& values, std::string_view key, std::int64_t other, std::int64_t most)
{
    auto text = text_of(values, key);
    if (text.empty()) return other;
    std::int64_t number = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    bool good = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (!good || number < 1 || number > most) {
        return fail(wrong(key, "a number from 1 to " + std::to_string(most)));
    }
    return number;
}

/// Passwords cross no network in the clear.
Result<Security> security_of(
    const ChannelSettings& values, std::string_view key, Security other, const std::string& host)
{
    auto text = text_of(values, key);
    if (text.empty() || text == "usual") return other;
    if (text == "tls") return Security::tls;
    if (text == "starttls") return Security::starttls;
    if (text != "none") return fail(wrong(key, "tls, starttls or none"));
    if (!net::this_machine(host)) {
        return fail(wrong(key, "without TLS only to a server on this machine"));
    }
    return Security::none;
}

Result<void> read_imap(const ChannelSettings& values, const Preset* preset, Settings& out)
{
    out.imap.host = text_of(values, "imap_host", preset ? preset->imap_host : "");
    if (out.imap.host.empty()) return fail(wrong("imap_host", "the name of the server"));
    auto security = security_of(values, "imap_security", Security::tls, out.imap.host);
    if (!security) return fail(security.error());
    out.imap_security = *security;
    auto port = number_of(values, "imap_port", *security == Security::tls ? 993 : 143, 65'535);
    if (!port) return fail(port.error());
    out.imap.port = static_cast<std::uint16_t>(*port);
    out.folder = text_of(values, "folder", "INBOX");
    out.archive = text_of(values, "archive");
    out.history = text_of(values, "begin") == "all";
    auto poll = number_of(values, "poll", 120, kLongestPoll.count());
    if (!poll) return fail(poll.error());
    out.poll = std::max(std::chrono::seconds{*poll}, kShortestPoll);
    return {};
}

Result<void> read_smtp(const ChannelSettings& values, const Preset* preset, Settings& out)
{
    auto& smtp = out.smtp;
    smtp.server.host = text_of(values, "smtp_host", preset ? preset->smtp_host : "");
    if (smtp.server.host.empty()) return fail(wrong("smtp_host", "the name of the server"));
    auto usual = preset && preset->smtp_tls ? Security::tls : Security::starttls;
    auto security = security_of(values, "smtp_security", usual, smtp.server.host);
    if (!security) return fail(security.error());
    smtp.security = *security;
    auto port = number_of(values, "smtp_port", *security == Security::tls ? 465 : 587, 65'535);
    if (!port) return fail(port.error());
    smtp.server.port = static_cast<std::uint16_t>(*port);
    smtp.greet_as = out.domain();
    return {};
}

Result<void> read_logins(const ChannelSettings& values, const Preset* preset, Settings& out)
{
    auto user = text_of(values, "user", out.address);
    Secret password{text_of(values, "password")};
    bool bearer = text_of(values, "login") == "oauth";
    out.imap_login = {.user = user, .secret = password, .bearer = bearer};
    auto smtp_user = text_of(values, "smtp_user", user);
    Secret smtp_password{text_of(values, "smtp_password", password.reveal())};
    bool silent = smtp_password.reveal().empty() && !bearer;
    if (!silent) {
        out.smtp.login =
            net::MailLogin{.user = smtp_user, .secret = smtp_password, .bearer = bearer};
    }
    if (!bearer) {
        if (out.by_imap && password.reveal().empty()) {
            return fail(wrong("password", "the password or authorisation code of the account"));
        }
        return {};
    }
    TokenSource tokens{
        .url = text_of(values, "token_url", preset ? preset->token_url : ""),
        .client_id = text_of(values, "client_id"),
        .client_secret = Secret{text_of(values, "client_secret")},
        .refresh_token = Secret{text_of(values, "refresh_token")}};
    if (!tokens.url.starts_with("http")) return fail(wrong("token_url", "where tokens are got"));
    if (tokens.client_id.empty()) return fail(wrong("client_id", "the app's id"));
    if (tokens.refresh_token.reveal().empty()) {
        return fail(wrong("refresh_token", "the token of the account"));
    }
    out.tokens = std::move(tokens);
    return {};
}

Result<void> read_rules(const ChannelSettings& values, const Preset* preset, Settings& out)
{
    out.authserv_ids = lines_of(values, "authserv_id");
    bool own_choice = values.contains("authserv_id");
    if (!own_choice && preset && !preset->authserv_id.empty()) {
        out.authserv_ids.emplace_back(preset->authserv_id);
    }
    out.tags = truth_of(values, "tags", true);
    out.verp = truth_of(values, "verp", false);
    out.acknowledge = truth_of(values, "acknowledge", false);
    out.signature = text_of(values, "signature");
    auto most = number_of(values, "most_per_sender", 20, 10'000);
    if (!most) return fail(most.error());
    out.most_per_sender = *most;
    return {};
}

Result<void> read_ways(const ChannelSettings& values, Settings& out)
{
    out.proxy = text_of(values, "proxy");
    bool known = out.proxy.empty() || out.proxy.starts_with("http://") ||
                 out.proxy.starts_with("socks5h://");
    if (!known) return fail(wrong("proxy", "http://… or socks5h://…"));
    auto seconds = number_of(values, "deadline", 20, 600);
    if (!seconds) return fail(seconds.error());
    for (auto* server : {&out.imap, &out.smtp.server}) {
        server->proxy = out.proxy;
        server->authorities = text_of(values, "authorities");
        server->deadline = std::chrono::seconds{*seconds};
    }
    return {};
}

}  // namespace

std::vector<std::string> Settings::own() const
{
    auto all = aliases;
    all.insert(all.begin(), address);
    return all;
}

Result<Settings> read_settings(const ChannelSettings& values)
{
    Settings out;
    out.address = mail::bare_address(text_of(values, "address"));
    if (!net::writable_address(out.address)) {
        return fail(wrong("address", "the address that customers write to"));
    }
    out.name = text_of(values, "name");
    for (const auto& alias : lines_of(values, "aliases")) {
        if (!net::writable_address(alias)) return fail(wrong("aliases", "one address a line"));
        out.aliases.push_back(mail::bare_address(alias));
    }
    out.by_imap = text_of(values, "receive", "imap") != "lmtp";
    const auto* preset = preset_named(text_of(values, "provider", "custom"));
    if (out.by_imap) {
        if (auto read = read_imap(values, preset, out); !read) return fail(read.error());
    }
    if (auto read = read_smtp(values, preset, out); !read) return fail(read.error());
    if (auto read = read_logins(values, preset, out); !read) return fail(read.error());
    if (auto read = read_rules(values, preset, out); !read) return fail(read.error());
    if (auto read = read_ways(values, out); !read) return fail(read.error());
    return out;
}

}  // namespace keydesk::email
