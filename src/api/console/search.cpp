#include "api/console/desk_routes.hpp"
#include "api/console/shapes.hpp"
#include "text/segment.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <chrono>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr auto kFarthest = std::int64_t{1} << 60;

Task<Answer> search(DeskServices& services, net::Request& request, const Caller&)
{
    auto began = std::chrono::steady_clock::now();
    auto words = request.query("q").value_or("");
    if (words.size() > 500) {
        co_return refuse(wrong_fields({{"q", std::string{problem::too_long}}}));
    }
    auto limit = static_cast<std::size_t>(query_number(request, "limit", 20, 1, 100));
    auto before = query_number(request, "after", 0, -kFarthest, kFarthest);
    auto found = co_await services.conversations.search(
        words,
        request.query("from").value_or(""),
        request.query("inbox").value_or(""),
        before,
        limit + 1);
    if (!found) co_return fail(found.error());
    bool further = found->size() > limit;
    if (further) found->pop_back();

    auto terms = text::terms(words);
    json::array items;
    for (const auto& hit : *found) {
        json::array snippet;
        for (const auto& piece : text::highlight(hit.message->body, terms)) {
            snippet.push_back(json::object{{"text", piece.text}, {"hit", piece.hit}});
        }
        json::object place{
            {"id", hit.message->id},
            {"seq", hit.message->seq},
            {"at", millis(hit.message->at)},
            {"kind", hit.message->kind}};
        items.push_back(json::object{
            {"conversation", conversation(hit.conversation)},
            {"message", std::move(place)},
            {"snippet", std::move(snippet)}});
    }
    auto took = std::chrono::steady_clock::now() - began;
    json::object out{
        {"items", std::move(items)},
        {"next", nullptr},
        {"took_ms", std::chrono::duration<double, std::milli>(took).count()}};
    if (further) out["next"] = std::to_string(found->back().position);
    co_return net::json(200, json::serialize(out));
}

}  // namespace

void add_search_routes(Routes& routes, DeskServices& services)
{
    routes.on(
        net::Method::get,
        "/api/v1/search",
        desk::Permission::conversations_read,
        with(services, search));
}

}  // namespace keydesk::api
