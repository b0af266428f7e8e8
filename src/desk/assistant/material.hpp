#pragma once

#include "desk/assistant/prompt.hpp"
#include "desk/conversations/ports.hpp"
#include "desk/diagnosis/ports.hpp"
#include "desk/knowledge/library.hpp"
#include "desk/playbooks/ports.hpp"

#include <set>
#include <string>

namespace keydesk::desk {

/// Where a draft's material comes from; everything outlives what is made with it.
struct MaterialPorts {
    Conversations& conversations;
    Timeline& timeline;
    Visitors& visitors;
    Cases& cases;
    const PlaybookShelf& playbooks;
    const Library& library;
    std::string public_url;  ///< Empty: not known.
};

struct GatheredMaterial {
    DraftMaterial material;
    std::set<std::string> hosts;  ///< Of the desk, of its inboxes' sites and of the sources.
};

/// Errors: `not_found`.
Task<Result<GatheredMaterial>> gather_material(
    MaterialPorts& ports, std::string conversation, std::string agent);

}  // namespace keydesk::desk
