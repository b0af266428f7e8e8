#pragma once

#include "base/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace keydesk::kit {

/// Runs a task to its end on `io` and returns what it returned; what it threw is thrown again.
template <class T>
T finish(boost::asio::io_context& io, Task<T> task)
{
    std::optional<T> out;
    std::exception_ptr thrown;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T value) {
        thrown = error;
        if (!error) out.emplace(std::move(value));
    });
    // Not until io is empty: other work (a server) may live there for ever.
    io.restart();
    while (!out && !thrown && io.run_one() > 0) {
    }
    if (thrown) std::rethrow_exception(thrown);
    return std::move(out).value();
}

template <class T>
T finish(Task<T> task)
{
    boost::asio::io_context io;
    return finish(io, std::move(task));
}

}  // namespace keydesk::kit
