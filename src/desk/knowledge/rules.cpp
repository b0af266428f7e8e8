#include "desk/knowledge/rules.hpp"

#include "desk/knowledge/articles.hpp"
#include "desk/knowledge/markdown.hpp"
#include "text/segment.hpp"

#include <algorithm>
#include <array>

namespace keydesk::desk {

namespace {

struct Field {
    const char* name;
    std::string ArticleText::* text;
    std::size_t most;  ///< bytes
};
constexpr std::array kFields{
    Field{"title", &ArticleText::title, 300},
    Field{"summary", &ArticleText::summary, 600},
    Field{"keywords", &ArticleText::keywords, 1'500},
    Field{"body", &ArticleText::body, 60'000}};

bool digit(char c)
{
    return c >= '0' && c <= '9';
}
bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}
bool between(char c)
{
    return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/';
}

/// Digits with what people put between them.
struct Run {
    std::size_t begin = 0, end = 0;
    bool plus = false;
    std::vector<std::string> groups;

    std::string digits() const
    {
        std::string all;
        for (const auto& group : groups) all += group;
        return all;
    }
};

Run run_at(std::string_view text, std::size_t at)
{
    Run run{.begin = at, .end = at, .plus = at > 0 && text[at - 1] == '+', .groups = {}};
    while (at < text.size()) {
        std::string group;
        while (at < text.size() && digit(text[at])) group += text[at++];
        if (group.empty()) break;
        run.groups.push_back(std::move(group));
        run.end = at;
        std::size_t gap = 0;
        while (at < text.size() && between(text[at]) && gap < 3) ++at, ++gap;
        if (gap == 0) break;
    }
    return run;
}

bool mobile(std::string_view d)
{
    return d.size() == 11 && d[0] == '1' && d[1] >= '3';
}

/// Words before which a number is one to dial.
bool asks_to_dial(std::string_view before)
{
    constexpr std::array<std::string_view, 13> kWords{
        "电话",
        "热线",
        "致电",
        "拨打",
        "手机号",
        "tel",
        "phone",
        "call",
        "hotline",
        "dial",
        "fax",
        "whatsapp",
        "座机"};
    auto near = before.substr(before.size() - std::min<std::size_t>(before.size(), 24));
    return std::ranges::any_of(kWords, [&](std::string_view w) { return near.contains(w); });
}

bool dialled(const Run& run, std::string_view text)
{
    auto d = run.digits();
    // Part of a word is a hash or an address; one point and nothing else is an amount.
    if (run.begin > 0 && letter(text[run.begin - 1])) return false;
    if (run.end < text.size() && letter(text[run.end])) return false;
    bool amount = run.groups.size() == 2 && text[run.begin + run.groups[0].size()] == '.';
    if (d.size() >= 5 && d.size() <= 15 && !amount && asks_to_dial(text.substr(0, run.begin)))
        return true;
    if (run.plus) return d.size() >= 8 && d.size() <= 15;
    if (amount) return false;
    if (mobile(d) || (d.starts_with("86") && mobile(std::string_view{d}.substr(2)))) return true;
    if (d.size() == 10 && (d.starts_with("400") || d.starts_with("800"))) return true;
    bool area = d[0] == '0' && d.size() >= 10 && d.size() <= 13;
    bool american = run.groups.size() == 3 && run.groups[0].size() == 3 &&
                    run.groups[1].size() == 3 && run.groups[2].size() == 4;
    return area || american;
}

}  // namespace

SafeArticle guarded(const ArticleText& text)
{
    auto safe = [](const std::string& raw) { return guard::clean(guard::RawText{raw}).text; };
    return {safe(text.title), safe(text.summary), safe(text.keywords), safe(text.body)};
}

bool holds_phone_number(std::string_view text)
{
    auto folded = text::fold(text);
    for (std::size_t at = 0; at < folded.size();) {
        if (!digit(folded[at])) {
            ++at;
            continue;
        }
        // A run may begin with digits that are not part of the number: "2. 138 0013 8000".
        auto run = run_at(folded, at);
        if (dialled(run, folded)) return true;
        at += run.groups.front().size();
    }
    return false;
}

std::string own_address(std::string_view written, std::string_view locale)
{
    constexpr std::array<std::string_view, 4> kPages{"/contact", "/feedback", "/board", "/help"};
    auto path = written.substr(0, written.find('#'));
    if (is_slug(path)) return "/help/" + std::string{locale} + "/" + std::string{path};
    if (std::ranges::find(kPages, path) == kPages.end()) return {};
    return std::string{path} + "?lang=" + std::string{locale};
}

std::vector<ArticleFault> draft_faults(const ArticleText& text)
{
    std::vector<ArticleFault> faults;
    for (const auto& [name, member, most] : kFields) {
        const auto& value = text.*member;
        if (value.size() > most) faults.push_back({name, ArticleProblem::too_long});
        if (!guard::clean(guard::RawText{value}).findings.empty())
            faults.push_back({name, ArticleProblem::secret});
    }
    return faults;
}

std::vector<ArticleFault> publish_faults(const ArticleText& text)
{
    auto faults = draft_faults(text);
    if (text.title.empty()) faults.push_back({"title", ArticleProblem::missing});
    if (text.body.empty()) faults.push_back({"body", ArticleProblem::missing});
    for (const auto& [name, member, most] : kFields) {
        if (holds_phone_number(text.*member))
            faults.push_back({name, ArticleProblem::phone_number});
    }
    auto foreign = [](const std::string& link) { return own_address(link, "en").empty(); };
    if (std::ranges::any_of(links_of(text.body), foreign))
        faults.push_back({"body", ArticleProblem::foreign_link});
    return faults;
}

}  // namespace keydesk::desk
