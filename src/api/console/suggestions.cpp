#include "api/console/suggestions.hpp"

#include "api/read_body.hpp"
#include "api/schema.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

struct SuggestionOut {
    std::string id;
    std::int64_t number = 0;
    std::string title, body, locale, contact, status;
    bool published = false;
    std::int64_t votes = 0;
    Time created_at{}, changed_at{};
};
BOOST_DESCRIBE_STRUCT(
    SuggestionOut,
    (),
    (id, number, title, body, locale, contact, status, published, votes, created_at, changed_at))

struct SuggestionList {
    std::vector<SuggestionOut> items;
};
BOOST_DESCRIBE_STRUCT(SuggestionList, (), (items))

struct SuggestionAnswer {
    SuggestionOut suggestion;
};
BOOST_DESCRIBE_STRUCT(SuggestionAnswer, (), (suggestion))

struct SuggestionIn {
    std::optional<std::string> title, body, status;
    std::optional<bool> published;
};
BOOST_DESCRIBE_STRUCT(SuggestionIn, (), (title, body, status, published))

SuggestionOut out_of(desk::Suggestion s)
{
    return {
        .id = std::move(s.id),
        .number = s.number,
        .title = std::move(s.title),
        .body = std::move(s.body),
        .locale = std::move(s.locale),
        .contact = std::move(s.contact),
        .status = std::move(s.status),
        .published = s.published,
        .votes = s.votes,
        .created_at = s.created_at,
        .changed_at = s.changed_at};
}

/// What is shown to everybody is guarded, whoever wrote it.
std::optional<guard::SafeText> guarded(const std::optional<std::string>& text)
{
    if (!text) return std::nullopt;
    return guard::clean(guard::RawText{*text}).text;
}

Task<Answer> list(SuggestionServices& services)
{
    auto all = co_await services.suggestions.suggestions();
    if (!all) co_return fail(all.error());
    SuggestionList out;
    for (auto& one : *all) out.items.push_back(out_of(std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> edit(SuggestionServices& services, net::Request& request, std::string agent)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<SuggestionIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (in->title) check_length(faults, "title", *in->title, 1, 200);
    if (in->body) check_length(faults, "body", *in->body, 0, 8'000);
    if (in->status &&
        std::ranges::find(desk::kSuggestionStates, *in->status) == desk::kSuggestionStates.end())
        faults.push_back({"status", std::string{problem::not_allowed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::SuggestionPatch patch{
        guarded(in->title), guarded(in->body), std::move(in->status), in->published};
    desk::AuditEntry audit{services.clock.now(), std::move(agent), "suggestion.edit", *id};
    auto now =
        co_await services.suggestions.edit_suggestion(*id, std::move(patch), std::move(audit));
    if (!now) co_return fail(now.error());
    co_return net::json(200, write(SuggestionAnswer{out_of(std::move(*now))}));
}

}  // namespace

void add_suggestion_routes(Routes& routes, SuggestionServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(
        get, "/api/v1/suggestions", conversations_read, [&services](net::Request&, const Caller&) {
            return list(services);
        });
    // To publish is to speak for the desk in public: who may answer customers may do it.
    auto change = [&services](net::Request& request, const Caller& caller) {
        return edit(services, request, caller.agent);
    };
    routes.on(post, "/api/v1/suggestions/:id", conversations_reply, change, about<SuggestionIn>());
    routes.on(patch, "/api/v1/suggestions/:id", conversations_reply, change, about<SuggestionIn>());
}

}  // namespace keydesk::api
