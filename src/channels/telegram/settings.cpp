#include "channels/telegram/settings.hpp"

#include "base/trim.hpp"
#include "net/web_url.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace keydesk::telegram {

namespace {

constexpr std::string_view kApiRoot = "https://api.telegram.org";
constexpr std::size_t kMostLines = 500;

std::string_view field(const desk::ChannelSettings& fields, std::string_view key)
{
    auto found = fields.find(key);
    return found == fields.end() ? std::string_view{} : trimmed(found->second);
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < kMostLines) {
        auto end = text.find('\n');
        if (auto line = trimmed(text.substr(0, end)); !line.empty()) lines.push_back(line);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return lines;
}

std::string_view take_word(std::string_view& line)
{
    auto end = line.find_first_of(" \t");
    auto word = line.substr(0, end);
    line = end == line.npos ? std::string_view{} : trimmed(line.substr(end));
    return word;
}

bool read_number(std::string_view text, std::int64_t& out)
{
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    return failed == std::errc{} && end == text.data() + text.size();
}

/// "123456:ABC-…": it stands in every URL, so nothing else may be in it.
bool looks_like_token(std::string_view token)
{
    auto colon = token.find(':');
    if (colon == token.npos || colon == 0 || token.size() > 200) return false;
    auto digit = [](char c) { return c >= '0' && c <= '9'; };
    auto plain = [&](char c) {
        return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    auto rest = token.substr(colon + 1);
    return std::ranges::all_of(token.substr(0, colon), digit) && !rest.empty() &&
           std::ranges::all_of(rest, plain);
}

Result<std::vector<Group>> read_groups(std::string_view text)
{
    std::vector<Group> groups;
    for (auto line : lines_of(text)) {
        Group group;
        if (!read_number(take_word(line), group.id) || group.id >= 0) {
            return fail(
                ErrorKind::invalid_input,
                "groups: each line begins with a group's number, such as -1001234567890");
        }
        if (line.starts_with("https://") || line.starts_with("http://")) {
            group.link = take_word(line);
            if (!net::read_web_url(group.link)) {
                return fail(ErrorKind::invalid_input, "groups: a link cannot be read");
            }
        }
        group.title = line;
        groups.push_back(std::move(group));
    }
    return groups;
}

Result<std::vector<std::int64_t>> read_team(std::string_view text)
{
    std::vector<std::int64_t> team;
    for (auto line : lines_of(text)) {
        std::int64_t id = 0;
        if (!read_number(take_word(line), id) || id <= 0) {
            return fail(
                ErrorKind::invalid_input,
                "team: each line begins with a person's Telegram number, not a @name");
        }
        team.push_back(id);
    }
    return team;
}

Result<void> read_ways(const desk::ChannelSettings& fields, Settings& out)
{
    out.api_root = field(fields, "api_root");
    if (out.api_root.empty()) out.api_root = kApiRoot;
    while (out.api_root.ends_with('/')) out.api_root.pop_back();
    auto root = net::read_web_url(out.api_root);
    if (!root) return fail(ErrorKind::invalid_input, "api_root: this is no http or https address");
    out.proxy = field(fields, "proxy");
    if (!net::is_proxy_or_none(out.proxy)) {
        return fail(
            ErrorKind::invalid_input, "proxy: it begins with http://, https:// or socks5h://");
    }
    auto deadline = field(fields, "deadline");
    if (deadline.empty()) return {};
    std::int64_t seconds = 0;
    if (!read_number(deadline, seconds) || seconds < 1 || seconds > 300) {
        return fail(ErrorKind::invalid_input, "deadline: a number of seconds from 1 to 300");
    }
    out.deadline = std::chrono::seconds{seconds};
    out.upload = std::max(std::chrono::milliseconds{6 * out.deadline}, out.deadline);
    return {};
}

}  // namespace

const Group* Settings::group(std::int64_t id) const noexcept
{
    auto found = std::ranges::find(groups, id, &Group::id);
    return found == groups.end() ? nullptr : &*found;
}

Result<Settings> read_settings(const desk::ChannelSettings& fields)
{
    std::string token{field(fields, "bot_token")};
    if (!looks_like_token(token)) {
        return fail(
            ErrorKind::invalid_input,
            "bot_token: it looks like 123456789:AAF…, as @BotFather shows it");
    }
    Settings out{.bot_token = Secret{std::move(token)}};
    auto mode = field(fields, "mode");
    if (!mode.empty() && mode != "polling" && mode != "webhook") {
        return fail(ErrorKind::invalid_input, "mode: polling or webhook");
    }
    out.webhook = mode == "webhook";
    auto groups = read_groups(field(fields, "groups"));
    if (!groups) return fail(groups.error());
    out.groups = std::move(*groups);
    auto team = read_team(field(fields, "team"));
    if (!team) return fail(team.error());
    out.team = std::move(*team);
    if (auto ways = read_ways(fields, out); !ways) return fail(ways.error());
    return out;
}

}  // namespace keydesk::telegram
