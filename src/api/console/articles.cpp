// Articles as agents keep them: the list, where each stands, who keeps it true.
#include "api/console/articles.hpp"

#include "api/read_body.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::api {

namespace {

struct OwnerOut {
    std::string id, name;
};
BOOST_DESCRIBE_STRUCT(OwnerOut, (), (id, name))

struct TextOut {
    std::string locale, title, state;  ///< draft, published, changed (a newer draft waits)
    std::int64_t version = 0, published = 0;
};
BOOST_DESCRIBE_STRUCT(TextOut, (), (locale, title, state, version, published))

struct ArticleOut {
    std::string slug, category;
    std::int64_t position = 0;
    OrNull<OwnerOut> owner;
    OrNull<Time> reviewed_at;
    std::int64_t review_days = 0;
    bool review_due = false, archived = false;
    Time changed_at{};
    std::vector<TextOut> texts;
    std::int64_t helped = 0, did_not_help = 0;
};
BOOST_DESCRIBE_STRUCT(
    ArticleOut,
    (),
    (slug,
     category,
     position,
     owner,
     reviewed_at,
     review_days,
     review_due,
     archived,
     changed_at,
     texts,
     helped,
     did_not_help))

struct ArticleList {
    std::vector<ArticleOut> items;
    OrNull<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ArticleList, (), (items, next))

struct OpinionOut {
    std::string locale, reason;
    bool helped = false;
    Time at{};
};
BOOST_DESCRIBE_STRUCT(OpinionOut, (), (locale, reason, helped, at))

struct ArticleAnswer {
    ArticleOut article;
    std::vector<OpinionOut> opinions;
};
BOOST_DESCRIBE_STRUCT(ArticleAnswer, (), (article, opinions))

struct ArticleIn {
    std::string slug, category;
};
BOOST_DESCRIBE_STRUCT(ArticleIn, (), (slug, category))

struct ArticleChange {
    std::optional<std::string> category;
    std::optional<std::int64_t> position, review_days;
    Patch<std::string> owner;
    std::optional<bool> reviewed, archived;
};
BOOST_DESCRIBE_STRUCT(
    ArticleChange, (), (category, position, review_days, owner, reviewed, archived))

struct LinkOut {
    std::string slug, locale, title, summary, url;
};
BOOST_DESCRIBE_STRUCT(LinkOut, (), (slug, locale, title, summary, url))

struct LinkList {
    std::vector<LinkOut> items;
};
BOOST_DESCRIBE_STRUCT(LinkList, (), (items))

TextOut out_of(const desk::ArticleState& text)
{
    auto state = text.published == 0              ? "draft"
                 : text.published == text.version ? "published"
                                                  : "changed";
    return {text.locale, text.title, state, text.version, text.published};
}

ArticleOut out_of(const desk::ArticleRow& row, Time now)
{
    ArticleOut out{
        .slug = row.slug,
        .category = row.category,
        .position = row.position,
        .owner = {},
        .reviewed_at = {row.reviewed_at},
        .review_days = row.review_days,
        .review_due = row.review_due(now),
        .archived = row.archived,
        .changed_at = row.changed_at,
        .texts = {},
        .helped = row.helped,
        .did_not_help = row.did_not_help};
    if (row.owner) out.owner.value = OwnerOut{row.owner->id, row.owner->name};
    for (const auto& text : row.texts) out.texts.push_back(out_of(text));
    return out;
}

bool is_shelf(const std::vector<desk::Category>& categories, const std::string& id)
{
    return std::ranges::find(categories, id, &desk::Category::id) != categories.end();
}

std::int64_t number(const net::Request& request, std::string_view name, std::int64_t otherwise)
{
    auto text = request.query(name).value_or("");
    auto value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Task<Answer> answer(ArticleServices& services, std::string slug, int status)
{
    auto row = co_await services.store.article(slug);
    if (!row) co_return fail(row.error());
    auto opinions = co_await services.store.opinions(slug, 50);
    if (!opinions) co_return fail(opinions.error());
    ArticleAnswer out{out_of(*row, services.clock.now()), {}};
    for (auto& one : *opinions)
        out.opinions.push_back({std::move(one.locale), std::move(one.reason), one.helped, one.at});
    co_return net::json(status, write(out));
}

Task<Answer> list(ArticleServices& services, net::Request& request, const Caller&)
{
    auto limit =
        static_cast<std::size_t>(std::clamp<std::int64_t>(number(request, "limit", 500), 1, 1'000));
    auto rows = co_await services.store.list(request.query("after").value_or(""), limit);
    if (!rows) co_return fail(rows.error());
    ArticleList out;
    for (const auto& row : *rows) out.items.push_back(out_of(row, services.clock.now()));
    if (rows->size() == limit) out.next.value = rows->back().slug;
    co_return net::json(200, write(out));
}

Task<Answer> show(ArticleServices& services, net::Request& request, const Caller&)
{
    co_return co_await answer(services, std::string{request.params.text("slug")}, 200);
}

Task<Answer> create(ArticleServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<ArticleIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (!desk::is_slug(in->slug)) faults.push_back({"slug", std::string{problem::malformed}});
    auto categories = co_await services.store.categories();
    if (!categories) co_return fail(categories.error());
    // One address cannot be a shelf and an article.
    if (is_shelf(*categories, in->slug)) faults.push_back({"slug", "taken"});
    if (!is_shelf(*categories, in->category))
        faults.push_back({"category", std::string{problem::not_allowed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::Face by{caller.agent, caller.name};
    desk::AuditEntry audit{services.clock.now(), caller.agent, "article.create", in->slug};
    auto made = co_await services.store.create(in->slug, in->category, by, std::move(audit));
    if (!made && made.error().kind == ErrorKind::conflict)
        co_return refuse(wrong_fields({{"slug", "taken"}}));
    if (!made) co_return fail(made.error());
    co_return co_await answer(services, in->slug, 201);
}

Task<Answer> edit(ArticleServices& services, net::Request& request, const Caller& caller)
{
    std::string slug{request.params.text("slug")};
    auto in = co_await read_body<ArticleChange>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (in->review_days && (*in->review_days < 1 || *in->review_days > 3'650))
        faults.push_back({"review_days", std::string{problem::out_of_range}});
    if (in->position && (*in->position < 0 || *in->position > 1'000'000))
        faults.push_back({"position", std::string{problem::out_of_range}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::ArticlePatch patch{
        .category = std::move(in->category),
        .position = in->position,
        .review_days = in->review_days,
        .owner = {},
        .reviewed_at = {},
        .archived = in->archived};
    if (in->owner.null()) patch.owner.emplace(std::nullopt);
    if (in->owner.value()) patch.owner.emplace(*in->owner.value());
    if (in->reviewed.value_or(false)) patch.reviewed_at = services.clock.now();
    desk::AuditEntry audit{services.clock.now(), caller.agent, "article.edit", slug};
    auto done = co_await services.store.edit(slug, std::move(patch), std::move(audit));
    if (!done) co_return fail(done.error());
    auto fresh = co_await services.library.refresh();
    if (!fresh) co_return fail(fresh.error());
    co_return co_await answer(services, slug, 200);
}

/// For the composer: published articles by what the agent typed.
Task<Answer> links(ArticleServices& services, net::Request& request, const Caller&)
{
    auto locale = desk::article_locale(request.query("locale").value_or("en"));
    auto query = request.query("q").value_or("").substr(0, 800);
    auto shelf = services.library.shelf();
    LinkList out;
    for (const auto* one : shelf->search(query, locale, 8)) {
        auto link = services.library.link(*one);
        out.items.push_back({link.slug, link.locale, link.title, link.summary, link.url});
    }
    co_return net::json(200, write(out));
}

}  // namespace

Result<TextPlace> place_of(const net::Request& request)
{
    TextPlace place{
        std::string{request.params.text("slug")}, std::string{request.params.text("locale")}};
    if (!desk::is_slug(place.slug) || !desk::is_article_locale(place.locale))
        return fail(ErrorKind::not_found, "no such text");
    return place;
}

Refusal unfit(const std::vector<desk::ArticleFault>& faults)
{
    using enum desk::ArticleProblem;
    Faults list;
    for (const auto& one : faults) {
        auto word = [&]() -> std::string {
            switch (one.problem) {
                case missing:
                    return std::string{problem::missing};
                case too_long:
                    return std::string{problem::too_long};
                case secret:
                    return "secret";
                case phone_number:
                    return "phone_number";
                case foreign_link:
                    return "foreign_link";
            }
            return {};
        }();
        list.push_back({one.field, std::move(word)});
    }
    return wrong_fields(std::move(list));
}

void add_article_routes(Routes& routes, ArticleServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    auto with = [&](auto function) { return with_articles(services, function); };
    routes.on(get, "/api/v1/articles", conversations_read, with(list));
    routes.on(post, "/api/v1/articles", articles_edit, with(create));
    routes.on(get, "/api/v1/articles/suggest", conversations_read, with(links));
    routes.on(get, "/api/v1/articles/:slug", conversations_read, with(show));
    routes.on(patch, "/api/v1/articles/:slug", articles_edit, with(edit));
    add_article_text_routes(routes, services);
    add_category_routes(routes, services);
}

}  // namespace keydesk::api
