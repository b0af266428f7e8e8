// The product board: what agents have published, who wants it how much, and what became of it.
#include "api/public/html.hpp"
#include "api/public/public_door.hpp"
#include "api/read_body.hpp"
#include "base/crypto.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

using html::escaped;

struct Heading {
    std::string_view status;
    Said name;
};
constexpr Heading kHeadings[]{
    {"in_progress", {"In progress", "开发中"}},
    {"planned", {"Planned", "已计划"}},
    {"open", {"Under consideration", "征集中"}},
    {"done", {"Done", "已完成"}},
    {"declined", {"Declined", "不采纳"}}};

constexpr Said kTitle{"Product board", "产品建议"};
constexpr Said kLead{
    "What customers have suggested. Vote for what you miss; one vote a browser.",
    "客户提出的建议。为您需要的投票，每个浏览器一票。"};
constexpr Said kSuggest{"Make a suggestion", "提出建议"};
constexpr Said kNothing{"Nothing has been published yet.", "还没有公开的建议。"};
constexpr Said kVote{"Vote", "投票"};

struct BoardItem {
    std::string id;
    std::int64_t number = 0, votes = 0;
    bool voted = false;
};
BOOST_DESCRIBE_STRUCT(BoardItem, (), (id, number, votes, voted))

struct BoardOut {
    std::vector<BoardItem> items;
};
BOOST_DESCRIBE_STRUCT(BoardOut, (), (items))

struct VoteIn {
    std::string form, work, voter;
    std::optional<std::string> website;
    bool on = true;
};
BOOST_DESCRIBE_STRUCT(VoteIn, (), (form, work, voter, website, on))

struct VotesOut {
    std::int64_t votes = 0;
    bool voted = false;
};
BOOST_DESCRIBE_STRUCT(VotesOut, (), (votes, voted))

std::string item(const desk::Suggestion& s, Locale locale)
{
    auto number = std::to_string(s.number);
    auto votes = std::to_string(s.votes);
    // Without its script a page shows the numbers; the button wakes up with it.
    std::string out = R"(<li class="wish" data-id=")" + escaped(s.id) +
                      R"("><button type="button" disabled aria-pressed="false" aria-label=")" +
                      std::string{kVote.in(locale)} + " #" + number +
                      R"("><span aria-hidden="true">▲</span><b class="count">)" + votes +
                      "</b></button><div><h3>" + escaped(s.title) + "</h3>";
    if (!s.body.empty()) out += "<p>" + escaped(s.body) + "</p>";
    return out + "<small>#" + number + "</small></div></li>";
}

std::string body(const std::vector<desk::Suggestion>& all, Locale locale)
{
    auto tag = locale == Locale::zh ? "zh-CN" : "en";
    std::string out =
        "<h1>" + std::string{kTitle.in(locale)} + "</h1><p>" + std::string{kLead.in(locale)} +
        R"(</p><p><a class="act" href="/feedback?category=suggestion&amp;lang=)" + tag + R"(">)" +
        std::string{kSuggest.in(locale)} + R"(</a></p><p id="trouble" role="alert" hidden></p>)";
    if (all.empty()) return out + "<p>" + std::string{kNothing.in(locale)} + "</p>";
    for (const auto& heading : kHeadings) {
        std::string items;
        for (const auto& s : all) {
            if (s.status == heading.status) items += item(s, locale);
        }
        if (items.empty()) continue;
        out += "<h2>" + std::string{heading.name.in(locale)} + R"(</h2><ul class="wishes">)" +
               items + "</ul>";
    }
    return out;
}

std::string voter_of(const net::Request& request)
{
    auto header = request.header("Authorization");
    if (!header.starts_with("Bearer ") || !is_token(header.substr(7))) return {};
    return token_hash(header.substr(7));
}

Task<net::Response> show(PublicDoor& door, net::Request& request)
{
    auto workspace = co_await door.parts.workspace.workspace();
    if (!workspace) co_return refused(request, workspace.error());
    auto all = co_await door.parts.suggestions.board("");
    if (!all) co_return refused(request, all.error());
    auto locale = html::locale_of(request);
    co_return html::page(
        {.locale = locale,
         .title = std::string{kTitle.in(locale)},
         .brand = workspace->name,
         .path = "/board",
         .stylesheet = door.parts.stylesheet,
         .script = door.parts.board_script,
         .body = body(*all, locale)});
}

Task<net::Response> list(PublicDoor& door, net::Request& request)
{
    auto voter = voter_of(request);
    auto all = co_await door.parts.suggestions.board(std::move(voter));
    if (!all) co_return refused(request, all.error());
    BoardOut out;
    for (const auto& s : *all) out.items.push_back({s.id, s.number, s.votes, s.voted});
    co_return net::json(200, write(out)).with_header("Cache-Control", "no-store");
}

Task<net::Response> vote(PublicDoor& door, net::Request& request)
{
    auto id = request.params.uuid("id");
    if (!id) co_return refused(request, id.error());
    auto in = co_await read_body<VoteIn>(request);
    if (!in) co_return refused(request, in.error());
    if (!is_token(in->voter)) {
        Faults faults{{"voter", std::string{problem::malformed}}};
        co_return refused(request, wrong_fields(std::move(faults)));
    }
    auto hash = token_hash(in->voter);
    FormProof proof{
        in->form, in->work, in->website.value_or(""), *id + hash + (in->on ? "+" : "-")};
    auto refusal = robot(door, door.votes, request, proof);
    if (refusal) co_return refused(request, std::move(*refusal));
    auto votes = co_await door.parts.suggestions.vote(*id, hash, in->on);
    if (!votes) co_return refused(request, votes.error());
    co_return net::json(200, write(VotesOut{*votes, in->on}));
}

}  // namespace

void add_board_routes(net::Router& router, PublicDoor& door)
{
    using net::Method;
    router.on(Method::get, "/board", [&door](net::Request& r) { return show(door, r); });
    router.on(
        Method::get, "/feedback/v1/board", [&door](net::Request& r) { return list(door, r); });
    router.on(Method::post, "/feedback/v1/suggestions/:id/votes", [&door](net::Request& r) {
        return vote(door, r);
    });
}

}  // namespace keydesk::api
