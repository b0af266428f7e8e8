#pragma once

#include "api/problem.hpp"
#include "base/clock.hpp"
#include "base/rate_limit.hpp"
#include "desk/accounts/settings.hpp"
#include "desk/knowledge/library.hpp"
#include "guard/guard.hpp"
#include "net/router.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The public help centre: pages that the server writes, readable without scripts and by search
/// engines. docs/knowledge.md lists the addresses.
namespace keydesk::api {

/// Lives on the io thread and outlives the server.
class HelpDoor {
public:
    struct Parts {
        desk::Library& library;
        desk::ArticleStore& store;
        desk::WorkspaceStore& workspace;
        const Clock& clock;
        /// Counts a search that found nothing. May be empty.
        std::function<Task<void>(std::string locale, guard::SafeText words)> missed = {};
        std::string public_url;          ///< Empty: as asked.
        std::string stylesheet, script;  ///< Addresses of built files; empty: not built.
        bool limits = true;
    };

    explicit HelpDoor(Parts given);

    Parts parts;
    RateLimit votes, suggestions, misses;  ///< By address prefix.
};

/// /help/…, /sitemap.xml, /robots.txt.
void add_help_routes(net::Router& router, HelpDoor& door);
/// /chat/v1/articles: what the widget and the form show while a customer types.
void add_article_suggestion_routes(net::Router& router, HelpDoor& door);

namespace help {

/// One request for a page, with what every page needs.
struct Asked {
    HelpDoor& door;
    net::Request& request;
    std::shared_ptr<const desk::Shelf> shelf;
    std::string brand;
    std::string locale;  ///< "zh-CN" or "en"
    std::string base;    ///< "https://support.example"

    Locale language() const { return locale == "zh-CN" ? Locale::zh : Locale::en; }
    std::string say(Said text) const { return std::string{text.in(language())}; }
    std::string other() const { return locale == "zh-CN" ? "en" : "zh-CN"; }
};

struct Page {
    std::string title, description;
    std::string path;        ///< In this language.
    std::string other_path;  ///< The same in the other language; empty: there is none.
    std::string json_ld = {};
    std::string body = {};
    bool search_box = true;  ///< In the page's head; the start page has its own.
    bool listed = true;      ///< For search engines.
    bool kept = true;        ///< May be cached: the same for everybody.
};

/// The whole answer with policy, caching and ETag.
net::Response answer(const Asked& asked, const Page& page);

/// JSON inside a script element.
std::string json_ld(const std::string& json);
std::string search_form(const Asked& asked, std::string_view query, bool large);
std::string article_list(
    const Asked& asked, const std::vector<const desk::ShownArticle*>& articles);
std::string path_of(const desk::ShownArticle& article);
std::string day(const Asked& asked, Time time);
std::string iso_day(Time time);  ///< "2026-11-22"

std::string home(const Asked& asked, Page& page);
std::string category(const Asked& asked, const desk::Category& category, Page& page);
/// `said`: what the reader just answered to "did this help": yes, no, thanks.
std::string article(
    const Asked& asked, const desk::ShownArticle& article, std::string_view said, Page& page);

/// POST /help/:lang/:slug/vote
Task<net::Response> vote(HelpDoor& door, net::Request& request);
Task<net::Response> sitemap(HelpDoor& door, net::Request& request);
Task<net::Response> robots(HelpDoor& door, net::Request& request);

std::string base_of(const HelpDoor& door, const net::Request& request);

}  // namespace help

}  // namespace keydesk::api
