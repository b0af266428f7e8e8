#include "channels/email/wire.hpp"

#include "base/crypto.hpp"
#include "channels/email/names.hpp"
#include "guard/guard.hpp"
#include "mail/charset.hpp"
#include "mail/parse.hpp"
#include "mail/thread_key.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::email {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostReferences = 20;
constexpr std::size_t kLongestId = 250;

/// A UUID (version 8) from a hash.
std::string uuid_of(std::string_view text)
{
    auto hash = sha256(text);
    auto digest = hex(std::span{hash}.first<16>());
    digest[12] = '8';
    digest[16] = 'a';
    return digest.substr(0, 8) + "-" + digest.substr(8, 4) + "-" + digest.substr(12, 4) + "-" +
           digest.substr(16, 4) + "-" + digest.substr(20);
}

bool writable_id(const std::string& id)
{
    return id.size() <= kLongestId && std::ranges::none_of(id, [](char c) {
               return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) > 0x7E;
           });
}

std::string guarded_subject(const std::string& subject)
{
    return guard::clean(guard::RawText{mail::make_valid_utf8(subject)}).text.str();
}

/// Whether we wrote this Message-ID to this author.
bool ours_to(const std::string& id, const std::string& author, const Us& us, std::string& thread)
{
    auto token = mail::read_message_id(id);
    if (!token || token->domain != us.domain) return false;
    if (!mail::made_by_us(*token, key_for(us.key, author))) return false;
    thread = token->conversation;
    return true;
}

/// Recipients that may hold a token: the envelope's before the headers'.
std::vector<std::string> recipients_of(const mail::Mail& mail, const Letter& letter)
{
    std::vector<std::string> all;
    if (!letter.recipient.empty()) all.push_back(letter.recipient);
    all.insert(all.end(), mail.delivered_to.begin(), mail.delivered_to.end());
    for (const auto& one : mail.to) all.push_back(one.address);
    for (const auto& one : mail.cc) all.push_back(one.address);
    return all;
}

/// What a mail claims about its thread.
struct Claim {
    std::string by_address, by_id, answers;
    bool foreign = false;  ///< It holds a token that was made for somebody else.
};

Claim claim_of(const mail::Mail& mail, const Letter& letter, const Us& us)
{
    Claim claim;
    auto author = author_of(mail);
    for (const auto& recipient : recipients_of(mail, letter)) {
        auto token = mail::read_reply_address(recipient);
        if (!token || !is_own(us.own, token->inbox)) continue;
        if (mail::made_for(*token, author, us.key)) {
            claim.by_address = token->conversation;
        } else {
            claim.foreign = true;
        }
    }
    auto ids = mail.references;
    ids.push_back(mail.in_reply_to);
    for (auto id = ids.rbegin(); id != ids.rend() && claim.by_id.empty(); ++id) {
        if (ours_to(*id, author, us, claim.by_id)) {
            claim.answers = *id;
        } else if (auto token = mail::read_message_id(*id); token && token->domain == us.domain) {
            claim.foreign = true;
        }
    }
    return claim;
}

/// Mailing lists and groups carry what people write: it is answered by people, not by itself.
bool by_machine(mail::Automatic automatic)
{
    using mail::Automatic;
    return automatic != Automatic::none && automatic != Automatic::list &&
           automatic != Automatic::bulk;
}

std::string text_of(const mail::Mail& mail)
{
    if (!mail.reply.empty()) return mail.reply;
    if (!mail.attachments.empty()) return {};
    if (!mail.subject.empty()) return mail.subject;
    return "(empty mail)";
}

std::vector<desk::ArrivedFile> files_of(mail::Mail& mail)
{
    std::vector<desk::ArrivedFile> files;
    for (auto& one : mail.attachments) {
        auto size = static_cast<std::int64_t>(one.bytes.size());
        if (size == 0) continue;
        files.push_back(
            {.name = std::move(one.name),
             .type = std::move(one.type),
             .size = size,
             .bytes = std::move(one.bytes)});
    }
    return files;
}

std::vector<std::string> warnings_of(const mail::Mail& mail, const Joined& joined, const Us& us)
{
    auto warnings = mail.warnings;
    if (!mail.authenticated.aligned) {
        auto why = mail.authenticated.detail.empty() ? "" : " (" + mail.authenticated.detail + ")";
        warnings.insert(warnings.begin(), "sender not verified" + why);
    }
    if (!joined.warning.empty()) warnings.push_back(joined.warning);
    auto author = author_of(mail);
    if (mail.from.size() > 1) warnings.emplace_back("several authors");
    for (const auto& reply_to : mail.reply_to) {
        if (mail::bare_address(reply_to.address) == author) continue;
        // Whoever controls Reply-To could make us write to strangers.
        warnings.emplace_back("wants answers at another address; they go to the sender");
        break;
    }
    if (!mail.from.empty() && resembles(mail.from.front().name, us)) {
        warnings.emplace_back("name resembles ours");
    }
    return warnings;
}

}  // namespace

std::string key_for(const std::string& key, std::string_view recipient)
{
    return hex(hmac_sha256(key, "recipient\n" + mail::bare_address(recipient)));
}

std::string external_id_of(std::string_view raw, std::string_view message_id)
{
    auto digest = sha256(lasting_part(raw));
    std::string id;
    for (char c : message_id.substr(0, 140)) {
        auto byte = static_cast<unsigned char>(c);
        id += byte > 0x20 && byte < 0x7F ? c : '?';
    }
    return id + "#" + base64url(std::span{digest}.first<24>());
}

std::string new_thread_of(std::string_view external_id)
{
    return uuid_of("thread\n" + std::string{external_id});
}

Joined join_of(const mail::Mail& mail, const Letter& letter, const Us& us)
{
    auto claim = claim_of(mail, letter, us);
    bool verified = mail.authenticated.aligned;
    Joined joined{.thread = {}, .answers = claim.answers};
    auto thread = claim.by_address.empty() ? claim.by_id : claim.by_address;
    if (!thread.empty() && (verified || (!us.verifies && !claim.by_address.empty()))) {
        joined.thread = thread;
        return joined;
    }
    joined.answers.clear();
    if (!thread.empty()) joined.warning = "answers a conversation, but the sender is not verified";
    if (thread.empty() && claim.foreign) {
        joined.warning = "answers a conversation of somebody else";
    }
    return joined;
}

desk::Arrival arrival_of(
    mail::Mail mail, const Letter& letter, const Us& us, const std::string& external_id)
{
    auto joined = join_of(mail, letter, us);
    auto author = author_of(mail);
    Place place{
        .to = author,
        .name = mail.from.empty() ? std::string{} : mail.from.front().name,
        .subject = guarded_subject(mail.subject),
        .in_reply_to = writable_id(mail.message_id) ? mail.message_id : std::string{},
        .references = {},
        .verified = mail.authenticated.aligned,
        .quiet = mail.automatic != mail::Automatic::none};
    for (const auto& id : mail::continue_references(mail.references, mail.message_id)) {
        if (writable_id(id) && place.references.size() < kMostReferences) {
            place.references.push_back(id);
        }
    }
    desk::Arrival arrival{
        .external_id = external_id,
        .person =
            {.external_id = author.substr(0, 200),
             .name = place.name,
             .handle = author,
             .vouched = mail.authenticated.aligned},
        .place =
            {.key = joined.thread.empty() ? new_thread_of(external_id) : joined.thread,
             .address = write_place(place),
             .title = mail.subject},
        .text = guard::RawText{text_of(mail)},
        .files = {},
        .sent_at = mail.date.value_or(letter.came_at),
        .answers = joined.answers,
        .automatic = by_machine(mail.automatic),
        .warnings = warnings_of(mail, joined, us),
        .html = mail.html};
    if (!mail.quoted.empty()) arrival.quoted = guard::RawText{mail.quoted};
    arrival.files = files_of(mail);
    return arrival;
}

std::string write_place(const Place& place)
{
    json::array references;
    for (const auto& id : place.references) references.emplace_back(id);
    return json::serialize(json::object{
        {"to", place.to},
        {"name", place.name},
        {"subject", place.subject},
        {"in_reply_to", place.in_reply_to},
        {"references", std::move(references)},
        {"verified", place.verified},
        {"quiet", place.quiet},
        {"ours", place.ours}});
}

Result<Place> read_place(std::string_view text)
{
    Error wrong{ErrorKind::invalid_input, "this is no address of a mail thread"};
    boost::system::error_code error;
    auto value = json::parse(text, error);
    const auto* object = error ? nullptr : value.if_object();
    if (object == nullptr) return fail(wrong);
    auto word = [object](std::string_view name) {
        const auto* found = object->if_contains(name);
        const auto* words = found == nullptr ? nullptr : found->if_string();
        return words == nullptr ? std::string{} : std::string{*words};
    };
    Place place{
        .to = word("to"),
        .name = word("name"),
        .subject = word("subject"),
        .in_reply_to = word("in_reply_to"),
        .references = {}};
    auto truth = [object](std::string_view name, bool other) {
        const auto* found = object->if_contains(name);
        const auto* said = found == nullptr ? nullptr : found->if_bool();
        return said == nullptr ? other : *said;
    };
    place.verified = truth("verified", false);
    place.quiet = truth("quiet", true);
    place.ours = truth("ours", false);
    const auto* references = object->if_contains("references");
    if (references != nullptr && references->if_array() != nullptr) {
        for (const auto& id : *references->if_array()) {
            if (id.if_string() != nullptr) place.references.emplace_back(*id.if_string());
        }
    }
    if (place.to.empty()) return fail(wrong);
    return place;
}

Result<mail::Outgoing> outgoing_of(
    const desk::Departure& departure, const Place& place, const Us& us, bool tags)
{
    auto id = mail::own_message_id(
        departure.thread_key, departure.id, us.domain, key_for(us.key, place.to));
    if (!id) return fail(id.error());
    mail::Outgoing out{
        .from = {.name = {}, .address = us.address},
        .to = {{.name = place.name, .address = place.to}},
        .cc = {},
        .message_id = *id,
        .in_reply_to = place.in_reply_to,
        .references = place.references,
        .subject = place.ours ? place.subject : mail::reply_subject(place.subject),
        .text = departure.text,
        .automatic = departure.automatic,
        .loop = us.address};
    if (tags) {
        auto reply_to = mail::reply_address(us.address, departure.thread_key, place.to, us.key);
        if (reply_to) out.reply_to = *reply_to;
    }
    return out;
}

}  // namespace keydesk::email
