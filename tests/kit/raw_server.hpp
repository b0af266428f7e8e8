#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace keydesk::kit {

/// The server's end of one connection, blocking.
class RawPeer {
public:
    explicit RawPeer(int socket) : socket_{socket} {}

    /// Up to and including the empty line after a request's head; empty when the peer has left.
    std::string head()
    {
        while (!have_.contains("\r\n\r\n")) {
            if (!more()) return {};
        }
        auto end = have_.find("\r\n\r\n") + 4;
        auto text = have_.substr(0, end);
        have_.erase(0, end);
        return text;
    }
    /// Up to `most` further bytes; empty when the peer has left.
    std::string take(std::size_t most)
    {
        if (have_.empty() && !more()) return {};
        auto text = have_.substr(0, most);
        have_.erase(0, text.size());
        return text;
    }
    void say(std::string_view text)
    {
        while (!text.empty()) {
            auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Reads and forgets until the peer leaves, or the server goes.
    void hang()
    {
        while (more()) {
        }
    }
    int socket() const noexcept { return socket_; }

private:
    bool more()
    {
        char bytes[4096];
        auto size = ::recv(socket_, bytes, sizeof bytes, 0);
        if (size > 0) have_.append(bytes, static_cast<std::size_t>(size));
        return size > 0;
    }

    int socket_;
    std::string have_;
};

/// Listens on a loopback port and lets a test behave as badly as it likes on each connection, in a
/// thread of its own. The connection ends when `serve` returns.
class RawServer {
public:
    using Serve = std::function<void(RawPeer&)>;

    explicit RawServer(Serve serve)
        : serve_{std::move(serve)},
          listener_{::socket(AF_INET, SOCK_STREAM, 0)}
    {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof where;
        auto* address = reinterpret_cast<sockaddr*>(&where);
        if (::bind(listener_, address, size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, address, &size) != 0) {
            throw std::runtime_error("cannot listen");
        }
        port_ = ntohs(where.sin_port);
        acceptor_ = std::thread{[this] { accept_all(); }};
    }
    ~RawServer()
    {
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        {
            std::scoped_lock lock{mutex_};
            for (auto& one : open_) {
                if (one.socket >= 0) ::shutdown(one.socket, SHUT_RDWR);
            }
        }
        for (auto& one : open_) one.thread.join();
    }
    RawServer(const RawServer&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    int accepted() const noexcept { return accepted_; }

private:
    struct Open {
        int socket = -1;
        std::thread thread = {};
    };

    void accept_all()
    {
        while (true) {
            int socket = ::accept(listener_, nullptr, nullptr);
            if (socket < 0 || stopping_) {
                if (socket >= 0) ::close(socket);
                return;
            }
            ++accepted_;
            std::scoped_lock lock{mutex_};
            auto& one = open_.emplace_back(socket);
            one.thread = std::thread{[this, &one] { run(one); }};
        }
    }
    void run(Open& one)
    {
        RawPeer peer{one.socket};
        serve_(peer);
        std::scoped_lock lock{mutex_};
        ::close(one.socket);
        one.socket = -1;
    }

    Serve serve_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> accepted_ = 0;
    std::mutex mutex_;
    std::list<Open> open_;
    std::thread acceptor_;
};

}  // namespace keydesk::kit
