// Macros: what agents say and do again and again.
#include "api/console/desk_routes.hpp"
#include "api/console/owned.hpp"
#include "api/console/power.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr Words kMovedOn{
    .title = {"The conversation has moved on", "会话有新进展"},
    .detail =
        {"Somebody has written since you began. Nothing was sent or changed.",
         "在您书写期间有新的消息。没有发送，也没有更改。"},
    .what_to_do = {
        "Read what is new, then apply the macro again.", "请先查看新消息，再重新使用快捷操作。"}};

struct MacroOut {
    std::string id, name;
    bool shared = false;
    desk::Actions actions;
    std::vector<std::string> inboxes, cases;
    std::int64_t uses = 0;
};
BOOST_DESCRIBE_STRUCT(MacroOut, (), (id, name, shared, actions, inboxes, cases, uses))

struct MacroList {
    std::vector<MacroOut> items;
};
BOOST_DESCRIBE_STRUCT(MacroList, (), (items))

struct MacroAnswer {
    MacroOut macro;
};
BOOST_DESCRIBE_STRUCT(MacroAnswer, (), (macro))

/// A macro is always sent whole.
struct MacroIn {
    std::string name;
    bool shared = false;
    desk::Actions actions;
    std::vector<std::string> inboxes, cases;
};
BOOST_DESCRIBE_STRUCT(MacroIn, (), (name, shared, actions, inboxes, cases))

/// What would be said and done here.
struct Offer {
    std::string id, name, text, note;
    desk::Actions actions;
};
BOOST_DESCRIBE_STRUCT(Offer, (), (id, name, text, note, actions))

struct OfferList {
    std::vector<Offer> items;
};
BOOST_DESCRIBE_STRUCT(OfferList, (), (items))

struct Application {
    std::string macro, client_id;
    std::optional<std::string> body;  ///< As the agent changed it; absent: the macro's own.
    std::optional<std::vector<std::string>> attachments;
    std::int64_t seen_seq = 0;
    std::optional<bool> force;
    std::optional<std::string> via;
};
BOOST_DESCRIBE_STRUCT(Application, (), (macro, client_id, body, attachments, seen_seq, force, via))

MacroOut out_of(desk::Macro m)
{
    bool shared = !m.owner;
    return {
        std::move(m.id),
        std::move(m.name),
        shared,
        std::move(m.actions),
        std::move(m.inboxes),
        std::move(m.cases),
        m.uses};
}

std::optional<Refusal> wrong(const MacroIn& in, const Caller& caller)
{
    Faults faults;
    check_length(faults, "name", in.name, 1, 120);
    check_actions(faults, in.actions, "actions");
    check_list(faults, "inboxes", in.inboxes);
    check_list(faults, "cases", in.cases);
    if (!faults.empty()) return wrong_fields(std::move(faults));
    if (in.shared && !caller.may(desk::Permission::macros_share))
        return Refusal{Error{ErrorKind::denied, "may not share macros"}};
    return std::nullopt;
}

/// His own, or a shared one when he may share. What belongs to somebody else does not exist.
Task<std::expected<desk::Macro, Refusal>> own(
    PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return refuse(id.error());
    auto macro = co_await services.macros.macro(*id);
    if (!macro) co_return refuse(macro.error());
    if (macro->owner && *macro->owner != caller.agent)
        co_return refuse(Error{ErrorKind::not_found, "macro of another agent"});
    if (!macro->owner && !caller.may(desk::Permission::macros_share))
        co_return refuse(Error{ErrorKind::denied, "may not edit shared macros"});
    co_return std::move(*macro);
}

Task<Answer> list(PowerServices& services, net::Request&, const Caller& caller)
{
    auto macros = co_await services.macros.macros(caller.agent);
    if (!macros) co_return fail(macros.error());
    MacroList out;
    for (auto& one : *macros) out.items.push_back(out_of(std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> keep(PowerServices& services, desk::Macro macro, MacroIn in, const Caller& caller)
{
    macro.name = guarded(std::move(in.name));
    macro.actions = guarded(std::move(in.actions));
    macro.inboxes = std::move(in.inboxes);
    macro.cases = std::move(in.cases);
    macro.owner = in.shared ? std::nullopt : std::optional{caller.agent};
    bool fresh = macro.uses < 0;
    auto kept = co_await services.macros.keep(macro);
    if (!kept) co_return fail(kept.error());
    services.changed("macros");
    macro.uses = std::max<std::int64_t>(0, macro.uses);
    MacroAnswer answer{out_of(std::move(macro))};
    co_return net::json(fresh ? 201 : 200, write(answer));
}

constexpr Owned<MacroIn, desk::Macro> kMacros{wrong, own, keep, 131'072};

Task<Answer> add(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_owned(kMacros, request, caller);
    if (!in) co_return refuse(in.error());
    auto now = services.clock.now();
    desk::Macro macro{
        .id = new_id(now),
        .name = {},
        .owner = {},
        .actions = {},
        .inboxes = {},
        .cases = {},
        .uses = -1,
        .created_at = now};
    co_return co_await keep(services, std::move(macro), std::move(*in), caller);
}

Task<Answer> edit(PowerServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await edit_owned(kMacros, services, request, caller);
}

Task<Answer> remove(PowerServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await remove_owned(kMacros, services.macros, "macros", services, request, caller);
}

Task<Result<desk::Variables>> variables(
    PowerServices& services, desk::Conversation c, std::string agent)
{
    auto workspace = co_await services.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    co_return desk::variables_of(c, agent, workspace->name);
}

bool offered(const desk::Macro& macro, const desk::Conversation& c)
{
    auto among = [](const std::vector<std::string>& list, const std::string& one) {
        return list.empty() || std::ranges::find(list, one) != list.end();
    };
    return among(macro.inboxes, c.inbox.id) && among(macro.cases, c.case_type);
}

/// Those that are meant for this conversation, with their texts filled.
Task<Answer> offers(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto macros = co_await services.macros.macros(caller.agent);
    if (!macros) co_return fail(macros.error());
    auto values = co_await variables(services, *c, caller.name);
    if (!values) co_return fail(values.error());
    OfferList out;
    for (auto& one : *macros) {
        if (!offered(one, *c)) continue;
        auto text = desk::filled(desk::text_for(one.actions, c->customer_locale), *values);
        auto note = desk::filled(one.actions.note, *values);
        out.items.push_back({one.id, one.name, std::move(text), std::move(note), one.actions});
    }
    co_return net::json(200, write(out));
}

Refusal refusal_of(const Error& error)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::conflict && error.what == "moved on") {
        refusal.code = "moved_on";
        refusal.words = &kMovedOn;
    }
    if (error.kind == ErrorKind::invalid_input) {
        auto field = error.what.starts_with("client") ? "client_id" : "body";
        if (error.what.starts_with("no such")) field = "macro";
        return wrong_fields({{field, std::string{problem::not_allowed}}});
    }
    return refusal;
}

json::object shape_of(const desk::MacroDone& done)
{
    json::object out{{"message", nullptr}, {"repeated", done.repeated}};
    if (done.reply) out["message"] = message(*done.reply, 0, 0);
    return out;
}

/// What the desk calls to keep the reply; `done` hears the rest of it.
Task<Result<desk::Posted>> keep_reply(
    PowerServices& services, desk::MacroRun run, desk::MacroDone& done)
{
    auto ran = co_await services.macros.run(std::move(run));
    if (!ran) co_return fail(ran.error());
    done = std::move(*ran);
    co_return desk::Posted{
        .message = done.reply,
        .customer = done.happening.customer,
        .entries = done.happening.entries,
        .repeated = done.repeated,
        .content_mac = {},
        .deliveries = done.happening.deliveries};
}

/// 409 with what the agent has not seen.
Task<Answer> moved_on(
    PowerServices& services, std::string conversation, std::int64_t seen, Error error)
{
    auto fresh = co_await services.desk.timeline().after(conversation, seen, 50, false);
    if (!fresh) co_return fail(fresh.error());
    json::array messages;
    for (const auto& m : *fresh) {
        if (m->said()) messages.push_back(message(*m, 0, 0));
    }
    auto refusal = refusal_of(error);
    refusal.more = "\"messages\":" + json::serialize(messages);
    co_return refuse(std::move(refusal));
}

/// Words pass the desk as every reply does; changes go with them into one transaction.
Task<Answer> say(PowerServices& services, desk::MacroRun run, desk::Draft draft)
{
    desk::MacroDone done;
    auto seen = draft.seen_seq;
    auto store = [&](desk::AgentMessage message) {
        auto whole = run;
        whole.reply = std::move(message);
        return keep_reply(services, std::move(whole), done);
    };
    auto posted = co_await services.desk.write_by(std::move(draft), store);
    if (!posted && posted.error().what == "moved on") {
        co_return co_await moved_on(services, run.conversation, seen, posted.error());
    }
    if (!posted) co_return refuse(refusal_of(posted.error()));
    co_return net::json(done.repeated ? 200 : 201, json::serialize(shape_of(done)));
}

Task<Answer> act(PowerServices& services, desk::MacroRun run)
{
    if (!is_uuid(run.client_id)) {
        co_return refuse(wrong_fields({{"client_id", std::string{problem::malformed}}}));
    }
    auto done = co_await services.macros.run(std::move(run));
    if (!done) co_return refuse(refusal_of(done.error()));
    if (!done->repeated) services.desk.feed().publish(done->happening);
    co_return net::json(done->repeated ? 200 : 201, json::serialize(shape_of(*done)));
}

Task<Answer> apply(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<Application>(request);
    if (!in) co_return refuse(in.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto macro = co_await services.macros.macro(in->macro);
    if (!macro) co_return fail(macro.error());
    if (macro->owner && *macro->owner != caller.agent)
        co_return fail(ErrorKind::not_found, "macro of another agent");
    auto values = co_await variables(services, *c, caller.name);
    if (!values) co_return fail(values.error());
    auto text = desk::filled(desk::text_for(macro->actions, c->customer_locale), *values);
    auto files = in->attachments.value_or(std::vector<std::string>{});
    desk::MacroRun run{
        .macro = macro->id,
        .client_id = in->client_id,
        .note = guarded(desk::filled(macro->actions.note, *values)),
        .actions = macro->actions,
        .reply = {},
        .conversation = *id,
        .agent = face_of(caller)};
    auto body = in->body.value_or(text);
    if (body.empty() && files.empty()) co_return co_await act(services, std::move(run));
    desk::Draft draft{
        .conversation = *id,
        .kind = "reply",
        .agent = face_of(caller),
        .client_id = in->client_id,
        .text = guard::RawText{std::move(body)},
        .files = std::move(files),
        .seen_seq = in->seen_seq,
        .force = in->force.value_or(false),
        .via = in->via.value_or("")};
    co_return co_await say(services, std::move(run), std::move(draft));
}

}  // namespace

void add_macro_routes(Routes& routes, PowerServices& services)
{
    using net::Method;
    using enum desk::Permission;
    routes.on(Method::get, "/api/v1/macros", session, with(services, list));
    routes.on(Method::post, "/api/v1/macros", macros_own, with(services, add));
    routes.on(Method::patch, "/api/v1/macros/:id", macros_own, with(services, edit));
    routes.on(Method::del, "/api/v1/macros/:id", macros_own, with(services, remove));
    constexpr auto kHere = "/api/v1/conversations/:id/macros";
    routes.on(Method::get, kHere, conversations_read, with(services, offers));
    routes.on(
        Method::post,
        "/api/v1/conversations/:id/macro",
        conversations_reply,
        with(services, apply));
}

}  // namespace keydesk::api
