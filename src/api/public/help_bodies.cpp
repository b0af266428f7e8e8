// The start page, a category, an article.
#include "api/public/help.hpp"
#include "api/public/html.hpp"

#include <boost/json.hpp>

#include <array>

namespace keydesk::api::help {

namespace json = boost::json;

namespace {

using html::escaped;
using html::filled;

constexpr Said kHello{"How can we help?", "有什么可以帮您？"};
constexpr Said kCentre{"Help centre", "帮助中心"};
constexpr Said kDescription{
    "Answers about transfers, security, balances, login and fees of your wallet.",
    "关于转账、安全、资产、登录和矿工费的解答。"};
constexpr Said kUrgent{
    "Coins are being stolen, or you have been scammed?", "币正在被盗，或刚刚被骗？"};
constexpr Said kUrgentText{"Every minute counts. Begin here:", "每一分钟都很重要，先看这里："};
constexpr Said kCommon{"Common questions", "常见问题"};
constexpr Said kTopics{"All topics", "全部主题"};
constexpr Said kAll{"All {} articles", "全部 {} 篇"};
constexpr Said kNothing{"Nothing has been published yet.", "还没有发布文章。"};
constexpr Said kReviewed{"Last checked on {}", "最近核对：{}"};
constexpr Said kRelated{"Related articles", "相关文章"};
constexpr Said kHelped{"Did this help?", "这篇文章对您有帮助吗？"};
constexpr Said kYes{"Yes", "有帮助"};
constexpr Said kNo{"No", "没有帮助"};
constexpr Said kThanks{"Thank you for telling us.", "感谢您的反馈。"};
constexpr Said kWhy{"Thank you. What was missing? (optional)", "感谢反馈。哪里不够好？（选填）"};
constexpr Said kUnclear{"Hard to understand", "看不懂"};
constexpr Said kOther{"It is about something else", "和我的问题不一样"};
constexpr Said kWrong{"It is wrong or out of date", "内容有误或已过时"};
constexpr Said kDidAll{"I did all this and it did not work", "照着做了，还是不行"};
constexpr Said kWords{"In your own words", "补充说明"};
constexpr Said kNoSecrets{
    "Never write a recovery phrase, key or code here.", "请勿填写助记词、私钥或验证码。"};
constexpr Said kSend{"Send", "提交"};
constexpr Said kBread{"You are here", "当前位置"};

constexpr std::array<std::string_view, 3> kUrgentSlugs{
    "drained-by-approval", "leaked-seed", "already-scammed"};

std::string urgent(const Asked& asked)
{
    std::string links;
    for (auto slug : kUrgentSlugs) {
        const auto* one = asked.shelf->article(slug, asked.locale);
        if (one != nullptr)
            links +=
                R"(<li><a href=")" + path_of(*one) + R"(">)" + escaped(one->title) + "</a></li>";
    }
    if (links.empty()) return {};
    return R"(<section class="urgent" aria-labelledby="urgent"><h2 id="urgent">)" +
           asked.say(kUrgent) + "</h2><p>" + asked.say(kUrgentText) + "</p><ul>" + links +
           "</ul></section>";
}

/// The first of each category: they are ordered by how often they are asked.
std::string common(const Asked& asked)
{
    std::vector<const desk::ShownArticle*> first;
    for (const auto& one : asked.shelf->categories()) {
        auto articles = asked.shelf->in_category(one.id, asked.locale);
        if (!articles.empty()) first.push_back(articles.front());
    }
    if (first.empty()) return "<p>" + asked.say(kNothing) + "</p>";
    return R"(<section class="common"><h2>)" + asked.say(kCommon) + "</h2>" +
           article_list(asked, first) + "</section>";
}

std::string card(const Asked& asked, const desk::Category& one)
{
    constexpr std::size_t kShown = 4;
    auto articles = asked.shelf->in_category(one.id, asked.locale);
    if (articles.empty()) return {};
    auto path = "/help/" + asked.locale + "/" + one.id;
    std::string out = R"(<li class="topic"><h3><a href=")" + path + R"(">)" +
                      escaped(one.name(asked.locale)) + "</a></h3><p>" +
                      escaped(one.summary(asked.locale)) + "</p><ul>";
    for (std::size_t at = 0; at < std::min(kShown, articles.size()); ++at)
        out += R"(<li><a href=")" + path_of(*articles[at]) + R"(">)" +
               escaped(articles[at]->title) + "</a></li>";
    out += "</ul>";
    if (articles.size() > kShown)
        out += R"(<a class="more" href=")" + path + R"(">)" +
               filled(asked.say(kAll), {std::to_string(articles.size())}) + "</a>";
    return out + "</li>";
}

std::string crumbs(const Asked& asked, const desk::Category* category)
{
    std::string out = R"(<nav class="crumbs" aria-label=")" + asked.say(kBread) +
                      R"("><a href="/help/)" + asked.locale + R"(">)" + asked.say(kCentre) + "</a>";
    if (category != nullptr)
        out += R"( <span aria-hidden="true">›</span> <a href="/help/)" + asked.locale + "/" +
               category->id + R"(">)" + escaped(category->name(asked.locale)) + "</a>";
    return out + "</nav>";
}

std::string reasons(const Asked& asked)
{
    constexpr std::array<std::pair<const char*, Said>, 4> kReasons{
        {{"unclear", kUnclear}, {"did_not_work", kDidAll}, {"other", kOther}, {"wrong", kWrong}}};
    std::string out = R"(<fieldset><legend>)" + asked.say(kWhy) + "</legend>";
    for (const auto& [value, text] : kReasons)
        out += R"(<label><input type="radio" name="why" value=")" + std::string{value} + R"(">)" +
               asked.say(text) + "</label>";
    return out + R"(</fieldset><label class="words">)" + asked.say(kWords) +
           R"(<textarea name="reason" rows="3" maxlength="500" aria-describedby="no-secrets">)"
           R"(</textarea></label><small id="no-secrets">)" +
           asked.say(kNoSecrets) + R"(</small><button class="act" name="helped" value="no">)" +
           asked.say(kSend) + "</button>";
}

std::string question(const Asked& asked, const desk::ShownArticle& article, std::string_view said)
{
    std::string out = R"(<section class="helped" id="helped" aria-live="polite">)";
    auto form = R"(<form method="post" action=")" + path_of(article) + R"(/vote">)";
    if (said == "yes" || said == "thanks") {
        out += R"(<p class="thanks">)" + asked.say(kThanks) + "</p>";
    } else if (said == "no") {
        out += form + reasons(asked) + "</form>";
    } else {
        out += "<h2>" + asked.say(kHelped) + "</h2>" + form +
               R"(<button name="helped" value="yes">)" + asked.say(kYes) +
               R"(</button><button name="helped" value="no">)" + asked.say(kNo) +
               "</button></form>";
    }
    return out + "</section>";
}

json::object crumb(int position, const std::string& name, const std::string& address)
{
    return {{"@type", "ListItem"}, {"position", position}, {"name", name}, {"item", address}};
}

std::string about_article(
    const Asked& asked, const desk::ShownArticle& one, const desk::Category* category)
{
    auto address = asked.base + path_of(one);
    auto home = asked.base + "/help/" + asked.locale;
    json::object article{
        {"@type", "Article"},
        {"headline", one.title},
        {"description", one.summary},
        {"inLanguage", one.locale},
        {"dateModified", iso_day(one.reviewed_at.value_or(one.changed_at))},
        {"mainEntityOfPage", address},
        {"author", {{"@type", "Organization"}, {"name", asked.brand}}},
        {"publisher", {{"@type", "Organization"}, {"name", asked.brand}}}};
    json::array path{crumb(1, asked.say(kCentre), home)};
    if (category != nullptr)
        path.push_back(crumb(2, category->name(asked.locale), home + "/" + category->id));
    json::object trail{{"@type", "BreadcrumbList"}, {"itemListElement", std::move(path)}};
    json::array graph;
    graph.push_back(std::move(article));
    graph.push_back(std::move(trail));
    json::object all{{"@context", "https://schema.org"}, {"@graph", std::move(graph)}};
    return json_ld(json::serialize(all));
}

std::string questions_of(const Asked& asked, const std::vector<const desk::ShownArticle*>& articles)
{
    json::array questions;
    for (const auto* one : articles) {
        json::object question{
            {"@type", "Question"},
            {"name", one->title},
            {"url", asked.base + path_of(*one)},
            {"acceptedAnswer", {{"@type", "Answer"}, {"text", one->summary}}}};
        questions.push_back(std::move(question));
    }
    json::object page{
        {"@context", "https://schema.org"},
        {"@type", "FAQPage"},
        {"inLanguage", asked.locale},
        {"mainEntity", std::move(questions)}};
    return json_ld(json::serialize(page));
}

}  // namespace

std::string home(const Asked& asked, Page& page)
{
    page.title = asked.say(kCentre);
    page.description = asked.say(kDescription);
    page.path = "/help/" + asked.locale;
    page.other_path = "/help/" + asked.other();
    page.search_box = false;
    std::string out = R"(<section class="hero"><h1>)" + asked.say(kHello) + "</h1>" +
                      search_form(asked, "", true) + "</section>" + urgent(asked) + common(asked);
    std::string cards;
    for (const auto& one : asked.shelf->categories()) cards += card(asked, one);
    if (cards.empty()) return out;
    return out + R"(<section><h2>)" + asked.say(kTopics) + R"(</h2><ul class="topics">)" + cards +
           "</ul></section>";
}

std::string category(const Asked& asked, const desk::Category& one, Page& page)
{
    auto articles = asked.shelf->in_category(one.id, asked.locale);
    page.title = one.name(asked.locale);
    page.description = one.summary(asked.locale);
    page.path = "/help/" + asked.locale + "/" + one.id;
    page.other_path = "/help/" + asked.other() + "/" + one.id;
    page.json_ld = questions_of(asked, articles);
    return crumbs(asked, nullptr) + "<h1>" + escaped(page.title) + R"(</h1><p class="lead">)" +
           escaped(page.description) + "</p>" + article_list(asked, articles);
}

std::string article(
    const Asked& asked, const desk::ShownArticle& one, std::string_view said, Page& page)
{
    const auto* category = asked.shelf->category(one.category);
    const auto* other = asked.shelf->article(one.slug, asked.other());
    page.title = one.title;
    page.description = one.summary;
    page.path = path_of(one);
    if (other != nullptr) page.other_path = path_of(*other);
    page.json_ld = about_article(asked, one, category);
    page.kept = said.empty();
    auto checked = one.reviewed_at.value_or(one.changed_at);
    std::string out = crumbs(asked, category) + R"(<article class="article"><h1>)" +
                      escaped(one.title) + R"(</h1><p class="checked">)" +
                      filled(
                          asked.say(kReviewed),
                          {R"(<time datetime=")" + iso_day(checked) + R"(">)" +
                           day(asked, checked) + "</time>"}) +
                      "</p>" + one.html + "</article>" + question(asked, one, said);
    auto related = asked.shelf->related(one, 4);
    if (related.empty()) return out;
    return out + R"(<section class="related"><h2>)" + asked.say(kRelated) + "</h2>" +
           article_list(asked, related) + "</section>";
}

}  // namespace keydesk::api::help
