#include "desk/history/history.hpp"

#include "base/trim.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr std::size_t kMostListed = 50;
constexpr std::size_t kLongestBody = 32'000;  ///< Bytes; a longer one is cut.

struct Named {
    Source source;
    std::string_view name, title;
};

constexpr Named kSources[]{
    {Source::chatwoot, "chatwoot", "Chatwoot"},
    {Source::zammad, "zammad", "Zammad"},
    {Source::zendesk, "zendesk", "Zendesk"},
    {Source::freescout, "freescout", "FreeScout"}};

std::string safe(const std::string& text)
{
    return guard::clean(guard::RawText{text}).text.str();
}

/// Cut between two characters.
std::string cut(std::string text, std::size_t most)
{
    if (text.size() <= most) return text;
    text.resize(cut_to(text, most).size());
    return text + " […]";
}

void note_kinds(SafeMessage& message, const std::vector<guard::Finding>& findings)
{
    for (const auto& finding : findings) {
        std::string name{guard::name_of(finding.kind)};
        if (std::ranges::find(message.redacted, name) == message.redacted.end()) {
            message.redacted.push_back(std::move(name));
        }
    }
}

/// A customer's message beside those before it, of which pieces may turn out to be of a secret.
void guard_customer(SafeConversation& out, SafeMessage& message, const guard::RawText& text)
{
    std::vector<std::size_t> places;
    for (std::size_t i = out.messages.size(); i-- > 0;) {
        if (out.messages[i].kind == "customer") places.insert(places.begin(), i);
        if (places.size() + 1 == guard::kThreadWindow) break;
    }
    std::vector<std::string> earlier;
    for (auto place : places) earlier.push_back(out.messages[place].body);
    auto cleaned = guard::clean_thread(earlier, text);
    message.body = cleaned.newest.text.str();
    note_kinds(message, cleaned.newest.findings);
    out.findings += static_cast<std::int64_t>(cleaned.newest.findings.size());
    for (const auto& piece : cleaned.earlier) {
        auto& before = out.messages[places.at(piece.index)];
        before.body = piece.text.str();
        note_kinds(before, piece.findings);
    }
}

void add_some(std::vector<std::string>& list, const std::vector<std::string>& more)
{
    for (const auto& one : more) {
        if (list.size() < kMostListed) list.push_back(one);
    }
}

}  // namespace

std::optional<Source> source_of(std::string_view name) noexcept
{
    for (const auto& one : kSources)
        if (one.name == name) return one.source;
    return std::nullopt;
}

std::string_view name_of(Source source) noexcept
{
    return kSources[static_cast<std::size_t>(source)].name;
}

std::string_view title_of(Source source) noexcept
{
    return kSources[static_cast<std::size_t>(source)].title;
}

SafeConversation guarded(Source source, PastConversation past)
{
    auto& who = past.customer;
    SafeConversation out{
        .source = source,
        .external_id = past.external_id,
        .subject = cut(safe(past.subject), 500),
        .state = past.state,
        .customer =
            {who.external_id,
             cut(safe(who.name), 100),
             who.email,
             who.phone,
             who.locale,
             who.wallet_id},
        .created_at = past.created_at};
    for (auto& message : past.messages) {
        SafeMessage one{
            .kind = message.kind, .author_email = message.author_email, .at = message.at};
        guard::RawText text{cut(message.text.reveal(), kLongestBody)};
        if (one.kind == "customer") {
            guard_customer(out, one, text);
        } else {
            auto cleaned = guard::clean(text);
            one.body = cleaned.text.str();
            note_kinds(one, cleaned.findings);
            out.findings += static_cast<std::int64_t>(cleaned.findings.size());
        }
        for (const auto& file : message.files) {
            auto name = cut(safe(file.name), 200);
            if (name.empty()) name = cut(safe(file.id), 60);
            one.files.push_back({file.id, std::move(name), file.where});
        }
        out.messages.push_back(std::move(one));
    }
    return out;
}

void ImportReport::add(const ImportReport& other)
{
    conversations += other.conversations;
    messages += other.messages;
    customers += other.customers;
    known += other.known;
    secrets += other.secrets;
    files += other.files;
    files_taken += other.files_taken;
    add_some(missing, other.missing);
    add_some(faults, other.faults);
}

}  // namespace keydesk::desk
