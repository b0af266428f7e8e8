#include "app/parts/knowledge.hpp"

#include "app/assets.hpp"
#include "desk/knowledge/seeds.hpp"
#include "store/reports/reports.hpp"

#include <spdlog/spdlog.h>

namespace keydesk::app {

KnowledgePart::KnowledgePart(const Around& around)
    : house_{around.house},
      store_{*around.house.database, around.house.clock},
      library_{store_, around.house.compute, around.settings.public_url},
      help_{
          {.library = library_,
           .store = store_,
           .workspace = *around.house.accounts,
           .clock = around.house.clock,
           .missed =
               [this](std::string locale, guard::SafeText words) {
                   return keep_miss(std::move(locale), std::move(words));
               },
           .public_url = around.settings.public_url,
           .stylesheet = path_of_page("help.css"),
           .script = path_of_page("help.js"),
           .limits = around.settings.limits}},
      services_{store_, library_, around.house.clock}
{
}

Task<void> KnowledgePart::keep_miss(std::string locale, guard::SafeText words)
{
    auto now = house_.clock.now();
    // A count of searches is worth no trouble: the page is shown all the same.
    auto kept = co_await store::keep_search_miss(
        *house_.database, now, std::move(locale), std::move(words));
    if (!kept) spdlog::warn("searches without an article: {}", kept.error().what);
}

Task<Result<void>> KnowledgePart::open()
{
    auto categories = desk::read_categories(desk::embedded_categories());
    if (!categories) co_return fail(categories.error());
    auto known = co_await store_.known_seeds();
    if (!known) co_return fail(known.error());
    auto seeds = desk::read_seeds(*known);
    if (!seeds) co_return fail(seeds.error());
    auto seeded = co_await store_.seed(std::move(*categories), std::move(*seeds));
    if (!seeded) co_return seeded;
    co_return co_await library_.refresh();
}

void KnowledgePart::add_routes(net::Router& router, api::Routes& routes)
{
    api::add_help_routes(router, help_);
    api::add_article_suggestion_routes(router, help_);
    api::add_article_routes(routes, services_);
}

}  // namespace keydesk::app
