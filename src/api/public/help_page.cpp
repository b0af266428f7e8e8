// What every page of the help centre has: head, official banner, search, foot.
#include "api/public/help.hpp"
#include "api/public/html.hpp"
#include "base/crypto.hpp"
#include "text/date_words.hpp"

namespace keydesk::api::help {

namespace {

using html::escaped;

// Forms go to ourselves only; no script but the built one.
constexpr std::string_view kPolicy =
    "default-src 'none'; base-uri 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

constexpr Said kCentre{"Help centre", "帮助中心"};
constexpr Said kContact{"Contact us", "联系我们"};
constexpr Said kFeedback{"Feedback", "问题反馈"};
constexpr Said kSkip{"Skip to the content", "跳到正文"};
constexpr Said kSearch{"Search", "搜索"};
constexpr Said kSearchHelp{
    "What happened? For example: transfer not arrived", "遇到了什么问题？例如：转账没到账"};
constexpr Said kOfficial{"This is the official help centre.", "这里是官方帮助中心。"};
constexpr Said kNever{
    "We never ask for your recovery phrase, private key or codes, and never write to you first.",
    "我们绝不会索要助记词、私钥或验证码，也绝不会先私信您。"};
constexpr Said kChannels{"All official channels", "全部官方渠道"};
constexpr Said kFoot{
    "Not what you were looking for? A person reads what you write.",
    "没有找到答案？您的留言会有真人查看。"};
constexpr Said kWrite{"Write to us", "提交问题"};

constexpr std::string_view kShield =
    R"(<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" )"
    R"(stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">)"
    R"(<path d="M12 3l7 3v5c0 4.5-3 8.3-7 10-4-1.700-7-5.500-7-10V6z"/>)"
    R"(<path d="M9 12l2 2 4-4"/></svg>)";
constexpr std::string_view kLens =
    R"(<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" )"
    R"(stroke="currentColor" stroke-width="2" stroke-linecap="round">)"
    R"(<circle cx="11" cy="11" r="7"/><path d="M20 20l-4-4"/></svg>)";

std::string meta(const Asked& asked, const Page& page)
{
    auto name = page.title == asked.say(kCentre) ? asked.brand + " " + page.title
                                                 : page.title + " · " + asked.brand;
    std::string out = "<title>" + escaped(name) + "</title>";
    if (!page.description.empty())
        out += R"(<meta name="description" content=")" + escaped(page.description) + R"(">)";
    if (!page.listed) return out + R"(<meta name="robots" content="noindex">)";
    auto link = [&](const std::string& kind, const std::string& path) {
        out += "<link " + kind + R"( href=")" + escaped(asked.base + path) + R"(">)";
    };
    link(R"(rel="canonical")", page.path);
    if (!page.other_path.empty()) {
        const auto& english = asked.locale == "en" ? page.path : page.other_path;
        link(R"(rel="alternate" hreflang=")" + asked.locale + "\"", page.path);
        link(R"(rel="alternate" hreflang=")" + asked.other() + "\"", page.other_path);
        link(R"(rel="alternate" hreflang="x-default")", english);
    }
    out +=
        R"(<meta property="og:title" content=")" + escaped(page.title) +
        R"("><meta property="og:type" content="article"><meta property="og:site_name" content=")" +
        escaped(asked.brand) + R"(">)";
    return out;
}

std::string top(const Asked& asked, const Page& page)
{
    auto other = asked.other();
    auto there = page.other_path.empty() ? "/help/" + other : page.other_path;
    auto lang = "?lang=" + asked.locale;
    std::string out = R"(<a class="skip" href="#main">)" + asked.say(kSkip) +
                      R"(</a><header class="help-top"><a class="help-brand" href="/help/)" +
                      asked.locale + R"("><b>)" + escaped(asked.brand) + "</b> <span>" +
                      asked.say(kCentre) + R"(</span></a><nav><a href="/contact)" + lang + R"(">)" +
                      asked.say(kContact) + R"(</a><a href="/feedback)" + lang + R"(">)" +
                      asked.say(kFeedback) + R"(</a><a lang=")" + other + R"(" hreflang=")" +
                      other + R"(" href=")" + escaped(there) + R"(">)" +
                      (other == "en" ? "English" : "中文") + "</a></nav></header>";
    out += R"(<aside class="official">)" + std::string{kShield} + "<p><b>" + asked.say(kOfficial) +
           "</b> " + asked.say(kNever) + R"( <a href="/contact)" + lang + R"(">)" +
           asked.say(kChannels) + "</a></p></aside>";
    if (page.search_box)
        out += R"(<div class="help-find">)" + search_form(asked, "", false) + "</div>";
    return out;
}

std::string foot(const Asked& asked)
{
    auto lang = "?lang=" + asked.locale;
    return R"(<footer class="help-foot"><p>)" + asked.say(kFoot) +
           R"(</p><p><a class="act" href="/feedback)" + lang + R"(">)" + asked.say(kWrite) +
           R"(</a> <a href="/contact)" + lang + R"(">)" + asked.say(kContact) + "</a></p></footer>";
}

}  // namespace

std::string base_of(const HelpDoor& door, const net::Request& request)
{
    if (!door.parts.public_url.empty()) return door.parts.public_url;
    return (request.secure ? "https://" : "http://") + std::string{request.header("Host")};
}

std::string path_of(const desk::ShownArticle& article)
{
    return "/help/" + article.locale + "/" + article.slug;
}

std::chrono::year_month_day date_of(Time time)
{
    return std::chrono::floor<std::chrono::days>(time);
}

std::string day(const Asked& asked, Time time)
{
    return text::whole_date(date_of(time), asked.language() == Locale::zh);
}

std::string iso_day(Time time)
{
    return text::iso_date(date_of(time));
}

std::string json_ld(const std::string& json)
{
    std::string out = R"(<script type="application/ld+json">)";
    for (char c : json) c == '<' ? out += "\\u003c" : out += c;
    return out + "</script>";
}

std::string search_form(const Asked& asked, std::string_view query, bool large)
{
    return R"(<form class="search)" + std::string{large ? " large" : ""} +
           R"(" role="search" action="/help/search" method="get">)"
           R"(<input type="hidden" name="lang" value=")" +
           asked.locale + R"("><span class="lens">)" + std::string{kLens} +
           R"(</span><input type="search" name="q" maxlength="200" )"
           R"(autocomplete="off" spellcheck="false" aria-label=")" +
           asked.say(kSearch) + R"(" placeholder=")" + asked.say(kSearchHelp) + R"(" value=")" +
           escaped(query) + R"("><button type="submit">)" + asked.say(kSearch) + "</button></form>";
}

std::string article_list(const Asked& asked, const std::vector<const desk::ShownArticle*>& articles)
{
    std::string out = R"(<ul class="articles">)";
    for (const auto* one : articles) {
        bool foreign = one->locale != asked.locale;
        out += R"(<li><a href=")" + escaped(path_of(*one)) + R"(")" +
               (foreign ? R"( lang=")" + one->locale + R"(")" : "") + "><b>" + escaped(one->title) +
               "</b>";
        if (foreign)
            out += R"( <span class="tag">)" +
                   std::string{one->locale == "en" ? "English" : "中文"} + "</span>";
        if (!one->summary.empty()) out += "<span>" + escaped(one->summary) + "</span>";
        out += "</a></li>";
    }
    return out + "</ul>";
}

net::Response answer(const Asked& asked, const Page& page)
{
    const auto& parts = asked.door.parts;
    std::string html = R"(<!doctype html><html lang=")" + asked.locale +
                       R"("><head><meta charset="utf-8"><meta name="viewport" )"
                       R"(content="width=device-width, initial-scale=1">)"
                       R"(<meta name="color-scheme" content="light dark">)" +
                       meta(asked, page);
    if (!parts.stylesheet.empty())
        html += R"(<link rel="stylesheet" href=")" + escaped(parts.stylesheet) + R"(">)";
    if (!parts.script.empty())
        html += R"(<script type="module" src=")" + escaped(parts.script) + R"("></script>)";
    html += page.json_ld + "</head><body>" + top(asked, page) + R"(<main id="main">)" + page.body +
            "</main>" + foot(asked) + "</body></html>";
    auto tag = "\"" + hex(sha256(html)).substr(0, 24) + "\"";
    bool known = page.kept && asked.request.header("If-None-Match") == tag;
    auto response =
        known ? net::empty(304) : net::text(200, std::move(html), "text/html; charset=utf-8");
    response.with_header("Content-Security-Policy", kPolicy)
        .with_header("Referrer-Policy", "same-origin");
    if (!page.kept) return std::move(response).with_header("Cache-Control", "private, no-store");
    return std::move(response)
        .with_header("ETag", tag)
        .with_header("Cache-Control", "public, max-age=60, stale-while-revalidate=86400");
}

}  // namespace keydesk::api::help
