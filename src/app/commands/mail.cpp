#include "app/commands/mail.hpp"

#include "base/crypto.hpp"
#include "mail/parse.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <iostream>
#include <iterator>
#include <string>

namespace keydesk::app {

namespace {

namespace json = boost::json;

json::array list_of(const std::vector<mail::Address>& addresses)
{
    json::array out;
    for (const auto& one : addresses) {
        out.push_back(json::object{{"name", one.name}, {"address", one.address}});
    }
    return out;
}

json::array list_of(const std::vector<std::string>& texts)
{
    json::array out;
    for (const auto& text : texts) out.emplace_back(text);
    return out;
}

json::array list_of(const std::vector<mail::Attachment>& attachments)
{
    json::array out;
    for (const auto& one : attachments) {
        out.push_back(json::object{
            {"name", one.name},
            {"type", one.type},
            {"size", one.bytes.size()},
            {"sha256", hex(sha256(one.bytes))},
            {"inline", one.is_inline},
            {"content_id", one.content_id}});
    }
    return out;
}

json::array list_of(const std::vector<mail::Report>& reports)
{
    json::array out;
    for (const auto& one : reports) {
        out.push_back(json::object{
            {"kind", one.kind},
            {"recipient", one.recipient},
            {"action", one.action},
            {"status", one.status},
            {"diagnostic", one.diagnostic},
            {"original_message_id", one.original_message_id}});
    }
    return out;
}

json::value date_of(const mail::Mail& mail)
{
    if (!mail.date) return nullptr;
    return std::chrono::duration_cast<std::chrono::seconds>(mail.date->time_since_epoch()).count();
}

json::object object_of(const mail::Mail& mail)
{
    json::object out;
    out["message_id"] = mail.message_id;
    out["in_reply_to"] = mail.in_reply_to;
    out["references"] = list_of(mail.references);
    out["from"] = list_of(mail.from);
    out["reply_to"] = list_of(mail.reply_to);
    out["to"] = list_of(mail.to);
    out["cc"] = list_of(mail.cc);
    out["delivered_to"] = list_of(mail.delivered_to);
    out["subject"] = mail.subject;
    out["date"] = date_of(mail);
    out["auto"] = mail::name_of(mail.automatic);
    out["bounce"] = mail.automatic == mail::Automatic::bounce;
    out["reports"] = list_of(mail.reports);
    out["text"] = mail.text;
    out["reply"] = mail.reply;
    out["quoted"] = mail.quoted;
    out["html"] = mail.html;
    out["attachments"] = list_of(mail.attachments);
    out["authenticated"] = json::object{
        {"known", mail.authenticated.known},
        {"aligned", mail.authenticated.aligned},
        {"detail", mail.authenticated.detail}};
    out["warnings"] = list_of(mail.warnings);
    return out;
}

}  // namespace

int mail_parse(const MailOptions& options, std::istream& in, std::ostream& out, std::ostream& err)
{
    const std::string raw{std::istreambuf_iterator<char>{in}, {}};
    mail::ParseOptions how;
    how.own = options.inboxes;
    how.authserv_ids = options.authserv_ids;
    const auto parsed = mail::parse(raw, how);
    if (!parsed) {
        err << "mail parse: " << parsed.error().what << "\n";
        return 1;
    }
    out << json::serialize(object_of(*parsed)) << '\n' << std::flush;
    return 0;
}

}  // namespace keydesk::app
