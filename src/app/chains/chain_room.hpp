#pragma once

#include "app/settings.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "chains/chain.hpp"
#include "chains/explainer.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::app {

/// The settings of a chain by its name. Errors: `invalid_input` naming the known ones.
Result<chains::ChainSettings> read_chain(
    const std::vector<chains::ChainSettings>& known, const std::string& name);

/// The chains, their nodes and who explains them, wired together. Lives on the io thread.
class ChainRoom {
public:
    /// Several nodes of one chain are its endpoints. Errors: `invalid_input`, for the operator.
    static Result<std::unique_ptr<ChainRoom>> open(
        boost::asio::io_context& io, const Clock& clock, const std::vector<NodeSettings>& nodes);
    ~ChainRoom();

    chains::Explainer& explainer();

    struct Parts;
    explicit ChainRoom(std::unique_ptr<Parts> parts);

private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace keydesk::app
