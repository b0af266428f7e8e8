#pragma once

#include "api/console/confirmations.hpp"
#include "app/parts.hpp"
#include "store/doors/confirmations.hpp"

namespace keydesk::app {

/// Asks the owners of addresses that were typed into the form, by mail.
class MailTrustPart final : public Part {
public:
    explicit MailTrustPart(const Around& around);

    void add_routes(net::Router& router, api::Routes& routes) override;
    Task<Result<void>> open() override;
    void start() override;

private:
    Task<void> send_due();
    Task<void> send(desk::Confirmation one);

    House& house_;
    Scope& scope_;
    desk::OpenDoors& doors_;
    std::string public_url_;
    store::Confirmations confirmations_;
    api::ConfirmationServices services_;
};

}  // namespace keydesk::app
