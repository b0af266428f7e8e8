#pragma once

#include "base/compute.hpp"
#include "desk/queue/ports.hpp"
#include "store/queue/queue.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace keydesk::app {

/// Where everybody stands, made anew when the queue has moved. Lives on the io thread; everything
/// given outlives it.
class QueueBoard final : public desk::Places {
public:
    QueueBoard(store::Queue& queue, Compute& compute, const Clock& clock)
        : queue_{queue},
          compute_{compute},
          clock_{clock}
    {
    }

    std::optional<desk::QueuePlace> place_of(const std::string& conversation) const override;

    void mark() { dirty_ = true; }
    /// Reads and reckons when something has moved or the last time is kLongest ago.
    Task<Result<void>> refresh();

    static constexpr std::chrono::seconds kLongest{15};

private:
    void note_free(desk::QueueNow& queue);

    store::Queue& queue_;
    Compute& compute_;
    const Clock& clock_;
    bool dirty_ = true;
    Time at_{}, learnt_{};
    std::shared_ptr<desk::ServiceHistory> history_ = std::make_shared<desk::ServiceHistory>();
    std::unordered_map<std::string, Time> free_since_;  ///< Agents who have a free place.
    std::unordered_map<std::string, desk::QueuePlace> places_;
};

}  // namespace keydesk::app
