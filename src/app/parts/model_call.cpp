#include "app/parts/model_call.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::app {

namespace json = boost::json;

namespace {

using desk::ModelFault;
using desk::ModelReply;

constexpr std::size_t kMostBytes = 256 << 10;

const net::Reach& own_reach()
{
    static const net::Reach reach = [] {
        std::vector<net::Network> blocks;
        for (auto text :
             {"127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"}) {
            if (auto block = net::Network::parse(text)) blocks.push_back(*block);
        }
        return net::Reach{std::move(blocks)};
    }();
    return reach;
}

bool own_address(std::string_view ip)
{
    return own_reach().may(ip) && !net::is_public(ip);
}

bool public_address(std::string_view ip)
{
    return net::is_public(ip);
}

std::string body_of(const desk::ModelCall& call)
{
    // Sampling is left to the model: the newer ones refuse to be told.
    json::array messages{
        json::object{{"role", "system"}, {"content", call.system}},
        json::object{{"role", "user"}, {"content", call.user}}};
    return json::serialize(
        json::object{{"model", call.model}, {"messages", std::move(messages)}, {"stream", false}});
}

std::optional<std::chrono::seconds> wait_of(std::string_view text)
{
    std::int64_t seconds = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    bool whole = error == std::errc{} && end == text.data() + text.size() && seconds >= 0;
    if (!whole) return std::nullopt;
    return std::chrono::seconds{std::min<std::int64_t>(seconds, 3'600)};
}

std::string_view text_at(const json::value& value, std::string_view pointer)
{
    boost::system::error_code none;
    const auto* found = value.find_pointer(pointer, none);
    return found && found->is_string() ? std::string_view{found->get_string()} : std::string_view{};
}

ModelReply read_completion(std::string_view body)
{
    boost::system::error_code wrong;
    auto value = json::parse(body, wrong);
    if (wrong) return {ModelFault::bad_answer, {}};
    auto why = text_at(value, "/choices/0/finish_reason");
    if (why == "length") return {ModelFault::too_long, {}};
    bool filtered =
        why == "content_filter" || !text_at(value, "/choices/0/message/refusal").empty();
    if (filtered) return {ModelFault::refused, {}};
    auto text = text_at(value, "/choices/0/message/content");
    if (text.empty()) return {ModelFault::bad_answer, {}};
    return {ModelFault::none, std::string{text}};
}

ModelReply read_reply(const net::HttpReply& reply)
{
    auto wait = wait_of(reply.headers.get("Retry-After"));
    if (reply.status == 401 || reply.status == 403) return {ModelFault::unauthorized, {}};
    if (reply.status == 404) return {ModelFault::not_found, {}};
    if (reply.status == 429) return {ModelFault::busy, {}, wait};
    if (reply.status >= 500) return {ModelFault::server_error, {}, wait};
    if (reply.status != 200) return {ModelFault::bad_answer, {}};
    return read_completion(reply.body);
}

/// By the words of HttpClient's errors.
ModelFault fault_of(const Error& error)
{
    if (error.kind == ErrorKind::denied) return ModelFault::forbidden_address;
    if (error.kind == ErrorKind::bad_reply)
        return error.what.contains("too long") ? ModelFault::too_long : ModelFault::bad_answer;
    return error.what.contains("in time") ? ModelFault::timeout : ModelFault::unreachable;
}

Task<ModelReply> ask(ModelClients clients, desk::ModelCall call)
{
    auto url = call.base_url + "/chat/completions";
    if (!read_model_url(url, call.own_network))
        co_return ModelReply{ModelFault::forbidden_address, {}};
    net::HttpAsk question{
        .method = net::Method::post,
        .url = std::move(url),
        .body = body_of(call),
        .deadline = clients.deadline,
        .limit = kMostBytes,
        .reach = call.own_network ? own_address : public_address};
    question.headers.add("Content-Type", "application/json");
    question.headers.add("Accept", "application/json");
    if (!call.key.reveal().empty())
        question.headers.add("Authorization", "Bearer " + call.key.reveal());
    auto& client = call.own_network ? clients.inside : clients.outside;
    auto reply = co_await client.send(std::move(question));
    if (!reply) co_return ModelReply{fault_of(reply.error()), {}};
    co_return read_reply(*reply);
}

}  // namespace

Result<net::WebUrl> read_model_url(std::string_view text, bool own_network)
{
    auto url = net::read_web_url(text);
    if (!url) return url;
    auto authority = text.substr(0, text.find('/', text.find("//") + 2));
    if (authority.contains('@') || text.contains('?')) return fail(ErrorKind::denied, "user");
    if (!own_network) {
        if (!url->secure) return fail(ErrorKind::denied, "not_secure");
        return net::Reach{}.read(text);
    }
    std::string_view host = url->host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    // A name is looked at when it is connected to.
    bool numbers = net::Network::parse(host).has_value();
    if (numbers && !own_address(host)) return fail(ErrorKind::denied, "address");
    return url;
}

desk::AskModel model_call(ModelClients clients)
{
    return [clients](desk::ModelCall call) { return ask(clients, std::move(call)); };
}

}  // namespace keydesk::app
