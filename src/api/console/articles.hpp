#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "desk/knowledge/library.hpp"

namespace keydesk::api {

/// What the routes of the help centre's editors work with.
struct ArticleServices {
    desk::ArticleStore& store;
    desk::Library& library;
    const Clock& clock;
};

/// `/api/v1/articles…`: docs/knowledge.md describes them. `services` outlives `routes`.
void add_article_routes(Routes& routes, ArticleServices& services);

/// One file each: texts with their versions, the shelves.
void add_article_text_routes(Routes& routes, ArticleServices& services);
void add_category_routes(Routes& routes, ArticleServices& services);

/// 400 with a fault for each thing that an article may not hold.
Refusal unfit(const std::vector<desk::ArticleFault>& faults);
/// The slug and language of the path; `not_found` when they cannot exist.
struct TextPlace {
    std::string slug, locale;
};
Result<TextPlace> place_of(const net::Request& request);

/// For handlers of the form f(services, request, caller).
template <class Function>
CallerHandler with_articles(ArticleServices& services, Function function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

}  // namespace keydesk::api
