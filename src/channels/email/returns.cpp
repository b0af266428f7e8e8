// What comes back instead of an answer: bounces, receipts, complaints.
#include "channels/email/names.hpp"
#include "channels/email/wire.hpp"
#include "mail/charset.hpp"
#include "mail/thread_key.hpp"

#include <algorithm>
#include <array>

namespace keydesk::email {

namespace {

using What = desk::Notice::What;

bool is_ours(const mail::Report& report, const Us& us)
{
    auto token = mail::read_message_id(report.original_message_id);
    return token && token->domain == us.domain;
}

/// The part of ours whose own envelope sender this mail came to; empty: none.
std::string returned_part(const mail::Mail& mail, const Letter& letter, const Us& us)
{
    auto all = mail.delivered_to;
    all.push_back(letter.recipient);
    for (const auto& one : mail.to) all.push_back(one.address);
    for (const auto& address : all) {
        if (!is_own(us.own, address)) continue;
        if (auto part = mail::read_bounce_address(address, us.key)) return *part;
    }
    return {};
}

/// "It will take longer" is no bounce; without a report only its subject says so.
bool only_late(const std::string& subject)
{
    constexpr auto kWords = std::to_array<std::string_view>(
        {"delay", "Delay", "DELAY", "warning", "Warning", "WARNING", "延迟", "延遲"});
    return std::ranges::any_of(kWords, [&](auto word) { return subject.contains(word); });
}

std::optional<What> what_of(const mail::Report& report)
{
    if (report.kind == "abuse") return What::complained;
    if (report.action == "failed") return What::bounced;
    if (report.action == "delivered") return What::delivered;
    if (report.action == "displayed") return What::read;
    return std::nullopt;
}

std::string detail_of(const mail::Report& report)
{
    auto text = report.kind == "abuse" ? report.action + " " + report.diagnostic
                                       : report.status + " " + report.diagnostic;
    return mail::make_valid_utf8(text.substr(0, 300));
}

}  // namespace

std::vector<desk::Notice> notices_of(const mail::Mail& mail, const Letter& letter, const Us& us)
{
    std::vector<desk::Notice> notices;
    auto part = returned_part(mail, letter, us);
    for (const auto& report : mail.reports) {
        auto what = what_of(report);
        bool ours = is_ours(report, us);
        bool by_part = !ours && !part.empty() && report.kind == "delivery";
        if (!what || (!ours && !by_part)) continue;
        desk::Notice notice{
            .what = *what,
            .external_id = ours ? report.original_message_id : desk::kOfPart + part,
            .at = letter.came_at};
        if (*what == What::bounced || *what == What::complained) notice.detail = detail_of(report);
        notices.push_back(std::move(notice));
    }
    bool bare = mail.reports.empty() && mail.automatic == mail::Automatic::bounce;
    if (bare && !part.empty() && !only_late(mail.subject)) {
        notices.push_back(
            {.what = What::bounced,
             .external_id = desk::kOfPart + part,
             .detail = "returned without a report",
             .at = letter.came_at});
    }
    return notices;
}

std::string set_aside_reason(const mail::Mail& mail, const Letter& letter, const Us& us)
{
    bool ours = !returned_part(mail, letter, us).empty();
    bool delivery = false, complaint = false;
    for (const auto& report : mail.reports) {
        ours = ours || is_ours(report, us);
        delivery = delivery || report.kind == "delivery";
        complaint = complaint || report.kind == "abuse";
    }
    if (ours) return "";
    return complaint ? "complaint" : delivery ? "report" : "";
}

std::vector<std::string> complainers_of(const mail::Mail& mail, const Us& us)
{
    std::vector<std::string> all;
    for (const auto& report : mail.reports) {
        auto token = mail::read_message_id(report.original_message_id);
        if (report.kind != "abuse" || !token || token->domain != us.domain) continue;
        if (report.recipient.empty() || report.action == "not-spam") continue;
        if (mail::made_by_us(*token, key_for(us.key, report.recipient))) {
            all.push_back(report.recipient);
        }
    }
    return all;
}

}  // namespace keydesk::email
