#pragma once

#include "api/console/reports.hpp"
#include "app/parts.hpp"
#include "store/reports/csat.hpp"
#include "store/reports/reports.hpp"
#include "store/reports/tally.hpp"

namespace keydesk::app {

/// Reports, and how content customers are.
class ReportsPart final : public Part {
public:
    explicit ReportsPart(const Around& around);

    void add_routes(net::Router& router, api::Routes& routes) override;
    void start() override;

private:
    House& house_;
    Scope& scope_;
    api::chat::ChatDoor& door_;
    store::Tally tally_;
    store::Reports reports_;
    store::Csat csat_;
    api::ReportServices services_;
};

}  // namespace keydesk::app
