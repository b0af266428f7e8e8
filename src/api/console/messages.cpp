#include "api/console/desk_routes.hpp"
#include "api/console/documented.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/crypto.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr Words kMovedOn{
    .title = {"The conversation has moved on", "会话有新进展"},
    .detail =
        {"Somebody has written since you began. Your text was not sent.",
         "在您书写期间有新的消息。您的内容没有发送。"},
    .what_to_do = {
        "Read what is new, then send it or change it.", "请先查看新消息，再决定发送或修改。"}};

struct NewMessage {
    /// A browser sends both; a program may leave them to `Idempotency-Key` and to `force`.
    std::optional<std::string> client_id;
    std::string kind, body;
    std::optional<std::vector<std::string>> attachments;
    std::optional<std::int64_t> seen_seq;
    std::optional<bool> force;
    std::optional<std::string> via;
};
BOOST_DESCRIBE_STRUCT(NewMessage, (), (client_id, kind, body, attachments, seen_seq, force, via))

Task<Answer> list(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto before = query_number(request, "before", 0, 0, std::int64_t{1} << 60);
    auto limit = static_cast<std::size_t>(query_number(request, "limit", 50, 1, 200));
    auto page = co_await services.desk.timeline().history(*id, before, limit + 1, false);
    if (!page) co_return fail(page.error());
    bool more = page->size() > limit;
    if (more) page->erase(page->begin());
    auto items = co_await messages_of(services, *page, c->customer_read, c->customer_got);
    if (!items) co_return fail(items.error());
    json::object out{{"items", std::move(*items)}, {"more", more}};
    co_return net::json(200, json::serialize(out));
}

/// 409 with what the agent has not seen.
Task<Answer> moved_on(DeskServices& services, std::string id, std::int64_t seen)
{
    auto fresh = co_await services.desk.timeline().after(id, seen, 50, false);
    if (!fresh) co_return fail(fresh.error());
    json::array messages;
    for (const auto& m : *fresh) {
        if (m->said()) messages.push_back(message(*m, 0, 0));
    }
    Refusal refusal{Error{ErrorKind::conflict, "moved on"}};
    refusal.code = "moved_on";
    refusal.words = &kMovedOn;
    refusal.more = "\"messages\":" + json::serialize(messages);
    co_return refuse(std::move(refusal));
}

/// A UUID (version 8, RFC 9562) made of any key that a program likes: the same for the same key.
std::string id_of_key(const Caller& caller, std::string_view key)
{
    auto digest = sha256(caller.token + "\n" + std::string{key});
    auto text = hex(digest).substr(0, 32);
    text[12] = '8';
    text[16] = 'a';
    for (std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
    return text;
}

/// Fills in what a program may leave out. Errors: what is missing.
Faults complete(NewMessage& in, const net::Request& request, const Caller& caller)
{
    Faults faults;
    auto key = request.header("Idempotency-Key");
    if (!in.client_id && !caller.token.empty() && !key.empty() && key.size() <= 255) {
        in.client_id = id_of_key(caller, key);
    }
    if (!in.client_id) faults.push_back({"client_id", std::string{problem::missing}});
    if (!in.seen_seq && !caller.token.empty()) in.force = in.force.value_or(true);
    if (!in.seen_seq && caller.token.empty()) {
        faults.push_back({"seen_seq", std::string{problem::missing}});
    }
    return faults;
}

/// Why the desk did not take a message.
Refusal refusal_of(const Error& error)
{
    if (error.kind == ErrorKind::not_found && error.what == "no such thread") {
        return wrong_fields({{"via", std::string{problem::unknown}}});
    }
    if (error.kind != ErrorKind::invalid_input) return error;
    auto field = error.what.starts_with("client") ? "client_id" : "body";
    auto what = error.what == "too long" ? problem::too_long : problem::malformed;
    if (error.what == "empty") what = problem::missing;
    return wrong_fields({{field, std::string{what}}});
}

Task<Answer> add(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<NewMessage>(request);
    if (!in) co_return refuse(in.error());
    auto lacking = complete(*in, request, caller);
    if (!lacking.empty()) co_return refuse(wrong_fields(std::move(lacking)));
    if (in->kind != "reply" && in->kind != "note") {
        co_return refuse(wrong_fields({{"kind", std::string{problem::not_allowed}}}));
    }
    auto seen = in->seen_seq.value_or(0);
    desk::Draft draft{
        .conversation = *id,
        .kind = in->kind,
        .agent = face_of(caller),
        .client_id = *in->client_id,
        .text = guard::RawText{std::move(in->body)},
        .files = in->attachments.value_or(std::vector<std::string>{}),
        .seen_seq = seen,
        .force = in->force.value_or(false),
        .via = in->via.value_or("")};
    auto posted = co_await services.desk.write(std::move(draft));
    if (posted) {
        auto messages = co_await messages_of(services, {posted->message}, 0, 0);
        if (!messages) co_return fail(messages.error());
        json::object out{{"message", std::move(messages->front())}};
        co_return net::json(posted->repeated ? 200 : 201, json::serialize(out));
    }
    const auto& error = posted.error();
    if (error.kind == ErrorKind::conflict && error.what == "moved on") {
        co_return co_await moved_on(services, *id, seen);
    }
    co_return refuse(refusal_of(error));
}

/// What a mail looks like, rebuilt from what the filter knows; nothing in it may act or load.
Task<Answer> html(DeskServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto page = co_await services.doors.html_of(*id);
    if (!page) co_return fail(page.error());
    constexpr auto kPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
    co_return net::text(200, std::move(*page), "text/html; charset=utf-8")
        .with_header("Content-Security-Policy", kPolicy)
        .with_header("X-Frame-Options", "SAMEORIGIN")
        .with_header("Referrer-Policy", "no-referrer");
}

}  // namespace

void add_message_routes(Routes& routes, DeskServices& services)
{
    using enum desk::Permission;
    constexpr auto kPath = "/api/v1/conversations/:id/messages";
    routes.on(
        net::Method::get,
        kPath,
        conversations_read,
        with(services, list),
        about<void, MessagePageShape>("Messages, newest page first: before, limit"));
    routes.on(
        net::Method::post,
        kPath,
        conversations_reply,
        with(services, add),
        about<NewMessage, MessageAnswerShape>("Answer the customer, or note something"));
    routes.on(
        net::Method::get, "/api/v1/messages/:id/html", conversations_read, with(services, html));
}

}  // namespace keydesk::api
