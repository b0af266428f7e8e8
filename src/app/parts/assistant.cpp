#include "app/parts/assistant.hpp"

#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>

namespace keydesk::app {

namespace {

boost::asio::io_context& io_of(Scope& scope)
{
    auto& context = boost::asio::query(scope.executor(), boost::asio::execution::context);
    return static_cast<boost::asio::io_context&>(context);
}

}  // namespace

AssistantPart::AssistantPart(
    const Around& around,
    const desk::PlaybookShelf& playbooks,
    const desk::Library& library,
    std::chrono::milliseconds deadline)
    : outside_{io_of(around.scope)},
      inside_{io_of(around.scope)},
      store_{*around.house.database, around.house.clock},
      room_{
          store_,
          around.house.sealer,
          around.house.clock,
          model_call({outside_, inside_, deadline})},
      ports_{
          *around.house.store,
          *around.house.store,
          *around.house.store,
          *around.house.cases,
          playbooks,
          library,
          around.settings.public_url},
      services_{
          .room = room_,
          .store = store_,
          .material = ports_,
          .audit = *around.house.accounts,
          .sealer = around.house.sealer,
          .clock = around.house.clock,
          .allowed = [](const std::string& url, bool own) { return read_model_url(url, own); },
          .changed = [&live = around.live] { live.changed("assistant"); }}
{
}

Task<Result<void>> AssistantPart::open()
{
    co_return co_await room_.open();
}

void AssistantPart::add_routes(net::Router&, api::Routes& routes)
{
    api::add_assistant_routes(routes, services_);
}

}  // namespace keydesk::app
