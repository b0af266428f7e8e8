#include "app/pages.hpp"

#include <boost/json.hpp>

#include <string>

namespace keydesk::app {

namespace {

const net::Asset* find(std::span<const net::Asset> assets, std::string_view path)
{
    for (const auto& asset : assets) {
        if (asset.path == path) return &asset;
    }
    return nullptr;
}

net::Response missing()
{
    return net::text(
        404,
        "This Keydesk was built without its web pages. Run `npm ci && npm run build` in web/ and "
        "build again, or use ./run, which does it.\n");
}

/// 'self' for WebSockets is not understood by every browser of the last years, so the socket's
/// origin is written out.
std::string socket_origin(const net::Request& request)
{
    return (request.secure ? "wss://" : "ws://") + std::string{request.header("Host")};
}

constexpr std::string_view kNoPowers = "default-src 'none'; base-uri 'none'; ";

std::string panel_policy(const net::Request& request, const desk::Inbox* inbox)
{
    std::string policy{kNoPowers};
    policy +=
        "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; media-src 'self'; form-action 'none'; "
        "require-trusted-types-for 'script'; connect-src 'self' " +
        socket_origin(request) + "; frame-ancestors 'self'";
    if (inbox != nullptr) {
        for (const auto& site : inbox->sites) policy += " " + site;
    }
    return policy;
}

std::string console_policy(const net::Request& request)
{
    return std::string{kNoPowers} +
           "script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
           "media-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; "
           "frame-ancestors 'none'; "
           "require-trusted-types-for 'script'; connect-src 'self' " +
           socket_origin(request);
}

std::string site_policy(const net::Request& request)
{
    return std::string{kNoPowers} +
           "script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
           "frame-src 'self'; form-action 'none'; frame-ancestors 'none'; connect-src 'self' " +
           socket_origin(request);
}

net::Response page(const net::Asset* asset, const std::string& policy)
{
    if (asset == nullptr) return missing();
    return net::asset(*asset).with_header("Content-Security-Policy", policy);
}

}  // namespace

void add_pages(
    net::Router& router, std::span<const net::Asset> assets, api::chat::ChatDoor& door, bool demo)
{
    using net::Method;
    const auto* panel = find(assets, "/panel.html");
    const auto* console = find(assets, "/console.html");
    const auto* widget = find(assets, "/widget.js");

    router.on(Method::get, "/panel", [panel, &door](net::Request& r) -> Task<net::Response> {
        auto inbox = door.inboxes.find(r.query("inbox").value_or(""));
        // The frame must not be refused by its own answer: who may embed it says frame-ancestors.
        co_return page(panel, panel_policy(r, inbox.get()))
            .with_header("Cross-Origin-Resource-Policy", "cross-origin");
    });
    auto serve_console = [console](net::Request& r) -> Task<net::Response> {
        co_return page(console, console_policy(r));
    };
    router.on(Method::get, "/console", serve_console);
    router.on(Method::get, "/console/*rest", serve_console);
    router.on(Method::get, "/widget.js", [widget](net::Request&) -> Task<net::Response> {
        if (widget == nullptr) co_return missing();
        co_return net::asset(*widget)
            .with_header("Cache-Control", "public, max-age=300, stale-while-revalidate=86400")
            .with_header("Cross-Origin-Resource-Policy", "cross-origin")
            .with_header("Access-Control-Allow-Origin", "*");
    });
    for (auto [path, name] :
         {std::pair{"/feedback", "/feedback.html"},
          {"/feedback/status", "/feedback_status.html"}}) {
        const auto* form = find(assets, name);
        router.on(Method::get, path, [form](net::Request& r) -> Task<net::Response> {
            co_return page(form, panel_policy(r, nullptr))
                .with_header("Referrer-Policy", "no-referrer");
        });
    }
    if (demo) {
        const auto* zh = find(assets, "/demo/index.html");
        const auto* en = find(assets, "/demo/en/index.html");
        auto site = [](const net::Asset* asset) {
            return [asset](net::Request& r) -> Task<net::Response> {
                co_return page(asset, site_policy(r));
            };
        };
        for (auto path : {"/", "/demo", "/demo/"}) router.on(Method::get, path, site(zh));
        router.on(Method::get, "/demo/en", site(en));
    } else {
        router.on(Method::get, "/", [](net::Request&) -> Task<net::Response> {
            co_return net::redirect("/console");
        });
    }
    router.assets(assets);
}

}  // namespace keydesk::app
