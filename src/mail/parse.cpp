#include "mail/parse.hpp"

#include "base/crypto.hpp"
#include "mail/bodies.hpp"
#include "mail/charset.hpp"
#include "mail/judgement.hpp"
#include "mail/mime.hpp"
#include "mail/strip_reply.hpp"
#include "mail/structure.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace keydesk::mail {

namespace {

/// What nobody can mean; the rest of a longer list is left out with a warning.
constexpr std::size_t kMostAddresses = 500;
constexpr std::size_t kLongestList = 100'000;  ///< Bytes.
constexpr std::size_t kMostReferences = 200;
constexpr std::size_t kLongestSubject = 2'000;

std::vector<Address> addresses(const Fields& fields, std::string_view name, Mail& mail)
{
    std::vector<Address> out;
    for (const auto& one : fields) {
        if (one.name != name) continue;
        auto found = read_addresses(std::string_view{one.value}.substr(0, kLongestList));
        std::ranges::move(found, std::back_inserter(out));
        if (out.size() > kMostAddresses || one.value.size() > kLongestList) {
            out.resize(std::min(out.size(), kMostAddresses));
            mail.warnings.emplace_back("too many addresses");
            break;
        }
    }
    return out;
}

void read_ids(const Fields& fields, Mail& mail, std::string_view raw)
{
    const auto own = read_message_ids(field(fields, "message-id"));
    if (!own.empty()) {
        mail.message_id = own.front();
    } else {
        mail.message_id = hex(sha256(raw)).substr(0, 40) + "@no-message-id.invalid";
        mail.warnings.emplace_back("no message id");
    }
    const auto answered = read_message_ids(field(fields, "in-reply-to"));
    if (!answered.empty()) mail.in_reply_to = answered.front();
    mail.references = read_message_ids(field(fields, "references"));
    if (mail.references.size() > kMostReferences) {
        // The first says where it began, the last what was answered.
        mail.references.erase(
            mail.references.begin() + 1,
            mail.references.end() - static_cast<std::ptrdiff_t>(kMostReferences - 1));
    }
}

void read_head(const Fields& fields, Mail& mail)
{
    mail.from = addresses(fields, "from", mail);
    mail.reply_to = addresses(fields, "reply-to", mail);
    mail.to = addresses(fields, "to", mail);
    mail.cc = addresses(fields, "cc", mail);
    for (const auto name : {"delivered-to", "x-original-to", "envelope-to"}) {
        for (const auto& address : addresses(fields, name, mail)) {
            const bool known =
                std::ranges::find(mail.delivered_to, address.address) != mail.delivered_to.end();
            if (!address.address.empty() && !known) mail.delivered_to.push_back(address.address);
        }
    }
    mail.subject = decode_header(field(fields, "subject"));
    if (mail.subject.size() > kLongestSubject) {
        mail.subject = make_valid_utf8(mail.subject.substr(0, kLongestSubject));
        mail.warnings.emplace_back("subject cut");
    }
    mail.date = read_date(field(fields, "date"));
}

}  // namespace

std::string bare_address(std::string_view address)
{
    std::string out{address};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto at = out.rfind('@');
    const auto plus = out.find('+');
    if (at != out.npos && plus != out.npos && plus > 0 && plus < at) out.erase(plus, at - plus);
    return out;
}

Result<Mail> parse(std::string_view raw, const ParseOptions& options)
{
    auto structure = take_apart(raw, options.limits);
    if (!structure) return fail(structure.error());
    Mail mail;
    if (structure->bare) mail.warnings.emplace_back("no header");
    if (structure->unread) mail.warnings.emplace_back("parts not found");
    if (structure->too_deep) mail.warnings.emplace_back("nested too deep");
    read_ids(structure->fields, mail, raw);
    read_head(structure->fields, mail);
    mail.reports = reports_of(*structure);
    mail.automatic = automatic_of(structure->fields, mail, options);
    mail.authenticated = authenticated_of(structure->fields, mail.from, options);
    read_bodies(std::move(structure->leaves), mail);
    auto split = split_reply(mail.text);
    mail.reply = std::move(split.reply);
    mail.quoted = std::move(split.quoted);
    // A forwarded mail, or an answer below a quote that nothing marks: better all than nothing.
    if (mail.reply.empty()) {
        mail.reply = mail.text;
        mail.quoted.clear();
    }
    if (mail.from.empty() && mail.text.empty() && mail.attachments.empty()) {
        return fail(ErrorKind::invalid_input, "neither sender nor content");
    }
    return mail;
}

}  // namespace keydesk::mail
