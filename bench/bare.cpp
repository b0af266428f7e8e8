// The limit of a server on this machine: one epoll thread with hand-made WebSocket framing, and for
// "desk" one writing thread with group commit. No log-in, no checks, no guard, no history: what the
// product's figures are held against. It answers to the same load client.
//
//   bare PORT echo        every frame comes back
//   bare PORT desk FILE   hello, send → stored → ack, and a frame to every agent's socket
#include "ledger.hpp"
#include "wire.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace keydesk::bench {
namespace {

struct Connection {
    Connection(int handle, int number) : file{handle}, conversation{number} {}

    int file, conversation;
    bool open = false, agent = false, waiting = false;
    std::string in, out;
};

struct Sent {
    int file, conversation;
    std::string client_id, body;
    sqlite3_int64 seq = 0;
};

/// Stores what is queued, a batch a commit, and wakes the sockets when it is on disk.
class Writer {
public:
    Writer(const std::string& path, int wake) : ledger_{path, 10'000}, wake_{wake}
    {
        std::thread{[this] { write_for_ever(); }}.detach();  // lives as long as the process
    }

    void add(Sent message)
    {
        const std::lock_guard lock{mutex_};
        queue_.push_back(std::move(message));
        more_.notify_one();
    }

    std::vector<Sent> take_done()
    {
        const std::lock_guard lock{mutex_};
        return std::move(done_);
    }

private:
    [[noreturn]] void write_for_ever()
    {
        for (;;) {
            std::vector<Sent> batch;
            {
                std::unique_lock lock{mutex_};
                more_.wait(lock, [&] { return !queue_.empty(); });
                batch.swap(queue_);
            }
            ledger_.run("BEGIN IMMEDIATE");
            for (auto& message : batch) {
                message.seq = ledger_.add(message.conversation, message.client_id, message.body);
            }
            ledger_.run("COMMIT");
            {
                const std::lock_guard lock{mutex_};
                for (auto& message : batch) done_.push_back(std::move(message));
            }
            const std::uint64_t one = 1;
            if (write(wake_, &one, sizeof one) < 0) std::abort();
        }
    }

    Ledger ledger_;
    int wake_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::vector<Sent> queue_, done_;
};

class Server {
public:
    Server(int port, bool echo, const char* file) : echo_{echo}
    {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        const int on = 1;
        setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
            listen(listener_, 4096) != 0) {
            std::perror("listen");
            std::exit(1);
        }
        watch(listener_, EPOLLIN, EPOLL_CTL_ADD);
        if (echo) return;
        wake_ = eventfd(0, EFD_NONBLOCK);
        watch(wake_, EPOLLIN, EPOLL_CTL_ADD);
        writer_ = std::make_unique<Writer>(file, wake_);
    }

    [[noreturn]] void run()
    {
        std::array<epoll_event, 512> events;
        for (;;) {
            const int count = epoll_wait(epoll_, events.data(), events.size(), -1);
            for (int at = 0; at < count; ++at) {
                const auto& event = events[static_cast<std::size_t>(at)];
                if (event.data.fd == listener_)
                    accept_all();
                else if (event.data.fd == wake_)
                    tell();
                else if (auto found = all_.find(event.data.fd); found != all_.end()) {
                    if (event.events & EPOLLOUT) flush(*found->second);
                    if (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_from(*found->second);
                }
            }
        }
    }

private:
    void watch(int file, std::uint32_t what, int how)
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = file;
        epoll_ctl(epoll_, how, file, &event);
    }

    void accept_all()
    {
        for (;;) {
            const int file = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
            if (file < 0) return;
            const int on = 1;
            setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            all_[file] = std::make_unique<Connection>(file, ++count_ % 10'000 + 1);
            watch(file, EPOLLIN, EPOLL_CTL_ADD);
        }
    }

    void read_from(Connection& peer)
    {
        char buffer[65536];
        const auto got = recv(peer.file, buffer, sizeof buffer, 0);
        if (got <= 0) {
            if (got < 0 && errno == EAGAIN) return;
            agents_.erase(peer.file);
            close(peer.file);
            all_.erase(peer.file);
            return;
        }
        peer.in.append(buffer, static_cast<std::size_t>(got));
        if (!peer.open && !handshake(peer)) return;
        std::size_t at = 0;
        int opcode = 0;
        while (const auto frame = take_frame(peer.in, at, opcode)) {
            if (opcode == 1) hear(peer, *frame);
        }
        peer.in.erase(0, at);
        if (peer.in.empty()) peer.in.shrink_to_fit();
        flush(peer);
    }

    bool handshake(Connection& peer)
    {
        const auto end = peer.in.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::string_view head{peer.in.data(), end + 2};
        const auto value = [&](std::string_view name) -> std::string_view {
            const auto from = head.find(name);
            if (from == std::string_view::npos) return {};
            return head.substr(from + name.size(), head.find("\r\n", from) - from - name.size());
        };
        const auto key = value("Sec-WebSocket-Key: ");
        if (key.empty()) {  // for measuring the start: any other request is answered 200
            peer.out += "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
            peer.in.erase(0, end + 4);
            flush(peer);
            return false;
        }
        peer.agent = head.starts_with("GET /api/");
        if (peer.agent) agents_.insert(peer.file);
        peer.out +=
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
            accept_key(key);
        if (const auto word = value("Sec-WebSocket-Protocol: "); !word.empty()) {
            peer.out += "\r\nSec-WebSocket-Protocol: " + std::string{word};
        }
        peer.out += "\r\n\r\n";
        peer.in.erase(0, end + 4);
        return peer.open = true;
    }

    void hear(Connection& peer, std::string_view frame)
    {
        if (echo_) return append_frame(peer.out, frame, false);
        const auto word = field(frame, "t");
        if (word == "send") {
            writer_->add(
                {peer.file,
                 peer.conversation,
                 std::string{field(frame, "cmid")},
                 std::string{field(frame, "body")}});
        } else if (word == "hello") {
            append_frame(peer.out, R"({"t":"welcome","epoch":"1","seq":0,"resumed":false})", false);
            append_frame(peer.out, R"({"t":"snap","seq":0,"msgs":[],"more":false})", false);
        }
    }

    /// After a commit: acknowledge to the senders, show to the agents.
    void tell()
    {
        std::uint64_t count = 0;
        if (read(wake_, &count, sizeof count) < 0) return;
        std::unordered_set<int> touched;
        for (const auto& message : writer_->take_done()) {
            const auto seq = std::to_string(message.seq);
            if (const auto found = all_.find(message.file); found != all_.end()) {
                append_frame(
                    found->second->out,
                    R"({"t":"ack","cmid":")" + message.client_id + R"(","seq":)" + seq + "}",
                    false);
                touched.insert(message.file);
            }
            if (agents_.empty()) continue;
            const std::string shown = R"({"t":"conv","m":{"seq":)" + seq + R"(,"client_id":")" +
                                      message.client_id + R"(","body":")" + message.body + "\"}}";
            for (const int agent : agents_) append_frame(all_[agent]->out, shown, false);
        }
        for (const int agent : agents_) flush(*all_[agent]);
        for (const int file : touched) {
            if (const auto found = all_.find(file); found != all_.end()) flush(*found->second);
        }
    }

    void flush(Connection& peer)
    {
        if (!peer.out.empty()) {
            const auto sent = send(peer.file, peer.out.data(), peer.out.size(), MSG_NOSIGNAL);
            if (sent > 0) peer.out.erase(0, static_cast<std::size_t>(sent));
        }
        if (peer.out.empty()) peer.out.shrink_to_fit();
        if (peer.out.empty() == !peer.waiting) return;
        peer.waiting = !peer.out.empty();
        watch(peer.file, EPOLLIN | (peer.waiting ? EPOLLOUT : 0U), EPOLL_CTL_MOD);
    }

    bool echo_;
    int epoll_ = epoll_create1(0), listener_ = -1, wake_ = -1, count_ = 0;
    std::unordered_map<int, std::unique_ptr<Connection>> all_;
    std::unordered_set<int> agents_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace
}  // namespace keydesk::bench

int main(int argc, char** argv)
{
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    if (argc < 3) return 2;
    keydesk::bench::Server{
        std::atoi(argv[1]), argv[2] == std::string{"echo"}, argc > 3 ? argv[3] : ""}
        .run();
}
