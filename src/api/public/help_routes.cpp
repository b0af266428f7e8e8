// Which address of the help centre is which page.
#include "api/public/help.hpp"
#include "api/public/html.hpp"
#include "api/public/public_door.hpp"
#include "desk/knowledge/misses.hpp"
#include "guard/guard.hpp"

namespace keydesk::api {

using namespace std::chrono_literals;

namespace {

using help::Asked;
using help::Page;
using html::escaped;

constexpr Said kResults{"Search results", "搜索结果"};
constexpr Said kFor{"Results for “{}”", "“{}”的搜索结果"};
constexpr Said kNone{
    "Nothing fits. Try other words, or write to us: a person reads it.",
    "没有找到相关文章。可以换个说法，或者直接给我们留言，会有真人查看。"};
constexpr Said kType{"Type a few words about what happened.", "请输入几个字描述您的问题。"};
constexpr Said kSecret{
    "That looked like a recovery phrase or a key. Never type it anywhere but in your own wallet: "
    "if you have entered it on a website, move your coins to a new wallet now.",
    "您输入的内容像是助记词或私钥。除了您自己的钱包，请不要在任何地方输入它；"
    "如果曾在网页上填写过，请立即把资产转到新建的钱包。"};
constexpr std::size_t kLongestQuery = 200;  // characters

RateLimit::Rule rule(bool limits, double burst, double per_second)
{
    return limits ? RateLimit::Rule{burst, per_second} : RateLimit::Rule{1e9, 1e9};
}

net::Response no_such_page(const net::Request& request)
{
    return refused(request, Error{ErrorKind::not_found, "no such page of the help centre"});
}

Task<Result<Asked>> begin(HelpDoor& door, net::Request& request, std::string locale)
{
    auto workspace = co_await door.parts.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    co_return Asked{
        door,
        request,
        door.parts.library.shelf(),
        workspace->name,
        std::move(locale),
        help::base_of(door, request)};
}

Task<net::Response> to_language(HelpDoor&, net::Request& request)
{
    auto locale = html::locale_of(request) == Locale::zh ? "zh-CN" : "en";
    co_return net::redirect("/help/" + std::string{locale}, 302)
        .with_header("Cache-Control", "no-cache")
        .with_header("Vary", "Accept-Language");
}

Task<net::Response> show_home(HelpDoor& door, net::Request& request)
{
    std::string locale{request.params.text("lang")};
    if (!desk::is_article_locale(locale)) co_return no_such_page(request);
    auto asked = co_await begin(door, request, locale);
    if (!asked) co_return refused(request, asked.error());
    Page page;
    page.body = help::home(*asked, page);
    co_return help::answer(*asked, page);
}

/// A category, an article, or an article that exists in the other language only.
Task<net::Response> show(HelpDoor& door, net::Request& request)
{
    std::string locale{request.params.text("lang")}, slug{request.params.text("slug")};
    if (!desk::is_article_locale(locale)) co_return no_such_page(request);
    auto asked = co_await begin(door, request, locale);
    if (!asked) co_return refused(request, asked.error());
    Page page;
    const auto& shelf = *asked->shelf;
    if (const auto* one = shelf.article(slug, locale)) {
        auto said = request.query("said").value_or("");
        page.body = help::article(*asked, *one, said, page);
        co_return help::answer(*asked, page);
    }
    if (const auto* category = shelf.category(slug)) {
        page.body = help::category(*asked, *category, page);
        co_return help::answer(*asked, page);
    }
    if (const auto* other = shelf.article(slug, asked->other()))
        co_return net::redirect(help::path_of(*other), 302);
    co_return no_such_page(request);
}

std::string first_characters(std::string text, std::size_t most)
{
    std::size_t at = 0;
    while (at < text.size() && most > 0) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
        --most;
    }
    text.resize(at);
    return text;
}

/// What nobody has written yet: the reports show it.
Task<void> note_miss(HelpDoor& door, net::Request& request, std::string locale, std::string query)
{
    auto words = desk::words_of_miss(query);
    if (words.empty() || !door.parts.missed) co_return;
    if (door.misses.allow(request.peer.prefix())) co_return;
    co_await door.parts.missed(std::move(locale), std::move(words));
}

std::string found(
    const Asked& asked,
    const std::string& query,
    const std::vector<const desk::ShownArticle*>& articles)
{
    if (query.empty()) return "<p>" + asked.say(kType) + "</p>";
    if (articles.empty()) return R"(<p class="none">)" + asked.say(kNone) + "</p>";
    return help::article_list(asked, articles);
}

Task<net::Response> search(HelpDoor& door, net::Request& request)
{
    auto locale = html::locale_of(request) == Locale::zh ? "zh-CN" : "en";
    auto asked = co_await begin(door, request, locale);
    if (!asked) co_return refused(request, asked.error());
    auto query = first_characters(request.query("q").value_or(""), kLongestQuery);
    auto heading = asked->say(kResults);
    // A frightened customer types it anywhere; it must not come back in a page.
    bool secret = !guard::clean(guard::RawText{query}).findings.empty();
    if (secret) query.clear();
    if (!query.empty()) {
        heading = html::filled(asked->say(kFor), {query});
    }
    auto articles = query.empty() ? std::vector<const desk::ShownArticle*>{}
                                  : asked->shelf->search(query, asked->locale, 20);
    if (!query.empty() && articles.empty()) co_await note_miss(door, request, locale, query);
    Page page{.title = heading, .path = "/help/search", .search_box = false};
    page.listed = false;
    page.kept = false;
    page.body = R"(<div class="help-find">)" + help::search_form(*asked, query, false) +
                "</div><h1>" + escaped(heading) + "</h1>" +
                (secret ? R"(<p class="none" role="alert">)" + asked->say(kSecret) + "</p>"
                        : found(*asked, query, articles));
    co_return help::answer(*asked, page);
}

}  // namespace

HelpDoor::HelpDoor(Parts given)
    : parts{std::move(given)},
      // Many people share an address (mobile carriers): far above what one reader does.
      votes{parts.clock, rule(parts.limits, 20, 0.05)},
      suggestions{parts.clock, rule(parts.limits, 60, 5)},
      // What one reader misses is known after a few searches.
      misses{parts.clock, rule(parts.limits, 20, 0.01)}
{
}

void add_help_routes(net::Router& router, HelpDoor& door)
{
    using net::Method;
    auto page = [&](std::string_view path, auto handler) {
        router.on(
            Method::get, path, [&door, handler](net::Request& r) { return handler(door, r); });
    };
    page("/help", to_language);
    page("/help/search", search);
    page("/help/:lang", show_home);
    page("/help/:lang/:slug", show);
    page("/sitemap.xml", help::sitemap);
    page("/robots.txt", help::robots);
    router.on(Method::post, "/help/:lang/:slug/vote", [&door](net::Request& r) {
        return help::vote(door, r);
    });
}

}  // namespace keydesk::api
