// "Did this help?": plain forms, no script. One opinion a browser session, the last one counts.
#include "api/public/help.hpp"
#include "api/public/public_door.hpp"
#include "api/quota.hpp"
#include "base/crypto.hpp"
#include "guard/guard.hpp"

#include <algorithm>
#include <array>

namespace keydesk::api::help {

namespace {

constexpr std::size_t kLargestForm = 8'192;
constexpr std::string_view kCookie = "kd_help";
constexpr std::array<std::string_view, 4> kReasons{"unclear", "did_not_work", "other", "wrong"};

/// application/x-www-form-urlencoded reads like a query.
std::optional<net::Target> read_form(const std::string& body)
{
    auto target = net::parse_target("/?" + body);
    if (!target) return std::nullopt;
    return std::move(*target);
}

std::string field(const net::Target& form, std::string_view name)
{
    auto found = std::ranges::find(form.query, name, [](const auto& one) { return one.first; });
    return found == form.query.end() ? std::string{} : found->second;
}

/// A page of somebody else could send the form, too; browsers say so in one of two headers.
bool foreign(const HelpDoor& door, const net::Request& request)
{
    auto site = request.header("Sec-Fetch-Site");
    if (!site.empty()) return site != "same-origin";
    auto origin = request.header("Origin");
    if (origin.empty()) return false;
    auto own = (request.secure ? "https://" : "http://") + std::string{request.header("Host")};
    return origin != own && origin != door.parts.public_url;
}

std::string cookie_line(const net::Request& request, const std::string& token)
{
    return std::string{kCookie} + "=" + token + "; Path=/help; HttpOnly; SameSite=Lax" +
           (request.secure ? "; Secure" : "");
}

/// What he chose and what he wrote, guarded.
guard::SafeText reason_of(const net::Target& form, const std::string& locale)
{
    auto why = field(form, "why"), words = field(form, "reason");
    if (std::ranges::find(kReasons, why) == kReasons.end()) why.clear();
    if (words.size() > 2'000) words.clear();
    auto both = why.empty() || words.empty() ? why + words : why + ": " + words;
    guard::Context context{.locale = locale == "en" ? guard::Locale::en : guard::Locale::zh};
    return guard::clean(guard::RawText{std::move(both)}, context).text;
}

}  // namespace

Task<net::Response> vote(HelpDoor& door, net::Request& request)
{
    std::string locale{request.params.text("lang")}, slug{request.params.text("slug")};
    if (foreign(door, request))
        co_return refused(request, Error{ErrorKind::denied, "a vote from a foreign page"});
    if (auto wait = door.votes.allow(request.peer.prefix())) {
        co_return refused(request, too_often("votes", door.votes, *wait));
    }
    auto body = co_await request.body(kLargestForm);
    if (!body) co_return refused(request, body_too_large());
    auto form = read_form(*body);
    auto helped = form ? field(*form, "helped") : std::string{};
    if (helped != "yes" && helped != "no")
        co_return refused(request, Error{ErrorKind::invalid_input, "neither yes nor no"});
    auto token = request.cookie(kCookie).value_or("");
    bool fresh = !is_token(token);
    if (fresh) token = random_token();
    auto reason = reason_of(*form, locale);
    bool told = !reason.empty();
    auto done = co_await door.parts.store.vote(
        slug, locale, token_hash(token), helped == "yes", std::move(reason));
    if (!done) co_return refused(request, done.error());
    auto said = told ? std::string{"thanks"} : helped;
    auto response = net::redirect("/help/" + locale + "/" + slug + "?said=" + said + "#helped");
    if (fresh) response.with_cookie(cookie_line(request, token));
    co_return response;
}

}  // namespace keydesk::api::help
