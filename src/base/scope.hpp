#pragma once

#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace keydesk {

/// Where work that outlives its caller belongs: nothing in this house is detached.
///
/// Lives on the io thread. An exception ends its task and is reported by name; a service is then
/// started again with growing pauses.
class Scope {
public:
    using Log = std::function<void(std::string_view)>;

    Scope(boost::asio::any_io_executor io, Log log);
    ~Scope();
    Scope(const Scope&) = delete;

    /// Runs it once.
    void start(std::string name, Task<void> task);
    /// Runs what `make` makes for ever; it is made anew when it ends or throws.
    void serve(std::string name, std::function<Task<void>()> make);
    /// Runs `act` every `pause`, beginning after the first pause.
    void every(std::string name, std::chrono::milliseconds pause, std::function<Task<void>()> act);

    /// Cancels all and waits for their end, at most `limit`.
    Task<void> stop(std::chrono::milliseconds limit);
    std::size_t running() const noexcept;
    /// The io thread's, for timers of who works in this scope.
    boost::asio::any_io_executor executor() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace keydesk
