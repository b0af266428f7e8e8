#include "app/parts/knowledge.hpp"

#include "app/assets.hpp"
#include "desk/knowledge/seeds.hpp"

namespace keydesk::app {

namespace {

std::string built(std::string_view name)
{
    for (const auto& one : embedded_names()) {
        if (one.name == name) return std::string{one.path};
    }
    return {};
}

}  // namespace

KnowledgePart::KnowledgePart(const Around& around)
    : store_{*around.house.database, around.house.clock},
      library_{store_, around.house.compute, around.settings.public_url},
      help_{
          {.library = library_,
           .store = store_,
           .workspace = *around.house.accounts,
           .clock = around.house.clock,
           .public_url = around.settings.public_url,
           .stylesheet = built("help.css"),
           .script = built("help.js"),
           .limits = around.settings.limits}},
      services_{store_, library_, around.house.clock}
{
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
