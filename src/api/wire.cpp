#include "api/wire.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr std::size_t kDeepest = 32;

/// Sees what a finished json::value cannot tell any more: the same key twice.
struct Watcher {
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

    std::vector<std::set<std::string>> keys;
    std::string key;

    static bool no(json::error_code& ec)
    {
        ec = json::error::syntax;
        return false;
    }
    static bool clean(std::string_view text, json::error_code& ec)
    {
        return text.find('\0') == std::string_view::npos || no(ec);
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_object_begin(json::error_code&)
    {
        keys.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&)
    {
        keys.pop_back();
        return true;
    }
    bool on_key_part(std::string_view part, std::size_t, json::error_code&)
    {
        key += part;
        return true;
    }
    bool on_key(std::string_view rest, std::size_t, json::error_code& ec)
    {
        key += rest;
        std::string whole = std::exchange(key, {});
        return clean(whole, ec) && (keys.back().insert(std::move(whole)).second || no(ec));
    }
    bool on_string_part(std::string_view part, std::size_t, json::error_code& ec)
    {
        return clean(part, ec);
    }
    bool on_string(std::string_view rest, std::size_t, json::error_code& ec)
    {
        return clean(rest, ec);
    }
    bool on_number_part(std::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, std::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, std::string_view, json::error_code&) { return true; }
    bool on_double(double number, std::string_view, json::error_code& ec)
    {
        return std::isfinite(number) || no(ec);
    }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(std::string_view, json::error_code&) { return true; }
    bool on_comment(std::string_view, json::error_code&) { return true; }
};

}  // namespace

Result<json::value> parse_json(std::string_view text)
{
    json::parse_options options;
    options.max_depth = kDeepest;
    json::basic_parser<Watcher> watcher{options};
    json::error_code ec;
    auto used = watcher.write_some(false, text.data(), text.size(), ec);
    if (ec || used != text.size()) return fail(ErrorKind::invalid_input, "body is no strict JSON");
    auto value = json::parse(text, ec, {}, options);
    if (ec) return fail(ErrorKind::invalid_input, "body is no JSON");
    return value;
}

void check_length(
    Faults& faults,
    std::string_view field,
    std::string_view text,
    std::size_t least,
    std::size_t most)
{
    auto length = static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
    if (length < least) faults.push_back({std::string{field}, std::string{problem::too_short}});
    if (length > most) faults.push_back({std::string{field}, std::string{problem::too_long}});
}

namespace wire {

Place::Step::Step(Place& place, std::string_view name) : place_{place}, length_{place.field.size()}
{
    if (!place.field.empty()) place.field += '.';
    place.field += name.substr(0, 100);
}

Place::Step::Step(Place& place, std::size_t index) : place_{place}, length_{place.field.size()}
{
    place.field += '[' + std::to_string(index) + ']';
}

void put_text(std::string& out, std::string_view text)
{
    constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, plain, i - plain);
        plain = i + 1;
        if (c == '"' || c == '\\')
            (out += '\\') += text[i];
        else if (c == '\n')
            out += "\\n";
        else
            ((out += "\\u00") += kHex[c >> 4]) += kHex[c & 15];
    }
    out.append(text, plain);
    out += '"';
}

void put_number(std::string& out, double number)
{
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    // JSON knows neither infinity nor NaN.
    std::isfinite(number) ? out.append(digits, end) : out.append("null");
}

void put_value(std::string& out, const json::value& value)
{
    out += json::serialize(value);
}

}  // namespace wire

}  // namespace keydesk::api
