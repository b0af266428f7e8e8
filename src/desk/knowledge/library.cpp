#include "desk/knowledge/library.hpp"

namespace keydesk::desk {

Library::Library(ArticleStore& store, Compute& compute, std::string base)
    : store_{store},
      compute_{compute},
      base_{std::move(base)}
{
}

Task<Result<void>> Library::refresh()
{
    auto edition = ++edition_;
    auto published = co_await store_.published();
    if (!published) co_return fail(published.error());
    auto shared = std::make_shared<PublishedShelf>(std::move(*published));
    auto build = [shared] { return std::make_shared<const Shelf>(std::move(*shared)); };
    auto shelf = co_await compute_.run(std::move(build));
    if (!shelf) co_return fail(shelf.error());
    // A later reading may have been the faster one.
    if (edition == edition_) shelf_ = std::move(*shelf);
    co_return Result<void>{};
}

ArticleLink Library::link(const ShownArticle& article) const
{
    return {
        article.slug,
        article.locale,
        article.title,
        article.summary,
        base_ + "/help/" + article.locale + "/" + article.slug};
}

std::optional<ArticleLink> Library::find(std::string_view slug, std::string_view locale) const
{
    const auto* article = shelf_->article(slug, article_locale(locale));
    for (auto other : kArticleLocales) {
        if (article == nullptr) article = shelf_->article(slug, other);
    }
    if (article == nullptr) return std::nullopt;
    return link(*article);
}

std::vector<ArticleLink> Library::suggest(
    std::string_view text, std::string_view locale, std::size_t most) const
{
    std::vector<ArticleLink> links;
    for (const auto* article : shelf_->suggest(text, article_locale(locale), most))
        links.push_back(link(*article));
    return links;
}

}  // namespace keydesk::desk
