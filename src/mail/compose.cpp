#include "mail/compose.hpp"

#include "base/crypto.hpp"
#include "mail/charset.hpp"
#include "mail/header_writer.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>

namespace keydesk::mail {

namespace {

Result<void> check(const Outgoing& mail)
{
    auto refuse = [](std::string_view field) {
        return fail(ErrorKind::invalid_input, std::string{field} + " cannot stand in a mail");
    };
    auto bad = [](const Address& one) {
        return !is_sendable(one.address) || !fits_header(one.name);
    };
    auto bad_id = [](const std::string& id) {
        return !fits_header(id) || id.find_first_of("<> ") != id.npos;
    };
    if (bad(mail.from)) return refuse("from");
    if (mail.to.empty() || std::ranges::any_of(mail.to, bad)) return refuse("to");
    if (std::ranges::any_of(mail.cc, bad)) return refuse("cc");
    if (!mail.reply_to.empty() && !is_sendable(mail.reply_to)) return refuse("reply_to");
    if (mail.message_id.empty() || bad_id(mail.message_id)) return refuse("message_id");
    if (bad_id(mail.in_reply_to)) return refuse("in_reply_to");
    if (std::ranges::any_of(mail.references, bad_id)) return refuse("references");
    if (!fits_header(mail.subject)) return refuse("subject");
    if (!mail.loop.empty() && !is_sendable(mail.loop)) return refuse("loop");
    for (const auto& file : mail.attachments) {
        const bool type =
            fits_header(file.type) && file.type.find_first_of(" ;\"") == file.type.npos;
        if (!type || !fits_header(file.name) || bad_id(file.content_id))
            return refuse("attachments");
    }
    return {};
}

std::string in_brackets(const std::vector<std::string>& ids)
{
    std::string out;
    for (const auto& id : ids) out += (out.empty() ? "<" : " <") + id + ">";
    return out;
}

std::string head_of(const Outgoing& mail)
{
    std::string out = write_field("From", write_address(mail.from));
    out += write_field("To", write_addresses(mail.to));
    if (!mail.cc.empty()) out += write_field("Cc", write_addresses(mail.cc));
    if (!mail.reply_to.empty()) {
        out += write_field("Reply-To", write_address({mail.from.name, mail.reply_to}));
    }
    out += write_field("Subject", encode_words(mail.subject));
    out += write_field("Date", write_date(mail.date));
    out += write_field("Message-ID", "<" + mail.message_id + ">");
    if (!mail.in_reply_to.empty()) out += write_field("In-Reply-To", "<" + mail.in_reply_to + ">");
    if (!mail.references.empty()) out += write_field("References", in_brackets(mail.references));
    out += write_field("X-Loop", mail.loop.empty() ? mail.from.address : mail.loop);
    if (mail.automatic) {
        out += write_field("Auto-Submitted", "auto-replied");
        out += write_field("X-Auto-Response-Suppress", "All");
    }
    return out + write_field("MIME-Version", "1.0");
}

std::string with_plain_lines(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 >= text.size() || text[i + 1] != '\n') out += '\n';
        } else if (text[i] != '\0') {
            out += text[i];
        }
    }
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

/// Base64 where escapes would be longer: Chinese.
std::string encoded_part(std::string_view type, std::string_view text)
{
    const auto wide = std::ranges::count_if(text, [](char c) { return c < 0; });
    const bool base64 = static_cast<std::size_t>(wide) * 6 > text.size();
    std::string out = write_field("Content-Type", std::string{type} + "; charset=utf-8");
    out += write_field("Content-Transfer-Encoding", base64 ? "base64" : "quoted-printable");
    out += "\r\n";
    if (!base64) return out + encode_quoted_printable(text) + "\r\n";
    std::string lines;  // RFC 2049: text has CRLF before it is encoded
    for (const char c : text) lines += c == '\n' ? std::string{"\r\n"} : std::string(1, c);
    return out + encode_base64_lines(lines);
}

std::string html_lines(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '\n') {
            out += "<br>\n";
        } else {
            out += c;
        }
    }
    return out;
}

std::string plain_body(const Outgoing& mail)
{
    std::string out;
    if (mail.marker) out += std::string{marker_line()} + "\n\n";
    out += with_plain_lines(make_valid_utf8(mail.text)) + "\n";
    if (!mail.signature.empty()) {
        out += "\n-- \n" + with_plain_lines(make_valid_utf8(mail.signature)) + "\n";
    }
    return out;
}

std::string html_body(const Outgoing& mail)
{
    std::string out = "<!doctype html>\n<html><body>\n";
    if (mail.marker) out += "<p><small>" + html_lines(marker_line()) + "</small></p>\n";
    out += "<div>" + html_lines(with_plain_lines(make_valid_utf8(mail.text))) + "</div>\n";
    if (!mail.signature.empty()) {
        const auto signature = with_plain_lines(make_valid_utf8(mail.signature));
        out += "<p>-- <br>\n" + html_lines(signature) + "</p>\n";
    }
    return out + "</body></html>\n";
}

/// "=_" cannot come out of base64 or quoted-printable, so no content holds a boundary.
std::string boundary_of(const Outgoing& mail, std::string_view level)
{
    return "=_" + hex(sha256(mail.message_id + std::string{level})).substr(0, 32);
}

std::string attachment_part(const Attachment& file)
{
    const bool typed = file.type.find('/') != file.type.npos &&
                       !file.type.starts_with("multipart/") && !file.type.starts_with("message/");
    std::string type = typed ? file.type : "application/octet-stream";
    // Old programs read names here only, and encoded-words only.
    if (!file.name.empty()) {
        const auto words = encode_words(file.name);
        type +=
            words == file.name ? write_parameter("name", file.name) : "; name=\"" + words + "\"";
    }
    std::string out = write_field("Content-Type", type);
    const std::string disposition = file.is_inline ? "inline" : "attachment";
    out += write_field(
        "Content-Disposition",
        disposition + (file.name.empty() ? "" : write_parameter("filename", file.name)));
    if (!file.content_id.empty()) out += write_field("Content-ID", "<" + file.content_id + ">");
    out += write_field("Content-Transfer-Encoding", "base64");
    return out + "\r\n" + encode_base64_lines(file.bytes);
}

std::string multipart(
    std::string_view kind, const std::string& boundary, const std::vector<std::string>& parts)
{
    std::string out = write_field(
        "Content-Type", "multipart/" + std::string{kind} + "; boundary=\"" + boundary + "\"");
    out += "\r\n";
    for (const auto& part : parts) out += "--" + boundary + "\r\n" + part + "\r\n";
    return out + "--" + boundary + "--\r\n";
}

}  // namespace

std::string_view marker_line() noexcept
{
    return "-- 请在此行以上回复 / reply above this line --";
}

Result<std::string> compose(const Outgoing& mail)
{
    auto fine = check(mail);
    if (!fine) return fail(fine.error());
    std::string body = multipart(
        "alternative",
        boundary_of(mail, "text"),
        {encoded_part("text/plain", plain_body(mail)), encoded_part("text/html", html_body(mail))});
    if (mail.attachments.empty()) return head_of(mail) + body;
    std::vector<std::string> parts{std::move(body)};
    for (const auto& file : mail.attachments) parts.push_back(attachment_part(file));
    return head_of(mail) + multipart("mixed", boundary_of(mail, "all"), parts);
}

}  // namespace keydesk::mail
