#pragma once

#include "base/result.hpp"
#include "chains/nodes/endpoint.hpp"
#include "chains/nodes/nodes.hpp"
#include "net/head.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What goes to a node and comes from it, as bytes. Pure.
namespace keydesk::chains {

/// One request to a node.
struct NodeRequest {
    net::Method method = net::Method::post;
    std::string url;
    std::string body;  ///< JSON; empty for GET.
};

/// JSON-RPC answers a list of calls at once, when the server lets us; the others one by one.
bool batches(Dialect dialect) noexcept;

/// The request for `calls`, which is one call unless batches(dialect). `base` is the endpoint's
/// URL; its query, where keys stand, is kept. Errors: `invalid_input` when a method cannot stand in
/// a URL.
Result<NodeRequest> write_calls(
    Dialect dialect, std::string_view base, std::span<const Call> calls);

/// The replies to `calls` in their order.
///
/// Errors: `rate_limited`; `denied` (credentials, plan); `unavailable` (the server, or what stands
/// before it, has a fault); `bad_reply`: no JSON, too deep, an id that is missing, doubled or not
/// ours, an HTML page. `conflict`: the server takes no lists; ask one by one.
Result<std::vector<Reply>> read_replies(
    Dialect dialect, int status, std::string_view body, std::span<const Call> calls);

/// Whether a method belongs to a dialect: a chain whose endpoints speak two is asked in both at
/// once, and each is sent what it understands. Only Bitcoin has two.
bool speaks(Dialect dialect, std::string_view method) noexcept;

/// Whether a refusal says that the node has no such method.
bool unknown_method(Dialect dialect, const Refusal& refusal) noexcept;

/// Calls whose answers are megabytes or cost the node seconds: they get more time.
bool heavy(std::string_view method) noexcept;

}  // namespace keydesk::chains
