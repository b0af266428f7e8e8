// Many customers and agents in one process, for the product and for `bare` alike.
//
//   load mode=chat   port=P inbox=KEY count=16 seconds=3 [agents=1 cookie=C csrf=T]
//   load mode=fanout port=P inbox=KEY agents=1000 seconds=3 cookie=C csrf=T
//   load mode=idle   port=P inbox=KEY count=5000        (prints a line when all are there)
//   load mode=echo   port=P count=100 seconds=2
// Prints one line of JSON.
#include "ledger.hpp"
#include "wire.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace keydesk::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Options = std::map<std::string, std::string>;

double micros_since(Clock::time_point start)
{
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

struct Peer {
    int file = -1;
    bool agent = false, upgraded = false, ready = false;
    std::string in, out;
    // A sender has one message on its way; the agent's frame may come after the next was sent.
    std::size_t index = 0, sent = 0;
    std::array<Clock::time_point, 8> started{};
};

class Load {
public:
    explicit Load(Options options) : options_{std::move(options)}
    {
        std::random_device random;
        std::snprintf(run_.data(), run_.size(), "%08x", random());
    }

    int start()
    {
        const auto mode = text("mode");
        const auto customers = mode == "fanout" ? 1 : number("count", mode == "echo" ? 100 : 16);
        const auto agents = number("agents", mode == "chat" && !text("cookie").empty() ? 1 : 0);
        for (std::size_t at = 0; at < agents; ++at) add(true);
        for (std::size_t at = 0; at < customers; ++at) add(false);
        if (!wait_until([&] { return ready_ == peers_.size(); }, 120)) {
            std::fprintf(stderr, "only %zu of %zu came in\n", ready_, peers_.size());
            return 1;
        }
        if (mode == "idle") return stay(agents + customers);
        for (auto& peer : peers_) {
            if (!peer->agent) send_next(*peer);
        }
        wait_until([] { return false; }, 0.4);
        forget();
        const auto begin = Clock::now();
        wait_until([] { return false; }, std::stod(text("seconds", "3")));
        report(std::chrono::duration<double>(Clock::now() - begin).count());
        return lost_ == 0 ? 0 : 1;
    }

private:
    std::string text(const std::string& name, std::string otherwise = "") const
    {
        const auto found = options_.find(name);
        return found == options_.end() ? std::move(otherwise) : found->second;
    }
    std::size_t number(const std::string& name, std::size_t otherwise) const
    {
        return options_.contains(name) ? std::stoul(options_.at(name)) : otherwise;
    }

    void add(bool agent)
    {
        // A hundred at a time: the listening queue is not endless.
        wait_until([&] { return peers_.size() - ready_ < 100; }, 60);
        auto peer = std::make_unique<Peer>();
        peer->agent = agent;
        peer->index = peers_.size();
        peer->file = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(number("port", 8080)));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(peer->file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            std::perror("connect");
            std::exit(1);
        }
        const int on = 1;
        setsockopt(peer->file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = peers_.size();
        epoll_ctl(epoll_, EPOLL_CTL_ADD, peer->file, &event);
        const auto host = "127.0.0.1:" + text("port");
        std::string head = agent ? "GET /api/v1/ws HTTP/1.1\r\n"
                                 : "GET /chat/v1/ws?inbox=" + text("inbox") + " HTTP/1.1\r\n";
        head += "Host: " + host + "\r\nOrigin: http://" + host +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ";
        head += agent ? "desk.v1\r\nCookie: " + text("cookie") : "chat.v1";
        peer->out = head + "\r\n\r\n";
        peers_.push_back(std::move(peer));
        flush(*peers_.back());
    }

    /// Serves the sockets until `done`, or `seconds` are over. Says whether it was done.
    bool wait_until(const std::function<bool()>& done, double seconds)
    {
        const auto end = Clock::now() + std::chrono::duration<double>(seconds);
        std::array<epoll_event, 512> events;
        while (!done()) {
            const auto left = std::chrono::duration<double, std::milli>(end - Clock::now()).count();
            if (left <= 0) return false;
            const int count = epoll_wait(
                epoll_, events.data(), events.size(), static_cast<int>(std::min(left + 1, 100.0)));
            for (int at = 0; at < count; ++at) {
                read_from(*peers_[events[static_cast<std::size_t>(at)].data.u64]);
            }
        }
        return true;
    }

    void read_from(Peer& peer)
    {
        char buffer[65536];
        const auto got = recv(peer.file, buffer, sizeof buffer, 0);
        if (got <= 0) {
            ++lost_;
            std::fprintf(
                stderr, "%s %zu was cut off\n", peer.agent ? "agent" : "customer", peer.index);
            epoll_ctl(epoll_, EPOLL_CTL_DEL, peer.file, nullptr);
            if (lost_ > 20) std::exit(1);
            return;
        }
        peer.in.append(buffer, static_cast<std::size_t>(got));
        if (!peer.upgraded && !upgrade(peer)) return;
        std::size_t at = 0;
        int opcode = 0;
        while (const auto frame = take_frame(peer.in, at, opcode)) {
            if (opcode == 1) hear(peer, *frame);
            if (opcode == 9) append_frame(peer.out, *frame, true, 10);
        }
        peer.in.erase(0, at);
        flush(peer);
    }

    bool upgrade(Peer& peer)
    {
        const auto end = peer.in.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        if (!peer.in.starts_with("HTTP/1.1 101")) {
            std::fprintf(stderr, "refused: %s\n", peer.in.c_str());
            std::exit(1);
        }
        peer.in.erase(0, end + 4);
        peer.upgraded = true;
        if (text("mode") == "echo") {
            be_ready(peer);
        } else if (peer.agent) {
            append_frame(peer.out, R"({"t":"hello","csrf":")" + text("csrf") + "\"}", true);
        } else {
            append_frame(peer.out, R"({"t":"hello","v":1,"dev":"bench","lang":"zh-CN"})", true);
        }
        return true;
    }

    void be_ready(Peer& peer)
    {
        if (!peer.ready) ++ready_;
        peer.ready = true;
    }

    void hear(Peer& peer, std::string_view frame)
    {
        if (text_mode_echo_) return echoed(peer);
        const auto word = field(frame, "t");
        if (word == "ack")
            acknowledged(peer);
        else if (word == "conv")
            shown(peer, frame);
        else if (word == "snap" || (peer.agent && word == "welcome"))
            be_ready(peer);
        else if (word == "ping")
            append_frame(peer.out, R"({"t":"pong"})", true);
        else if (word == "nack" || word == "bye") {
            if (refused_++ < 3)
                std::fprintf(stderr, "%.*s\n", static_cast<int>(frame.size()), frame.data());
        }
    }

    void echoed(Peer& peer)
    {
        acked_.push_back(micros_since(peer.started[peer.sent % 8]));
        send_next(peer);
    }

    void acknowledged(Peer& peer)
    {
        acked_.push_back(micros_since(peer.started[peer.sent % 8]));
        if (!fanout_) send_next(peer);
    }

    void shown(const Peer&, std::string_view frame)
    {
        const auto id = field(frame, "client_id");
        if (id.size() != 36 || !id.starts_with(run_.data())) return;
        std::size_t index = 0, sent = 0;
        std::from_chars(id.data() + 24, id.data() + 28, index, 16);
        std::from_chars(id.data() + 28, id.data() + 36, sent, 16);
        Peer& sender = *peers_[index];
        if (sender.sent - sent < 8) seen_.push_back(micros_since(sender.started[sent % 8]));
        if (!fanout_ || sent != sender.sent) return;
        if (++delivered_ == number("agents", 1)) {
            delivered_ = 0;
            send_next(sender);
            flush(sender);
        }
    }

    void send_next(Peer& peer)
    {
        ++peer.sent;
        peer.started[peer.sent % 8] = Clock::now();
        char id[64];
        std::snprintf(
            id, sizeof id, "%s-0000-4000-8000-%04zx%08zx", run_.data(), peer.index, peer.sent);
        std::string frame = R"({"t":"send","cmid":")";
        frame += id;
        frame += R"(","kind":"text","body":")";
        frame += kBody;
        frame += "\"}";
        append_frame(peer.out, frame, true);
        flush(peer);
    }

    static void flush(Peer& peer)
    {
        if (peer.out.empty()) return;
        // Blocking: a closed loop never has much on its way.
        if (send(peer.file, peer.out.data(), peer.out.size(), MSG_NOSIGNAL) > 0) peer.out.clear();
    }

    void forget()
    {
        acked_.clear();
        seen_.clear();
        refused_ = 0;
    }

    int stay(std::size_t count)
    {
        std::printf("{\"connected\":%zu}\n", count);
        std::fflush(stdout);
        wait_until([] { return false; }, std::stod(text("seconds", "600")));
        return 0;
    }

    static double at(std::vector<double>& values, double share)
    {
        if (values.empty()) return 0;
        const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
        std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(place));
        return values[place];
    }

    void report(double seconds)
    {
        std::printf(
            "{\"per_second\":%.0f,\"ack_p50_us\":%.0f,\"ack_p99_us\":%.0f,\"shown_per_second\":%."
            "0f,"
            "\"agent_p50_us\":%.0f,\"agent_p99_us\":%.0f,\"refused\":%zu,\"lost\":%zu}\n",
            static_cast<double>(acked_.size()) / seconds,
            at(acked_, 0.5),
            at(acked_, 0.99),
            static_cast<double>(seen_.size()) / seconds,
            at(seen_, 0.5),
            at(seen_, 0.99),
            refused_,
            lost_);
    }

    Options options_;
    bool text_mode_echo_ = text("mode") == "echo", fanout_ = text("mode") == "fanout";
    std::array<char, 16> run_{};
    int epoll_ = epoll_create1(0);
    std::vector<std::unique_ptr<Peer>> peers_;
    std::vector<double> acked_, seen_;
    std::size_t ready_ = 0, lost_ = 0, refused_ = 0, delivered_ = 0;
};

}  // namespace
}  // namespace keydesk::bench

int main(int argc, char** argv)
{
    keydesk::bench::Options options;
    for (int at = 1; at < argc; ++at) {
        const std::string word{argv[at]};
        const auto split = word.find('=');
        if (split == std::string::npos) return 2;
        options[word.substr(0, split)] = word.substr(split + 1);
    }
    return keydesk::bench::Load{std::move(options)}.start();
}
