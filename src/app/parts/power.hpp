#pragma once

#include "api/console/power.hpp"
#include "app/parts.hpp"
#include "store/conversations/bonds.hpp"
#include "store/power/bulk.hpp"
#include "store/power/macros.hpp"
#include "store/power/notices.hpp"
#include "store/power/rules.hpp"
#include "store/power/views.hpp"

namespace keydesk::app {

/// Agents' tools: macros, bulk with undo, rules, views, ties, notifications.
class PowerPart final : public Part {
public:
    explicit PowerPart(const Around& around);

    void add_routes(net::Router& router, api::Routes& routes) override;
    void start() override;

private:
    House& house_;
    Scope& scope_;
    api::LiveDesk& live_;
    store::Macros macros_;
    store::Bulk bulk_;
    store::Rules rules_;
    store::Views views_;
    store::Bonds bonds_;
    store::RuleFollower rule_follower_;
    store::NoticeFollower notices_;
    api::PowerServices services_;
};

}  // namespace keydesk::app
