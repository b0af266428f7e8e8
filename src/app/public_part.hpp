#pragma once

#include "api/console/suggestions.hpp"
#include "api/public/public_door.hpp"
#include "app/application.hpp"
#include "store/feedback.hpp"

#include <functional>
#include <vector>

namespace keydesk::app {

/// The pages that anybody may open: feedback form, product board, contact page. Outlives the
/// server; `house` and `door` outlive it.
class PublicPart {
public:
    /// `doors`: those besides the website's own.
    PublicPart(
        House& house,
        api::chat::ChatDoor& door,
        std::function<std::vector<api::ContactDoor>()> doors,
        bool limits);

    void add_routes(net::Router& router, api::Routes& routes);

private:
    api::PublicDoor::Parts parts(
        House& house,
        api::chat::ChatDoor& door,
        std::function<std::vector<api::ContactDoor>()> doors,
        bool limits);

    store::Feedback feedback_;
    api::SuggestionServices suggestions_;
    api::PublicDoor door_;
};

}  // namespace keydesk::app
