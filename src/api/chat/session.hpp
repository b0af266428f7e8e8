#pragma once

#include "api/chat/frames.hpp"
#include "api/chat/services.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace keydesk::api::chat {

/// One device of one customer, whatever carries its frames: a socket, an event stream, a poll.
///
///     frames in ─▶ take ─▶ desk          feed ─▶ (in order of seq, gaps read from the store) ─▶
///     out
///
/// Lives on the io thread, made by `std::make_shared`.
class Session : public std::enable_shared_from_this<Session> {
public:
    using Out = std::function<void(FrameText)>;
    /// What take() wants done with the connection.
    enum class Then { go_on, close_unauthorised, close_bad };

    Session(
        ChatDoor& door,
        std::shared_ptr<const desk::Inbox> inbox,
        std::string address_prefix,
        Out out);
    ~Session();

    /// Acts on one frame; what there is to answer goes out before it returns.
    Task<Then> take(Frame frame);

    /// Opens the stream of a token without a hello: event streams, polls, uploads.
    /// Errors: `denied` when the token is not known.
    Task<Result<void>> enter(std::string token);
    /// Sends what comes after `seq`, then everything new. False: too far behind or another epoch;
    /// a snapshot was sent instead.
    Task<bool> follow(const std::string& epoch, std::int64_t seq);

    bool welcome() const noexcept { return visitor_.has_value(); }
    const desk::Visitor& visitor() const { return *visitor_; }
    const desk::Inbox& inbox() const noexcept { return *inbox_; }
    const std::string& customer() const { return visitor_->customer.id; }
    std::int64_t seq() const noexcept { return sent_; }
    void send(FrameText text) { out_(std::move(text)); }
    /// Sends the customer's place in the queue when it is another than he was told.
    void tell_place();

private:
    static constexpr std::size_t kPage = 50;  ///< Messages in a snapshot or a page of history.
    static constexpr std::int64_t kMostReplayed = 1'000;

    Task<Then> hello(Frame frame);
    Task<Then> identify(std::string jwt);
    Task<void> say(Frame frame);
    Task<void> take_out(Frame frame);
    Task<void> announce(Frame frame);
    Task<void> more(Frame frame);
    Task<void> read(Frame frame);
    Task<void> snapshot();
    void type(bool on);

    Task<Result<void>> make_visitor(const Frame& hello, std::string& token);
    Task<Result<desk::Visitor>> prove(std::string jwt);
    void listen();
    void hear(const desk::Happening& happening);
    /// Reads the store until nothing is missing.
    Task<void> catch_up();
    static Task<void> keep_up(std::shared_ptr<Session> self);
    void catch_up_soon();

    ChatDoor& door_;
    std::shared_ptr<const desk::Inbox> inbox_;
    std::string prefix_;
    Out out_;
    std::optional<desk::Visitor> visitor_;
    std::string locale_ = "en";
    std::string zone_;          ///< As his device calls it: not checked.
    std::int64_t sent_ = 0;     ///< public_seq of the last event that went out.
    std::int64_t waiting_ = 0;  ///< Highest public_seq heard of.
    bool following_ = false;
    bool catching_up_ = false;
    std::optional<desk::QueuePlace> told_place_;
    Subscription feed_;
};

/// The claims of a signed identity: who the wallet's server says this is.
struct Identity {
    std::string id, name, email;
};

/// Reads a JWT (RFC 7519), HS256 only, `sub` and `exp` required.
/// Errors: `denied` (signature, algorithm, expired), `invalid_input` (no JWT).
Result<Identity> read_identity(std::string_view jwt, std::string_view secret, Time now);

}  // namespace keydesk::api::chat
