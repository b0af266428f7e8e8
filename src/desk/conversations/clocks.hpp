#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <string>

namespace keydesk::desk {

/// By whose clock customers tell the time. Implemented in store/.
class CustomerClocks {
public:
    virtual ~CustomerClocks() = default;
    /// `zone` is what his device says: "Asia/Shanghai". One that nobody knows is passed over.
    virtual Task<Result<void>> keep(std::string customer, std::string zone) = 0;

    static constexpr std::size_t kLongestName = 64;
};

}  // namespace keydesk::desk
