#pragma once

#include "base/task.hpp"
#include "chains/bitcoin/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::chains::bitcoin {

/// Both dialects in one list, where both are spoken: nobody knows which endpoint is best today.
struct Questions {
    std::vector<Call> calls;
    std::size_t core = 0;  ///< So many of the first are Core's.
};

/// Where it was found.
struct Present {
    Gathered gathered;
    std::string source;
    bool core = false;
};

/// Asks the nodes until the rules know enough: two or three rounds for one that is there, up to six
/// for one that has vanished without a name of who took its coins. Speaks to Bitcoin Core and to
/// Esplora alike; which of them answered is seen in the evidence only.
class Gatherer {
public:
    explicit Gatherer(std::shared_ptr<Nodes> nodes) : nodes_{std::move(nodes)} {}

    Task<Gathered> gather(std::string id, std::optional<desk::Memory> memory, Time now);

private:
    Task<Gathered> present(Present found);
    Task<Gathered> gone(Gathered gathered, Questions questions, std::vector<Answers> answers);
    Task<Gathered> add_pool(Gathered gathered, std::string source);
    Task<Gathered> add_histogram(Gathered gathered);

    /// A whole pool is long, so a few seconds of its age are better than asking again.
    struct Kept {
        Time at{};
        Queue queue;
    };
    std::shared_ptr<Nodes> nodes_;
    std::map<std::string, Kept> queues_;
};

}  // namespace keydesk::chains::bitcoin
