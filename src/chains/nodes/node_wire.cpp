#include "chains/nodes/node_wire.hpp"

#include "base/trim.hpp"
#include "net/target.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace keydesk::chains {

namespace {

namespace json = boost::json;

/// Deeper than any honest answer but for call traces, which may nest 30 calls here.
constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLongestMessage = 300;

/// What a node answers while it is starting: it will know more in a minute.
constexpr std::int64_t kWarmingUp = -28;

bool limit_code(std::int64_t code)
{
    // EIP-1474's "limit exceeded", and what large providers answer in place of HTTP 429.
    constexpr std::array<std::int64_t, 5> codes{-32005, 429, -32007, -32029, -32090};
    return std::ranges::find(codes, code) != codes.end();
}

std::unexpected<Error> rubbish(const char* what)
{
    return fail(ErrorKind::bad_reply, what);
}

std::optional<json::value> parse(std::string_view body)
{
    json::parse_options options;
    options.max_depth = kDeepest;
    boost::system::error_code failed;
    auto value = json::parse({body.data(), body.size()}, failed, {}, options);
    if (failed) return std::nullopt;
    return value;
}

std::string shortened(std::string_view text)
{
    return std::string{cut_to(text, kLongestMessage)};
}

std::optional<std::int64_t> integer(const json::value* value)
{
    if (value == nullptr) return std::nullopt;
    boost::system::error_code failed;
    auto number = value->to_number<std::int64_t>(failed);
    if (failed) return std::nullopt;
    return number;
}

// ---- What the HTTP status alone decides.

std::optional<Error> status_error(Dialect dialect, int status)
{
    if (status == 429) return Error{ErrorKind::rate_limited, "limits us"};
    // TronGrid suspends a key that asks too often for half a minute, and says 403.
    if (status == 403 && dialect == Dialect::tron) {
        return Error{ErrorKind::rate_limited, "limits us", std::chrono::seconds{30}};
    }
    if (status == 401 || status == 402 || status == 403 || status == 407) {
        return Error{ErrorKind::denied, "refuses our key"};
    }
    if (status >= 502 && status <= 504) return Error{ErrorKind::unavailable, "is out of order"};
    if (status >= 300 && status < 400) return Error{ErrorKind::bad_reply, "sends us elsewhere"};
    return std::nullopt;
}

// ---- JSON-RPC

std::string rpc_body(Dialect dialect, std::span<const Call> calls)
{
    json::array list;
    for (const auto& call : calls) {
        auto& one = list.emplace_back(json::object{}).get_object();
        one["jsonrpc"] = dialect == Dialect::evm ? "2.0" : "1.0";
        one["id"] = list.size();
        one["method"] = call.method;
        one["params"] = call.params.is_null() ? json::value(json::array{}) : call.params;
    }
    return calls.size() == 1 ? json::serialize(list.front()) : json::serialize(list);
}

Refusal refusal_of(const json::value& error)
{
    Refusal refusal;
    if (const auto* text = error.if_string()) refusal.message = shortened(*text);
    const auto* object = error.if_object();
    if (object == nullptr) return refusal;
    refusal.code = integer(object->if_contains("code")).value_or(0);
    if (const auto* message = object->if_contains("message"); message && message->is_string()) {
        refusal.message = shortened(message->get_string());
    }
    if (const auto* data = object->if_contains("data")) refusal.extra = *data;
    return refusal;
}

/// A refusal that is about us or the node's state and not about what was asked.
std::optional<Error> refusal_error(Dialect dialect, const Refusal& refusal)
{
    if (limit_code(refusal.code)) return Error{ErrorKind::rate_limited, "limits us"};
    if (dialect == Dialect::bitcoin_core && refusal.code == kWarmingUp) {
        return Error{ErrorKind::unavailable, "is starting"};
    }
    return std::nullopt;
}

Result<Reply> rpc_reply(Dialect dialect, json::object& entry)
{
    Reply reply;
    auto* error = entry.if_contains("error");
    if (error != nullptr && !error->is_null()) {
        reply.refusal = refusal_of(*error);
        if (auto fault = refusal_error(dialect, *reply.refusal)) return fail(*fault);
        return reply;
    }
    auto* result = entry.if_contains("result");
    if (result == nullptr) return rubbish("answers without a result");
    reply.result = std::move(*result);
    return reply;
}

/// One object where a list was asked for, or whose id is not ours.
std::unexpected<Error> stray(Dialect dialect, const json::object& entry, bool list_asked)
{
    if (const auto* error = entry.if_contains("error"); error && !error->is_null()) {
        if (auto fault = refusal_error(dialect, refusal_of(*error))) return fail(*fault);
        if (list_asked) return fail(ErrorKind::conflict, "takes no lists of calls");
    }
    return rubbish("answers what was not asked");
}

Result<std::vector<Reply>> rpc_list(Dialect dialect, json::array& list, std::size_t count)
{
    std::vector<std::optional<Reply>> found(count);
    for (auto& item : list) {
        auto* entry = item.if_object();
        if (entry == nullptr) return rubbish("answers what was not asked");
        auto id = integer(entry->if_contains("id"));
        if (!id || *id < 1 || std::cmp_greater(*id, count)) {
            return stray(dialect, *entry, false);
        }
        auto& place = found[static_cast<std::size_t>(*id - 1)];
        if (place) return rubbish("answers one call twice");
        auto reply = rpc_reply(dialect, *entry);
        if (!reply) return fail(reply.error());
        place = std::move(*reply);
    }
    std::vector<Reply> replies;
    for (auto& one : found) {
        if (!one) return rubbish("leaves calls unanswered");
        replies.push_back(std::move(*one));
    }
    return replies;
}

Result<std::vector<Reply>> read_rpc(
    Dialect dialect, int status, std::string_view body, std::size_t count)
{
    bool many = count > 1;
    if (status == 413 && many) return fail(ErrorKind::conflict, "takes no lists of calls");
    auto value = parse(body);
    if (!value) {
        if (status >= 500) return fail(ErrorKind::unavailable, "is out of order");
        return rubbish(status == 200 ? "answers no JSON" : "is no JSON-RPC server");
    }
    if (auto* list = value->if_array()) return rpc_list(dialect, *list, count);
    auto* entry = value->if_object();
    if (entry == nullptr) return rubbish("answers what was not asked");
    if (many || integer(entry->if_contains("id")) != 1) return stray(dialect, *entry, many);
    auto reply = rpc_reply(dialect, *entry);
    if (!reply) return fail(reply.error());
    return std::vector<Reply>{std::move(*reply)};
}

// ---- REST

Reply refused(int status, std::string_view message)
{
    return {.refusal = Refusal{.code = status, .message = shortened(message)}};
}

Result<Reply> read_tron(int status, std::string_view body)
{
    auto value = parse(body);
    // Jetty answers an unknown path in HTML; that refuses the method and says nothing of the chain.
    if (status == 404 || status == 405) return refused(status, "no such method");
    if (status >= 500) return fail(ErrorKind::unavailable, "is out of order");
    if (!value || !(value->is_object() || value->is_array())) return rubbish("answers no JSON");
    const auto* object = value->if_object();
    const auto* error = object == nullptr ? nullptr : object->if_contains("Error");
    if (error != nullptr && error->is_string()) return refused(status, error->get_string());
    if (status != 200) return refused(status, "");
    return Reply{.result = std::move(*value)};
}

Result<Reply> read_esplora(int status, std::string_view body)
{
    auto text = trimmed(body);
    // A web page is no "not found": it comes from whatever stands before the node.
    if (text.starts_with('<')) return rubbish("answers a web page");
    if (status >= 500) return fail(ErrorKind::unavailable, "is out of order");
    if (!net::valid_utf8(text)) return rubbish("answers no text");
    if (status != 200) return refused(status, text);
    if (!text.starts_with('{') && !text.starts_with('[')) {
        return Reply{.result = json::string_view{text.data(), text.size()}};
    }
    auto value = parse(text);
    if (!value) return rubbish("answers no JSON");
    return Reply{.result = std::move(*value)};
}

bool fits_url(std::string_view method)
{
    constexpr std::string_view allowed{"/_-.:,=&?"};
    return !method.empty() && !method.contains("..") && !method.starts_with('/') &&
           std::ranges::all_of(method, [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      allowed.contains(c);
           });
}

std::string joined(std::string_view base, std::string_view method)
{
    auto mark = base.find('?');
    std::string url{base.substr(0, mark)};
    if (!url.ends_with('/')) url += '/';
    url += method;
    if (mark != base.npos) {
        url += method.contains('?') ? '&' : '?';
        url += base.substr(mark + 1);
    }
    return url;
}

}  // namespace

bool batches(Dialect dialect) noexcept
{
    return dialect == Dialect::evm || dialect == Dialect::bitcoin_core;
}

Result<NodeRequest> write_calls(Dialect dialect, std::string_view base, std::span<const Call> calls)
{
    using net::Method;
    if (batches(dialect)) {
        return NodeRequest{Method::post, std::string{base}, rpc_body(dialect, calls)};
    }
    const auto& call = calls.front();
    if (!fits_url(call.method)) {
        return fail(ErrorKind::invalid_input, "a method cannot stand in a URL");
    }
    auto url = joined(base, call.method);
    if (dialect == Dialect::esplora) return NodeRequest{Method::get, std::move(url), {}};
    auto body = call.params.is_null() ? std::string{"{}"} : json::serialize(call.params);
    return NodeRequest{Method::post, std::move(url), std::move(body)};
}

Result<std::vector<Reply>> read_replies(
    Dialect dialect, int status, std::string_view body, std::span<const Call> calls)
{
    if (auto error = status_error(dialect, status)) return fail(*error);
    if (batches(dialect)) return read_rpc(dialect, status, body, calls.size());
    auto reply = dialect == Dialect::tron ? read_tron(status, body) : read_esplora(status, body);
    if (!reply) return fail(reply.error());
    return std::vector<Reply>{std::move(*reply)};
}

bool speaks(Dialect dialect, std::string_view method) noexcept
{
    if (dialect != Dialect::bitcoin_core && dialect != Dialect::esplora) return true;
    // Core's methods are one word of letters; Esplora's are paths, or one of these words.
    bool path = method.find_first_of("/-") != method.npos;
    bool rest = path || method == "mempool" || method == "blocks";
    return rest == (dialect == Dialect::esplora);
}

bool unknown_method(Dialect dialect, const Refusal& refusal) noexcept
{
    if (batches(dialect)) return refusal.code == -32601 || refusal.code == -32004;
    return dialect == Dialect::tron && (refusal.code == 404 || refusal.code == 405);
}

bool heavy(std::string_view method) noexcept
{
    constexpr std::array<std::string_view, 8> whole{
        "getblock",
        "getrawmempool",
        "gettxoutsetinfo",
        "eth_getBlockReceipts",
        "eth_getLogs",
        "txpool_content",
        "wallet/getblockbynum",
        "wallet/getblockbylimitnext"};
    return std::ranges::find(whole, method) != whole.end() || method.starts_with("debug_") ||
           method.starts_with("trace_");
}

}  // namespace keydesk::chains
