// What a peer may say to our LMTP listener and what an SMTP server may answer: one answer for each
// recipient, no bare line end in what is stored, the same mails however the bytes were cut.
#include "net/lmtp_wire.hpp"
#include "net/proxy_talk.hpp"
#include "net/smtp_wire.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace keydesk::net;

void must(bool holds)
{
    if (!holds) std::abort();
}

LmtpAddress find(std::string_view recipient)
{
    if (recipient.starts_with("l")) return LmtpAddress::later;
    return recipient.starts_with("n") ? LmtpAddress::unknown : LmtpAddress::known;
}

struct Heard {
    std::vector<std::string> mails;
    std::string words;
};

Heard hold(std::string_view bytes, std::size_t cut)
{
    LmtpSession session{"h", find, {.size = 2'000, .recipients = 3, .line = 300, .faults = 10}};
    Heard heard;
    while (true) {
        auto size = std::min(cut, bytes.size());
        session.feed(bytes.substr(0, size));
        bytes.remove_prefix(size);
        while (session.mail()) {
            const auto& raw = session.mail()->raw;
            must(raw.size() <= 2'000);
            for (std::size_t i = 0; i < raw.size(); ++i) {
                if (raw[i] == '\n') must(i > 0 && raw[i - 1] == '\r');
                if (raw[i] == '\r') must(i + 1 < raw.size() && raw[i + 1] == '\n');
            }
            must(!session.mail()->recipients.empty());
            heard.mails.push_back(raw);
            session.judge({LmtpVerdict::stored, LmtpVerdict::later, LmtpVerdict::refused});
        }
        heard.words += session.take_words();
        if (bytes.empty() || session.over()) return heard;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    auto whole = hold(bytes, bytes.size());
    auto pieces = hold(bytes, 1 + data[0] % 7);
    must(whole.mails == pieces.mails);

    auto dressed = dotted(bytes);
    must(dressed.ends_with(".\r\n"));
    must(dressed.find("\r\n.\r\n") >= dressed.size() - 5);

    SmtpReplies replies;
    replies.feed(bytes);
    for (auto reply = replies.next(); reply && *reply; reply = replies.next()) {
        must((*reply)->code >= 200 && (*reply)->code <= 599);
        must((*reply)->shown().size() <= 200);
        (void)read_extensions(**reply);
    }
    for (auto url : {"http://u:p@h:1", "socks5h://u:p@h:1"}) {
        auto talk = ProxyTalk::make(url, "host", 993);
        for (auto c : bytes) {
            if (talk->done()) break;
            if (!talk->listens()) (void)talk->say();
            if (!talk->hear(c)) break;
        }
    }
    return 0;
}
