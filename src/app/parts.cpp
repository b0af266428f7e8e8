#include "app/parts.hpp"

#include "app/parts/assistant.hpp"
#include "app/parts/integrators.hpp"
#include "app/parts/knowledge.hpp"
#include "app/parts/mail_trust.hpp"
#include "app/parts/playbooks.hpp"
#include "app/parts/power.hpp"
#include "app/parts/queue.hpp"
#include "app/parts/reports.hpp"

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
    auto assistant =
        std::make_unique<AssistantPart>(around, playbooks->shelf(), knowledge->library());
    std::vector<std::unique_ptr<Part>> parts;
    parts.push_back(std::move(knowledge));
    parts.push_back(std::move(queue));
    parts.push_back(std::move(playbooks));
    parts.push_back(std::move(assistant));
    parts.push_back(std::make_unique<PowerPart>(around));
    parts.push_back(std::make_unique<ReportsPart>(around));
    parts.push_back(std::make_unique<IntegratorsPart>(around));
    parts.push_back(std::make_unique<MailTrustPart>(around));
    return parts;
}

}  // namespace keydesk::app
