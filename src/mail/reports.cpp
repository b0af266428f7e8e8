#include "mail/judgement.hpp"

#include "mail/charset.hpp"

#include <algorithm>
#include <cctype>

namespace keydesk::mail {

namespace {

constexpr std::size_t kMostReports = 100;
constexpr std::size_t kLongestDiagnostic = 500;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// "rfc822; nobody@b.example" → "nobody@b.example".
std::string untyped(std::string_view value)
{
    const auto semicolon = value.find(';');
    auto text = decode_header(semicolon == value.npos ? value : value.substr(semicolon + 1));
    if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
    return text;
}

std::string first_word(std::string_view value)
{
    auto text = lower(decode_header(value));
    return text.substr(0, text.find_first_of(" ("));
}

std::string cut(std::string text, std::size_t limit)
{
    return text.size() <= limit ? text : make_valid_utf8(text.substr(0, limit));
}

/// Blocks of fields, apart by empty lines: the first about the mail, one for each recipient.
std::vector<Report> delivery_reports(std::string_view bytes)
{
    std::vector<Report> out;
    std::string original;
    while (!bytes.empty() && out.size() < kMostReports) {
        std::size_t end = 0;
        const auto fields = read_fields(bytes, &end);
        bytes.remove_prefix(std::max<std::size_t>(end, 1));
        const auto envelope = read_message_ids(field(fields, "original-message-id"));
        if (!envelope.empty()) original = envelope.front();
        if (!has_field(fields, "final-recipient") && !has_field(fields, "original-recipient") &&
            !has_field(fields, "action")) {
            continue;
        }
        Report report;
        report.kind = "delivery";
        const auto recipient = field(fields, "final-recipient");
        report.recipient =
            untyped(recipient.empty() ? field(fields, "original-recipient") : recipient);
        report.action = first_word(field(fields, "action"));
        report.status = first_word(field(fields, "status"));
        report.diagnostic = cut(untyped(field(fields, "diagnostic-code")), kLongestDiagnostic);
        report.original_message_id = original;
        out.push_back(std::move(report));
    }
    return out;
}

/// RFC 8098: "Disposition: manual-action/MDN-sent-manually; displayed".
Report disposition_report(std::string_view bytes)
{
    const auto fields = read_fields(bytes);
    Report report;
    report.kind = "disposition";
    report.recipient = untyped(field(fields, "final-recipient"));
    const auto disposition = lower(decode_header(field(fields, "disposition")));
    const auto semicolon = disposition.find(';');
    if (semicolon != disposition.npos)
        report.action = first_word(disposition.substr(semicolon + 1));
    if (auto slash = report.action.find('/'); slash != report.action.npos)
        report.action.resize(slash);
    const auto ids = read_message_ids(field(fields, "original-message-id"));
    if (!ids.empty()) report.original_message_id = ids.front();
    return report;
}

/// RFC 5965.
Report abuse_report(std::string_view bytes)
{
    const auto fields = read_fields(bytes);
    Report report;
    report.kind = "abuse";
    report.action = first_word(field(fields, "feedback-type"));
    report.recipient = untyped(field(fields, "original-rcpt-to"));
    report.diagnostic = cut(decode_header(field(fields, "user-agent")), kLongestDiagnostic);
    return report;
}

/// The mail that is reported on, or its headers.
struct Original {
    std::string message_id, to;
};

Original original_of(const Structure& structure)
{
    for (const auto& leaf : structure.leaves) {
        const auto& type = leaf.type.value;
        if (!leaf.embedded && type != "text/rfc822-headers" && type != "message/rfc822-headers")
            continue;
        const auto fields = read_fields(leaf.bytes);
        const auto ids = read_message_ids(field(fields, "message-id"));
        const auto to = read_addresses(field(fields, "to"));
        if (ids.empty()) continue;
        return {ids.front(), to.size() == 1 ? to.front().address : std::string{}};
    }
    return {};
}

/// Exim and older Gmail name the addresses in a header only.
std::vector<Report> failed_recipients(const Structure& structure)
{
    std::vector<Report> out;
    for (const auto& address : read_addresses(field(structure.fields, "x-failed-recipients"))) {
        if (address.address.empty() || out.size() >= kMostReports) continue;
        Report report;
        report.kind = "delivery";
        report.recipient = address.address;
        report.action = "failed";
        out.push_back(std::move(report));
    }
    return out;
}

}  // namespace

std::vector<Report> reports_of(const Structure& structure)
{
    std::vector<Report> out;
    for (const auto& leaf : structure.leaves) {
        const auto& type = leaf.type.value;
        if (type == "message/delivery-status" || type == "message/global-delivery-status") {
            auto found = delivery_reports(leaf.bytes);
            std::ranges::move(found, std::back_inserter(out));
        } else if (type == "message/disposition-notification") {
            out.push_back(disposition_report(leaf.bytes));
        } else if (type == "message/feedback-report") {
            out.push_back(abuse_report(leaf.bytes));
        }
    }
    if (out.empty()) out = failed_recipients(structure);
    if (out.empty()) return out;
    const auto original = original_of(structure);
    for (auto& report : out) {
        if (report.original_message_id.empty()) report.original_message_id = original.message_id;
        // Many providers leave the recipient out of a complaint, but not of the mail.
        if (report.kind == "abuse" && report.recipient.empty()) report.recipient = original.to;
    }
    return out;
}

}  // namespace keydesk::mail
