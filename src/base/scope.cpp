#include "base/scope.hpp"

#include "base/backoff.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <list>

namespace keydesk {

using namespace std::chrono_literals;

struct Scope::State {
    struct Running {
        std::string name;
        boost::asio::cancellation_signal cancel;
    };

    boost::asio::any_io_executor io;
    Log log;
    std::list<Running> running;
    bool stopping = false;

    /// What an exception says, for the log; cancellation is no fault.
    static std::string fault(const std::exception_ptr& thrown)
    {
        try {
            std::rethrow_exception(thrown);
        } catch (const boost::system::system_error& e) {
            if (e.code() == boost::asio::error::operation_aborted) return {};
            return e.what();
        } catch (const std::exception& e) {
            return e.what();
        } catch (...) {
            return "an unknown exception";
        }
    }

    void report(const std::string& name, const std::exception_ptr& thrown)
    {
        auto said = fault(thrown);
        if (!said.empty()) log("task " + name + " ended: " + said);
    }
};

namespace {

Task<void> serve_for_ever(std::string name, std::function<Task<void>()> make, Scope::Log log)
{
    Backoff backoff{100ms, 30s};
    for (;;) {
        std::exception_ptr thrown;
        try {
            co_await make();
        } catch (const boost::system::system_error& e) {
            if (e.code() == boost::asio::error::operation_aborted) throw;
            log("service " + name + " failed: " + e.what());
        } catch (const std::exception& e) {
            log("service " + name + " failed: " + e.what());
        }
        auto pause = backoff.next();
        co_await sleep_for(pause);
    }
}

Task<void> act_every(std::chrono::milliseconds pause, std::function<Task<void>()> act)
{
    for (;;) {
        co_await sleep_for(pause);
        co_await act();
    }
}

}  // namespace

Scope::Scope(boost::asio::any_io_executor io, Log log) : state_{std::make_shared<State>()}
{
    state_->io = std::move(io);
    state_->log = std::move(log);
}

Scope::~Scope() = default;

void Scope::start(std::string name, Task<void> task)
{
    if (state_->stopping) return;
    auto place = state_->running.emplace(state_->running.end(), std::move(name));
    auto ended = [state = state_, place](std::exception_ptr thrown) {
        if (thrown) state->report(place->name, thrown);
        state->running.erase(place);
    };
    boost::asio::co_spawn(
        state_->io,
        std::move(task),
        boost::asio::bind_cancellation_slot(place->cancel.slot(), std::move(ended)));
}

void Scope::serve(std::string name, std::function<Task<void>()> make)
{
    auto task = serve_for_ever(name, std::move(make), state_->log);
    start(std::move(name), std::move(task));
}

void Scope::every(
    std::string name, std::chrono::milliseconds pause, std::function<Task<void>()> act)
{
    auto make = [pause, act = std::move(act)] { return act_every(pause, act); };
    serve(std::move(name), std::move(make));
}

boost::asio::any_io_executor Scope::executor() const
{
    return state_->io;
}

std::size_t Scope::running() const noexcept
{
    return state_->running.size();
}

Task<void> Scope::stop(std::chrono::milliseconds limit)
{
    auto state = state_;
    state->stopping = true;
    std::vector<State::Running*> now;
    for (auto& one : state->running) now.push_back(&one);
    for (auto* one : now) one->cancel.emit(boost::asio::cancellation_type::terminal);
    for (auto waited = 0ms; waited < limit && !state->running.empty(); waited += 10ms) {
        co_await sleep_for(10ms);
    }
    if (!state->running.empty()) state->log("stopped with tasks still running");
}

}  // namespace keydesk
