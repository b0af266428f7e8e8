#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "net/imap_wire.hpp"
#include "net/line_stream.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::net {

/// How to prove who we are, for IMAP and for SMTP.
struct MailLogin {
    std::string user;
    Secret secret{""};    ///< A password, or an access token.
    bool bearer = false;  ///< XOAUTH2 (Google, Microsoft).
};

/// What XOAUTH2 sends: "user=…^Aauth=Bearer …^A^A", not yet in base64.
std::string xoauth2_words(const MailLogin& login);
/// What SASL PLAIN sends (RFC 4616), not yet in base64.
std::string plain_words(const MailLogin& login);

struct ImapMailbox {
    std::uint32_t uid_validity = 0;
    std::uint32_t uid_next = 0;  ///< 0: the server does not say.
    bool read_only = false;
};

struct ImapFace {
    std::uint32_t uid = 0;
    std::size_t size = 0;
    std::optional<Time> came_at;  ///< INTERNALDATE: when the server got it.
};

/// One session with an IMAP server (RFC 9051, RFC 3501). One command at a time.
///
///     client → connect → login → select → (search, look, fetch, mark_seen, move, idle)…
///
/// Errors: those of LineStream; `denied` (name or password refused), `not_found` (no such folder),
/// `unavailable` (the server is busy or says goodbye), `bad_reply` (no IMAP). After an error other
/// than `not_found` the session is over.
class ImapClient {
public:
    ImapClient(DialTo server, Security security);
    ~ImapClient();
    ImapClient(const ImapClient&) = delete;

    /// Connects, secures, and asks what the server can do.
    Task<Result<void>> connect();
    /// Says ID before and after: 163, 126 and QQ refuse SELECT as "Unsafe Login" otherwise.
    Task<Result<void>> login(MailLogin login);
    bool can(std::string_view capability) const;

    Task<Result<ImapMailbox>> select(std::string folder);
    /// UIDs from `first` on, rising; with `since`, of mail that came on that day or later.
    Task<Result<std::vector<std::uint32_t>>> search(
        std::uint32_t first, std::optional<Time> since = {});
    Task<Result<std::vector<ImapFace>>> look(std::vector<std::uint32_t> uids);
    /// The bytes of a mail, unread as before; nothing when it is gone. With `most`, only so many of
    /// its first bytes.
    Task<Result<std::optional<std::string>>> fetch(
        std::uint32_t uid, std::optional<std::size_t> most = {});
    Task<Result<void>> mark_seen(std::uint32_t uid);
    /// MOVE (RFC 6851), else COPY, \Deleted and UID EXPUNGE (RFC 4315); a server without the latter
    /// keeps the marked mail. Makes the folder when there is none.
    Task<Result<void>> move(std::uint32_t uid, std::string folder);

    /// Waits until something has come, at most `time`: by IDLE (RFC 2177). True when it has.
    Task<Result<bool>> idle(std::chrono::milliseconds time);
    Task<void> leave();

    /// How long the server may be silent in the middle of a command.
    std::chrono::milliseconds patience{60'000};

private:
    struct Answer {
        std::vector<imap::Response> data;
        imap::Response end;
        bool ok() const { return end.name == "OK"; }
    };

    Task<Result<imap::Response>> next(std::chrono::milliseconds limit);
    Task<Result<Answer>> command(std::string words);
    Task<Result<Answer>> finish(std::string tag);
    Task<Result<Answer>> authenticate(std::string mechanism, std::string words);
    Task<Result<void>> say_id();
    Task<Result<void>> ask_capabilities();
    Task<Result<Answer>> transfer(std::string verb, std::uint32_t uid, std::string folder);
    Task<Result<bool>> wait_for_news(std::chrono::milliseconds time);
    void learn(const imap::Response& response);
    std::string new_tag() { return "k" + std::to_string(++tags_); }

    DialTo server_;
    Security security_;
    std::unique_ptr<LineStream> stream_;
    imap::Reader reader_;
    std::set<std::string, std::less<>> capabilities_;
    std::uint64_t tags_ = 0;
    std::uint64_t exists_ = 0;
    bool news_ = false;  ///< EXISTS grew since it was last looked at.
};

}  // namespace keydesk::net
