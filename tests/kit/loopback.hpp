#pragma once

// A server on a thread of its own and blocking peers that speak raw bytes to it over loopback.

#include "net/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace keydesk::net::test {

class House {
public:
    explicit House(const std::function<void(Router&)>& routes, ServerSettings settings = {})
    {
        for (auto& where : settings.listen) where.port = 0;
        auto forward = settings.log;
        settings.log = [this, forward](std::string_view line) {
            std::scoped_lock lock{mutex_};
            log_.emplace_back(line);
        };
        Router router;
        routes(router);
        server.emplace(io, std::move(router), std::move(settings));
        auto up = server->listen();
        if (!up) throw std::runtime_error(up.error().what);
        bound = server->bound();
        thread_ = std::thread{[this] { io.run(); }};
    }
    ~House()
    {
        drain(std::chrono::milliseconds{0});
        io.stop();
        thread_.join();
    }

    std::uint16_t port(std::size_t index = 0) const { return bound.at(index).port; }

    /// Runs `act` on the io thread and hands back what it returns.
    template <class Act>
    auto on_io(Act act)
    {
        std::packaged_task<decltype(act())()> task{std::move(act)};
        auto result = task.get_future();
        boost::asio::post(io, [&task] { task(); });
        return result.get();
    }

    std::future<void> begin_drain(std::chrono::milliseconds limit)
    {
        auto done = std::make_shared<std::promise<void>>();
        boost::asio::co_spawn(
            io, server->drain(limit), [done](std::exception_ptr) { done->set_value(); });
        return done->get_future();
    }
    void drain(std::chrono::milliseconds limit) { begin_drain(limit).get(); }

    ServerStats stats()
    {
        return on_io([this] { return server->stats(); });
    }
    std::vector<std::string> log()
    {
        std::scoped_lock lock{mutex_};
        return log_;
    }

    boost::asio::io_context io{1};
    std::optional<Server> server;
    std::vector<Address> bound;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io.get_executor()};
    std::mutex mutex_;
    std::vector<std::string> log_;
    std::thread thread_;
};

/// Asks until it holds, for at most five seconds.
inline bool eventually(const std::function<bool()>& holds)
{
    auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (std::chrono::steady_clock::now() < end) {
        if (holds()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return holds();
}

struct Reply {
    int status = 0;
    std::string head;
    std::string body;

    std::string header(std::string_view name) const
    {
        std::string_view rest = head;
        while (!rest.empty()) {
            auto end = rest.find("\r\n");
            auto line = rest.substr(0, end);
            rest.remove_prefix(end == rest.npos ? rest.size() : end + 2);
            auto colon = line.find(": ");
            if (colon != line.npos && same_name(line.substr(0, colon), name)) {
                return std::string{line.substr(colon + 2)};
            }
        }
        return {};
    }
};

/// A blocking client; nothing it waits for lasts longer than five seconds.
class Peer {
public:
    explicit Peer(std::uint16_t port, int receive_buffer = 0)
        : socket_{::socket(AF_INET, SOCK_STREAM, 0)}
    {
        timeval limit{5, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        if (receive_buffer > 0) {
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        }
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) {
            throw std::runtime_error("cannot connect");
        }
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() { leave(); }

    void leave()
    {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

    bool send(std::string_view text)
    {
        while (!text.empty()) {
            auto size = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (size <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }

    /// Reads more; false at the end, on a reset and after five seconds.
    bool more()
    {
        char bytes[65536];
        auto size = ::recv(socket_, bytes, sizeof bytes, 0);
        ended_ = size == 0 || (size < 0 && errno == ECONNRESET);
        if (size > 0) have_.append(bytes, static_cast<std::size_t>(size));
        return size > 0;
    }

    /// Everything up to and including `mark`; what was there when the server left, otherwise.
    std::string until(std::string_view mark)
    {
        while (have_.find(mark) == have_.npos) {
            if (!more()) return std::exchange(have_, {});
        }
        return take(have_.find(mark) + mark.size());
    }
    std::string exactly(std::size_t size)
    {
        while (have_.size() < size) {
            if (!more()) return std::exchange(have_, {});
        }
        return take(size);
    }
    std::string rest()
    {
        auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        while (std::chrono::steady_clock::now() < end && more()) {
        }
        return std::exchange(have_, {});
    }
    /// Whether the server has closed, after whatever else it had to say.
    bool closed()
    {
        rest();
        return ended_;
    }

    /// One response with its body (by Content-Length, or to the end).
    Reply reply(bool head_only = false)
    {
        Reply reply;
        reply.head = until("\r\n\r\n");
        if (reply.head.size() < 12) return reply;
        reply.status = std::stoi(reply.head.substr(9, 3));
        auto length = reply.header("Content-Length");
        if (head_only || reply.status == 204 || reply.status == 304 || reply.status == 101)
            return reply;
        reply.body = length.empty() ? rest() : exactly(std::stoul(length));
        return reply;
    }

    Reply ask(std::string_view text, bool head_only = false)
    {
        send(text);
        return reply(head_only);
    }
    Reply get(std::string_view target, std::string_view headers = "")
    {
        return ask(
            "GET " + std::string{target} + " HTTP/1.1\r\nHost: h\r\n" + std::string{headers} +
            "\r\n");
    }

private:
    std::string take(std::size_t size)
    {
        auto part = have_.substr(0, size);
        have_.erase(0, size);
        return part;
    }

    int socket_;
    bool ended_ = false;
    std::string have_;
};

inline std::string handshake_of(std::string_view target, std::string_view headers = "")
{
    return "GET " + std::string{target} +
           " HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
           std::string{headers} + "\r\n";
}

/// A masked frame (RFC 6455, section 5.2).
inline std::string frame_of(
    std::string_view payload, unsigned opcode = 1, bool last = true, bool masked = true)
{
    std::string frame(1, static_cast<char>((last ? 0x80U : 0U) | opcode));
    unsigned mask_bit = masked ? 0x80 : 0;
    if (payload.size() < 126) {
        frame += static_cast<char>(mask_bit | payload.size());
    } else if (payload.size() < 65536) {
        frame += static_cast<char>(mask_bit | 126U);
        frame += static_cast<char>(payload.size() >> 8);
        frame += static_cast<char>(payload.size() & 0xFF);
    } else {
        frame += static_cast<char>(mask_bit | 127U);
        for (int shift = 56; shift >= 0; shift -= 8) {
            frame += static_cast<char>((payload.size() >> shift) & 0xFF);
        }
    }
    if (!masked) return frame.append(payload);
    constexpr char mask[4] = {0x11, 0x22, 0x33, 0x44};
    frame.append(mask, 4);
    for (std::size_t i = 0; i < payload.size(); ++i)
        frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame;
}

struct Frame {
    unsigned opcode = 0;  ///< 0 when there was none.
    std::string payload;

    /// Of a close frame.
    int code() const
    {
        if (payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) * 256 +
               static_cast<unsigned char>(payload[1]);
    }
};

inline Frame read_frame(Peer& peer)
{
    auto head = peer.exactly(2);
    if (head.size() < 2) return {};
    Frame frame;
    frame.opcode = static_cast<unsigned char>(head[0]) & 0x0FU;
    std::size_t size = static_cast<unsigned char>(head[1]) & 0x7FU;
    if (size >= 126) {
        auto more = peer.exactly(size == 126 ? 2 : 8);
        size = 0;
        for (char c : more) size = size * 256 + static_cast<unsigned char>(c);
    }
    frame.payload = peer.exactly(size);
    return frame;
}

}  // namespace keydesk::net::test
