#include "channels/weixin/settings.hpp"

#include "base/crypto.hpp"
#include "base/trim.hpp"
#include "channels/weixin/text.hpp"
#include "net/web_url.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace keydesk::weixin {

namespace {

using desk::Field;

}  // namespace

std::unexpected<Error> wrong(std::string_view field, std::string_view why)
{
    return fail(ErrorKind::invalid_input, std::string{field} + ": " + std::string{why});
}

std::string SettingsReader::text(std::string_view key, std::string_view otherwise) const
{
    auto found = settings_.find(key);
    return std::string{found == settings_.end() ? otherwise : trimmed(found->second)};
}

bool SettingsReader::truth(std::string_view key, bool otherwise) const
{
    auto value = text(key);
    if (value.empty()) return otherwise;
    return value == "true" || value == "1" || value == "yes" || value == "on";
}

Result<std::int64_t> SettingsReader::number(
    std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) const
{
    auto written = text(key);
    auto value = written.empty() ? otherwise : number_of(written, -1);
    if (value >= least && value <= most) return value;
    return wrong(
        key,
        "a number from " + std::to_string(least) + " to " + std::to_string(most) + " is wanted");
}

Result<std::string> SettingsReader::needed(std::string_view key) const
{
    auto value = text(key);
    if (value.empty()) return wrong(key, "is missing");
    return value;
}

Result<ApiSettings> SettingsReader::api(std::string_view root, std::string_view identity) const
{
    ApiSettings api{.root = text("api_root"), .proxy = text("proxy"), .identity = {}};
    if (api.root.empty()) api.root = root;
    while (api.root.ends_with('/')) api.root.pop_back();
    if (!net::read_web_url(api.root)) return wrong("api_root", "is no http or https URL");
    if (!net::is_proxy_or_none(api.proxy)) {
        return wrong("proxy", "is neither http://, https:// nor socks5h://");
    }
    auto seconds = number("deadline", 10, 1, 120);
    if (!seconds) return fail(seconds.error());
    api.deadline = std::chrono::seconds{*seconds};
    api.identity = hex(sha256(api.root + "\n" + std::string{identity})).substr(0, 32);
    return api;
}

std::vector<Field> api_fields(std::string root)
{
    return {
        {.key = "api_root",
         .kind = Field::Kind::url,
         .initial = std::move(root),
         .name = {"Address of the API", "接口地址"},
         .help = {"Only for a relay of your own.", "仅在使用自建中转时修改。"}},
        {.key = "proxy",
         .kind = Field::Kind::secret,
         .name = {"Proxy", "代理"},
         .help =
             {"http://, https:// or socks5h://user:password@host:port. With it all calls leave "
              "from "
              "one address, as the IP white-list needs.",
              "http://、https:// 或 socks5h://用户:密码@主机:端口。可用于固定出口 "
              "IP，以满足白名单。"}},
        {.key = "deadline",
         .kind = Field::Kind::number,
         .initial = "10",
         .name = {"Seconds for a call", "调用超时（秒）"}},
    };
}

Result<std::string> callback_token(const SettingsReader& settings)
{
    auto token = settings.needed("token");
    if (!token) return token;
    auto fits = [](unsigned char c) { return std::isalnum(c) != 0; };
    if (token->size() < 3 || token->size() > 32 || !std::ranges::all_of(*token, fits)) {
        return wrong("token", "has 3 to 32 letters and digits");
    }
    return token;
}

}  // namespace keydesk::weixin
