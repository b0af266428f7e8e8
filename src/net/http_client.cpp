#include "net/http_client.hpp"

#include "net/http_transfer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <unordered_map>
#include <utility>

namespace keydesk::net {

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr long kMostIdleConnections = 128;
constexpr long kMostConnectionsPerHost = 64;

void start_libcurl()
{
    static const auto started = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)started;
}

/// A socket of libcurl's and what it waits for there. Never owns the descriptor.
struct Watch {
    explicit Watch(asio::io_context& io, int socket) : descriptor{io, socket} {}

    asio::posix::stream_descriptor descriptor;
    int wants = 0;  ///< CURL_POLL_IN, CURL_POLL_OUT or both.
    bool reading = false;
    bool writing = false;
    bool gone = false;
};

}  // namespace

/// libcurl's multi handle, told of sockets and time by Asio.
class HttpClient::Core : public std::enable_shared_from_this<Core> {
public:
    explicit Core(asio::io_context& io) : io{io}, timer_{io}, multi_{curl_multi_init()}
    {
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Core::on_socket);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Core::on_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kMostIdleConnections);
        curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, kMostConnectionsPerHost);
    }
    ~Core()
    {
        // Closes the idle connections, and calls back for each.
        curl_multi_cleanup(multi_);
        for (auto& [socket, watch] : watches_) let_go(*watch);
    }
    Core(const Core&) = delete;

    void add(Transfer& transfer, std::function<void()> done)
    {
        waiting_.emplace(&transfer, std::move(done));
        curl_multi_add_handle(multi_, transfer.easy());
    }
    void remove(Transfer& transfer) noexcept
    {
        if (waiting_.erase(&transfer) > 0) curl_multi_remove_handle(multi_, transfer.easy());
    }

    asio::io_context& io;
    std::uint64_t connections = 0;
    std::size_t under_way() const noexcept { return waiting_.size(); }

private:
    void act(curl_socket_t socket, int ready)
    {
        int running = 0;
        curl_multi_socket_action(multi_, socket, ready, &running);
        collect();
    }

    void collect()
    {
        int left = 0;
        while (auto* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            // The message dies with the removal of its handle.
            auto code = message->data.result;
            Transfer* transfer = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            curl_multi_remove_handle(multi_, transfer->easy());
            transfer->finish(code);
            connections += static_cast<std::uint64_t>(transfer->connects);
            auto waiter = waiting_.extract(transfer);
            if (waiter) waiter.mapped()();
        }
    }

    static void let_go(Watch& watch)
    {
        watch.gone = true;
        watch.descriptor.release();  // libcurl closes it.
    }

    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*)
    {
        auto& core = *static_cast<Core*>(self);
        auto& watch = core.watches_[socket];
        if (what == CURL_POLL_REMOVE) {
            if (watch) let_go(*watch);
            core.watches_.erase(socket);
            return 0;
        }
        if (!watch) watch = std::make_shared<Watch>(core.io, socket);
        watch->wants = what;
        core.arm(watch);
        return 0;
    }

    void arm(const std::shared_ptr<Watch>& watch)
    {
        using asio::posix::descriptor_base;
        if ((watch->wants & CURL_POLL_IN) != 0 && !std::exchange(watch->reading, true)) {
            wait(watch, descriptor_base::wait_read, &Watch::reading, CURL_CSELECT_IN);
        }
        if ((watch->wants & CURL_POLL_OUT) != 0 && !std::exchange(watch->writing, true)) {
            wait(watch, descriptor_base::wait_write, &Watch::writing, CURL_CSELECT_OUT);
        }
    }

    void wait(
        const std::shared_ptr<Watch>& watch,
        asio::posix::descriptor_base::wait_type what,
        bool Watch::* waiting,
        int ready)
    {
        auto woken = [self = weak_from_this(), watch, waiting, ready](ErrorCode failed) {
            (*watch).*waiting = false;
            auto core = self.lock();
            if (failed || !core || watch->gone) return;
            // CURL_POLL_IN and CURL_CSELECT_IN are the same bits; what is no longer wanted is not
            // told.
            if ((watch->wants & ready) != 0) core->act(watch->descriptor.native_handle(), ready);
            if (!watch->gone) core->arm(watch);
        };
        watch->descriptor.async_wait(what, std::move(woken));
    }

    static int on_timer(CURLM*, long milliseconds, void* self)
    {
        auto& core = *static_cast<Core*>(self);
        core.timer_.cancel();
        if (milliseconds < 0) return 0;
        core.timer_.expires_after(std::chrono::milliseconds{milliseconds});
        core.timer_.async_wait([weak = core.weak_from_this()](ErrorCode failed) {
            auto held = weak.lock();
            if (!failed && held) held->act(CURL_SOCKET_TIMEOUT, 0);
        });
        return 0;
    }

    asio::steady_timer timer_;
    CURLM* multi_;
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
    std::unordered_map<Transfer*, std::function<void()>> waiting_;
};

/// Requests that one coroutine waits for. When it goes, what is still under way is aborted.
class HttpClient::Batch {
public:
    explicit Batch(std::shared_ptr<Core> core)
        : core_{std::move(core)},
          bell_{core_->io, asio::steady_timer::time_point::max()}
    {
    }
    ~Batch()
    {
        for (auto& transfer : transfers_) {
            if (transfer) core_->remove(**transfer);
        }
    }
    Batch(const Batch&) = delete;

    void add(HttpAsk ask)
    {
        auto& made = transfers_.emplace_back(Transfer::make(std::move(ask)));
        if (!made) return;
        ++left_;
        core_->add(**made, [this] {
            if (--left_ == 0) bell_.cancel();
        });
    }

    Task<std::vector<Result<HttpReply>>> all()
    {
        while (left_ > 0) {
            ErrorCode rung;
            co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, rung));
        }
        std::vector<Result<HttpReply>> replies;
        for (auto& transfer : transfers_) {
            replies.push_back(transfer ? std::move(*(*transfer)->result) : fail(transfer.error()));
        }
        co_return replies;
    }

private:
    std::shared_ptr<Core> core_;
    asio::steady_timer bell_;
    std::vector<Result<std::unique_ptr<Transfer>>> transfers_;
    std::size_t left_ = 0;
};

HttpClient::HttpClient(asio::io_context& io)
{
    start_libcurl();
    core_ = std::make_shared<Core>(io);
}

HttpClient::~HttpClient() = default;

Task<std::vector<Result<HttpReply>>> HttpClient::send_all(std::vector<HttpAsk> asks)
{
    Batch batch{core_};
    for (auto& ask : asks) batch.add(std::move(ask));
    co_return co_await batch.all();
}

Task<Result<HttpReply>> HttpClient::send(HttpAsk ask)
{
    Batch batch{core_};
    batch.add(std::move(ask));
    auto replies = co_await batch.all();
    co_return std::move(replies.front());
}

std::uint64_t HttpClient::connections() const noexcept
{
    return core_->connections;
}

std::size_t HttpClient::under_way() const noexcept
{
    return core_->under_way();
}

}  // namespace keydesk::net
