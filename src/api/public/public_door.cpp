#include "api/public/public_door.hpp"
#include "api/quota.hpp"

#include <algorithm>

namespace keydesk::api {

using namespace std::chrono_literals;

namespace {

RateLimit::Rule rule(bool limits, double burst, double per_second)
{
    return limits ? RateLimit::Rule{burst, per_second} : RateLimit::Rule{1e9, 1e9};
}

const Words kRobot{
    {"This form was not accepted", "表单未被接受"},
    {"It does not look as if a person filled it in with this page.",
     "看起来不是由人在本页面填写的。"},
    {"Reload the page and send it again; leave hidden fields empty.",
     "请刷新页面后重新提交，不要填写隐藏的字段。"}};

}  // namespace

PublicDoor::PublicDoor(Parts given)
    : parts{std::move(given)},
      seal{parts.clock, parts.work_bits},
      // Many people share an address (mobile carriers): far above what one person sends.
      submissions{parts.clock, rule(parts.limits, 20, 0.05)},
      votes{parts.clock, rule(parts.limits, 40, 0.5)},
      // Each is a mail to somebody: five at once, then five an hour.
      confirmations{parts.clock, rule(parts.limits, 5, 5.0 / 3'600)}
{
}

Task<std::vector<desk::AnswerTime>> PublicDoor::answer_times()
{
    auto now = parts.clock.now();
    if (now - times_at_ < 5min) co_return times_;
    times_at_ = now;
    auto times = co_await parts.forms.answer_times();
    if (times) times_ = std::move(*times);
    co_return times_;
}

net::Response refused(const net::Request& request, Refusal refusal)
{
    return problem_document(refusal, locale_of(request));
}

std::optional<Refusal> robot(
    PublicDoor& door, RateLimit& limit, const net::Request& request, const FormProof& proof)
{
    // A person cannot see this field; what fills in everything does.
    auto verdict = door.seal.check(proof.form, proof.work, proof.id);
    if (!proof.website.empty() || verdict != FormSeal::Verdict::good) {
        Refusal refusal{Error{ErrorKind::invalid_input, "a form without its proof"}};
        refusal.code = proof.website.empty() ? name_of(verdict) : "form_robot";
        refusal.words = &kRobot;
        return refusal;
    }
    if (auto wait = limit.allow(request.peer.prefix())) {
        return too_often("forms", limit, *wait);
    }
    return std::nullopt;
}

bool is_token(std::string_view text)
{
    auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return text.size() >= 22 && text.size() <= 64 && std::ranges::all_of(text, fits);
}

void add_public_routes(net::Router& router, PublicDoor& door)
{
    add_form_routes(router, door);
    add_confirm_routes(router, door);
    add_board_routes(router, door);
    add_contact_routes(router, door);
}

}  // namespace keydesk::api
