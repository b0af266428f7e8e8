// What an article says: drafts, preview, versions, publishing.
#include "api/console/articles.hpp"
#include "api/read_body.hpp"
#include "desk/knowledge/markdown.hpp"

#include <charconv>

namespace keydesk::api {

namespace {

constexpr std::size_t kLargestBody = 200'000;

struct VersionOut {
    std::string locale;
    std::int64_t version = 0;
    std::string title, summary, keywords, body, author;
    Time at{};
    OrNull<Time> published_at;
    std::int64_t restored_from = 0;
};
BOOST_DESCRIBE_STRUCT(
    VersionOut,
    (),
    (locale, version, title, summary, keywords, body, author, at, published_at, restored_from))

struct VersionAnswer {
    VersionOut version;
};
BOOST_DESCRIBE_STRUCT(VersionAnswer, (), (version))

struct VersionList {
    std::vector<VersionOut> items;
};
BOOST_DESCRIBE_STRUCT(VersionList, (), (items))

struct DraftIn {
    std::int64_t base = 0;  ///< The newest version that the author knew; 0: none.
    std::string title, summary, keywords, body;
};
BOOST_DESCRIBE_STRUCT(DraftIn, (), (base, title, summary, keywords, body))

struct NumberIn {
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(NumberIn, (), (version))

struct PreviewIn {
    std::string body, locale;
};
BOOST_DESCRIBE_STRUCT(PreviewIn, (), (body, locale))

struct PreviewOut {
    std::string html;
};
BOOST_DESCRIBE_STRUCT(PreviewOut, (), (html))

VersionOut out_of(desk::ArticleVersion v)
{
    return {
        std::move(v.locale),
        v.version,
        std::move(v.text.title),
        std::move(v.text.summary),
        std::move(v.text.keywords),
        std::move(v.text.body),
        std::move(v.author),
        v.at,
        {v.published_at},
        v.restored_from};
}

Task<Answer> answer(ArticleServices& services, TextPlace place, std::int64_t version, int status)
{
    auto found = co_await services.store.version(place.slug, place.locale, version);
    if (!found) co_return fail(found.error());
    co_return net::json(status, write(VersionAnswer{out_of(std::move(*found))}));
}

Task<Answer> show(ArticleServices& services, net::Request& request, const Caller&)
{
    auto place = place_of(request);
    if (!place) co_return fail(place.error());
    std::int64_t version = 0;
    if (!request.params.text("version").empty()) {
        auto asked = request.params.number("version");
        if (!asked) co_return fail(asked.error());
        version = static_cast<std::int64_t>(*asked & 0x7FFFFFFF);
    }
    co_return co_await answer(services, *place, version, 200);
}

Task<Answer> history(ArticleServices& services, net::Request& request, const Caller&)
{
    auto place = place_of(request);
    if (!place) co_return fail(place.error());
    std::int64_t before = 0;
    auto text = request.query("before").value_or("");
    std::from_chars(text.data(), text.data() + text.size(), before);
    auto versions = co_await services.store.versions(place->slug, place->locale, before, 50);
    if (!versions) co_return fail(versions.error());
    VersionList out;
    for (auto& one : *versions) out.items.push_back(out_of(std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> save(ArticleServices& services, net::Request& request, const Caller& caller)
{
    auto place = place_of(request);
    if (!place) co_return fail(place.error());
    auto in = co_await read_body<DraftIn>(request, kLargestBody);
    if (!in) co_return refuse(in.error());
    desk::ArticleText text{in->title, in->summary, in->keywords, in->body};
    auto faults = desk::draft_faults(text);
    if (!faults.empty()) co_return refuse(unfit(faults));
    auto safe = desk::guarded(text);
    auto saved = co_await services.store.save(
        place->slug, place->locale, std::move(safe), in->base, 0, caller.name);
    if (!saved) co_return fail(saved.error());
    co_return co_await answer(services, *place, *saved, 200);
}

/// Version 0 takes the text away from customers.
Task<Answer> publish_version(
    ArticleServices& services, TextPlace place, std::int64_t version, std::string agent)
{
    if (version > 0) {
        auto found = co_await services.store.version(place.slug, place.locale, version);
        if (!found) co_return fail(found.error());
        auto faults = desk::publish_faults(found->text);
        if (!faults.empty()) co_return refuse(unfit(faults));
    }
    const auto* action = version > 0 ? "article.publish" : "article.unpublish";
    desk::AuditEntry audit{
        services.clock.now(), std::move(agent), action, place.slug + "/" + place.locale};
    auto done =
        co_await services.store.publish(place.slug, place.locale, version, std::move(audit));
    if (!done) co_return fail(done.error());
    auto fresh = co_await services.library.refresh();
    if (!fresh) co_return fail(fresh.error());
    co_return co_await answer(services, place, version, 200);
}

Task<Answer> publish(ArticleServices& services, net::Request& request, const Caller& caller)
{
    auto place = place_of(request);
    if (!place) co_return fail(place.error());
    auto in = co_await read_body<NumberIn>(request);
    if (!in) co_return refuse(in.error());
    if (in->version < 1)
        co_return refuse(wrong_fields({{"version", std::string{problem::out_of_range}}}));
    co_return co_await publish_version(services, *place, in->version, caller.agent);
}

Task<Answer> unpublish(ArticleServices& services, net::Request& request, const Caller& caller)
{
    auto place = place_of(request);
    if (!place) co_return fail(place.error());
    co_return co_await publish_version(services, *place, 0, caller.agent);
}

/// An old version becomes the newest draft; nothing is lost and nothing is published.
Task<Answer> restore(ArticleServices& services, net::Request& request, const Caller& caller)
{
    auto place = place_of(request);
    if (!place) co_return fail(place.error());
    auto in = co_await read_body<NumberIn>(request);
    if (!in) co_return refuse(in.error());
    auto newest = co_await services.store.version(place->slug, place->locale, 0);
    if (!newest) co_return fail(newest.error());
    auto old = co_await services.store.version(place->slug, place->locale, in->version);
    if (!old) co_return fail(old.error());
    auto safe = desk::guarded(old->text);
    auto saved = co_await services.store.save(
        place->slug, place->locale, std::move(safe), newest->version, old->version, caller.name);
    if (!saved) co_return fail(saved.error());
    co_return co_await answer(services, *place, *saved, 200);
}

Task<Answer> preview(ArticleServices&, net::Request& request, const Caller&)
{
    auto in = co_await read_body<PreviewIn>(request, kLargestBody);
    if (!in) co_return refuse(in.error());
    auto locale = desk::article_locale(in->locale);
    auto target = [&](std::string_view written) { return desk::own_address(written, locale); };
    co_return net::json(200, write(PreviewOut{desk::html_of(in->body, target)}));
}

}  // namespace

void add_article_text_routes(Routes& routes, ArticleServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    auto with = [&](auto function) { return with_articles(services, function); };
    const std::string text = "/api/v1/articles/:slug/:locale";
    routes.on(post, "/api/v1/articles/preview", articles_edit, with(preview));
    routes.on(get, text, conversations_read, with(show));
    routes.on(put, text, articles_edit, with(save));
    routes.on(get, text + "/versions", conversations_read, with(history));
    routes.on(get, text + "/versions/:version", conversations_read, with(show));
    routes.on(post, text + "/publish", articles_edit, with(publish));
    routes.on(post, text + "/unpublish", articles_edit, with(unpublish));
    routes.on(post, text + "/restore", articles_edit, with(restore));
}

}  // namespace keydesk::api
