#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The server's side of LMTP (RFC 2033), without any socket.
namespace keydesk::net {

/// What became of a mail for one recipient.
enum class LmtpVerdict {
    stored,
    later,   ///< 452: not stored, the sender keeps it.
    refused  ///< 550: will never be taken.
};

/// Whether there is somebody for an address.
enum class LmtpAddress {
    known,
    later,   ///< 450: perhaps, but his inbox is shut just now.
    unknown  ///< 550.
};

struct LmtpMail {
    std::string sender;                   ///< MAIL FROM; empty: the null sender.
    std::vector<std::string> recipients;  ///< As written, each known.
    std::string raw;                      ///< Lines end in CRLF.
};

struct LmtpLimits {
    std::size_t size = std::size_t{31} << 20U;  ///< Bytes of a mail.
    std::size_t recipients = 100;
    std::size_t line = 4'096;  ///< Bytes of a command.
    int faults = 20;           ///< Wrong commands, then the connection ends.
};

/// One conversation. Fed with what the peer says; what it answers is taken out.
///
///     feed → (words to send)* ; when `mail()` holds one: store it, then `judge`, and go on.
///
/// A mail ends at CRLF "." CRLF and nowhere else; one that holds a bare CR or LF is refused, since
/// servers before us may have cut it elsewhere (SMTP smuggling, CVE-2023-51764).
class LmtpSession {
public:
    using Knows = std::function<LmtpAddress(std::string_view recipient)>;

    LmtpSession(std::string host, Knows knows, LmtpLimits limits = {});

    void feed(std::string_view bytes);
    /// What must be sent now.
    std::string take_words();
    /// A whole mail that waits for its verdicts; nothing else is read until they come.
    const std::optional<LmtpMail>& mail() const noexcept { return whole_; }
    /// One for each recipient, in their order.
    void judge(const std::vector<LmtpVerdict>& verdicts);
    bool over() const noexcept { return over_; }

private:
    void work();
    bool take_command();
    bool take_data();
    void obey(std::string_view line);
    void begin_mail(std::string_view rest);
    void add_recipient(std::string_view rest);
    void begin_data();
    void take_line(std::string_view line);
    void end_data();
    void say(std::string_view line);
    void fault(std::string_view line);
    void reset();

    std::string host_;
    Knows knows_;
    LmtpLimits limits_;
    std::string buffer_, words_;
    LmtpMail mail_;
    std::optional<LmtpMail> whole_;
    bool greeted_ = false, has_sender_ = false, in_data_ = false, over_ = false;
    bool bare_ = false;  ///< A CR or LF stood alone.
    bool too_long_ = false;
    bool line_began_ = true;  ///< What comes now follows a CRLF.
    int faults_ = 0;
};

}  // namespace keydesk::net
