#include "api/public/html.hpp"

namespace keydesk::api::html {

namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; base-uri 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

constexpr Said kHelp{"Help centre", "帮助中心"};
constexpr Said kContact{"Contact", "联系我们"};
constexpr Said kFeedback{"Feedback", "问题反馈"};
constexpr Said kBoard{"Product board", "产品建议"};

std::string link(std::string_view path, Said name, Locale locale, std::string_view here)
{
    std::string mark = path == here ? R"( aria-current="page")" : "";
    std::string tag{locale == Locale::zh ? "zh-CN" : "en"};
    return R"(<a href=")" + std::string{path} + "?lang=" + tag + R"(")" + mark + ">" +
           std::string{name.in(locale)} + "</a>";
}

}  // namespace

std::string filled(std::string_view sentence, std::initializer_list<std::string_view> values)
{
    std::string out{sentence};
    std::size_t from = 0;
    for (auto value : values) {
        auto at = out.find("{}", from);
        if (at == out.npos) break;
        out.replace(at, 2, value);
        from = at + value.size();
    }
    return out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

net::Response page(const Page& page)
{
    std::string policy{kPolicy};
    if (page.posts) {
        constexpr std::string_view kNone = "form-action 'none'";
        policy.replace(policy.find(kNone), kNone.size(), "form-action 'self'");
    }
    bool zh = page.locale == Locale::zh;
    std::string other = zh ? "en" : "zh-CN";
    std::string html = R"(<!doctype html><html lang=")" + std::string{zh ? "zh-CN" : "en"} +
                       R"("><head><meta charset="utf-8"><meta name="viewport" )"
                       R"(content="width=device-width, initial-scale=1">)"
                       R"(<meta name="color-scheme" content="light dark"><title>)" +
                       escaped(page.title) + " · " + escaped(page.brand) + "</title>";
    if (!page.stylesheet.empty())
        html += R"(<link rel="stylesheet" href=")" + escaped(page.stylesheet) + R"(">)";
    if (!page.script.empty())
        html += R"(<script type="module" src=")" + escaped(page.script) + R"("></script>)";
    html += R"(</head><body><header class="top"><b>)" + escaped(page.brand) + "</b><nav>" +
            link("/help", kHelp, page.locale, page.path) +
            link("/contact", kContact, page.locale, page.path) +
            link("/feedback", kFeedback, page.locale, page.path) +
            link("/board", kBoard, page.locale, page.path) + R"(</nav><a class="lang" lang=")" +
            other + R"(" hreflang=")" + other + R"(" href=")" + page.path + "?lang=" + other +
            escaped(page.query) + R"(">)" + (zh ? "English" : "中文") + "</a></header><main>" +
            page.body + "</main></body></html>";
    auto response = net::text(200, std::move(html), "text/html; charset=utf-8");
    response.with_header("Content-Security-Policy", policy)
        .with_header("Cache-Control", page.posts ? "no-store" : "no-cache");
    if (page.posts) {
        response.with_header("Referrer-Policy", "no-referrer")
            .with_header("X-Robots-Tag", "noindex, nofollow");
    }
    return response;
}

Locale locale_of(const net::Request& request)
{
    auto asked = request.query("lang").value_or("");
    if (asked.starts_with("zh")) return Locale::zh;
    if (asked.starts_with("en")) return Locale::en;
    if (request.header("Accept-Language").empty()) return Locale::zh;
    return api::locale_of(request);
}

}  // namespace keydesk::api::html
