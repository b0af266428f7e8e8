#include "net/serving.hpp"

#include "base/trim.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace keydesk::net {

namespace {

std::string_view take_item(std::string_view& list, char separator)
{
    auto end = std::min(list.find(separator), list.size());
    auto item = trimmed(list.substr(0, end), " \t");
    list.remove_prefix(std::min(end + 1, list.size()));
    return item;
}

/// "0.25" as 250; a q-value that cannot be read counts as a refusal.
int thousandths(std::string_view text)
{
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return 0;
    int value = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return 0;
    int place = 100;
    for (char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9' || place == 0) return 0;
        value += (c - '0') * place;
        place /= 10;
    }
    return std::min(value, 1000);
}

struct Weights {
    int gzip = -1;
    int brotli = -1;
    int identity = -1;
    int any = -1;
};

Weights read_weights(std::string_view list)
{
    Weights weights;
    while (!list.empty()) {
        auto item = take_item(list, ',');
        auto name = take_item(item, ';');
        int weight = 1000;
        while (!item.empty()) {
            auto parameter = take_item(item, ';');
            if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
                weight = thousandths(parameter.substr(2));
            }
        }
        if (same_name(name, "gzip") || same_name(name, "x-gzip")) weights.gzip = weight;
        if (same_name(name, "br")) weights.brotli = weight;
        if (same_name(name, "identity")) weights.identity = weight;
        if (name == "*") weights.any = weight;
    }
    return weights;
}

std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value = 0;
    auto end = text.data() + text.size();
    auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace

Coding choose_coding(const Asset& asset, std::string_view accept_encoding)
{
    auto weights = read_weights(accept_encoding);
    auto or_any = [&](int weight, int otherwise) {
        return weight >= 0 ? weight : weights.any >= 0 ? weights.any : otherwise;
    };
    int gzip = asset.gzip.empty() ? 0 : or_any(weights.gzip, 0);
    int brotli = asset.brotli.empty() ? 0 : or_any(weights.brotli, 0);
    // Unnamed, identity is always acceptable, but anything that is named is preferred to it.
    int identity = or_any(weights.identity, 1);
    if (brotli > 0 && brotli >= gzip && brotli >= identity) return Coding::brotli;
    if (gzip > 0 && gzip >= identity) return Coding::gzip;
    return Coding::identity;
}

bool names_tag(std::string_view if_none_match, std::string_view etag)
{
    if (etag.empty()) return false;
    while (!if_none_match.empty()) {
        auto item = take_item(if_none_match, ',');
        if (item == "*") return true;
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item.size() < 2 || !item.starts_with('"') || !item.ends_with('"')) continue;
        if (item.substr(1, item.size() - 2) == etag) return true;
    }
    return false;
}

std::optional<Slice> read_range(std::string_view range, std::uint64_t size)
{
    if (!range.starts_with("bytes=")) return std::nullopt;
    range.remove_prefix(6);
    auto dash = range.find('-');
    if (dash == range.npos || range.contains(',')) return std::nullopt;
    auto first = number(range.substr(0, dash));
    auto last = number(range.substr(dash + 1));
    if (dash > 0 && !first) return std::nullopt;
    if (dash + 1 < range.size() && !last) return std::nullopt;
    if (!first && !last) return std::nullopt;

    if (!first) {
        auto tail = std::min(*last, size);
        return Slice{size - tail, tail};
    }
    if (last && *last < *first) return std::nullopt;
    if (*first >= size) return Slice{0, 0};
    return Slice{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

Served serve_asset(const Asset& asset, const Request& request, Headers& headers)
{
    auto coding = choose_coding(asset, request.header("accept-encoding"));
    std::string tag{asset.etag};
    Served served{200, asset.identity};
    if (coding == Coding::gzip) served.bytes = asset.gzip, tag += tag.empty() ? "" : "-gz";
    if (coding == Coding::brotli) served.bytes = asset.brotli, tag += tag.empty() ? "" : "-br";

    if (!headers.has("Cache-Control")) {
        headers.add(
            "Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    }
    if (!asset.gzip.empty() || !asset.brotli.empty()) headers.set("Vary", "Accept-Encoding");
    if (!tag.empty()) headers.set("ETag", '"' + tag + '"');
    if (!asset.csp.empty() && !headers.has("Content-Security-Policy")) {
        headers.add("Content-Security-Policy", asset.csp);
    }
    if (names_tag(request.header("if-none-match"), tag)) return Served{304, {}};

    auto type = asset.type.empty() ? type_of_name(asset.path) : asset.type;
    if (!headers.has("Content-Type")) headers.add("Content-Type", type);
    if (coding == Coding::gzip) headers.set("Content-Encoding", "gzip");
    if (coding == Coding::brotli) headers.set("Content-Encoding", "br");
    return served;
}

std::string_view type_of_name(std::string_view path) noexcept
{
    using Pair = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Pair, 18> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".wasm", "application/wasm"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".avif", "image/avif"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".mp3", "audio/mpeg"},
    }};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

}  // namespace keydesk::net
