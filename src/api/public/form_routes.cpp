// The feedback form: what is wrong becomes a conversation, what is wished for a suggestion.
#include "api/public/public_door.hpp"

#include "api/read_body.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/trim.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::api {

namespace {

constexpr std::size_t kLargestForm = 65'536;

enum class Category { problem, suggestion, security, other };
BOOST_DESCRIBE_ENUM(Category, problem, suggestion, security, other)

struct FormOut {
    std::string form;
    int bits = 0;
    std::string brand, color;
    bool mail = false;  ///< Answers may go to an address, once it is confirmed.
};
BOOST_DESCRIBE_STRUCT(FormOut, (), (form, bits, brand, color, mail))

struct SubmissionIn {
    std::string form, work, website;
    std::string id;     ///< UUID: a repeat changes nothing.
    std::string token;  ///< Made by the browser: opens the status page.
    Category category = Category::other;
    std::string text, locale;
    std::optional<std::string> contact;
    std::optional<bool> declared_transaction_hash;
    std::optional<bool> answer_by_mail;  ///< Asks the owner of `contact`.
};
BOOST_DESCRIBE_STRUCT(
    SubmissionIn,
    (),
    (form,
     work,
     website,
     id,
     token,
     category,
     text,
     locale,
     contact,
     declared_transaction_hash,
     answer_by_mail))

struct SubmittedOut {
    std::int64_t number = 0;
    std::string inbox;  ///< Key for the chat door; empty for a suggestion.
    bool removed_secret = false;
    /// "asked": a confirmation goes to the address, if it may be written to; "busy": not now;
    /// empty: nobody wanted one.
    std::string mail = {};
};
BOOST_DESCRIBE_STRUCT(SubmittedOut, (), (number, inbox, removed_secret, mail))

struct StatusOut {
    std::int64_t number = 0;
    std::string status, inbox;
    OrNull<std::string> agent;
    Time created_at{}, changed_at{};
};
BOOST_DESCRIBE_STRUCT(StatusOut, (), (number, status, inbox, agent, created_at, changed_at))

const char* heading(Category category, bool chinese)
{
    switch (category) {
        case Category::problem:
            return chinese ? "【问题】" : "[Problem] ";
        case Category::security:
            return chinese ? "【安全】" : "[Security] ";
        case Category::suggestion:
        case Category::other:
            return "";
    }
    return "";
}

bool is_email(std::string_view text)
{
    auto at = text.find('@');
    auto plain = [](char c) { return c > ' ' && c != '<' && c != '>' && c != ',' && c != '\x7f'; };
    return text.size() <= 254 && at != text.npos && at > 0 && text.find('.', at) != text.npos &&
           text.find('@', at + 1) == text.npos && text.back() != '.' &&
           std::ranges::all_of(text, plain);
}

Faults faults_of(const SubmissionIn& in)
{
    Faults faults;
    auto malformed = [&](const char* field) {
        faults.push_back({field, std::string{problem::malformed}});
    };
    if (!is_uuid(in.id)) malformed("id");
    if (!is_token(in.token)) malformed("token");
    if (in.contact && !in.contact->empty() && !is_email(*in.contact))
        malformed("contact");
    else if (in.answer_by_mail.value_or(false) && !desk::is_mail_address(in.contact.value_or("")))
        malformed("contact");
    check_length(faults, "text", in.text, 1, 7'900);
    return faults;
}

std::string name_for(const std::string& hash, bool chinese)
{
    auto number = std::to_string(1000 + std::stoul(hash.substr(0, 6), nullptr, 16) % 9000);
    return (chinese ? "访客 " : "Visitor ") + number;
}

/// The first line is the title, what follows the body; a line too long for a title is both.
std::pair<std::string, std::string> title_and_body(const std::string& text)
{
    constexpr std::size_t kMost = 160;  // bytes
    auto end = std::min(text.find('\n'), text.size());
    if (end <= kMost) {
        auto rest = text.find_first_not_of("\r\n", end);
        return {text.substr(0, end), rest == text.npos ? std::string{} : text.substr(rest)};
    }
    return {std::string{cut_to(text, kMost)} + "…", text};
}

Task<net::Response> show_form(PublicDoor& door, net::Request& request)
{
    auto workspace = co_await door.parts.workspace.workspace();
    if (!workspace) co_return refused(request, workspace.error());
    FormOut out{
        door.seal.issue(),
        door.seal.bits(),
        workspace->name,
        workspace->brand_color,
        !door.parts.mail_inbox().empty()};
    co_return net::json(200, write(out)).with_header("Cache-Control", "no-store");
}

/// The browser's visitor in the form's inbox, made when it is new.
Task<Result<desk::Visitor>> visitor_of(
    PublicDoor& door, const desk::Inbox& inbox, std::string token, std::string locale)
{
    auto hash = token_hash(token);
    auto known = co_await door.parts.visitors.find(inbox.id, hash);
    if (known || known.error().kind != ErrorKind::not_found) co_return known;
    desk::NewVisitor fresh{
        .inbox = inbox.id,
        .token_hash = hash,
        .name = name_for(hash, locale == "zh-CN"),
        .locale = locale,
        .device = {}};
    co_return co_await door.parts.visitors.create(std::move(fresh));
}

/// Asks the owner of the address, unless too many were asked from here. What it answers is the
/// same for every address.
Task<Result<std::string>> ask_owner(
    PublicDoor& door, desk::NewConfirmation wanted, std::string prefix)
{
    wanted.inbox = door.parts.mail_inbox();
    if (wanted.inbox.empty()) co_return std::string{"busy"};
    for (auto& c : wanted.address) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (door.parts.own_address(wanted.address)) co_return std::string{"asked"};
    if (door.confirmations.allow(prefix)) co_return std::string{"busy"};
    auto asked = co_await door.parts.confirmations.ask(std::move(wanted));
    if (!asked) co_return fail(asked.error());
    co_return std::string{*asked ? "asked" : "busy"};
}

Task<Result<SubmittedOut>> open_conversation(PublicDoor& door, SubmissionIn in, std::string prefix)
{
    auto inbox = co_await door.parts.forms.form_inbox();
    if (!inbox) co_return fail(inbox.error());
    auto visitor = co_await visitor_of(door, *inbox, in.token, in.locale);
    if (!visitor) co_return fail(visitor.error());
    if (in.contact && !in.contact->empty() && visitor->fresh) {
        // Unconfirmed: agents see it, and no answer goes there.
        auto noted = co_await door.parts.conversations.edit_customer(
            visitor->customer.id, std::nullopt, *in.contact, std::nullopt, std::nullopt);
        if (!noted) co_return fail(noted.error());
    }
    bool chinese = in.locale == "zh-CN";
    desk::Incoming incoming{
        .inbox = inbox->id,
        .customer = visitor->customer.id,
        .visitor = visitor->id,
        .client_id = in.id,
        .text = guard::RawText{heading(in.category, chinese) + in.text},
        .files = {},
        .locale = in.locale,
        .declared_transaction_hash = in.declared_transaction_hash.value_or(false)};
    auto accepted = co_await door.parts.desk.accept(std::move(incoming));
    if (!accepted) co_return fail(accepted.error());
    const auto conversation = accepted->posted.message->conversation;
    if (in.category == Category::security && !accepted->posted.repeated) {
        desk::Change change{.priority = "urgent"};
        (void)co_await door.parts.desk.change(
            conversation, visitor->customer.id, desk::Face{}, std::move(change));
    }
    auto known = co_await door.parts.inboxes_changed();
    if (!known) co_return fail(known.error());
    auto made = co_await door.parts.conversations.get(conversation, "");
    if (!made) co_return fail(made.error());
    SubmittedOut out{made->number, inbox->key, !accepted->findings.empty()};
    if (in.answer_by_mail.value_or(false) && !accepted->posted.repeated) {
        desk::NewConfirmation wanted{
            .conversation = conversation,
            .inbox = {},
            .address = in.contact.value_or(""),
            .locale = in.locale};
        auto mail = co_await ask_owner(door, std::move(wanted), std::move(prefix));
        // What he wrote is kept, whatever becomes of the mail.
        out.mail = mail.value_or("busy");
    }
    co_return out;
}

Task<Result<SubmittedOut>> suggest(PublicDoor& door, SubmissionIn in)
{
    guard::Context context{.locale = in.locale == "zh-CN" ? guard::Locale::zh : guard::Locale::en};
    auto cleaned = guard::clean(guard::RawText{std::move(in.text)}, context);
    // Cut from guarded text they need no second look, but only the guard makes safe text.
    auto [title, body] = title_and_body(cleaned.text.str());
    desk::NewSuggestion fresh{
        .client_id = in.id,
        .title = guard::clean(guard::RawText{std::move(title)}, context).text,
        .body = guard::clean(guard::RawText{std::move(body)}, context).text,
        .locale = in.locale,
        .contact = in.contact.value_or(""),
        .voter_hash = token_hash(in.token)};
    auto made = co_await door.parts.suggestions.suggest(std::move(fresh));
    if (!made) co_return fail(made.error());
    co_return SubmittedOut{made->number, "", !cleaned.findings.empty()};
}

Task<net::Response> submit(PublicDoor& door, net::Request& request)
{
    auto in = co_await read_body<SubmissionIn>(request, kLargestForm);
    if (!in) co_return refused(request, in.error());
    auto faults = faults_of(*in);
    if (!faults.empty()) co_return refused(request, wrong_fields(std::move(faults)));
    FormProof proof{in->form, in->work, in->website, in->id};
    auto refusal = robot(door, door.submissions, request, proof);
    if (refusal) co_return refused(request, std::move(*refusal));
    in->locale = in->locale.starts_with("zh") ? "zh-CN" : "en";
    auto task = in->category == Category::suggestion
                    ? suggest(door, std::move(*in))
                    : open_conversation(door, std::move(*in), request.peer.prefix());
    auto done = co_await std::move(task);
    if (!done) co_return refused(request, done.error());
    co_return net::json(201, write(*done));
}

/// For the private status page: the token stands in the page's fragment, which no server sees.
Task<net::Response> show_status(PublicDoor& door, net::Request& request)
{
    Refusal unknown{Error{ErrorKind::denied, "unknown token"}};
    unknown.status = 401;
    auto header = request.header("Authorization");
    if (!header.starts_with("Bearer ")) co_return refused(request, std::move(unknown));
    auto hash = token_hash(header.substr(7));
    auto inboxes = co_await door.parts.visitors.inboxes();
    if (!inboxes) co_return refused(request, inboxes.error());
    for (const auto& inbox : *inboxes) {
        if (inbox.kind != "form") continue;
        auto visitor = co_await door.parts.visitors.find(inbox.id, hash);
        if (!visitor || !visitor->conversation) continue;
        auto made = co_await door.parts.conversations.get(*visitor->conversation, "");
        if (!made) co_return refused(request, made.error());
        StatusOut out{
            made->number, made->status, inbox.key, {}, made->created_at, made->last_message_at};
        if (made->assignee) out.agent.value = made->assignee->name;
        co_return net::json(200, write(out)).with_header("Cache-Control", "no-store");
    }
    co_return refused(request, std::move(unknown));
}

}  // namespace

void add_form_routes(net::Router& router, PublicDoor& door)
{
    using net::Method;
    router.on(
        Method::get, "/feedback/v1/form", [&door](net::Request& r) { return show_form(door, r); });
    router.on(Method::post, "/feedback/v1/submissions", [&door](net::Request& r) {
        return submit(door, r);
    });
    router.on(Method::get, "/feedback/v1/status", [&door](net::Request& r) {
        return show_status(door, r);
    });
}

}  // namespace keydesk::api
