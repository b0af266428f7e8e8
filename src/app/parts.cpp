#include "app/parts.hpp"

#include "app/integrators_part.hpp"
#include "app/knowledge_part.hpp"
#include "app/playbooks_part.hpp"
#include "app/power_part.hpp"
#include "app/queue_part.hpp"
#include "app/reports_part.hpp"

namespace keydesk::app {

Task<Result<void>> Part::open()
{
    co_return Result<void>{};
}

/// One line a part; who asks another stands after him.
std::vector<std::unique_ptr<Part>> make_parts(const Around& around)
{
    auto knowledge = std::make_unique<KnowledgePart>(around);
    auto queue = std::make_unique<QueuePart>(around);
    auto playbooks =
        std::make_unique<PlaybooksPart>(around, knowledge->articles(), queue->places());
    std::vector<std::unique_ptr<Part>> parts;
    parts.push_back(std::move(knowledge));
    parts.push_back(std::move(queue));
    parts.push_back(std::move(playbooks));
    parts.push_back(std::make_unique<PowerPart>(around));
    parts.push_back(std::make_unique<ReportsPart>(around));
    parts.push_back(std::make_unique<IntegratorsPart>(around));
    return parts;
}

}  // namespace keydesk::app
