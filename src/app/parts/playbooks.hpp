#pragma once

#include "api/chat/hints.hpp"
#include "api/console/playbooks.hpp"
#include "app/parts.hpp"
#include "desk/knowledge/articles.hpp"
#include "desk/queue/board.hpp"
#include "desk/queue/ports.hpp"
#include "store/playbooks/case_facts.hpp"
#include "store/playbooks/follower.hpp"
#include "store/playbooks/playbooks.hpp"

namespace keydesk::app {

/// The playbooks: what the desk asks and answers by itself, and the pages on which they are edited.
class PlaybooksPart final : public Part {
public:
    /// `articles` and `places` outlive it.
    PlaybooksPart(const Around& around, const desk::Articles& articles, const desk::Places& places);

    void add_routes(net::Router& router, api::Routes& routes) override;
    Task<Result<void>> open() override;
    void start() override;

    const desk::PlaybookShelf& shelf() const noexcept { return playbooks_; }

private:
    store::PlaybookSources sources(
        const Around& around, const desk::Articles& articles, const desk::Places& places);

    House& house_;
    Scope& scope_;
    store::Playbooks playbooks_;
    store::CaseFacts facts_;
    store::CustomerClocks clocks_;
    store::PlaybookFollower follower_;
    api::PlaybookServices services_;
    api::chat::Hints hints_;
    Subscription keeps_clocks_;
};

}  // namespace keydesk::app
