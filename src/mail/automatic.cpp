#include "mail/charset.hpp"
#include "mail/judgement.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace keydesk::mail {

namespace {

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool is_own(std::string_view address, const ParseOptions& options)
{
    const auto bare = bare_address(address);
    return std::ranges::any_of(
        options.own, [&](const std::string& own) { return bare_address(own) == bare; });
}

bool looped(const Fields& fields, const ParseOptions& options)
{
    return std::ranges::any_of(fields, [&](const Field& one) {
        if (one.name != "x-loop") return false;
        const auto named = read_addresses(one.value);
        return std::ranges::any_of(
            named, [&](const Address& address) { return is_own(address.address, options); });
    });
}

/// The part before @ of the first sender, without tag.
std::string sender_name(const Mail& mail)
{
    if (mail.from.empty()) return {};
    const auto bare = bare_address(mail.from.front().address);
    return bare.substr(0, bare.rfind('@'));
}

bool from_a_server(const Mail& mail)
{
    const auto name = sender_name(mail);
    return name == "mailer-daemon" || name == "postmaster" || name == "mail-daemon";
}

bool from_nobody(const Mail& mail)
{
    constexpr auto kNames = std::to_array<std::string_view>(
        {"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply"});
    return std::ranges::find(kNames, sender_name(mail)) != kNames.end();
}

/// Absence notes of programs that say it in the subject only (Outlook, QQ, 163).
bool subject_of_absence(std::string_view subject)
{
    constexpr auto kStarts = std::to_array<std::string_view>(
        {"自动回复:",
         "自动回复：",
         "自動回覆:",
         "自動回覆：",
         "automatic reply:",
         "auto reply:",
         "auto-reply:",
         "autoreply:",
         "out of office:",
         "out of office reply:",
         "automatische antwort:",
         "réponse automatique"});
    const auto text = lower(subject);
    return std::ranges::any_of(kStarts, [&](auto start) { return text.starts_with(start); });
}

bool says_reply(const Fields& fields, std::string_view submitted, std::string_view precedence)
{
    constexpr auto kHeaders = std::to_array<std::string_view>(
        {"x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply"});
    if (submitted.starts_with("auto-replied") || precedence == "auto_reply") return true;
    return std::ranges::any_of(kHeaders, [&](auto name) { return has_field(fields, name); });
}

bool from_a_list(const Fields& fields, std::string_view precedence)
{
    return precedence == "list" || std::ranges::any_of(fields, [](const Field& one) {
               return one.name.starts_with("list-") || one.name == "mailing-list" ||
                      one.name == "x-mailing-list";
           });
}

bool suppresses(const Fields& fields)
{
    const auto value = lower(field(fields, "x-auto-response-suppress"));
    return value.contains("all") || value.contains("oof") || value.contains("autoreply");
}

bool null_sender(const Fields& fields, const ParseOptions& options)
{
    if (options.envelope_sender) return options.envelope_sender->empty();
    const auto path = field(fields, "return-path");
    return has_field(fields, "return-path") && path.find('@') == path.npos &&
           path.find("<>") != path.npos;
}

}  // namespace

Automatic automatic_of(const Fields& fields, const Mail& mail, const ParseOptions& options)
{
    const auto submitted = lower(decode_header(field(fields, "auto-submitted")));
    const auto precedence = lower(decode_header(field(fields, "precedence")));
    const bool delivery = std::ranges::any_of(
        mail.reports, [](const Report& report) { return report.kind == "delivery"; });
    if (looped(fields, options)) return Automatic::loop;
    const bool own = std::ranges::any_of(
        mail.from, [&](const Address& from) { return is_own(from.address, options); });
    if (own) return Automatic::own;
    if (delivery) return Automatic::bounce;
    if (!mail.reports.empty()) return Automatic::report;
    if (says_reply(fields, submitted, precedence) || subject_of_absence(mail.subject)) {
        return Automatic::reply;
    }
    if (null_sender(fields, options) || from_a_server(mail)) return Automatic::bounce;
    if (read_parameters(field(fields, "content-type")).value == "multipart/report") {
        return Automatic::report;
    }
    if (from_a_list(fields, precedence)) return Automatic::list;
    const bool machine = !submitted.empty() && !submitted.starts_with("no");
    const bool bulk = precedence == "bulk" || precedence == "junk";
    if (machine || bulk || suppresses(fields) || from_nobody(mail)) return Automatic::bulk;
    return Automatic::none;
}

const char* name_of(Automatic automatic) noexcept
{
    switch (automatic) {
        case Automatic::none:
            return "none";
        case Automatic::bounce:
            return "bounce";
        case Automatic::reply:
            return "reply";
        case Automatic::list:
            return "list";
        case Automatic::bulk:
            return "bulk";
        case Automatic::loop:
            return "loop";
        case Automatic::own:
            return "own";
        case Automatic::report:
            return "report";
    }
    return "none";
}

}  // namespace keydesk::mail
