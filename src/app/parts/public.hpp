#pragma once

#include "api/console/suggestions.hpp"
#include "api/public/public_door.hpp"
#include "app/application.hpp"
#include "desk/channels/open_doors.hpp"
#include "store/doors/confirmations.hpp"
#include "store/feedback/feedback.hpp"

namespace keydesk::app {

/// The pages that anybody may open: feedback form, product board, contact page. Outlives the
/// server; `house`, `door` and `doors` outlive it.
class PublicPart {
public:
    PublicPart(
        House& house,
        api::chat::ChatDoor& door,
        const desk::OpenDoors& doors,
        const Settings& settings);

    void add_routes(net::Router& router, api::Routes& routes);

private:
    api::PublicDoor::Parts parts(
        House& house,
        api::chat::ChatDoor& door,
        const desk::OpenDoors& doors,
        const Settings& settings);

    store::Feedback feedback_;
    store::Confirmations confirmations_;
    api::SuggestionServices suggestions_;
    api::PublicDoor door_;
};

}  // namespace keydesk::app
