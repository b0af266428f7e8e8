#pragma once

#include "app/application.hpp"

#include <string>
#include <vector>

namespace keydesk::app {

/// Eight weeks of sums, so that the demo's reports have something to show. Only sums: there are no
/// conversations behind them. `agents` from the busiest on.
Task<Result<void>> fill_demo_history(
    House& house, std::string inbox, std::vector<std::string> agents);

}  // namespace keydesk::app
