// What a node answers: every dialect, every status, and what we take it to say of the chain.
#include "chains/nodes/node_probe.hpp"
#include "chains/nodes/node_wire.hpp"
#include "net/target.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace keydesk::chains;

void must(bool holds)
{
    if (!holds) std::abort();
}

void check_error(const keydesk::Error& error)
{
    using keydesk::ErrorKind;
    must(error.kind != ErrorKind::internal && error.kind != ErrorKind::not_found);
    must(!error.what.empty() && error.what.size() < 60);
}

void check_reply(const Reply& reply)
{
    if (!reply.refusal) return;
    must(reply.result.is_null());
    must(reply.refusal->message.size() <= 300);
    must(keydesk::net::valid_utf8(reply.refusal->message));
}

void check(Dialect dialect, int status, std::string_view body, const std::vector<Call>& calls)
{
    auto replies = read_replies(dialect, status, body, calls);
    if (!replies) return check_error(replies.error());
    must(replies->size() == calls.size());
    for (const auto& reply : *replies) check_reply(reply);
    auto seen = read_probe(dialect, {.chain_id = 1, .network = "main"}, calls, *replies);
    must(seen.height >= -1);
    // The same text gives the same answer.
    auto again = read_replies(dialect, status, body, calls);
    must(
        again && boost::json::serialize(again->front().result) ==
                     boost::json::serialize(replies->front().result));
}

}  // namespace

/// The first byte chooses dialect, status and how many calls; the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::array dialects{
        Dialect::evm, Dialect::bitcoin_core, Dialect::esplora, Dialect::tron};
    constexpr std::array statuses{200, 200, 200, 404, 500, 429, 403, 502};
    if (size == 0) return 0;
    auto dialect = dialects[data[0] % 4U];
    int status = statuses[(data[0] / 4U) % 8U];
    auto calls =
        probe_calls(dialect, {.identity = true, .head = true, .whole_block = size % 2 == 0});
    if (!batches(dialect)) calls = {calls[data[0] / 32U % calls.size()]};
    check(dialect, status, {reinterpret_cast<const char*>(data) + 1, size - 1}, calls);
    return 0;
}
