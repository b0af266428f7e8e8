#include "net/lmtp_wire.hpp"

#include "net/imap_words.hpp"
#include "net/smtp_wire.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace keydesk::net {

namespace {

/// "FROM:<a@b> SIZE=9" → a@b and the rest; nothing when it is not spelled so.
std::optional<std::pair<std::string, std::string_view>> path_of(
    std::string_view text, std::string_view word)
{
    if (imap::upper(text.substr(0, word.size())) != word) return std::nullopt;
    text.remove_prefix(word.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
    auto end = text.find('>');
    if (!text.starts_with('<') || end == text.npos) return std::nullopt;
    auto address = std::string{text.substr(1, end - 1)};
    text.remove_prefix(end + 1);
    return std::pair{std::move(address), text};
}

/// The SIZE that MAIL FROM announces; 0: none.
std::size_t announced_size(std::string_view parameters)
{
    auto text = imap::upper(parameters);
    auto at = text.find(" SIZE=");
    std::size_t size = 0;
    if (at == text.npos) return 0;
    std::from_chars(text.data() + at + 6, text.data() + text.size(), size);
    return size;
}

}  // namespace

LmtpSession::LmtpSession(std::string host, Knows knows, LmtpLimits limits)
    : host_{std::move(host)},
      knows_{std::move(knows)},
      limits_{limits}
{
    say("220 " + host_ + " LMTP");
}

void LmtpSession::feed(std::string_view bytes)
{
    buffer_.append(bytes);
    work();
}

std::string LmtpSession::take_words()
{
    return std::exchange(words_, {});
}

void LmtpSession::say(std::string_view line)
{
    words_.append(line).append("\r\n");
}

void LmtpSession::fault(std::string_view line)
{
    say(line);
    if (++faults_ < limits_.faults) return;
    say("421 4.7.0 too many faults");
    over_ = true;
}

void LmtpSession::reset()
{
    mail_ = {};
    has_sender_ = bare_ = too_long_ = false;
}

void LmtpSession::work()
{
    while (!over_ && !whole_) {
        bool more = in_data_ ? take_data() : take_command();
        if (!more) return;
    }
}

bool LmtpSession::take_command()
{
    auto end = buffer_.find('\n');
    if (std::min(end, buffer_.size()) > limits_.line) {
        over_ = true;
        say("500 5.5.2 line too long");
        return false;
    }
    if (end == buffer_.npos) return false;
    auto line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    if (!line.ends_with('\r')) {
        fault("500 5.5.2 lines end in CRLF");
        return true;
    }
    line.pop_back();
    obey(line);
    return true;
}

void LmtpSession::obey(std::string_view line)
{
    auto space = std::min(line.find(' '), line.size());
    auto verb = imap::upper(line.substr(0, space));
    auto rest = line.substr(std::min(space + 1, line.size()));
    if (verb == "LHLO") {
        greeted_ = true;
        reset();
        say("250-" + host_);
        say("250-8BITMIME");
        say("250-SMTPUTF8");
        say("250-PIPELINING");
        say("250-ENHANCEDSTATUSCODES");
        return say("250 SIZE " + std::to_string(limits_.size));
    }
    if (verb == "QUIT") {
        over_ = true;
        return say("221 2.0.0 bye");
    }
    if (verb == "NOOP") return say("250 2.0.0 ok");
    if (verb == "VRFY") return say("252 2.5.0 send it and see");
    if (verb == "RSET") {
        reset();
        return say("250 2.0.0 ok");
    }
    if (verb == "HELO" || verb == "EHLO") return fault("500 5.5.1 this is LMTP: say LHLO");
    if (verb != "MAIL" && verb != "RCPT" && verb != "DATA") return fault("500 5.5.1 unknown");
    if (!greeted_) return fault("503 5.5.1 say LHLO first");
    if (verb == "MAIL") return begin_mail(rest);
    if (verb == "RCPT") return add_recipient(rest);
    begin_data();
}

void LmtpSession::begin_mail(std::string_view rest)
{
    if (has_sender_) return fault("503 5.5.1 one mail at a time");
    auto path = path_of(rest, "FROM:");
    if (!path) return fault("501 5.5.4 MAIL FROM:<address>");
    if (announced_size(path->second) > limits_.size) return say("552 5.3.4 too large");
    has_sender_ = true;
    mail_.sender = std::move(path->first);
    say("250 2.1.0 ok");
}

void LmtpSession::add_recipient(std::string_view rest)
{
    if (!has_sender_) return fault("503 5.5.1 MAIL first");
    auto path = path_of(rest, "TO:");
    if (!path || !writable_address(path->first)) return fault("501 5.1.3 RCPT TO:<address>");
    if (mail_.recipients.size() >= limits_.recipients) return say("452 4.5.3 too many recipients");
    auto there = knows_(path->first);
    if (there == LmtpAddress::later) return say("450 4.2.1 this inbox is shut just now");
    if (there == LmtpAddress::unknown) return fault("550 5.1.1 nobody here has this address");
    mail_.recipients.push_back(std::move(path->first));
    say("250 2.1.5 ok");
}

void LmtpSession::begin_data()
{
    // RFC 2033, section 4.2: without a recipient there is nothing to answer for.
    if (mail_.recipients.empty()) return fault("503 5.5.1 no valid recipient");
    in_data_ = line_began_ = true;
    say("354 end with a dot");
}

bool LmtpSession::take_data()
{
    std::size_t taken = 0;
    while (in_data_) {
        auto end = buffer_.find('\n', taken);
        if (end == buffer_.npos) break;
        take_line(std::string_view{buffer_}.substr(taken, end + 1 - taken));
        taken = end + 1;
    }
    buffer_.erase(0, taken);
    if (!in_data_) return true;
    // The last dot, and the dot that is taken off, do not count.
    if (mail_.raw.size() + buffer_.size() > limits_.size + 3) {
        // The rest of an endless line is forgotten but for its last byte, which may be the CR.
        too_long_ = true;
        buffer_.erase(0, buffer_.empty() ? 0 : buffer_.size() - 1);
        line_began_ = false;
    }
    return false;
}

void LmtpSession::take_line(std::string_view line)
{
    bool whole = line.ends_with("\r\n");
    bool began = std::exchange(line_began_, whole);
    if (began && line == ".\r\n") return end_data();
    auto inside = line.substr(0, line.size() - (whole ? 2 : 1));
    if (!whole || inside.contains('\r')) bare_ = true;
    if (began && line.starts_with('.')) line.remove_prefix(1);
    if (mail_.raw.size() + line.size() > limits_.size) too_long_ = true;
    if (!too_long_ && !bare_) mail_.raw.append(line);
}

void LmtpSession::end_data()
{
    in_data_ = false;
    if (!bare_ && !too_long_) {
        whole_ = std::exchange(mail_, {});
        return reset();
    }
    auto why = too_long_ ? "552 5.3.4 too large" : "550 5.6.0 a bare CR or LF is in it";
    for (std::size_t i = 0; i < mail_.recipients.size(); ++i) say(why);
    reset();
}

void LmtpSession::judge(const std::vector<LmtpVerdict>& verdicts)
{
    if (!whole_) return;
    for (std::size_t i = 0; i < whole_->recipients.size(); ++i) {
        auto verdict = i < verdicts.size() ? verdicts[i] : LmtpVerdict::later;
        switch (verdict) {
            case LmtpVerdict::stored:
                say("250 2.0.0 stored");
                break;
            case LmtpVerdict::later:
                say("452 4.3.1 cannot store it now");
                break;
            case LmtpVerdict::refused:
                say("550 5.7.1 refused");
                break;
        }
    }
    whole_.reset();
    work();
}

}  // namespace keydesk::net
