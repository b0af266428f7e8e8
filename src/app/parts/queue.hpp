#pragma once

#include "api/chat/waiting.hpp"
#include "api/console/queue.hpp"
#include "app/parts.hpp"
#include "app/parts/queue_board.hpp"
#include "store/queue/incidents.hpp"
#include "store/queue/queue.hpp"
#include "store/queue/service_levels.hpp"

namespace keydesk::app {

/// Queue, service levels, incidents.
class QueuePart final : public Part {
public:
    explicit QueuePart(const Around& around);

    void add_routes(net::Router& router, api::Routes& routes) override;
    Task<Result<void>> open() override;
    void start() override;
    /// Where customers stand, for whoever says it to them.
    const desk::Places& places() const noexcept { return board_; }

private:
    void moved();
    Task<void> give_out();
    Task<void> note_presence();
    Task<void> sweep();
    Task<void> mend();
    Task<void> tell_incidents();
    Task<Result<void>> read_incidents();
    void publish(const desk::Happenings& happenings);
    template <class T>
    void report(const char* what, const Result<T>& result);

    House& house_;
    Scope& scope_;
    api::LiveDesk& live_;
    api::chat::ChatDoor& door_;
    store::Queue queue_;
    store::ServiceLevels levels_;
    store::Incidents incidents_;
    QueueBoard board_;
    store::QueueFollower follows_queue_;
    store::SlaFollower follows_levels_;
    store::IncidentFollower follows_incidents_;
    api::QueueServices services_;
    api::chat::WaitingServices waiting_;
    std::vector<desk::Incident> open_incidents_;
    bool giving_ = false, again_ = false, noting_ = false;
    Subscription online_, changed_, standing_;
};

}  // namespace keydesk::app
