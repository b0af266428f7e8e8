// What search engines read: sitemap.xml with both languages of each page, robots.txt.
#include "api/public/help.hpp"
#include "api/public/html.hpp"

#include <map>

namespace keydesk::api::help {

namespace {

struct Listed {
    std::map<std::string, std::string> paths;  ///< By locale.
    Time changed_at{};
};

std::string entry(const std::string& base, const std::string& locale, const Listed& page)
{
    std::string out = "<url><loc>" + html::escaped(base + page.paths.at(locale)) + "</loc>";
    if (page.changed_at != Time{}) out += "<lastmod>" + iso_day(page.changed_at) + "</lastmod>";
    for (const auto& [other, path] : page.paths)
        out += R"(<xhtml:link rel="alternate" hreflang=")" + other + R"(" href=")" +
               html::escaped(base + path) + R"("/>)";
    return out + "</url>\n";
}

std::vector<Listed> pages(const desk::Shelf& shelf)
{
    std::vector<Listed> list;
    std::map<std::string, Listed> by_slug, by_category;
    Listed home;
    for (const auto& one : shelf.articles()) {
        auto root = "/help/" + one.locale;
        by_slug[one.slug].paths[one.locale] = path_of(one);
        by_category[one.category].paths[one.locale] = root + "/" + one.category;
        home.paths[one.locale] = root;
        for (auto* page : {&by_slug[one.slug], &by_category[one.category], &home})
            page->changed_at = std::max(page->changed_at, one.changed_at);
    }
    list.push_back(std::move(home));
    for (auto& [id, page] : by_category) list.push_back(std::move(page));
    for (auto& [slug, page] : by_slug) list.push_back(std::move(page));
    return list;
}

}  // namespace

Task<net::Response> sitemap(HelpDoor& door, net::Request& request)
{
    auto base = base_of(door, request);
    auto shelf = door.parts.library.shelf();
    std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                      "\n"
                      R"(<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" )"
                      R"(xmlns:xhtml="http://www.w3.org/1999/xhtml">)"
                      "\n";
    for (const auto& page : pages(*shelf)) {
        for (const auto& [locale, path] : page.paths) out += entry(base, locale, page);
    }
    co_return net::text(200, out + "</urlset>\n", "application/xml; charset=utf-8")
        .with_header("Cache-Control", "public, max-age=3600");
}

Task<net::Response> robots(HelpDoor& door, net::Request& request)
{
    auto base = base_of(door, request);
    co_return net::text(
        200,
        "User-agent: *\n"
        "Disallow: /console\nDisallow: /api/\nDisallow: /chat/\nDisallow: /panel\n"
        "Disallow: /help/search\nDisallow: /*?said=\n\n"
        "Sitemap: " +
            base + "/sitemap.xml\n")
        .with_header("Cache-Control", "public, max-age=3600");
}

}  // namespace keydesk::api::help
