// Articles that may answer what a customer is typing. The text is compared in memory and forgotten:
// it is not stored, not logged, and POST keeps it out of addresses.
#include "api/public/help.hpp"
#include "api/public/public_door.hpp"
#include "api/quota.hpp"
#include "api/read_body.hpp"
#include "guard/guard.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

constexpr std::size_t kLargestBody = 4'096;
constexpr std::size_t kMost = 3;

struct TypedIn {
    std::string q, locale;
};
BOOST_DESCRIBE_STRUCT(TypedIn, (), (q, locale))

struct ArticleOut {
    std::string slug, locale, title, summary, url;
};
BOOST_DESCRIBE_STRUCT(ArticleOut, (), (slug, locale, title, summary, url))

struct ArticlesOut {
    std::vector<ArticleOut> items;
};
BOOST_DESCRIBE_STRUCT(ArticlesOut, (), (items))

/// 200 characters are enough to know what it is about; more would only be more to carry.
bool too_long(const std::string& text)
{
    auto first = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return std::ranges::count_if(text, first) > 200;
}

net::Response answer(HelpDoor& door, net::Request& request, const TypedIn& typed, bool typing)
{
    if (auto wait = door.suggestions.allow(request.peer.prefix())) {
        return refused(request, too_often("suggestions", door.suggestions, *wait));
    }
    if (too_long(typed.q)) {
        Faults faults{{"q", std::string{problem::too_long}}};
        return refused(request, wrong_fields(std::move(faults)));
    }
    const auto& library = door.parts.library;
    auto locale = desk::article_locale(typed.locale);
    ArticlesOut out;
    auto shelf = library.shelf();
    auto found =
        typing ? shelf->search(typed.q, locale, kMost * 2) : shelf->suggest(typed.q, locale, kMost);
    for (const auto* one : found) {
        auto link = library.link(*one);
        out.items.push_back({link.slug, link.locale, link.title, link.summary, link.url});
    }
    // No cookie decides anything here, so that any page may ask.
    return net::json(200, write(out))
        .with_header("Cache-Control", "no-store")
        .with_header("Access-Control-Allow-Origin", "*")
        .with_header("Cross-Origin-Resource-Policy", "cross-origin");
}

Task<net::Response> post(HelpDoor& door, net::Request& request)
{
    auto typed = co_await read_body<TypedIn>(request, kLargestBody);
    if (!typed) co_return refused(request, typed.error());
    co_return answer(door, request, *typed, false);
}

Task<net::Response> get(HelpDoor& door, net::Request& request)
{
    TypedIn typed{request.query("q").value_or(""), request.query("locale").value_or("")};
    co_return answer(door, request, typed, false);
}

/// The search box while somebody types: words, not a story, so every hit is shown.
Task<net::Response> find(HelpDoor& door, net::Request& request)
{
    auto typed = co_await read_body<TypedIn>(request, kLargestBody);
    if (!typed) co_return refused(request, typed.error());
    co_return answer(door, request, *typed, true);
}

Task<net::Response> allow(net::Request&)
{
    co_return net::empty()
        .with_header("Access-Control-Allow-Origin", "*")
        .with_header("Access-Control-Allow-Methods", "GET, POST")
        .with_header("Access-Control-Allow-Headers", "Content-Type")
        .with_header("Access-Control-Max-Age", "86400");
}

}  // namespace

void add_article_suggestion_routes(net::Router& router, HelpDoor& door)
{
    using net::Method;
    router.on(Method::get, "/chat/v1/articles", [&door](net::Request& r) { return get(door, r); });
    router.on(
        Method::post, "/chat/v1/articles", [&door](net::Request& r) { return post(door, r); });
    router.on(Method::post, "/help/find", [&door](net::Request& r) { return find(door, r); });
    router.on(Method::options, "/chat/v1/articles", allow);
}

}  // namespace keydesk::api
