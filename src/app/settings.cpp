#include "app/settings.hpp"

#include "net/address.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

namespace keydesk::app {

namespace {

std::optional<std::vector<std::string>> texts(const toml::node& node)
{
    std::vector<std::string> list;
    const auto* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    for (const auto& item : *array) {
        auto text = item.value<std::string>();
        if (!text) return std::nullopt;
        list.push_back(*text);
    }
    return list;
}

/// A key of the file: takes a value over, or says what it should have been.
using Take = std::function<std::string(const toml::node&)>;

Take text_into(std::string& place)
{
    return [&place](const toml::node& node) -> std::string {
        auto value = node.value<std::string>();
        if (!value) return "is a text";
        place = *value;
        return {};
    };
}

Take path_into(std::filesystem::path& place)
{
    return [&place](const toml::node& node) -> std::string {
        auto value = node.value<std::string>();
        if (!value) return "is a path";
        place = *value;
        return {};
    };
}

std::string take_networks(const toml::node& node, std::vector<std::string>& place)
{
    auto list = texts(node);
    auto wrong = [](const std::string& text) { return !net::Network::parse(text); };
    if (!list || std::ranges::any_of(*list, wrong)) return "is a list of addresses and blocks";
    place = std::move(*list);
    return {};
}

std::string take_ports(const toml::node& node, std::vector<std::uint16_t>& place)
{
    const auto* array = node.as_array();
    if (array == nullptr) return "is a list of ports";
    for (const auto& item : *array) {
        auto port = item.value<std::int64_t>().value_or(0);
        if (port < 1 || port > 65'535) return "is a list of ports";
        place.push_back(static_cast<std::uint16_t>(port));
    }
    return {};
}

std::string take_listen(const toml::node& node, std::vector<net::Listen>& place)
{
    auto list = texts(node);
    if (!list || list->empty()) return "is a list such as [\"127.0.0.1:8080\"]";
    place.clear();
    for (const auto& text : *list) {
        auto listen = read_listen(text);
        if (!listen) return listen.error().what;
        place.push_back(*listen);
    }
    return {};
}

/// [nodes] ethereum = ["https://…", …]: a chain's name is not known here, so any is taken; the
/// chains say which are theirs.
std::string take_nodes(const toml::node& node, std::vector<NodeSettings>& place)
{
    const auto* table = node.as_table();
    if (table == nullptr) return "is a table: chain = [\"https://…\"]";
    for (const auto& [chain, urls] : *table) {
        auto list = texts(urls);
        if (!list || list->empty()) return std::string{chain.str()} + " is a list of URLs";
        for (auto& url : *list) place.push_back({std::string{chain.str()}, std::move(url)});
    }
    return {};
}

std::map<std::string, Take> keys_of(Settings& s)
{
    return {
        {"nodes", [&s](const toml::node& n) { return take_nodes(n, s.nodes); }},
        {"data", path_into(s.data)},
        {"public_url", text_into(s.public_url)},
        {"listen", [&s](const toml::node& n) { return take_listen(n, s.listen); }},
        {"trusted_proxies",
         [&s](const toml::node& n) -> std::string {
             auto list = texts(n);
             if (!list) return "is a list of addresses and blocks";
             s.trusted_proxies = *list;
             return {};
         }},
        {"webhooks.allow", [&s](const toml::node& n) { return take_networks(n, s.webhook_allow); }},
        {"webhooks.ports", [&s](const toml::node& n) { return take_ports(n, s.webhook_ports); }},
        {"web", path_into(s.web)},
        {"mail.lmtp", text_into(s.lmtp)},
        {"tls.certificate", text_into(s.certificate)},
        {"tls.key", text_into(s.key)},
        {"limits.on",
         [&s](const toml::node& n) -> std::string {
             auto value = n.value<bool>();
             if (!value) return "is true or false";
             s.limits = *value;
             return {};
         }},
    };
}

void walk(
    const toml::table& table,
    const std::string& before,
    const std::map<std::string, Take>& keys,
    std::string& faults)
{
    for (const auto& [name, node] : table) {
        auto key = before + std::string{name.str()};
        auto known = keys.find(key);
        if (known != keys.end()) {
            auto fault = known->second(node);
            if (!fault.empty()) faults += "  " + key + " " + fault + "\n";
        } else if (const auto* inner = node.as_table()) {
            walk(*inner, key + ".", keys, faults);
        } else {
            faults += "  " + key + " is no setting of Keydesk\n";
        }
    }
}

}  // namespace

Result<net::Listen> read_listen(std::string_view text)
{
    net::Listen listen;
    listen.tls = text.starts_with("tls://");
    if (listen.tls) text.remove_prefix(6);
    auto colon = text.rfind(':');
    auto wrong = [] {
        return fail(ErrorKind::invalid_input, "an address looks like 127.0.0.1:8080 or [::1]:8080");
    };
    if (colon == std::string_view::npos) return wrong();
    auto host = text.substr(0, colon);
    auto port = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    if (host.empty() || error != std::errc{} || end != port.data() + port.size()) return wrong();
    listen.host = host == "localhost" ? "127.0.0.1" : std::string{host};
    return listen;
}

Result<NodeSettings> read_node(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == text.npos || equals == 0 || equals + 1 == text.size()) {
        return fail(
            ErrorKind::invalid_input, "a node is written CHAIN=URL, as in ethereum=https://…");
    }
    return NodeSettings{std::string{text.substr(0, equals)}, std::string{text.substr(equals + 1)}};
}

Result<void> read_settings(const std::filesystem::path& file, Settings& settings)
{
    std::string faults;
    try {
        auto table = toml::parse_file(file.string());
        walk(table, "", keys_of(settings), faults);
    } catch (const toml::parse_error& error) {
        faults = "  line " + std::to_string(error.source().begin.line) + ": " +
                 std::string{error.description()} + "\n";
    }
    if (faults.empty()) return {};
    return fail(ErrorKind::invalid_input, file.string() + ":\n" + faults);
}

}  // namespace keydesk::app
