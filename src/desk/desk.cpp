#include "desk/desk.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::desk {

namespace {

constexpr std::size_t kRememberedThreads = 20'000;
constexpr int kAttempts = 6;

bool says(const Error& error, std::string_view what)
{
    return error.kind == ErrorKind::conflict && error.what == what;
}

struct Limits {
    std::size_t text = Desk::kLongest, files = 10;
};

/// What came by a door was accepted by its provider: a long letter is kept, not refused.
constexpr Limits kByDoors{200'000, 40};

Result<void> check(
    const std::string& client_id, const guard::RawText& text, std::size_t files, Limits limits = {})
{
    if (!is_uuid(client_id)) return fail(ErrorKind::invalid_input, "client id is no UUID");
    auto length = code_points(text.reveal());
    if (!length) return fail(ErrorKind::invalid_input, "text is no UTF-8");
    if (*length > limits.text) return fail(ErrorKind::invalid_input, "too long");
    auto visible = text.reveal().find_first_not_of(" \t\r\n");
    if (visible == std::string::npos && files == 0) return fail(ErrorKind::invalid_input, "empty");
    if (files > limits.files) return fail(ErrorKind::invalid_input, "more than ten files");
    return {};
}

guard::Locale locale_of(std::string_view locale)
{
    return locale.starts_with("zh") ? guard::Locale::zh : guard::Locale::en;
}

/// Where the code point number `place` of valid UTF-8 begins.
std::size_t byte_of(std::string_view text, std::size_t place)
{
    std::size_t at = 0;
    for (std::size_t points = 0; at < text.size(); ++at) {
        bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && points++ == place) break;
    }
    return at;
}

/// The digits that could be a key as well as a hash, as they stand in the text. Nothing when
/// something certain was found beside them: then nobody is asked about anything.
std::vector<std::string> unsure_pieces(const std::string& text, const guard::Cleaned& judged)
{
    std::vector<std::string> pieces;
    for (const auto& span : judged.spans) {
        if (!span.uncertain) return {};
        auto from = byte_of(text, span.start);
        pieces.push_back(text.substr(from, byte_of(text, span.end) - from));
    }
    return pieces;
}

/// At most a few: a pasted list must not become a hundred questions.
std::vector<Subject> subjects_of(const Diagnoser* diagnoser, const std::string& text)
{
    constexpr std::size_t kMost = 5;
    if (diagnoser == nullptr) return {};
    auto subjects = diagnoser->subjects(text);
    if (subjects.size() > kMost) subjects.resize(kMost);
    return subjects;
}

/// A customer has one thread of talk by the website and one by each other door.
const std::string& key_of(const Incoming& incoming)
{
    return incoming.thread.empty() ? incoming.customer : incoming.thread;
}

/// The thread after a message was stored, so that the next one needs no look-up.
Thread grown(Thread thread, const CustomerMessage& stored, const Posted& posted)
{
    for (const auto& rewrite : stored.rewrites) {
        auto found = std::ranges::find(thread.ids, rewrite.message);
        if (found == thread.ids.end()) continue;
        thread.earlier[std::size_t(found - thread.ids.begin())] = rewrite.body.str();
    }
    thread.ids.push_back(posted.message->id);
    thread.earlier.push_back(posted.message->body);
    if (thread.ids.size() >= guard::kThreadWindow) {
        thread.ids.erase(thread.ids.begin());
        thread.earlier.erase(thread.earlier.begin());
    }
    thread.customer_count += 1;
    thread.agent_said.clear();
    return thread;
}

}  // namespace

Desk::Desk(Timeline& timeline, Feed& feed, std::string content_key)
    : timeline_{timeline},
      feed_{feed},
      content_key_{std::move(content_key)}
{
}

std::string Desk::content_mac(const Incoming& incoming) const
{
    auto content = incoming.text.reveal();
    for (const auto& file : incoming.files) content.append("\n").append(file);
    auto digest = hmac_sha256(content_key_, content);
    return hex(std::span{digest}.first<16>());
}

Task<Result<Thread>> Desk::thread_of(const Incoming& incoming)
{
    auto found = index_.find(key_of(incoming));
    if (found != index_.end()) co_return found->second->thread;
    co_return co_await timeline_.thread_of({incoming.inbox, incoming.customer, incoming.thread});
}

void Desk::remember(const std::string& key, const std::string& conversation, Thread thread)
{
    forget(key);
    threads_.push_front({key, conversation, std::move(thread)});
    index_[key] = threads_.begin();
    keys_.emplace(conversation, key);
    if (threads_.size() > kRememberedThreads) forget(std::string{threads_.back().key});
}

void Desk::forget(const std::string& key)
{
    auto found = index_.find(key);
    if (found == index_.end()) return;
    auto [first, last] = keys_.equal_range(found->second->conversation);
    auto mine = std::find_if(first, last, [&](const auto& pair) { return pair.second == key; });
    if (mine != last) keys_.erase(mine);
    threads_.erase(found->second);
    index_.erase(found);
}

void Desk::forget_conversation(const std::string& conversation)
{
    for (auto at = keys_.find(conversation); at != keys_.end(); at = keys_.find(conversation)) {
        forget(std::string{at->second});
    }
}

/// Digits that the guard is unsure of are hashes when a chain knows every one of them. Asked only
/// of nodes that are the operator's own: they may also be somebody's key.
Task<bool> Desk::are_transactions(std::vector<std::string> pieces)
{
    constexpr std::size_t kMost = 5;
    bool may_ask = diagnoser_ != nullptr && diagnoser_->only_own_nodes();
    if (!may_ask || pieces.empty() || pieces.size() > kMost) co_return false;
    for (const auto& piece : pieces) {
        auto subjects = diagnoser_->subjects(piece);
        if (subjects.size() != 1 || subjects[0].kind != "transaction") co_return false;
        auto found = co_await diagnoser_->explain(std::move(subjects[0]), {});
        if (!found.memory) co_return false;
    }
    co_return true;
}

Task<Result<Accepted>> Desk::accept(Incoming incoming)
{
    auto limits = incoming.thread.empty() ? Limits{} : kByDoors;
    auto fine = check(incoming.client_id, incoming.text, incoming.files.size(), limits);
    if (!fine) co_return fail(fine.error());
    auto mac = content_mac(incoming);
    bool asked_chains = false;

    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        auto thread = co_await thread_of(incoming);
        if (!thread) co_return fail(thread.error());
        guard::Context context{
            .agent_said = thread->agent_said,
            .locale = locale_of(incoming.locale),
            .declared_transaction_hash = incoming.declared_transaction_hash};
        auto judged = guard::clean_thread(thread->earlier, incoming.text, context);
        auto unsure = unsure_pieces(incoming.text.reveal(), judged.newest);
        if (!unsure.empty() && !std::exchange(asked_chains, true)) {
            bool hashes = co_await are_transactions(std::move(unsure));
            if (hashes) {
                incoming.declared_transaction_hash = context.declared_transaction_hash = true;
                judged = guard::clean_thread(thread->earlier, incoming.text, context);
            }
        }

        CustomerMessage message{
            .inbox = incoming.inbox,
            .customer = incoming.customer,
            .thread = incoming.thread,
            .entry = incoming.entry,
            .client_id = incoming.client_id,
            .body = judged.newest.text,
            .findings = judged.newest.findings,
            .files = incoming.files,
            .visitor = incoming.visitor,
            .content_mac = judged.newest.findings.empty() ? mac : std::string{},
            .based_on = thread->customer_count};
        auto all = judged.newest.findings;
        for (auto& piece : judged.earlier) {
            std::vector<std::string> kinds;
            for (const auto& f : piece.findings) kinds.emplace_back(guard::name_of(f.kind));
            all.insert(all.end(), piece.findings.begin(), piece.findings.end());
            message.rewrites.push_back(
                {thread->ids.at(piece.index), std::move(piece.text), std::move(kinds)});
        }
        if (!all.empty()) message.warning = warning_for(all, incoming.locale);
        message.subjects = subjects_of(diagnoser_, message.body.str());

        auto posted = co_await timeline_.post(message);
        if (posted && posted->repeated) {
            bool other = !posted->content_mac.empty() && posted->content_mac != mac;
            if (other) co_return fail(ErrorKind::conflict, "client id reused");
            co_return Accepted{std::move(*posted), {}};
        }
        if (posted) {
            remember(
                key_of(incoming),
                posted->message->conversation,
                grown(std::move(*thread), message, *posted));
            feed_.publish(
                {.conversation = posted->message->conversation,
                 .customer = incoming.customer,
                 .entries = posted->entries,
                 .deliveries = posted->deliveries});
            co_return Accepted{std::move(*posted), std::move(all)};
        }
        forget(key_of(incoming));
        if (!says(posted.error(), "thread moved")) co_return fail(posted.error());
    }
    co_return fail(ErrorKind::unavailable, "the conversation moves too fast");
}

Task<Result<void>> Desk::edit(std::string message, guard::RawText text, bool gone)
{
    // Judged alone: what stood around it is not known here, and the thread forgets it below.
    auto judged = guard::clean(text);
    auto edited =
        co_await timeline_.edit(std::move(message), std::move(judged.text), judged.findings, gone);
    if (!edited) co_return fail(edited.error());
    forget_conversation(edited->conversation);
    if (!edited->entries.empty()) feed_.publish(*edited);
    co_return Result<void>{};
}

TakenOut Desk::judged_pieces(
    const Thread& thread, const std::vector<Piece>& pieces, const std::string& locale) const
{
    TakenOut out{.based_on = thread.customer_count};
    for (const auto& piece : pieces) {
        auto found = std::ranges::find(thread.ids, piece.message);
        if (found == thread.ids.end()) continue;
        const auto& body = thread.earlier[std::size_t(found - thread.ids.begin())];
        if (code_points(body) != piece.size || piece.spans.empty()) continue;
        auto text = guard::without(guard::SafeText::restored(body), piece.spans, locale_of(locale));
        std::vector<std::string> kinds;
        for (const auto& span : piece.spans) {
            kinds.emplace_back(guard::name_of(span.kind));
            out.findings.push_back({span.kind, span.end - span.start, span.uncertain});
        }
        out.rewrites.push_back({piece.message, std::move(text), std::move(kinds)});
    }
    if (!out.findings.empty()) out.warning = warning_for(out.findings, locale);
    return out;
}

Task<Result<void>> Desk::take_out(
    std::string inbox, std::string customer, std::string locale, std::vector<Piece> pieces)
{
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        // Always read anew: what is remembered lacks the message that went out before the last.
        auto thread = co_await timeline_.thread_of({inbox, customer});
        if (!thread) co_return fail(thread.error());
        auto out = judged_pieces(*thread, pieces, locale);
        if (out.rewrites.empty()) co_return Result<void>{};
        out.inbox = inbox;
        out.customer = customer;
        auto happened = co_await timeline_.take_out(std::move(out));
        forget(customer);
        if (happened) {
            feed_.publish(*happened);
            co_return Result<void>{};
        }
        if (!says(happened.error(), "thread moved")) co_return fail(happened.error());
    }
    co_return fail(ErrorKind::unavailable, "the conversation moves too fast");
}

Task<Result<Posted>> Desk::write(Draft draft)
{
    auto keep = [this](AgentMessage message) { return timeline_.write(std::move(message)); };
    co_return co_await write_by(std::move(draft), keep);
}

Task<Result<Posted>> Desk::write_by(Draft draft, Keep keep)
{
    auto fine = check(draft.client_id, draft.text, draft.files.size());
    if (!fine) co_return fail(fine.error());
    auto judged = guard::clean(draft.text);
    AgentMessage message{
        .conversation = draft.conversation,
        .kind = draft.kind,
        .agent = draft.agent,
        .client_id = draft.client_id,
        .body = std::move(judged.text),
        .findings = std::move(judged.findings),
        .files = std::move(draft.files),
        .seen_seq = draft.seen_seq,
        .force = draft.force,
        .via = std::move(draft.via)};
    auto posted = co_await keep(std::move(message));
    if (!posted || posted->repeated) co_return posted;
    forget_conversation(posted->message->conversation);
    feed_.publish(
        {.conversation = posted->message->conversation,
         .customer = posted->customer,
         .entries = posted->entries,
         .deliveries = posted->deliveries});
    co_return posted;
}

Task<Result<void>> Desk::change(
    std::string conversation, std::string customer, Face agent, Change change)
{
    auto entries = co_await timeline_.change(conversation, agent, std::move(change));
    if (!entries) co_return fail(entries.error());
    if (!entries->empty()) feed_.publish({conversation, customer, *entries});
    co_return Result<void>{};
}

Task<Result<void>> Desk::agent_read(std::string conversation, std::string customer, Face agent)
{
    auto entries = co_await timeline_.agent_read(conversation, agent);
    if (!entries) co_return fail(entries.error());
    feed_.publish({conversation, customer, *entries});
    co_return Result<void>{};
}

Task<Result<void>> Desk::customer_saw(
    std::string conversation, std::string customer, std::int64_t public_seq, bool read)
{
    auto moved = co_await timeline_.customer_saw(conversation, public_seq, read);
    if (!moved) co_return fail(moved.error());
    if (*moved) feed_.publish({conversation, customer, {}, true});
    co_return Result<void>{};
}

Task<Result<void>> Desk::wake_snoozed()
{
    auto woken = co_await timeline_.wake_snoozed();
    if (!woken) co_return fail(woken.error());
    for (const auto& happening : *woken) feed_.publish(happening);
    co_return Result<void>{};
}

std::optional<std::size_t> code_points(std::string_view text) noexcept
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        auto first = static_cast<unsigned char>(text[i]);
        std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
        if (length == 0 || first == 0 || i + length > text.size()) return std::nullopt;
        char32_t value = length == 1 ? first : first & (0x7Fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0) != 0x80) return std::nullopt;
            value = (value << 6) | (next & 0x3Fu);
        }
        bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
        if (overlong || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) {
            return std::nullopt;
        }
        i += length;
    }
    return count;
}

}  // namespace keydesk::desk
