#include "app/parts/integrators.hpp"

#include "app/parts/webhook_post.hpp"
#include "mail/html_filter.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>

namespace keydesk::app {

namespace {

net::Reach reach_of(const Settings& settings)
{
    std::vector<net::Network> allowed;
    for (const auto& text : settings.webhook_allow) {
        if (auto network = net::Network::parse(text)) allowed.push_back(*network);
    }
    return net::Reach{std::move(allowed), settings.webhook_ports};
}

boost::asio::io_context& io_of(Scope& scope)
{
    auto& context = boost::asio::query(scope.executor(), boost::asio::execution::context);
    return static_cast<boost::asio::io_context&>(context);
}

}  // namespace

IntegratorsPart::IntegratorsPart(const Around& around)
    : house_{around.house},
      scope_{around.scope},
      webhooks_{*house_.database, house_.clock},
      tokens_{*house_.database},
      customers_{*house_.database, house_.clock},
      reach_{reach_of(around.settings)},
      client_{io_of(around.scope)},
      sender_{
          {webhooks_,
           house_.sealer,
           house_.clock,
           webhook_post(client_, reach_),
           [](std::string_view line) { spdlog::warn("{}", line); }}},
      follower_{[this] { sender_.stir(); }},
      token_door_{tokens_, house_.clock},
      services_{
          webhooks_,
          tokens_,
          customers_,
          house_.sealer,
          house_.clock,
          reach_,
          [this] { sender_.stir(); }},
      history_{*house_.database, *house_.store, house_.clock},
      exports_{*house_.database},
      shelf_{
          {*house_.database, house_.sealer, house_.compute, house_.clock, house_.folder.imports()}},
      imports_{
          {shelf_,
           history_,
           *house_.blobs,
           house_.compute,
           scope_,
           house_.clock,
           mail::text_of_html}},
      history_services_{imports_, exports_, *house_.accounts, house_.clock}
{
}

void IntegratorsPart::add_routes(net::Router&, api::Routes& routes)
{
    routes.let_in(token_door_);
    api::add_integrator_routes(routes, services_);
    api::add_history_routes(routes, history_services_);
}

Task<Result<void>> IntegratorsPart::open()
{
    co_return co_await imports_.open();
}

void IntegratorsPart::start()
{
    imports_.resume();
    house_.log->follow(scope_, follower_);
    sender_.start(scope_);
}

}  // namespace keydesk::app
