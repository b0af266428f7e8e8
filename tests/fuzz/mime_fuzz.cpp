// Outside bytes as a mail: whatever comes, what is read is text, small, and filtered.
#include "mail/charset.hpp"
#include "mail/compose.hpp"
#include "mail/html_filter.hpp"
#include "mail/mime.hpp"
#include "mail/parse.hpp"
#include "mail/thread_key.hpp"

#include <cstdlib>
#include <string_view>

namespace {

using namespace keydesk::mail;

void must(bool holds)
{
    if (!holds) std::abort();
}

void must_be_text(std::string_view text)
{
    must(is_valid_utf8(text) && text.find('\0') == text.npos);
}

/// Headers are one line, or they could become two of ours.
void must_be_line(std::string_view text)
{
    must_be_text(text);
    must(text.find_first_of("\r\n") == text.npos);
}

void check_addresses(const std::vector<Address>& addresses)
{
    for (const auto& [name, address] : addresses) {
        must_be_line(name);
        must_be_line(address);
        must(address.empty() || address.find('@') != address.npos);
        must(address.find_first_of("<> ,") == address.npos);
    }
}

void check(const Mail& mail)
{
    must_be_line(mail.subject);
    must_be_line(mail.message_id);
    must(!mail.message_id.empty());
    for (const auto& list : {mail.from, mail.to, mail.cc, mail.reply_to}) check_addresses(list);
    for (const auto text : {&mail.text, &mail.reply, &mail.quoted, &mail.html}) must_be_text(*text);
    must(mail.reply.size() + mail.quoted.size() <= mail.text.size() + 2);
    must(filter_html(mail.html) == mail.html);
    for (const auto& file : mail.attachments) {
        must_be_line(file.name);
        must(file.name.find_first_of("/\\") == file.name.npos);
    }
    for (const auto& report : mail.reports) must_be_line(report.recipient);
}

/// An answer to anything can be written, and is read as what it is.
void check_answer(const Mail& mail)
{
    Outgoing out;
    out.from = {"Desk", "support@desk.example"};
    out.to = {{"", "li@example.com"}};
    out.message_id = "a@desk.example";
    out.subject = reply_subject(make_valid_utf8(mail.subject.substr(0, 300)));
    out.text = mail.text;
    const auto raw = compose(out);
    if (!raw) return;  // C1 controls and the like cannot stand in a header
    const auto again = parse(*raw);
    must(again && again->subject == decode_header(out.subject) && again->attachments.empty());
    must(again->text.find(marker_line()) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    const std::string_view raw{reinterpret_cast<const char*>(bytes), size};
    ParseOptions options;
    options.own = {"support@desk.example"};
    options.authserv_ids = {"mx.desk.example"};
    if (const auto mail = parse(raw, options)) {
        check(*mail);
        check_answer(*mail);
    }
    check_addresses(read_addresses(raw));
    for (const auto& parameter : read_parameters(raw).parameters) must_be_text(parameter.value);
    if (const auto token = read_reply_address(raw))
        must(!made_for(*token, "li@example.com", "key"));
    if (const auto token = read_message_id(raw)) must(!made_by_us(*token, "key"));
    return 0;
}
