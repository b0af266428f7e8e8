#include "desk/channels/intake.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr std::size_t kLongestKey = 200;
constexpr std::int64_t kLargestFile = 20 << 20;
constexpr auto kLinkLasts = std::chrono::hours{1};

/// The same UUID for the same message of the same inbox (RFC 9562, version 8).
std::string client_id_of(const std::string& inbox, const std::string& external_id)
{
    auto digest = sha256(inbox + "\n" + external_id);
    auto text = hex(std::span{digest}.first<16>());
    text[12] = '8';
    text[16] = 'a';
    return text.substr(0, 8) + "-" + text.substr(8, 4) + "-" + text.substr(12, 4) + "-" +
           text.substr(16, 4) + "-" + text.substr(20);
}

bool has_han(std::string_view text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0xE4 && byte <= 0xE9) return true;  // U+4000 to U+9FFF
    }
    return false;
}

std::string locale_of(const Person& person, std::string_view text)
{
    if (has_han(text) || person.locale.starts_with("zh")) return "zh-CN";
    return "en";
}

std::string guarded(const std::string& text)
{
    return code_points(text) ? guard::clean(guard::RawText{text}).text.str() : std::string{};
}

/// A name is what its owner wrote, too: it may be anything.
Person guarded(Person person)
{
    person.name = guarded(person.name);
    person.handle = guarded(person.handle);
    return person;
}

/// The words of a page, tags left out: what the guard must see of it.
std::string words_of(std::string_view html, std::string_view between)
{
    std::string text;
    bool inside = false;
    for (char c : html) {
        if (c == '<') inside = true;
        if (!inside) text += c;
        if (c == '>' && inside) {
            inside = false;
            text += between;
        }
    }
    return text;
}

/// A secret may be spread over tags, so both readings count; then only the text is kept.
std::string guarded_html(std::string html)
{
    for (std::string_view between : {"", " "}) {
        auto words = words_of(html, between);
        if (!code_points(words)) return {};
        if (!guard::clean(guard::RawText{std::move(words)}).findings.empty()) return {};
    }
    return html;
}

std::string lost_line(const std::string& name, const Error& error, bool zh)
{
    bool secret = error.what == "secret";
    auto shown = name.empty() ? std::string{zh ? "附件" : "attachment"} : name;
    if (zh) return "[" + shown + (secret ? "：含有机密内容，已删除]" : "：无法保存]");
    return "[" + shown + (secret ? ": held a secret and was removed]" : ": could not be kept]");
}

bool fits(const std::string& key)
{
    return !key.empty() && key.size() <= kLongestKey;
}

}  // namespace

Intake::Intake(IntakeParts& parts, InboxConfig inbox, Capabilities door)
    : parts_{parts},
      inbox_{std::move(inbox)},
      door_{std::move(door)}
{
}

Entrance Intake::entrance_of(const Arrival& arrival) const
{
    auto now = parts_.clock.now();
    auto allowance = arrival.allowance;
    if (!allowance && door_.window.length.count() > 0 && !arrival.automatic) {
        allowance = Allowance{.until = now + door_.window.length, .messages = {}};
        if (door_.window.messages > 0) allowance->messages = door_.window.messages;
    }
    return {
        .inbox = inbox_.id,
        .person = guarded(arrival.person),
        .place = arrival.place,
        .title = guarded(arrival.place.title),
        .link = arrival.link,
        .locale = locale_of(arrival.person, arrival.text.reveal()),
        .allowance = allowance,
        .at = now,
        .said = arrival.automatic ? guard::SafeText{} : guard::clean(arrival.text).text,
        .external_id = arrival.external_id};
}

/// Waits a little for the inbox that has the same mail in hand at this moment.
Task<Result<DoorThread>> Intake::enter(const Arrival& arrival)
{
    constexpr int kLooks = 25;
    for (int looks = 0;; ++looks) {
        auto thread = co_await parts_.doors.enter(entrance_of(arrival));
        bool elsewhere = thread && thread->inbox.id != inbox_.id;
        if (!elsewhere || !thread->conversation.empty()) co_return thread;
        if (looks == kLooks) co_return fail(ErrorKind::unavailable, "another inbox has it in hand");
        co_await sleep_for(std::chrono::milliseconds{200});
    }
}

Task<Result<std::string>> Intake::keep_one(ArrivedFile file, std::string thread)
{
    if (file.bytes.empty() && !file.source.empty()) {
        Attachment face{.name = file.name, .size = file.size};
        co_return co_await parts_.files.announce_awaited(
            std::move(thread), inbox_.id, std::move(face), std::move(file.source));
    }
    auto upload = parts_.blobs.begin(kLargestFile, true);
    if (!upload) co_return fail(upload.error());
    auto written = (*upload)->write(file.bytes);
    if (!written) co_return fail(written.error());
    auto kept = co_await (*upload)->finish();
    if (!kept) co_return fail(kept.error());
    auto size = static_cast<std::int64_t>(file.bytes.size());
    auto id = co_await parts_.files.announce(std::move(thread), {}, file.name, size);
    if (!id) co_return id;
    kept->face.id = *id;
    kept->face.name = file.name;
    auto filled = co_await parts_.files.filled(*id, kept->face, kept->sha256);
    if (!filled) co_return fail(filled.error());
    co_return id;
}

/// What cannot be kept for good is said in the text; what may work later is an error.
Task<Result<std::vector<std::string>>> Intake::keep(
    std::vector<ArrivedFile> files, const DoorThread& thread, std::string& text)
{
    std::vector<std::string> ids;
    bool zh = thread.locale == "zh-CN";
    for (auto& file : files) {
        auto name = file.name = guarded(file.name);
        auto id = co_await keep_one(std::move(file), thread.id);
        if (id) {
            ids.push_back(std::move(*id));
        } else if (id.error().transient()) {
            co_return fail(id.error());
        } else {
            if (!text.empty()) text += '\n';
            text += lost_line(name, id.error(), zh);
        }
    }
    co_return ids;
}

Task<Result<Entered>> Intake::accept(Arrival arrival)
{
    bool named = fits(arrival.external_id) && fits(arrival.place.key) &&
                 fits(arrival.person.external_id) && code_points(arrival.text.reveal());
    if (!named) co_return fail(ErrorKind::invalid_input, "no such message can be");
    auto known = co_await parts_.doors.arrived(inbox_.id, arrival.external_id);
    if (known) {
        co_return Entered{
            .repeated = true,
            .conversation = (*known)->conversation,
            .message = (*known)->id,
            .customer = {},
            .locale = {}};
    }
    if (known.error().kind != ErrorKind::not_found) co_return fail(known.error());

    auto thread = co_await enter(arrival);
    if (!thread) co_return fail(thread.error());
    if (thread->inbox.id != inbox_.id) {
        Notice doubled{.what = Notice::What::doubled, .external_id = arrival.external_id};
        auto noted = co_await note(std::move(doubled));
        if (!noted) co_return fail(noted.error());
        co_return Entered{
            .repeated = true,
            .conversation = thread->conversation,
            .message = {},
            .customer = {},
            .locale = {}};
    }
    auto text = arrival.text.reveal();
    auto files = co_await keep(std::move(arrival.files), *thread, text);
    if (!files) co_return fail(files.error());

    Entry entry{
        .external_id = arrival.external_id,
        .warnings = std::move(arrival.warnings),
        .quoted = {},
        .html = guarded_html(std::move(arrival.html)),
        .automatic = arrival.automatic};
    if (arrival.quoted && code_points(arrival.quoted->reveal()))
        entry.quoted = guard::clean(*arrival.quoted).text;
    Incoming incoming{
        .inbox = inbox_.id,
        .customer = thread->customer,
        .visitor = {},
        .client_id = client_id_of(inbox_.id, arrival.external_id),
        .text = guard::RawText{std::move(text)},
        .files = std::move(*files),
        .locale = thread->locale,
        .thread = thread->id,
        .entry = std::move(entry)};
    auto accepted = co_await parts_.desk.accept(std::move(incoming));
    if (!accepted) co_return fail(accepted.error());
    if (parts_.stir) parts_.stir();
    const auto& posted = accepted->posted;
    co_return Entered{
        .repeated = posted.repeated,
        .opened = posted.opened,
        .conversation = posted.message->conversation,
        .message = posted.message->id,
        .customer = thread->customer,
        .number = posted.number,
        .locale = thread->locale,
        .removed_secret = !accepted->findings.empty()};
}

Task<Result<void>> Intake::note(Notice notice)
{
    using What = Notice::What;
    if (notice.what == What::edited || notice.what == What::deleted) {
        auto message = co_await parts_.doors.arrived(inbox_.id, notice.external_id);
        // An edit of what never came here, or came before this desk: nothing to change.
        if (!message && message.error().kind == ErrorKind::not_found) co_return Result<void>{};
        if (!message) co_return fail(message.error());
        bool gone = notice.what == What::deleted;
        auto text = notice.text.value_or(guard::RawText{""});
        if (!code_points(text.reveal())) co_return fail(ErrorKind::invalid_input, "no UTF-8");
        co_return co_await parts_.desk.edit((*message)->id, std::move(text), gone);
    }
    notice.person = guarded(std::move(notice.person));
    auto told = co_await parts_.doors.noted(inbox_.id, std::move(notice));
    if (!told) co_return fail(told.error());
    for (const auto& happening : *told) parts_.desk.feed().publish(happening);
    if (parts_.stir) parts_.stir();
    co_return Result<void>{};
}

Task<Result<void>> Intake::quarantine(
    std::string reason,
    std::string raw,
    std::string from,
    std::string subject,
    std::string external_id)
{
    Quarantined item{
        .id = {},
        .inbox = inbox_.id,
        .reason = std::move(reason),
        .from = guarded(from),
        .subject = guarded(subject),
        .size = static_cast<std::int64_t>(raw.size())};
    auto sealed = parts_.seal("quarantine:" + inbox_.id, raw);
    co_return co_await parts_.quarantine.put(
        std::move(item), std::move(external_id), std::move(sealed));
}

Task<Result<std::string>> Intake::recall(std::string key)
{
    auto sealed = co_await parts_.configs.recall(inbox_.id, key);
    if (!sealed) co_return fail(sealed.error());
    if (sealed->empty()) co_return std::string{};
    auto text = parts_.open("memory:" + inbox_.id + ":" + key, *sealed);
    // Sealed under another master key (a backup of another house): as if never known.
    co_return text.value_or(std::string{});
}

Task<Result<void>> Intake::remember(std::string key, std::string value)
{
    auto sealed =
        value.empty() ? std::string{} : parts_.seal("memory:" + inbox_.id + ":" + key, value);
    co_return co_await parts_.configs.remember(inbox_.id, std::move(key), std::move(sealed));
}

Task<Result<std::string>> Intake::make_link(std::string conversation, std::string bound_to)
{
    auto token = random_token(16);
    auto made = co_await parts_.doors.make_link(
        hex(sha256(token)),
        std::move(conversation),
        std::move(bound_to),
        parts_.clock.now() + kLinkLasts);
    if (!made) co_return fail(made.error());
    co_return token;
}

std::vector<std::string> Intake::own_names() const
{
    return parts_.own_names ? parts_.own_names() : std::vector<std::string>{};
}

}  // namespace keydesk::desk
