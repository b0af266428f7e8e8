#include "net/smtp_client.hpp"

#include "net/base64.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::net {

namespace {

using std::chrono::milliseconds;

bool ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::unexpected<SmtpFault> stopped(SmtpStage stage, Error error)
{
    return std::unexpected{SmtpFault{.stage = stage, .error = std::move(error)}};
}

std::unexpected<SmtpFault> refused(SmtpStage stage, SmtpReply reply)
{
    return std::unexpected{SmtpFault{.stage = stage, .reply = std::move(reply)}};
}

std::unexpected<SmtpFault> refused_by_us(SmtpStage stage, int code, std::string why)
{
    return refused(stage, SmtpReply{.code = code, .lines = {std::move(why)}});
}

/// One conversation with a server.
class Talk {
public:
    explicit Talk(SmtpServer server) : server_{std::move(server)} {}

    Task<SmtpOutcome> begin();
    Task<SmtpOutcome> offer_sender(std::string from, std::size_t size, bool utf8);
    Task<SmtpOutcome> send_to(std::string to);
    Task<SmtpOutcome> hand_over(std::string mail);
    Task<void> leave();

    const SmtpExtensions& extensions() const noexcept { return extensions_; }

private:
    Task<SmtpOutcome> hear(SmtpStage stage, milliseconds limit);
    Task<SmtpOutcome> say(SmtpStage stage, std::string words);
    Task<SmtpOutcome> greet();
    Task<SmtpOutcome> secure();
    Task<SmtpOutcome> log_in();
    Task<SmtpOutcome> log_in_plainly();
    bool knows(std::string_view mechanism) const
    {
        return std::ranges::find(extensions_.login, mechanism) != extensions_.login.end();
    }

    SmtpServer server_;
    std::unique_ptr<LineStream> stream_;
    SmtpReplies replies_;
    SmtpExtensions extensions_;
};

Task<SmtpOutcome> Talk::hear(SmtpStage stage, milliseconds limit)
{
    while (true) {
        auto reply = replies_.next();
        if (!reply) co_return stopped(stage, reply.error());
        if (*reply) {
            if ((*reply)->good()) co_return std::move(**reply);
            co_return refused(stage == SmtpStage::answer ? SmtpStage::content : stage, **reply);
        }
        auto bytes = co_await stream_->receive(limit);
        if (!bytes) co_return stopped(stage, bytes.error());
        if (bytes->empty()) {
            auto what = "no answer in time from " + server_.server.where();
            co_return stopped(stage, {ErrorKind::unavailable, std::move(what)});
        }
        replies_.feed(*bytes);
    }
}

Task<SmtpOutcome> Talk::say(SmtpStage stage, std::string words)
{
    auto sent = co_await stream_->send(words + "\r\n", server_.patience);
    if (!sent) co_return stopped(stage, sent.error());
    co_return co_await hear(stage, server_.patience);
}

Task<SmtpOutcome> Talk::greet()
{
    auto words = (server_.lmtp ? "LHLO " : "EHLO ") + server_.greet_as;
    auto hello = co_await say(SmtpStage::connection, std::move(words));
    if (hello) extensions_ = read_extensions(*hello);
    co_return hello;
}

Task<SmtpOutcome> Talk::secure()
{
    auto secured = co_await stream_->secure();
    if (!secured) co_return stopped(SmtpStage::tls, secured.error());
    co_return SmtpReply{.code = 220};
}

Task<SmtpOutcome> Talk::begin()
{
    auto opened = co_await LineStream::open(server_.server);
    if (!opened) co_return stopped(SmtpStage::connection, opened.error());
    stream_ = std::move(*opened);
    if (server_.security == Security::tls) {
        auto secured = co_await secure();
        if (!secured) co_return secured;
    }
    auto greeting = co_await hear(SmtpStage::connection, server_.patience);
    if (!greeting) co_return greeting;
    auto hello = co_await greet();
    if (!hello) co_return hello;
    if (server_.security == Security::starttls) {
        if (!extensions_.starttls) {
            co_return refused_by_us(SmtpStage::tls, 530, "the server offers no STARTTLS");
        }
        auto ready = co_await say(SmtpStage::tls, "STARTTLS");
        if (!ready) co_return ready;
        replies_ = SmtpReplies{};  // What was said in the clear is not believed.
        auto secured = co_await secure();
        if (!secured) co_return secured;
        hello = co_await greet();
        if (!hello) co_return hello;
    }
    if (!server_.login) co_return hello;
    co_return co_await log_in();
}

Task<SmtpOutcome> Talk::log_in()
{
    const auto& login = *server_.login;
    if (login.bearer) {
        auto words = "AUTH XOAUTH2 " + base64(xoauth2_words(login));
        auto answer = co_await say(SmtpStage::login, std::move(words));
        // 334 holds the reason of a refusal; an empty line asks for the refusal itself.
        if (!answer || answer->code != 334) co_return answer;
        co_return co_await say(SmtpStage::login, "");
    }
    if (knows("PLAIN") || !knows("LOGIN")) {
        auto words = "AUTH PLAIN " + base64(plain_words(login));
        co_return co_await say(SmtpStage::login, std::move(words));
    }
    co_return co_await log_in_plainly();
}

Task<SmtpOutcome> Talk::log_in_plainly()
{
    const auto& login = *server_.login;
    auto asked = co_await say(SmtpStage::login, "AUTH LOGIN");
    if (!asked) co_return asked;
    auto named = co_await say(SmtpStage::login, base64(login.user));
    if (!named) co_return named;
    co_return co_await say(SmtpStage::login, base64(login.secret.reveal()));
}

Task<SmtpOutcome> Talk::offer_sender(std::string from, std::size_t size, bool utf8)
{
    if (extensions_.size && size > *extensions_.size) {
        co_return refused_by_us(SmtpStage::content, 552, "larger than the server takes");
    }
    if (utf8 && !extensions_.utf8) {
        co_return refused_by_us(SmtpStage::recipient, 553, "the server takes ASCII addresses only");
    }
    auto words = "MAIL FROM:<" + from + ">";
    if (extensions_.size) words += " SIZE=" + std::to_string(size);
    if (utf8) words += " BODY=8BITMIME SMTPUTF8";
    co_return co_await say(SmtpStage::sender, std::move(words));
}

Task<SmtpOutcome> Talk::send_to(std::string to)
{
    co_return co_await say(SmtpStage::recipient, "RCPT TO:<" + to + ">");
}

Task<SmtpOutcome> Talk::hand_over(std::string mail)
{
    auto ready = co_await say(SmtpStage::content, "DATA");
    if (!ready) co_return ready;
    if (ready->code != 354) co_return refused(SmtpStage::content, std::move(*ready));
    // When this fails the last dot, which stands at its end, was never handed over.
    auto sent = co_await stream_->send(dotted(mail), server_.last_patience);
    if (!sent) co_return stopped(SmtpStage::content, sent.error());
    co_return co_await hear(SmtpStage::answer, server_.last_patience);
}

Task<void> Talk::leave()
{
    if (!stream_) co_return;
    auto ignored = co_await stream_->send("QUIT\r\n", milliseconds{2'000});
    (void)ignored;
    stream_->close();
}

}  // namespace

const char* name_of(SmtpStage stage) noexcept
{
    switch (stage) {
        case SmtpStage::connection:
            return "connection";
        case SmtpStage::tls:
            return "tls";
        case SmtpStage::login:
            return "login";
        case SmtpStage::sender:
            return "sender";
        case SmtpStage::recipient:
            return "recipient";
        case SmtpStage::content:
            return "content";
        case SmtpStage::answer:
            return "answer";
    }
    return "answer";
}

Task<SmtpOutcome> submit(SmtpServer server, Submission submission)
{
    bool from_ok = submission.from.empty() || writable_address(submission.from);
    if (!from_ok || !writable_address(submission.to)) {
        co_return refused_by_us(SmtpStage::recipient, 553, "this is no address");
    }
    bool utf8 = !ascii(submission.from) || !ascii(submission.to) ||
                !ascii(submission.mail.substr(0, submission.mail.find("\r\n\r\n")));
    Talk talk{std::move(server)};
    auto outcome = co_await talk.begin();
    if (outcome) {
        outcome = co_await talk.offer_sender(submission.from, submission.mail.size(), utf8);
    }
    if (outcome) outcome = co_await talk.send_to(submission.to);
    if (outcome) outcome = co_await talk.hand_over(std::move(submission.mail));
    co_await talk.leave();
    co_return outcome;
}

Task<SmtpOutcome> try_sender(SmtpServer server, std::string from)
{
    Talk talk{std::move(server)};
    auto outcome = co_await talk.begin();
    if (outcome) outcome = co_await talk.offer_sender(std::move(from), 1'000, false);
    co_await talk.leave();
    co_return outcome;
}

}  // namespace keydesk::net
