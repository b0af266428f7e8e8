#pragma once

#include "base/compute.hpp"
#include "desk/knowledge/shelf.hpp"

#include <memory>
#include <string>

namespace keydesk::desk {

/// Holds what customers may read now. Lives on the io thread; `store` and `compute` outlive it.
class Library final : public Articles {
public:
    /// `base`: "https://support.example" or empty.
    Library(ArticleStore& store, Compute& compute, std::string base);

    /// Reads everything that is published anew: at the start and after each change.
    Task<Result<void>> refresh();
    /// Never null; whoever holds it keeps reading the same.
    std::shared_ptr<const Shelf> shelf() const noexcept { return shelf_; }
    /// Rises with each refresh.
    std::int64_t edition() const noexcept { return edition_; }

    std::optional<ArticleLink> find(std::string_view slug, std::string_view locale) const override;
    std::vector<ArticleLink> suggest(
        std::string_view text, std::string_view locale, std::size_t most) const override;
    ArticleLink link(const ShownArticle& article) const;

private:
    ArticleStore& store_;
    Compute& compute_;
    std::string base_;
    std::shared_ptr<const Shelf> shelf_ = std::make_shared<Shelf>();
    std::int64_t edition_ = 0;
};

}  // namespace keydesk::desk
