#include "api/chat/hints.hpp"

#include "api/chat/visit.hpp"
#include "api/quota.hpp"
#include "api/read_body.hpp"
#include "guard/guard.hpp"
#include "text/facts.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

constexpr std::size_t kLargest = 16'000;  // bytes

struct HintIn {
    std::string text;
    std::optional<std::string> locale, inbox;
};
BOOST_DESCRIBE_STRUCT(HintIn, (), (text, locale, inbox))

json::array asked_of(const desk::Playbook& book, const std::string& text, bool chinese)
{
    auto facts = text::facts_of(text);
    json::array ask;
    for (const auto& need : book.needs) {
        if (std::ranges::find(facts, need.fact, &text::Fact::kind) != facts.end()) continue;
        ask.push_back(json::object{{"fact", need.fact}, {"hint", need.why.in(chinese)}});
    }
    return ask;
}

Task<net::Response> hint(Hints& hints, net::Request& request)
{
    if (auto wait = hints.by_prefix.allow(request.peer.prefix())) {
        co_return refused(request, too_often("hints", hints.by_prefix, *wait));
    }
    auto in = co_await read_body<HintIn>(request, kLargest);
    if (!in) co_return problem_document(in.error(), locale_of(request));
    bool chinese = in->locale ? in->locale->starts_with("zh") : locale_of(request) == Locale::zh;
    auto words = guard::clean(guard::RawText{in->text}).text.str();
    auto seen = hints.book()->recognise(words);
    json::object out{{"case", nullptr}, {"ask", json::array{}}, {"articles", json::array{}}};
    if (seen.sure() && !seen.none && !seen.person) {
        const auto* book = hints.book()->find(seen.likely.front().kind);
        out["case"] = book->id;
        out["ask"] = asked_of(*book, words, chinese);
    }
    co_return net::json(200, json::serialize(out)).with_header("Cache-Control", "no-store");
}

}  // namespace

void add_hint_routes(net::Router& router, Hints& hints)
{
    router.on(net::Method::post, "/chat/v1/hints", [&hints](net::Request& request) {
        return hint(hints, request);
    });
}

}  // namespace keydesk::api::chat
