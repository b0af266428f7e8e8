#include "desk/history/history.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr std::size_t kMostFaults = 50;
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
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    text.resize(most);
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

void add(ImportReport& sum, const ImportReport& one)
{
    sum.conversations += one.conversations;
    sum.messages += one.messages;
    sum.customers += one.customers;
    sum.known += one.known;
    sum.secrets += one.secrets;
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
        if (message.files > 0) one.body += "\n📎 " + std::to_string(message.files);
        out.messages.push_back(std::move(one));
    }
    return out;
}

Task<Result<ImportReport>> import_history(
    HistoryStore& store,
    Source source,
    PastExport history,
    std::string inbox,
    bool dry,
    std::function<void(std::size_t done)> step)
{
    ImportReport sum;
    sum.faults = std::move(history.faults);
    std::size_t done = 0;
    for (auto& past : history.conversations) {
        for (const auto& message : past.messages) {
            sum.files += static_cast<std::int64_t>(message.files);
        }
        auto name = past.external_id;
        auto put = co_await store.put(guarded(source, std::move(past)), inbox, dry);
        if (!put && put.error().kind != ErrorKind::conflict) co_return fail(put.error());
        if (put) add(sum, *put);
        if (!put) sum.faults.push_back(name + ": " + put.error().what);
        if (step) step(++done);
    }
    if (sum.faults.size() > kMostFaults) sum.faults.resize(kMostFaults);
    co_return sum;
}

}  // namespace keydesk::desk
