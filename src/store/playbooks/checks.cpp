// What the check of a case has found, as `when` in a playbook names it.
#include "store/payload.hpp"
#include "store/playbooks/turn.hpp"
#include "text/look_alike.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

constexpr auto kDiagnosis = R"(
    SELECT state, cause, body FROM diagnoses WHERE conversation = $1 AND kind = $2
    ORDER BY (state = 'asking' OR state = ''), updated_at DESC LIMIT 1)";

constexpr auto kIncident = R"(
    SELECT 1 FROM incidents WHERE case_type = $1 AND state = 'open' LIMIT 1)";

/// What we see and what to do now; the rest stands in the diagnosis beside it.
std::string advice_of(const Payload& diagnosis, bool chinese)
{
    auto said = diagnosis.object("advice").object(chinese ? "zh-CN" : "en");
    auto see = said.text("see");
    auto now = said.text("now");
    return see.empty() || now.empty() ? see + now : see + "\n" + now;
}

void add_causes(const Payload& diagnosis, std::string_view name, CheckFound& found)
{
    for (const auto& cause : diagnosis.objects(name))
        found.outcomes.push_back("cause." + cause.text("id"));
}

Result<void> by_chain(
    sql::Connection& db,
    const CaseTurn& turn,
    const std::string& kind,
    bool named,
    CheckFound& found)
{
    auto rows = db.query(kDiagnosis, {turn.conversation, kind});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        if (named) found.outcomes.push_back(kind + ".unknown");
        return {};
    }
    const auto& row = rows->front();
    auto state = row.text(0);
    if (state.empty() || state == "asking") {
        found.checking = true;
        return {};
    }
    Payload diagnosis{row.text(2)};
    add_causes(diagnosis, "shields", found);
    if (!row.text(1).empty()) found.outcomes.push_back("cause." + row.text(1));
    add_causes(diagnosis, "causes", found);
    found.advice = advice_of(diagnosis, turn.chinese);
    found.outcomes.push_back(kind + "." + state);
    return {};
}

Result<void> by_account(sql::Connection& db, const CaseTurn& turn, CheckFound& found)
{
    auto rows = db.query(
        "SELECT signal FROM account_signals WHERE customer = $1 ORDER BY at DESC", {turn.customer});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) found.outcomes.push_back("account." + row.text(0));
    if (rows->empty()) found.outcomes.emplace_back("account.unknown");
    return {};
}

/// Without scheme, "www." and path, in small letters: what is compared.
std::string host_of(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    for (std::string_view start : {"https://", "http://", "mailto:", "www.", "@"}) {
        if (text.starts_with(start)) text.erase(0, start.size());
    }
    if (text.starts_with("t.me/")) return text.substr(5, text.find_first_of("/?#", 5) - 5);
    return text.substr(0, text.find_first_of("/?# "));
}

std::string by_contact(const std::string& asked, const std::vector<std::string>& official)
{
    auto given = host_of(asked);
    if (given.empty()) return "contact.unknown";
    for (const auto& one : official) {
        if (host_of(one) == given) return "contact.official";
    }
    for (const auto& one : official) {
        if (text::likeness(given, host_of(one)) != text::Likeness::none)
            return "contact.look_alike";
    }
    return "contact.unknown";
}

Result<bool> has_incident(sql::Connection& db, const std::string& case_type)
{
    auto rows = db.query(kIncident, {case_type});
    // The table belongs to the queue; a house without it has no incidents.
    if (!rows) return false;
    return !rows->empty();
}

}  // namespace

Result<CheckFound> look_up(
    sql::Connection& db,
    const CaseTurn& turn,
    const desk::Playbook& playbook,
    const std::map<std::string, std::string>& facts,
    const PlaybookAround& around)
{
    CheckFound found;
    auto incident = has_incident(db, playbook.id);
    if (!incident) return fail(incident.error());
    found.incident = *incident;
    Result<void> done{};
    if (playbook.check == "transaction" || playbook.check == "address")
        done = by_chain(db, turn, playbook.check, facts.contains(playbook.check), found);
    if (playbook.check == "account") done = by_account(db, turn, found);
    if (!done) return fail(done.error());
    if (playbook.check == "status")
        found.outcomes.emplace_back(found.incident ? "status.incident" : "status.clear");
    auto url = facts.find("url");
    if (playbook.check == "contact" && url != facts.end()) {
        const auto& official = around.official;
        // Nothing to compare with says nothing about anybody.
        if (!official.empty()) found.outcomes.push_back(by_contact(url->second, official));
    }
    return found;
}

}  // namespace keydesk::store
