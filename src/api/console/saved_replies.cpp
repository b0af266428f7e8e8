#include "api/console/services.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/ids.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

struct ReplyOut {
    std::string id, shortcut, title, body;
    OrNull<std::string> locale;
    bool shared = false;
};
BOOST_DESCRIBE_STRUCT(ReplyOut, (), (id, shortcut, title, body, locale, shared))

struct ReplyList {
    std::vector<ReplyOut> items;
};
BOOST_DESCRIBE_STRUCT(ReplyList, (), (items))

struct ReplyAnswer {
    ReplyOut saved_reply;
};
BOOST_DESCRIBE_STRUCT(ReplyAnswer, (), (saved_reply))

struct ReplyIn {
    std::string shortcut, title, body;
    std::optional<std::string> locale;
    bool shared = false;
};
BOOST_DESCRIBE_STRUCT(ReplyIn, (), (shortcut, title, body, locale, shared))

struct ReplyChange {
    std::optional<std::string> shortcut, title, body;
    Patch<std::string> locale;
    std::optional<bool> shared;
};
BOOST_DESCRIBE_STRUCT(ReplyChange, (), (shortcut, title, body, locale, shared))

ReplyOut out_of(desk::SavedReply reply)
{
    bool shared = !reply.owner;
    return {
        std::move(reply.id),
        std::move(reply.shortcut),
        std::move(reply.title),
        std::move(reply.body),
        {std::move(reply.locale)},
        shared};
}

void check(
    Faults& faults,
    const std::optional<std::string>& shortcut,
    const std::optional<std::string>& title,
    const std::optional<std::string>& body,
    const std::optional<std::string>& locale)
{
    if (shortcut) {
        check_length(faults, "shortcut", *shortcut, 1, 40);
        bool odd =
            std::ranges::any_of(*shortcut, [](char c) { return c == '/' || (c >= 0 && c <= ' '); });
        if (odd) faults.push_back({"shortcut", std::string{problem::not_allowed}});
    }
    if (title) check_length(faults, "title", *title, 1, 120);
    if (body) check_length(faults, "body", *body, 1, 10'000);
    if (locale && !is_locale(*locale))
        faults.push_back({"locale", std::string{problem::not_allowed}});
}

/// His own, or a shared one when he may share. What belongs to somebody else does not exist.
Task<std::expected<desk::SavedReply, Refusal>> own(
    AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return refuse(id.error());
    auto reply = co_await services.saved_replies.saved_reply(*id);
    if (!reply) co_return refuse(reply.error());
    if (reply->owner && *reply->owner != caller.agent)
        co_return refuse(Error{ErrorKind::not_found, "saved reply of another agent"});
    if (!reply->owner && !caller.may(desk::Permission::saved_replies_share))
        co_return refuse(Error{ErrorKind::denied, "may not edit shared replies"});
    co_return std::move(*reply);
}

Task<Answer> list(AccountServices& services, net::Request&, const Caller& caller)
{
    auto replies = co_await services.saved_replies.saved_replies(caller.agent);
    if (!replies) co_return fail(replies.error());
    ReplyList out;
    for (auto& one : *replies) out.items.push_back(out_of(std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> add(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<ReplyIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check(faults, in->shortcut, in->title, in->body, in->locale);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    if (in->shared && !caller.may(desk::Permission::saved_replies_share))
        co_return fail(ErrorKind::denied, "may not share replies");
    auto now = services.clock.now();
    desk::SavedReply reply{
        new_id(now),
        std::move(in->shortcut),
        std::move(in->title),
        std::move(in->body),
        std::move(in->locale),
        std::nullopt,
        now};
    if (!in->shared) reply.owner = caller.agent;
    auto audit = audited(services, caller, "saved_reply.add", reply.id);
    auto added = co_await services.saved_replies.add_saved_reply(reply, std::move(audit));
    if (!added) co_return fail(added.error());
    services.notices.changed("saved_replies");
    ReplyAnswer answer{out_of(std::move(reply))};
    co_return net::json(201, write(answer));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<ReplyChange>(request);
    if (!in) co_return refuse(in.error());
    std::optional<std::string> locale;
    if (in->locale.value()) locale = *in->locale.value();
    Faults faults;
    check(faults, in->shortcut, in->title, in->body, locale);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto before = co_await own(services, request, caller);
    if (!before) co_return refuse(before.error());
    bool shares = in->shared.value_or(!before->owner) && before->owner;
    if (shares && !caller.may(desk::Permission::saved_replies_share))
        co_return fail(ErrorKind::denied, "may not share replies");
    desk::SavedReplyPatch patch{
        std::move(in->shortcut), std::move(in->title), std::move(in->body), {}, {}};
    if (!in->locale.absent()) patch.locale.emplace(std::move(locale));
    // Taken out of the shared ones, it becomes the caller's own.
    if (in->shared && *in->shared != !before->owner)
        patch.owner.emplace(*in->shared ? std::nullopt : std::optional<std::string>{caller.agent});
    auto audit = audited(services, caller, "saved_reply.edit", before->id);
    auto reply = co_await services.saved_replies.edit_saved_reply(
        before->id, std::move(patch), std::move(audit));
    if (!reply) co_return fail(reply.error());
    services.notices.changed("saved_replies");
    ReplyAnswer answer{out_of(std::move(*reply))};
    co_return net::json(200, write(answer));
}

Task<Answer> remove(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto before = co_await own(services, request, caller);
    if (!before) co_return refuse(before.error());
    auto audit = audited(services, caller, "saved_reply.remove", before->id);
    auto removed = co_await services.saved_replies.remove_saved_reply(before->id, std::move(audit));
    if (!removed) co_return fail(removed.error());
    services.notices.changed("saved_replies");
    co_return net::empty();
}

}  // namespace

void add_saved_reply_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(
        get, "/api/v1/saved_replies", session, with(services, list), about<void, ReplyList>());
    routes.on(
        post,
        "/api/v1/saved_replies",
        saved_replies_own,
        with(services, add),
        about<ReplyIn, ReplyAnswer>());
    routes.on(
        net::Method::patch,
        "/api/v1/saved_replies/:id",
        saved_replies_own,
        with(services, edit),
        about<ReplyChange, ReplyAnswer>());
    routes.on(del, "/api/v1/saved_replies/:id", saved_replies_own, with(services, remove));
}

}  // namespace keydesk::api
