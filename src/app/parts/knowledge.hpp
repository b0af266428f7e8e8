#pragma once

#include "api/console/articles.hpp"
#include "api/public/help.hpp"
#include "app/parts.hpp"
#include "store/knowledge/knowledge.hpp"

namespace keydesk::app {

/// The help centre: its pages, its editors, and `articles()` for whoever links to it.
class KnowledgePart final : public Part {
public:
    explicit KnowledgePart(const Around& around);

    void add_routes(net::Router& router, api::Routes& routes) override;
    /// Brings the articles that came with this program onto the shelf.
    Task<Result<void>> open() override;

    const desk::Articles& articles() const noexcept { return library_; }
    const desk::Library& library() const noexcept { return library_; }

private:
    Task<void> keep_miss(std::string locale, guard::SafeText words);

    House& house_;
    store::Knowledge store_;
    desk::Library library_;
    api::HelpDoor help_;
    api::ArticleServices services_;
};

}  // namespace keydesk::app
