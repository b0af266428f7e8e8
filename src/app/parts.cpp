#include "app/parts.hpp"

namespace keydesk::app {

Task<Result<void>> Part::open()
{
    co_return Result<void>{};
}

/// One line a part.
std::vector<std::unique_ptr<Part>> make_parts(const Around&)
{
    std::vector<std::unique_ptr<Part>> parts;
    return parts;
}

}  // namespace keydesk::app
