#include "chains/nodes/node.hpp"

#include "chains/nodes/node_wire.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

namespace keydesk::chains {

namespace {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

std::optional<std::chrono::seconds> retry_after(const net::HttpReply& reply)
{
    auto text = reply.headers.get("Retry-After");
    int seconds = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    // The form with a date is passed over: clocks differ, and our own pause grows anyway.
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || seconds < 0) {
        return std::nullopt;
    }
    return std::chrono::seconds{seconds};
}

bool is_height(const Reply& reply)
{
    const auto* text = reply.good() ? reply.result.if_string() : nullptr;
    return text != nullptr && !text->empty() &&
           std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::vector<Call>> cut(std::vector<Call> calls, std::size_t longest)
{
    std::vector<std::vector<Call>> lists;
    for (auto& call : calls) {
        if (lists.empty() || lists.back().size() == longest) lists.emplace_back();
        lists.back().push_back(std::move(call));
    }
    return lists;
}

/// The replies in the order of the calls; what is of another dialect was not sent and is refused.
std::vector<Reply> in_place(
    Dialect dialect, const std::vector<Call>& calls, std::vector<Reply> spoken)
{
    std::vector<Reply> all;
    auto next = spoken.begin();
    for (const auto& call : calls) {
        if (!speaks(dialect, call.method)) {
            all.push_back({.refusal = Refusal{.code = 0, .message = "another dialect"}});
        } else if (next != spoken.end()) {
            all.push_back(std::move(*next++));
        }
    }
    return all;
}

}  // namespace

Node::Node(
    net::HttpClient& http,
    const Clock& clock,
    EndpointSettings settings,
    const NodeManners& manners)
    : http_{&http},
      clock_{&clock},
      settings_{std::move(settings)},
      manners_{manners},
      dialect_{settings_.dialect}
{
}

Task<Result<std::vector<Reply>>> Node::ask(std::vector<Call> calls, milliseconds budget)
{
    auto begun = Steady::now();
    auto replies = co_await ask_it(std::move(calls), begun + budget);
    auto now = Steady::now();
    if (replies) {
        health_.succeeded(std::max(1ms, duration_cast<milliseconds>(now - begun)));
    } else if (replies.error().kind == ErrorKind::conflict) {
        health_.wrong_chain(now + manners_.probe_every);
    } else if (replies.error().kind != ErrorKind::invalid_input) {
        health_.failed(replies.error(), now);
    }
    co_return replies;
}

bool Node::knows(std::string_view method) const
{
    return speaks(dialect_, method) && !missing_.contains(method);
}

Task<Node::Replies> Node::ask_it(std::vector<Call> calls, When end)
{
    if (dialect_ == Dialect::unknown) {
        auto found = co_await find_dialect(end);
        if (!found) co_return fail(found.error());
    }
    auto now = Steady::now();
    bool whole = calls.empty() || health_.on_trial(now);
    auto probes = probe_calls(
        dialect_,
        {.identity = whole || now >= identity_until_,
         .head = whole || now >= head_until_,
         .whole_block = whole_block_});
    auto all = probes;
    std::ranges::copy_if(calls, std::back_inserter(all), [this](const Call& call) {
        return speaks(dialect_, call.method);
    });
    auto replies = co_await talk(std::move(all), calls.empty() ? 0 : probes.size(), end);
    if (!replies) co_return replies;

    auto rest = replies->begin() + static_cast<std::ptrdiff_t>(probes.size());
    std::vector<Reply> mine{std::move_iterator{rest}, std::move_iterator{replies->end()}};
    replies->erase(rest, replies->end());
    auto right = learn(probes, *replies, Steady::now());
    if (!right) co_return fail(right.error());
    mine = in_place(dialect_, calls, std::move(mine));
    note_missing(calls, mine);
    co_return mine;
}

Result<void> Node::learn(
    const std::vector<Call>& probes, const std::vector<Reply>& replies, When now)
{
    if (probes.empty()) return {};
    auto seen = read_probe(dialect_, manners_.expected, probes, replies);
    if (seen.right_chain == false) {
        return fail(ErrorKind::conflict, "is on another chain");
    }
    bool due = now >= identity_until_;
    if (due && !seen.right_chain && must_identify(dialect_, manners_.expected)) {
        return fail(ErrorKind::bad_reply, "does not say which chain it is on");
    }
    if (due) identity_until_ = now + manners_.probe_every;
    if (probes.back().method == "wallet/getblock" && seen.height < 0) {
        whole_block_ = true;
        return {};
    }
    health_.saw(seen, now, clock_->now());
    head_until_ = now + manners_.head_every;
    return {};
}

void Node::note_missing(const std::vector<Call>& calls, const std::vector<Reply>& replies)
{
    for (std::size_t i = 0; i < calls.size() && i < replies.size(); ++i) {
        const auto& refusal = replies[i].refusal;
        bool missing = refusal && unknown_method(dialect_, *refusal);
        if (missing && speaks(dialect_, calls[i].method)) missing_.insert(calls[i].method);
    }
}

Task<Node::Replies> Node::talk(std::vector<Call> calls, std::size_t spare, When end)
{
    auto one_each = cut(calls, 1);
    bool lists = batches(dialect_) && !one_by_one_;
    if (!lists) co_return co_await send_allowed(std::move(one_each), spare, end);

    auto replies = co_await send_allowed(cut(std::move(calls), manners_.longest_list), 0, end);
    if (replies || replies.error().kind != ErrorKind::conflict) co_return replies;
    one_by_one_ = true;
    co_return co_await send_allowed(std::move(one_each), spare, end);
}

Task<Node::Replies> Node::send_allowed(Lists lists, std::size_t spare, When end)
{
    auto replies = co_await send(lists, spare, end);
    bool again = !replies && replies.error().kind == ErrorKind::denied && read_cookie();
    if (again) replies = co_await send(std::move(lists), spare, end);
    co_return replies;
}

Task<Node::Replies> Node::send(Lists lists, std::size_t spare, When end)
{
    std::vector<net::HttpAsk> asks;
    for (const auto& list : lists) {
        auto ask = written(list, end);
        if (!ask) co_return fail(ask.error());
        asks.push_back(std::move(*ask));
    }
    auto answers = co_await http_->send_all(std::move(asks));
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        auto part = read(answers[i], lists[i]);
        if (!part && i >= spare) co_return fail(part.error());
        if (!part) part = std::vector<Reply>{{.refusal = Refusal{.message = part.error().what}}};
        std::ranges::move(*part, std::back_inserter(replies));
    }
    co_return replies;
}

Result<net::HttpAsk> Node::written(const std::vector<Call>& calls, When end) const
{
    auto request = write_calls(dialect_, settings_.url, calls);
    if (!request) return fail(request.error());
    auto left = duration_cast<milliseconds>(end - Steady::now());
    if (left <= 0ms) return fail(ErrorKind::unavailable, "no answer in time");
    bool large = std::ranges::any_of(calls, heavy, &Call::method);
    net::HttpAsk ask{
        .method = request->method,
        .url = std::move(request->url),
        .headers = settings_.headers,
        .body = std::move(request->body),
        .deadline = left,
        .limit = large ? manners_.heavy_limit : manners_.answer_limit,
        .basic = settings_.basic,
        .proxy = settings_.proxy,
        .authorities = settings_.authorities};
    if (!ask.body.empty()) ask.headers.set("Content-Type", "application/json");
    return ask;
}

Node::Replies Node::read(const Result<net::HttpReply>& reply, const std::vector<Call>& calls) const
{
    if (!reply) return fail(reply.error());
    auto replies = read_replies(dialect_, reply->status, reply->body, calls);
    if (replies) return replies;
    auto error = replies.error();
    if (auto asked = retry_after(*reply)) error.retry_after = asked;
    return fail(error);
}

Task<Result<void>> Node::find_dialect(When end)
{
    const std::vector<Call> rpc{{"getblockchaininfo"}};
    const std::vector<Call> rest{{"blocks/tip/height"}};
    if (settings_.basic.empty()) read_cookie();
    std::vector<net::HttpAsk> asks;
    for (auto [dialect, calls] :
         {std::pair{Dialect::bitcoin_core, &rpc}, {Dialect::esplora, &rest}}) {
        dialect_ = dialect;
        auto ask = written(*calls, end);
        if (ask) asks.push_back(std::move(*ask));
    }
    dialect_ = Dialect::unknown;
    if (asks.size() < 2) co_return fail(ErrorKind::unavailable, "no answer in time");
    auto answers = co_await http_->send_all(std::move(asks));

    // Esplora first: whatever answers a height there is no Core, but much answers some JSON-RPC.
    dialect_ = Dialect::esplora;
    auto esplora = read(answers[1], rest);
    if (esplora && is_height(esplora->front())) co_return Result<void>{};
    dialect_ = Dialect::bitcoin_core;
    auto core = read(answers[0], rpc);
    if (core) co_return Result<void>{};
    dialect_ = Dialect::unknown;
    co_return fail(core.error());
}

bool Node::read_cookie()
{
    if (settings_.cookie_file.empty()) return false;
    std::ifstream file{settings_.cookie_file};
    std::string cookie;
    if (!std::getline(file, cookie) || cookie.empty() || cookie == settings_.basic) return false;
    settings_.basic = std::move(cookie);
    return true;
}

}  // namespace keydesk::chains
