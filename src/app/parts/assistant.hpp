#pragma once

#include "api/console/assistant.hpp"
#include "app/parts.hpp"
#include "app/parts/model_call.hpp"
#include "store/assistant/assistant.hpp"

namespace keydesk::app {

/// The optional assistant: drafts from the desk's own knowledge, and translation. Off until an
/// operator names a model.
class AssistantPart final : public Part {
public:
    /// `playbooks` and `library` outlive it. `deadline`: for one answer of the model.
    AssistantPart(
        const Around& around,
        const desk::PlaybookShelf& playbooks,
        const desk::Library& library,
        std::chrono::milliseconds deadline = std::chrono::seconds{45});

    void add_routes(net::Router& router, api::Routes& routes) override;
    Task<Result<void>> open() override;

private:
    net::HttpClient outside_, inside_;
    store::AssistantShelf store_;
    desk::AssistantRoom room_;
    desk::MaterialPorts ports_;
    api::AssistantServices services_;
};

}  // namespace keydesk::app
