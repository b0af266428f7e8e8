#include "app/parts.hpp"

#include "app/integrators_part.hpp"

namespace keydesk::app {

Task<Result<void>> Part::open()
{
    co_return Result<void>{};
}

/// One line a part.
std::vector<std::unique_ptr<Part>> make_parts(const Around& around)
{
    std::vector<std::unique_ptr<Part>> parts;
    parts.push_back(std::make_unique<IntegratorsPart>(around));
    return parts;
}

}  // namespace keydesk::app
