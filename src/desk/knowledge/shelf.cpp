#include "desk/knowledge/shelf.hpp"

#include "base/trim.hpp"
#include "desk/knowledge/markdown.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace keydesk::desk {

namespace {

// What a customer types stands in the title and the keywords; the body only breaks ties.
constexpr double kTitle = 6, kKeywords = 6, kSummary = 2.5, kBody = 1;
/// The reader's own language, when an article is found in both.
constexpr double kOwnLanguage = 1.15;

/// A customer's story is long and most of it is about something else.
constexpr double kLeastScore = 0.48, kLeastCovered = 0.18;
constexpr double kBesideTheFirst = 0.55;  // of its score

constexpr std::size_t kLongestQuery = 600;  // bytes: two hundred Chinese characters

std::string place(std::string_view slug, std::string_view locale)
{
    return std::string{locale} + "/" + std::string{slug};
}

}  // namespace

Shelf::Shelf(PublishedShelf published) : categories_{std::move(published.categories)}
{
    for (auto& one : published.articles) {
        auto target = [&](std::string_view written) { return own_address(written, one.locale); };
        auto html = html_of(one.body, target);
        auto body = plain_text(one.body);
        std::array<text::WordIndex::Field, 4> fields{
            {{one.title, kTitle},
             {one.keywords, kKeywords},
             {one.summary, kSummary},
             {body, kBody}}};
        index_.add(fields);
        places_.emplace(place(one.slug, one.locale), articles_.size());
        articles_.push_back({std::move(one), std::move(html)});
    }
    index_.finish();
}

const Category* Shelf::category(std::string_view id) const noexcept
{
    auto found = std::ranges::find(categories_, id, &Category::id);
    return found == categories_.end() ? nullptr : &*found;
}

const ShownArticle* Shelf::article(std::string_view slug, std::string_view locale) const noexcept
{
    auto found = places_.find(place(slug, locale));
    return found == places_.end() ? nullptr : &articles_[found->second];
}

std::vector<const ShownArticle*> Shelf::in_category(
    std::string_view category, std::string_view locale) const
{
    std::vector<const ShownArticle*> list;
    for (const auto& one : articles_) {
        if (one.category == category && one.locale == locale) list.push_back(&one);
    }
    return list;
}

std::vector<const ShownArticle*> Shelf::related(const ShownArticle& to, std::size_t most) const
{
    std::vector<const ShownArticle*> list;
    auto take = [&](const ShownArticle* one) {
        bool fits = one != &to && one->locale == to.locale && one->slug != to.slug;
        if (fits && list.size() < most && std::ranges::find(list, one) == list.end())
            list.push_back(one);
    };
    // The first one is the article itself; what is far behind the next is about something else.
    auto alike = find(to.title + " " + to.keywords, to.locale, most * 3);
    for (std::size_t at = 1; at < alike.size(); ++at) {
        if (alike[at].score >= alike[1].score * kBesideTheFirst) take(alike[at].article);
    }
    for (const auto* one : in_category(to.category, to.locale)) take(one);
    return list;
}

std::vector<Shelf::Found> Shelf::find(
    std::string_view query, std::string_view locale, std::size_t most) const
{
    std::vector<Found> list;
    for (const auto& hit : index_.search(cut_to(query, kLongestQuery), most * 4 + 8)) {
        const auto* one = &articles_[hit.document];
        double score = hit.score * (one->locale == locale ? kOwnLanguage : 1);
        auto known =
            std::ranges::find(list, one->slug, [](const Found& f) { return f.article->slug; });
        if (known == list.end()) {
            list.push_back({one, score, hit.covered});
            continue;
        }
        // Found in both: shown in the reader's language, at the better one's place.
        if (one->locale == locale) known->article = one;
        known->score = std::max(known->score, score);
        known->covered = std::max(known->covered, hit.covered);
    }
    std::ranges::sort(list, [](const Found& a, const Found& b) {
        return a.score != b.score ? a.score > b.score : a.article < b.article;
    });
    if (list.size() > most) list.resize(most);
    return list;
}

std::vector<const ShownArticle*> Shelf::search(
    std::string_view query, std::string_view locale, std::size_t most) const
{
    std::vector<const ShownArticle*> list;
    for (const auto& found : find(query, locale, most)) list.push_back(found.article);
    return list;
}

std::vector<const ShownArticle*> Shelf::suggest(
    std::string_view text, std::string_view locale, std::size_t most) const
{
    auto found = find(text, locale, most);
    // Scores grow with the number of articles as the rarity of words does.
    double rarest = std::log(1.0 + static_cast<double>(index_.documents()));
    std::vector<const ShownArticle*> list;
    for (const auto& one : found) {
        bool good = one.score >= kLeastScore * rarest && one.covered >= kLeastCovered &&
                    one.score >= found.front().score * kBesideTheFirst;
        if (good) list.push_back(one.article);
    }
    return list;
}

}  // namespace keydesk::desk
