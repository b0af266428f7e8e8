#include "api/chat/rate.hpp"

#include "api/chat/visit.hpp"
#include "api/quota.hpp"
#include "api/read_body.hpp"
#include "desk/reports/reports.hpp"

#include <algorithm>

namespace keydesk::api::chat {

namespace {

constexpr std::size_t kLargest = 16'384;  // bytes
constexpr std::size_t kLongestComment = 2'000;

struct RatingIn {
    std::int64_t score = 0;
    std::optional<std::vector<std::string>> reasons;
    std::optional<std::string> comment, conversation;
};
BOOST_DESCRIBE_STRUCT(RatingIn, (), (score, reasons, comment, conversation))

struct RatingTaken {
    std::int64_t score = 0;
    bool removed_secret = false;
};
BOOST_DESCRIBE_STRUCT(RatingTaken, (), (score, removed_secret))

Faults faults_of(const RatingIn& in)
{
    Faults faults;
    if (in.score < 1 || in.score > 5) {
        faults.push_back({"score", std::string{problem::out_of_range}});
    }
    auto reasons = in.reasons.value_or(std::vector<std::string>{});
    bool known = std::ranges::all_of(reasons, [](const std::string& reason) {
        return std::ranges::find(desk::kReasons, reason) != desk::kReasons.end();
    });
    if (!known) faults.push_back({"reasons", std::string{problem::not_allowed}});
    if (in.comment) check_length(faults, "comment", *in.comment, 0, kLongestComment);
    return faults;
}

Task<net::Response> rate(ChatDoor& door, desk::Csat& csat, net::Request& request)
{
    auto entered = co_await enter(door, request, [](FrameText) {});
    if (!entered) co_return std::move(entered.error());
    auto session = *entered;
    if (auto wait = door.messages.allow(session->customer())) {
        co_return refused(request, too_often("messages", door.messages, *wait));
    }
    auto in = co_await read_body<RatingIn>(request, kLargest);
    if (!in) co_return problem_document(in.error(), locale_of(request));
    auto faults = faults_of(*in);
    if (!faults.empty()) {
        co_return problem_document(wrong_fields(std::move(faults)), locale_of(request));
    }
    desk::NewRating rating{
        .customer = session->customer(),
        .conversation = in->conversation.value_or(""),
        .score = static_cast<int>(in->score),
        .reasons = in->reasons.value_or(std::vector<std::string>{}),
        .comment = {}};
    std::ranges::sort(rating.reasons);
    auto twice = std::ranges::unique(rating.reasons);
    rating.reasons.erase(twice.begin(), twice.end());
    auto cleaned = guard::clean(guard::RawText{in->comment.value_or("")});
    rating.comment = cleaned.text;
    auto rated = co_await csat.rate(std::move(rating));
    if (!rated) co_return refused(request, rated.error());
    co_return net::json(200, write(RatingTaken{in->score, !cleaned.findings.empty()}));
}

}  // namespace

void add_rate_route(net::Router& router, ChatDoor& door, desk::Csat& csat)
{
    router.on(net::Method::post, "/chat/v1/rate", [&door, &csat](net::Request& request) {
        return rate(door, csat, request);
    });
}

}  // namespace keydesk::api::chat
