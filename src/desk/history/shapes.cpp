// The documented shapes of four desks' exports; each is read as far as it is there.
#include "desk/history/reading.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <optional>

namespace keydesk::desk::history {

namespace {

namespace json = boost::json;

std::string first_of(std::initializer_list<std::string> texts)
{
    for (const auto& one : texts)
        if (!one.empty()) return one;
    return {};
}

/// The lists of conversations that a document may be: itself, one in it, or only one.
std::vector<const json::value*> all_in(
    const json::value& document, std::initializer_list<std::string_view> names)
{
    if (document.is_array()) return items(document);
    for (auto name : names) {
        const auto& list = at(document, name);
        if (list.is_array()) return items(list);
    }
    return {&document};
}

using Index = std::map<std::string, const json::value*>;

/// By id.
Index index_of(const json::value& list)
{
    Index out;
    for (const auto* one : items(list)) out.emplace(text(at(*one, "id")), one);
    return out;
}

const json::value& found(const Index& index, const std::string& id)
{
    static const json::value nothing;
    auto place = index.find(id);
    return place == index.end() ? nothing : *place->second;
}

std::string locale_of(const std::string& text)
{
    return text.starts_with("zh") ? "zh-CN" : "en";
}

std::string whole_name(const json::value& who, std::string_view first, std::string_view last)
{
    auto one = text(at(who, first)), two = text(at(who, last));
    return one.empty() || two.empty() ? one + two : one + " " + two;
}

/// "photo.png" of a path or an address.
std::string last_part(const std::string& where)
{
    auto path = where.substr(0, where.find_first_of("?#"));
    return path.substr(path.find_last_of('/') + 1);
}

/// Attachments, by the names that the four give to the same.
std::vector<PastFile> files(const json::value& list)
{
    std::vector<PastFile> out;
    for (const auto* one : items(list)) {
        auto where = first_of(
            {text(at(*one, "content_url")),
             text(at(*one, "data_url")),
             text(at(*one, "fileUrl")),
             text(at(*one, "url")),
             text(at(*one, "path"))});
        auto name = first_of(
            {text(at(*one, "file_name")),
             text(at(*one, "fileName")),
             text(at(*one, "filename")),
             text(at(*one, "name")),
             last_part(where)});
        out.push_back({text(at(*one, "id")), std::move(name), std::move(where)});
    }
    return out;
}

/// Body as text: HTML where the source says so.
guard::RawText words(std::string body, bool html, const TextOfHtml& to_text)
{
    return guard::RawText{html ? to_text(body) : std::move(body)};
}

}  // namespace

/// Chatwoot, API of conversations: {data: {payload: […]}} or a list; messages inside.
void read_chatwoot(const json::value& document, const TextOfHtml&, const Take& take)
{
    const auto& data = at(document, "data");
    for (const auto* one :
         all_in(data.is_object() ? data : document, {"payload", "conversations"})) {
        const auto& sender = at(*one, "meta", "sender");
        const auto& who = sender.is_object() ? sender : at(*one, "contact");
        PastConversation past{
            .external_id = text(at(*one, "id")),
            .state = text(at(*one, "status")),
            .customer =
                {.external_id = text(at(who, "id")),
                 .name = text(at(who, "name")),
                 .email = text(at(who, "email")),
                 .phone = text(at(who, "phone_number")),
                 .locale = locale_of(text(at(who, "additional_attributes", "browser_language"))),
                 .wallet_id = text(at(who, "identifier"))},
            .created_at = time(at(*one, "created_at"))};
        for (const auto* m : items(at(*one, "messages"))) {
            auto type = text(at(*m, "message_type"));
            bool in = type == "0" || type == "incoming";
            bool out = type == "1" || type == "outgoing" || type == "3" || type == "template";
            if (!in && !out) continue;  // Activity: "assigned to …"
            past.messages.push_back(
                {.kind = truth(at(*m, "private")) ? "note"
                         : in                     ? "customer"
                                                  : "reply",
                 .author_email = text(at(*m, "sender", "email")),
                 .text = guard::RawText{text(at(*m, "content"))},
                 .files = files(at(*m, "attachments")),
                 .at = time(at(*m, "created_at"))});
        }
        take(std::move(past));
    }
}

static std::optional<PastMessage> zammad_message(
    const json::value& article, const std::string& author, const TextOfHtml& to_text)
{
    auto sender = first_of({text(at(article, "sender")), text(at(article, "sender_id"))});
    if (sender == "System" || sender == "3") return std::nullopt;
    std::string kind = sender == "Customer" || sender == "2" ? "customer" : "reply";
    bool html = text(at(article, "content_type")).starts_with("text/html");
    return PastMessage{
        .kind = truth(at(article, "internal")) ? "note" : kind,
        .author_email = author,
        .text = words(text(at(article, "body")), html, to_text),
        .files = files(at(article, "attachments")),
        .at = time(at(article, "created_at"))};
}

/// Zammad: {tickets, ticket_articles, users} as its API gives them, or tickets with `articles`.
void read_zammad(const json::value& document, const TextOfHtml& to_text, const Take& take)
{
    auto users = index_of(at(document, "users"));
    std::multimap<std::string, const json::value*> articles;
    for (auto name : {"ticket_articles", "articles"}) {
        for (const auto* one : items(at(document, name))) {
            articles.emplace(text(at(*one, "ticket_id")), one);
        }
    }
    for (const auto* one : all_in(document, {"tickets"})) {
        auto id = text(at(*one, "id"));
        const auto& inside = at(*one, "customer");
        auto customer = text(at(*one, "customer_id"));
        const auto& who = inside.is_object() ? inside : found(users, customer);
        PastConversation past{
            .external_id = id,
            .subject = text(at(*one, "title")),
            .state = first_of({text(at(*one, "state")), text(at(*one, "state_id"))}),
            .customer =
                {.external_id = first_of({text(at(who, "id")), customer}),
                 .name = whole_name(who, "firstname", "lastname"),
                 .email = first_of({text(at(who, "email")), text(inside)}),
                 .phone = first_of({text(at(who, "phone")), text(at(who, "mobile"))}),
                 .locale = locale_of(text(at(who, "preferences", "locale")))},
            .created_at = time(at(*one, "created_at"))};
        auto list = items(at(*one, "articles"));
        for (auto [place, end] = articles.equal_range(id); place != end; ++place) {
            list.push_back(place->second);
        }
        for (const auto* a : list) {
            auto author = text(at(found(users, text(at(*a, "created_by_id"))), "email"));
            if (auto message = zammad_message(*a, author, to_text)) {
                past.messages.push_back(std::move(*message));
            }
        }
        take(std::move(past));
    }
}

static PastMessage zendesk_message(
    const json::value& comment, bool by_customer, const TextOfHtml& to_text)
{
    bool hidden = !truth(at(comment, "public"));
    auto plain = first_of({text(at(comment, "plain_body")), text(at(comment, "body"))});
    auto html = plain.empty() ? text(at(comment, "html_body")) : std::string{};
    return {
        .kind = hidden        ? "note"
                : by_customer ? "customer"
                              : "reply",
        .text = words(html.empty() ? plain : html, !html.empty(), to_text),
        .files = files(at(comment, "attachments")),
        .at = time(at(comment, "created_at"))};
}

/// Zendesk: its JSON export has a ticket a line with `comments` inside; also {tickets, users}.
void read_zendesk(const json::value& document, const TextOfHtml& to_text, const Take& take)
{
    auto users = index_of(at(document, "users"));
    for (const auto* one : all_in(document, {"tickets"})) {
        auto requester = text(at(*one, "requester_id"));
        const auto& inside = at(*one, "requester");
        const auto& who = inside.is_object() ? inside : found(users, requester);
        requester = first_of({text(at(who, "id")), requester});
        PastConversation past{
            .external_id = text(at(*one, "id")),
            .subject = text(at(*one, "subject")),
            .state = text(at(*one, "status")),
            .customer =
                {.external_id = requester,
                 .name = text(at(who, "name")),
                 .email = text(at(who, "email")),
                 .phone = text(at(who, "phone")),
                 .locale = locale_of(text(at(who, "locale"))),
                 .wallet_id = text(at(who, "external_id"))},
            .created_at = time(at(*one, "created_at"))};
        auto comments = items(at(*one, "comments"));
        if (comments.empty() && !text(at(*one, "description")).empty()) {
            past.messages.push_back(
                {.kind = "customer",
                 .text = guard::RawText{text(at(*one, "description"))},
                 .at = past.created_at});
        }
        for (const auto* c : comments) {
            auto author = text(at(*c, "author_id"));
            auto message = zendesk_message(*c, author == requester, to_text);
            message.author_email = text(at(found(users, author), "email"));
            past.messages.push_back(std::move(message));
        }
        take(std::move(past));
    }
}

/// FreeScout, API: {_embedded: {conversations: [{…, _embedded: {threads}}]}}.
void read_freescout(const json::value& document, const TextOfHtml& to_text, const Take& take)
{
    const auto& embedded = at(document, "_embedded");
    for (const auto* one : all_in(
             embedded.is_object() && at(embedded, "conversations").is_array() ? embedded : document,
             {"conversations"})) {
        const auto& who = at(*one, "customer");
        PastConversation past{
            .external_id = text(at(*one, "id")),
            .subject = text(at(*one, "subject")),
            .state = text(at(*one, "status")),
            .customer =
                {.external_id = text(at(who, "id")),
                 .name = whole_name(who, "firstName", "lastName"),
                 .email = text(at(who, "email")),
                 .locale = "en"},
            .created_at = time(at(*one, "createdAt"))};
        const auto& threads = at(*one, "_embedded", "threads");
        for (const auto* t : items(threads.is_array() ? threads : at(*one, "threads"))) {
            auto type = text(at(*t, "type"));
            bool in = type == "customer", out = type == "message", note = type == "note";
            if (!in && !out && !note) continue;  // lineitem: "status changed"
            past.messages.push_back(
                {.kind = in    ? "customer"
                         : out ? "reply"
                               : "note",
                 .author_email = text(at(*t, "createdBy", "email")),
                 .text = words(text(at(*t, "body")), true, to_text),
                 .files = files(at(*t, "_embedded", "attachments")),
                 .at = time(at(*t, "createdAt"))});
        }
        take(std::move(past));
    }
}

}  // namespace keydesk::desk::history
