#include "net/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace keydesk::net {
namespace {

Task<Response> nothing(Request&)
{
    co_return empty();
}

Task<void> no_socket(Request&, std::shared_ptr<WebSocket>)
{
    co_return;
}

struct Found {
    Router::Match match;
    Params params;
    std::string_view pattern() const { return match.pattern; }
};

Found find(const Router& router, std::string_view path, Method method = Method::get)
{
    Found found;
    found.match = router.match(method, path, found.params);
    return found;
}

Router sample()
{
    Router router;
    router.on(Method::get, "/console/*rest", nothing);
    router.on(Method::get, "/things/:id", nothing);
    router.on(Method::post, "/things/:id/parts/:part", nothing);
    router.on(Method::get, "/things/new", nothing);
    router.on(Method::get, "/things/new/parts", nothing);
    router.on_socket("/ws", {}, {}, no_socket);
    return router;
}

TEST(Router, PrefersTextToPlacesAndPlacesToTails)
{
    auto router = sample();
    EXPECT_EQ(find(router, "/things/new").pattern(), "/things/new");
    EXPECT_EQ(find(router, "/things/7").pattern(), "/things/:id");
    EXPECT_EQ(find(router, "/console").pattern(), "/console/*rest");
    EXPECT_EQ(find(router, "/console/").pattern(), "/console/*rest");
    EXPECT_EQ(find(router, "/console/a/b").params.text("rest"), "a/b");
}

TEST(Router, GoesBackWhenTextLedNowhere)
{
    auto router = sample();
    auto found = find(router, "/things/new/parts/3", Method::post);
    EXPECT_EQ(found.pattern(), "/things/:id/parts/:part");
    EXPECT_EQ(found.params.text("id"), "new");
    EXPECT_EQ(found.params.number("part").value(), 3U);
}

TEST(Router, FindsNothingWhereNothingIs)
{
    auto router = sample();
    for (std::string_view path : {"/", "/things", "/things/", "/things/7/", "/nowhere", "*", ""}) {
        auto found = find(router, path);
        EXPECT_EQ(found.match.handler, nullptr) << path;
        EXPECT_TRUE(found.match.allow.empty()) << path;
    }
}

TEST(Router, KnowsTheMethodsOfAPath)
{
    auto router = sample();
    EXPECT_EQ(find(router, "/things/7", Method::post).match.allow, "GET, HEAD");
    EXPECT_EQ(find(router, "/ws", Method::post).match.allow, "GET");
    EXPECT_NE(find(router, "/things/7", Method::head).match.handler, nullptr);
    EXPECT_NE(find(router, "/ws").match.socket, nullptr);
}

TEST(Router, ServesAssetsBehindRoutesAndAPageForTheRest)
{
    static const std::array<Asset, 1> table{Asset{.path = "/app.js", .identity = "x"}};
    auto router = sample();
    router.assets(table);
    EXPECT_EQ(find(router, "/app.js").match.asset, table.data());
    EXPECT_EQ(find(router, "/app.js", Method::post).match.allow, "GET, HEAD");
    EXPECT_EQ(find(router, "/else").match.handler, nullptr);
    router.otherwise(nothing);
    EXPECT_NE(find(router, "/else").match.handler, nullptr);
    EXPECT_EQ(find(router, "/else", Method::post).match.handler, nullptr);
}

TEST(Router, RefusesRoutesThatContradictEachOther)
{
    auto router = sample();
    EXPECT_THROW(router.on(Method::get, "/things/:id", nothing), std::logic_error);
    EXPECT_THROW(router.on(Method::get, "/things/:other/x", nothing), std::logic_error);
    EXPECT_THROW(router.on(Method::get, "no-slash", nothing), std::logic_error);
    EXPECT_THROW(router.on(Method::get, "/x/*rest/y", nothing), std::logic_error);
    EXPECT_THROW(router.on_socket("/ws", {}, {}, no_socket), std::logic_error);
}

TEST(Params, AreTyped)
{
    Params params;
    params.set("id", "018F0C5E-0000-7000-8000-00000000000a");
    params.set("n", "42");
    EXPECT_EQ(params.uuid("id").value(), "018f0c5e-0000-7000-8000-00000000000a");
    EXPECT_EQ(params.number("n").value(), 42U);
    EXPECT_EQ(params.uuid("n").error().kind, ErrorKind::not_found);
    for (std::string_view bad : {"-1", "1x", "", "99999999999999999999"}) {
        params.set("n", std::string{bad});
        EXPECT_EQ(params.number("n").error().kind, ErrorKind::not_found) << bad;
    }
}

}  // namespace
}  // namespace keydesk::net
