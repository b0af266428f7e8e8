#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace keydesk {

/// A few threads for work that keeps a core busy (password hashes, pictures), so that the io
/// thread never does. As many pieces run at once as there are threads; a bounded number waits.
class Compute {
public:
    explicit Compute(std::size_t threads = 2, std::size_t most_waiting = 32)
        : pool_{threads},
          most_{threads + most_waiting}
    {
    }
    /// Finishes what was begun.
    ~Compute() { pool_.join(); }
    Compute(const Compute&) = delete;

    /// Runs `work()` and resumes on the caller's thread with what it returned.
    /// Errors: unavailable when too much waits already.
    template <class Work>
    Task<Result<std::invoke_result_t<Work>>> run(Work work)
    {
        using Answer = Result<std::invoke_result_t<Work>>;
        if (busy_ >= most_) co_return fail(ErrorKind::unavailable, "too many computations wait");
        ++busy_;
        Leaving leaving{busy_};
        auto home = co_await boost::asio::this_coro::executor;
        auto start = [this, &work, home](auto handler) {
            auto carry = [work = std::move(work), home, handler = std::move(handler)]() mutable {
                auto answer = std::make_shared<Answer>(done(work));
                auto resume = [handler = std::move(handler), answer]() mutable {
                    std::move(handler)(std::move(*answer));
                };
                boost::asio::post(home, std::move(resume));
            };
            boost::asio::post(pool_, std::move(carry));
        };
        co_return co_await boost::asio::
            async_initiate<const boost::asio::use_awaitable_t<>, void(Answer)>(
                start, boost::asio::use_awaitable);
    }

private:
    /// Counted on the io thread, also when the waiting coroutine is torn down.
    struct Leaving {
        std::size_t& busy;
        ~Leaving() { --busy; }
    };

    template <class Work>
    static Result<std::invoke_result_t<Work>> done(Work& work)
    {
        // An exception on a pool thread would end the process.
        try {
            return work();
        } catch (const std::exception& bug) {
            return fail(ErrorKind::internal, bug.what());
        }
    }

    boost::asio::thread_pool pool_;
    std::size_t most_;
    std::size_t busy_ = 0;
};

}  // namespace keydesk
