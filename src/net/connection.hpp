#pragma once

// Private to net's own sources.

#include "net/core.hpp"
#include "net/message.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace keydesk::net {

class Socket;
class Stream;

/// One accepted connection, from its first byte to its last.
class Connection final : public std::enable_shared_from_this<Connection>,
                         public BodySource,
                         public Deadlines::Entry {
public:
    Connection(
        std::shared_ptr<Core> core,
        TcpSocket socket,
        Address peer,
        std::string prefix,
        std::shared_ptr<asio::ssl::context> tls);
    ~Connection() override;

    /// Runs until the connection ends; keeps itself alive.
    void start();
    /// No further request; what is idle goes at once.
    void drain();
    /// Now, whatever is under way.
    void cut();

    const std::string& prefix() const noexcept { return prefix_; }
    Core& core() noexcept { return *core_; }

    Task<Result<std::size_t>> read(std::span<char> into) override;
    void expire() override;

private:
    enum class Stage { handshake, idle, header, handler, body, write, stream, socket, linger };
    using When = Deadlines::When;

    // connection.cpp: reading
    Task<void> run();
    Task<bool> handshake();
    Task<bool> serve_one();
    Task<int> read_head(std::string& text);
    Task<ErrorCode> read_more();
    Task<void> linger();
    Task<Response> ask(Request& request, const Handler& handler);
    Task<void> open_socket(Request& request, const SocketRoute& route);
    int judge_upgrade(const Request& request, const SocketRoute& route) const;
    Request request_of(Head head, Target target);
    Response failed(const Request& request, std::string_view what);

    // body.cpp: the body of the request in progress
    void begin_body(const Head& head);
    Task<Result<std::size_t>> read_plain(std::span<char> into);
    Task<Result<std::size_t>> read_chunked(std::span<char> into);
    Task<Result<std::size_t>> read_some(std::span<char> into);
    Task<bool> finish_body();

    // answer.cpp: writing
    Task<bool> refuse(const Request* request, int status);
    Task<bool> answer(Request& request, Response& response);
    Task<bool> answer_file(Request& request, Response& response, const File& file);
    Task<bool> send_file(int file, std::uint64_t first, std::uint64_t size);
    Task<bool> answer_stream(Request& request, Response& response, EventStream& stream);
    Task<bool> write_all(std::string_view first, std::string_view second);
    void put_head(
        const Request* request, const Response& response, std::optional<std::uint64_t> length);

    void stage(Stage stage, std::chrono::milliseconds limit);
    using Span = Deadlines::Clock::duration;
    When paced(Span waited, std::chrono::milliseconds grace, std::uint64_t moved) const;

    std::shared_ptr<Core> core_;
    Wire wire_;
    Address peer_;
    std::string prefix_;
    std::shared_ptr<asio::ssl::context> tls_;
    asio::cancellation_signal cancel_;

    std::string in_;  ///< Read, but not yet used from in_at_ on.
    std::size_t in_at_ = 0;
    std::string out_;  ///< The head under way.
    Stage stage_ = Stage::idle;
    bool timed_out_ = false;
    bool cut_ = false;
    bool keep_alive_ = true;

    // The body of the request in progress.
    std::uint64_t body_left_ = 0;
    std::uint64_t body_moved_ = 0;
    Deadlines::Clock::duration body_waited_{};
    std::optional<ChunkReader> chunks_;
    bool body_failed_ = false;
    bool owes_continue_ = false;

    std::shared_ptr<Socket> socket_;
    std::shared_ptr<Stream> stream_;
};

}  // namespace keydesk::net
