#pragma once

#include "api/console/history.hpp"
#include "api/console/integrators.hpp"
#include "app/parts.hpp"
#include "desk/webhooks/sender.hpp"
#include "net/http_client.hpp"
#include "net/reach.hpp"
#include "store/accounts/tokens.hpp"
#include "store/conversations/customer_book.hpp"
#include "store/integrators/exports.hpp"
#include "store/integrators/history.hpp"
#include "store/integrators/imports.hpp"
#include "store/integrators/webhooks.hpp"

#include <boost/asio/io_context.hpp>

namespace keydesk::app {

/// Programs that work with the desk: tokens, webhooks, the description of the API; what comes from
/// other desks and what goes to them.
class IntegratorsPart final : public Part {
public:
    explicit IntegratorsPart(const Around& around);

    void add_routes(net::Router& router, api::Routes& routes) override;
    Task<Result<void>> open() override;
    void start() override;

private:
    House& house_;
    Scope& scope_;
    store::Webhooks webhooks_;
    store::Tokens tokens_;
    store::CustomerBook customers_;
    net::Reach reach_;
    net::HttpClient client_;  ///< Of its own: see HttpAsk::reach.
    desk::WebhookSender sender_;
    store::WebhookFollower follower_;
    api::TokenDoor token_door_;
    api::IntegratorServices services_;
    store::History history_;
    store::Exports exports_;
    store::Imports shelf_;
    desk::ImportRoom imports_;
    api::HistoryServices history_services_;
};

}  // namespace keydesk::app
