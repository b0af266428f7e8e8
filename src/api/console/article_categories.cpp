// The shelves of the help centre.
#include "api/console/articles.hpp"
#include "api/read_body.hpp"
#include "guard/guard.hpp"

namespace keydesk::api {

namespace {

struct CategoryOut {
    std::string id;
    std::int64_t position = 0;
    std::map<std::string, std::string> names, summaries;
};
BOOST_DESCRIBE_STRUCT(CategoryOut, (), (id, position, names, summaries))

struct CategoryList {
    std::vector<CategoryOut> items;
};
BOOST_DESCRIBE_STRUCT(CategoryList, (), (items))

struct CategoryIn {
    std::int64_t position = 0;
    std::map<std::string, std::string> names, summaries;
};
BOOST_DESCRIBE_STRUCT(CategoryIn, (), (position, names, summaries))

void check(Faults& faults, const char* field, const std::map<std::string, std::string>& texts)
{
    for (const auto& [locale, text] : texts) {
        auto name = std::string{field} + "." + locale;
        if (!desk::is_article_locale(locale))
            faults.push_back({name, std::string{problem::unknown}});
        check_length(faults, name, text, 0, 200);
        if (desk::holds_phone_number(text)) faults.push_back({name, "phone_number"});
        if (!guard::clean(guard::RawText{text}).findings.empty())
            faults.push_back({name, "secret"});
    }
}

Task<Answer> list(ArticleServices& services, net::Request&, const Caller&)
{
    auto all = co_await services.store.categories();
    if (!all) co_return fail(all.error());
    CategoryList out;
    for (auto& one : *all)
        out.items.push_back(
            {std::move(one.id), one.position, std::move(one.names), std::move(one.summaries)});
    co_return net::json(200, write(out));
}

Task<Answer> put_one(ArticleServices& services, net::Request& request, const Caller& caller)
{
    std::string id{request.params.text("id")};
    auto in = co_await read_body<CategoryIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (!desk::is_slug(id)) faults.push_back({"id", std::string{problem::malformed}});
    auto taken = co_await services.store.article(id);
    if (taken) faults.push_back({"id", "taken"});
    if (in->names.empty()) faults.push_back({"names", std::string{problem::missing}});
    check(faults, "names", in->names);
    check(faults, "summaries", in->summaries);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::Category category{id, in->position, std::move(in->names), std::move(in->summaries)};
    desk::AuditEntry audit{services.clock.now(), caller.agent, "article_category.edit", id};
    auto done = co_await services.store.put_category(std::move(category), std::move(audit));
    if (!done) co_return fail(done.error());
    auto fresh = co_await services.library.refresh();
    if (!fresh) co_return fail(fresh.error());
    co_return co_await list(services, request, caller);
}

Task<Answer> remove(ArticleServices& services, net::Request& request, const Caller& caller)
{
    std::string id{request.params.text("id")};
    desk::AuditEntry audit{services.clock.now(), caller.agent, "article_category.remove", id};
    auto done = co_await services.store.remove_category(id, std::move(audit));
    if (!done) co_return fail(done.error());
    auto fresh = co_await services.library.refresh();
    if (!fresh) co_return fail(fresh.error());
    co_return net::empty();
}

}  // namespace

void add_category_routes(Routes& routes, ArticleServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    auto with = [&](auto function) { return with_articles(services, function); };
    routes.on(get, "/api/v1/article_categories", conversations_read, with(list));
    routes.on(put, "/api/v1/article_categories/:id", articles_edit, with(put_one));
    routes.on(del, "/api/v1/article_categories/:id", articles_edit, with(remove));
}

}  // namespace keydesk::api
