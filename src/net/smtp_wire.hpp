#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The language of SMTP (RFC 5321), without any socket.
namespace keydesk::net {

struct SmtpReply {
    int code = 0;
    std::string status = {};              ///< "4.7.1" (RFC 3463); empty: the server gives none.
    std::vector<std::string> lines = {};  ///< Their texts.

    bool good() const noexcept { return code >= 200 && code < 400; }
    /// The first line, fit for an operator's eyes, at most 200 bytes.
    std::string shown() const;
};

/// Cuts the bytes of a server into replies.
class SmtpReplies {
public:
    void feed(std::string_view bytes) { buffer_.append(bytes); }
    /// The next whole reply; nothing when more bytes are needed. Errors: `bad_reply`.
    Result<std::optional<SmtpReply>> next();

private:
    std::string buffer_;
    SmtpReply reply_;
};

/// What EHLO or LHLO tells.
struct SmtpExtensions {
    bool starttls = false, eight_bit = false, utf8 = false;
    std::optional<std::size_t> size;  ///< Bytes of the largest mail.
    std::vector<std::string> login;   ///< Upper case.
};
SmtpExtensions read_extensions(const SmtpReply& hello);

/// A mail as it goes after DATA: dots at the start of a line doubled, lines end in CRLF, the last
/// dot included.
std::string dotted(std::string_view mail);

/// Whether this can stand in MAIL FROM or RCPT TO.
bool writable_address(std::string_view address) noexcept;

}  // namespace keydesk::net
