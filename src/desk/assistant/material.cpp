#include "desk/assistant/material.hpp"

#include "base/trim.hpp"
#include "desk/diagnosis/shape.hpp"
#include "desk/playbooks/engine.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr std::size_t kAnswers = 4;    ///< Of a playbook.
constexpr std::size_t kDiagnoses = 2;  ///< The newest.
constexpr std::size_t kArticles = 3;

/// A whole name and its parts: agents write "Dear Anna".
void add_name(std::vector<std::string>& names, const std::string& name)
{
    if (name.empty()) return;
    names.push_back(name);
    for (std::size_t from = 0; from < name.size();) {
        auto space = std::min(name.find(' ', from), name.size());
        if (space - from >= 4 && space - from < name.size())
            names.push_back(name.substr(from, space - from));
        from = space + 1;
    }
}

void add_playbook(
    DraftMaterial& material, const Playbook& book, const std::vector<Case>& cases, bool chinese)
{
    material.case_name = book.name.in(chinese);
    auto proved = [&](const Playbook::Answer& answer) {
        return std::ranges::any_of(cases, [&](const Case& c) {
            return std::ranges::find(answer.when, "cause." + c.cause) != answer.when.end();
        });
    };
    std::string text;
    std::size_t count = 0;
    for (bool first : {true, false}) {
        for (const auto& answer : book.answers) {
            if (proved(answer) != first || count >= kAnswers) continue;
            text += filled_in(answer.text.in(chinese), {}) + "\n\n";
            ++count;
        }
    }
    text += book.cannot.in(chinese);
    material.sources.push_back({"playbook", book.name.in(chinese), "", std::move(text)});
}

void add_diagnoses(
    DraftMaterial& material, const std::vector<Case>& cases, const std::string& locale)
{
    std::size_t count = 0;
    for (const auto& one : cases) {
        auto words = words_of(one, locale);
        if (words.empty() || count++ >= kDiagnoses) continue;
        boost::system::error_code wrong;
        auto body = boost::json::parse(one.body, wrong);
        const auto* object = wrong ? nullptr : body.if_object();
        const auto* link = object ? object->if_contains("link") : nullptr;
        auto url = link && link->is_string() ? std::string{link->get_string()} : std::string{};
        auto title = words.substr(0, words.find('\n'));
        material.sources.push_back({"diagnosis", std::move(title), url, std::move(words)});
    }
}

/// The article of the case first, then what the help centre finds for his own words.
void add_articles(
    DraftMaterial& material,
    const Library& library,
    const std::string& slug,
    const std::string& locale)
{
    std::string question;
    for (const auto& one : material.messages) {
        if (one->kind == "customer") question = one->body + "\n" + question;
    }
    question.resize(cut_to(question, 1'500).size());
    auto shelf = library.shelf();
    auto found = shelf->suggest(question, locale, kArticles);
    if (const auto* own = shelf->article(slug, locale)) found.insert(found.begin(), own);
    std::vector<const ShownArticle*> taken;
    for (const auto* one : found) {
        if (taken.size() >= kArticles || std::ranges::find(taken, one) != taken.end()) continue;
        taken.push_back(one);
        auto link = library.link(*one);
        material.sources.push_back({"article", link.title, link.url, one->body});
    }
}

}  // namespace

Task<Result<GatheredMaterial>> gather_material(
    MaterialPorts& ports, std::string conversation, std::string agent)
{
    auto c = co_await ports.conversations.get(conversation, agent);
    if (!c) co_return fail(c.error());
    auto messages = co_await ports.timeline.history(conversation, 0, kMessagesGiven * 2, true);
    if (!messages) co_return fail(messages.error());
    auto cases = co_await ports.cases.cases_of(conversation);
    if (!cases) co_return fail(cases.error());
    auto inboxes = co_await ports.visitors.inboxes();
    if (!inboxes) co_return fail(inboxes.error());

    GatheredMaterial out;
    auto& material = out.material;
    auto locale = article_locale(c->customer_locale);
    material.locale = c->customer_locale.empty() ? "en" : c->customer_locale;
    material.messages = std::move(*messages);
    add_name(material.names, c->customer_name);
    for (const auto& one : material.messages) {
        if (one->author) add_name(material.names, one->author->name);
    }
    auto book = ports.playbooks.book();
    if (const auto* playbook = book ? book->find(c->case_type) : nullptr)
        add_playbook(material, *playbook, *cases, locale == "zh-CN");
    add_diagnoses(material, *cases, locale);
    add_articles(material, ports.library, c->case_type, locale);

    auto know = [&](const std::string& url) {
        if (auto host = host_of(url); !host.empty()) out.hosts.insert(host);
    };
    know(ports.public_url);
    for (const auto& inbox : *inboxes) std::ranges::for_each(inbox.sites, know);
    for (const auto& source : material.sources) {
        if (source.url.contains("://")) know(source.url);
    }
    co_return out;
}

}  // namespace keydesk::desk
