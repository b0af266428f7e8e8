#include "store/integrators/history.hpp"

#include "base/ids.hpp"
#include "store/accounts/rows.hpp"
#include "store/conversations/rows.hpp"
#include "store/conversations/search_index.hpp"
#include "store/integrators/imports.hpp"

#include <boost/json.hpp>

#include <map>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kDry = "dry run";

constexpr auto kKnown =
    "SELECT id FROM imported WHERE source = $1 AND kind = $2 AND external_id = $3";

constexpr auto kNote =
    "INSERT INTO imported (source, kind, external_id, id) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT DO NOTHING";

constexpr auto kMakeCustomer = R"(
    INSERT INTO customers (id, name, email, phone, locale, external_id, created_at, seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7))";

constexpr auto kMakeConversation = R"(
    INSERT INTO conversations
        (id, number, inbox, customer, thread, status, seq, public_seq, change, snippet_from,
         snippet, snippet_at, last_message_at, customer_count, findings, created_at)
    VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM conversations), $2, $3, $4, 'resolved',
            $5, $6, $7, $8, $9, $10, $10, $11, $12, $13))";

constexpr auto kMakeMessage = R"(
    INSERT INTO messages
        (position, id, conversation, seq, public_seq, kind, author, body, payload, redacted, at,
         attachments)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))";

constexpr auto kMakeFile = R"(
    INSERT INTO files (id, conversation, name, declared_size, size, type, width, height, sha256,
                       created_at)
    VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9))";

/// The place before everything that there is.
constexpr auto kBefore =
    "SELECT min(position) FROM (SELECT coalesce(min(position), 0) AS position FROM messages"
    " UNION ALL SELECT 0)";

/// One conversation on its way into the store.
struct Putting {
    sql::Connection& db;
    const desk::SafeConversation& past;
    const std::string& inbox;
    Time now;
    std::int64_t change;
    desk::ImportReport report = {};
    std::map<std::string, std::string> agents = {};  ///< By e-mail; empty: none of ours.
    std::string source{desk::name_of(past.source)};

    Result<std::string> known(const char* kind, const std::string& external_id)
    {
        auto rows = db.query(kKnown, {source, kind, external_id});
        if (!rows) return fail(rows.error());
        return rows->empty() ? std::string{} : rows->front().text(0);
    }
    Result<void> note(const char* kind, const std::string& external_id, const std::string& id)
    {
        auto done = db.query(kNote, {source, kind, external_id, id});
        if (!done) return fail(done.error());
        return {};
    }
    Result<std::string> customer();
    Result<std::string> make_customer();
    Result<std::string> agent(const std::string& email);
    Result<std::string> conversation(const std::string& who);
    Result<void> messages(const std::string& conversation);

    /// Where the next entry goes.
    struct Place {
        std::string conversation;
        std::int64_t position = 0, seq = 0, shown = 0;
    };
    Result<void> say_whence(const Place& place);
    Result<void> say(Place& place, const desk::SafeMessage& message);
    Result<sql::Value> attach(const Place& place, const desk::SafeMessage& message);
};

Result<std::string> Putting::customer()
{
    const auto& who = past.customer;
    // Without an id of its own nobody is the same person as anybody else.
    auto name = who.external_id.empty() ? "of " + past.external_id : who.external_id;
    auto before = known("customer", name);
    if (!before || !before->empty()) return before;
    std::string id;
    if (!who.wallet_id.empty()) {
        auto rows = db.query("SELECT id FROM customers WHERE external_id = $1", {who.wallet_id});
        if (!rows) return fail(rows.error());
        if (!rows->empty()) id = rows->front().text(0);
    }
    if (id.empty()) {
        auto made = make_customer();
        if (!made) return made;
        id = *made;
    }
    auto noted = note("customer", name, id);
    if (!noted) return fail(noted.error());
    return id;
}

Result<std::string> Putting::make_customer()
{
    const auto& who = past.customer;
    auto id = new_id(now);
    auto name = who.name.empty() ? source + " " + who.external_id : who.name;
    auto wallet = who.wallet_id.empty() ? sql::Value{} : sql::Value{who.wallet_id};
    auto locale = who.locale.empty() ? "en" : who.locale;
    auto made = db.query(
        kMakeCustomer, {id, name, who.email, who.phone, locale, wallet, millis(past.created_at)});
    if (!made) return fail(made.error());
    ++report.customers;
    return id;
}

Result<std::string> Putting::agent(const std::string& email)
{
    auto [place, fresh] = agents.try_emplace(email);
    if (!fresh || email.empty()) return place->second;
    auto rows = db.query("SELECT id FROM agents WHERE email = $1", {email});
    if (!rows) return fail(rows.error());
    if (!rows->empty()) place->second = rows->front().text(0);
    return place->second;
}

Result<std::string> Putting::conversation(const std::string& who)
{
    std::int64_t shown = 0, asked = 0;
    const desk::SafeMessage* last = nullptr;
    for (const auto& message : past.messages) {
        if (message.kind == "note") continue;
        ++shown;
        last = &message;
        if (message.kind == "customer") ++asked;
    }
    if (last == nullptr) last = &past.messages.back();
    auto id = new_id(now);
    auto made = db.query(
        kMakeConversation,
        {id,
         inbox,
         who,
         "import:" + source + ":" + past.external_id,
         static_cast<std::int64_t>(past.messages.size()) + 1,
         shown,
         change,
         last->kind == "customer" ? "customer"
         : last->kind == "note"   ? "note"
                                  : "agent",
         snippet_of(last->body),
         millis(last->at),
         asked,
         past.findings,
         millis(past.created_at)});
    if (!made) return fail(made.error());
    return id;
}

Result<void> Putting::say_whence(const Place& place)
{
    json::object what{
        {"what", "imported"},
        {"source", desk::title_of(past.source)},
        {"number", past.external_id},
        {"subject", past.subject},
        {"state", past.state}};
    sql::Value none;
    auto said = db.query(
        kMakeMessage,
        {place.position,
         new_id(past.created_at),
         place.conversation,
         place.seq,
         none,
         "event",
         none,
         "",
         json::serialize(what),
         none,
         millis(past.created_at),
         none});
    if (!said) return fail(said.error());
    return {};
}

/// The files that came with a message, as it names them.
Result<sql::Value> Putting::attach(const Place& place, const desk::SafeMessage& message)
{
    if (message.kept.empty()) return sql::Value{};
    std::vector<desk::Attachment> faces;
    for (const auto& kept : message.kept) {
        auto face = kept.face;
        face.id = new_id(message.at);
        auto made = db.query(
            kMakeFile,
            {face.id,
             place.conversation,
             face.name,
             face.size,
             face.type,
             face.width,
             face.height,
             kept.sha256,
             millis(message.at)});
        if (!made) return fail(made.error());
        faces.push_back(std::move(face));
    }
    report.files_taken += static_cast<std::int64_t>(faces.size());
    return sql::Value{write_attachments(faces)};
}

Result<void> Putting::say(Place& place, const desk::SafeMessage& message)
{
    auto author = message.kind == "customer" ? Result<std::string>{} : agent(message.author_email);
    if (!author) return fail(author.error());
    ++place.position;
    ++place.seq;
    bool hidden = message.kind == "note";
    if (!hidden) ++place.shown;
    auto redacted = write_list(message.redacted);
    auto attached = attach(place, message);
    if (!attached) return fail(attached.error());
    auto put = db.query(
        kMakeMessage,
        {place.position,
         new_id(message.at),
         place.conversation,
         place.seq,
         hidden ? sql::Value{} : sql::Value{place.shown},
         message.kind,
         author->empty() ? sql::Value{} : sql::Value{*author},
         message.body,
         sql::Value{},
         redacted.empty() ? sql::Value{} : sql::Value{redacted},
         millis(message.at),
         *attached});
    if (!put) return fail(put.error());
    ++report.messages;
    if (message.body.empty()) return {};
    return index(db, place.position, message.body);
}

Result<void> Putting::messages(const std::string& id)
{
    auto before = db.query(kBefore);
    if (!before) return fail(before.error());
    auto count = static_cast<std::int64_t>(past.messages.size()) + 1;
    Place place{.conversation = id, .position = before->front().number(0) - count, .seq = 1};
    auto whence = say_whence(place);
    if (!whence) return whence;
    for (const auto& message : past.messages) {
        auto said = say(place, message);
        if (!said) return said;
    }
    return {};
}

Result<desk::ImportReport> put_in(Putting& putting)
{
    const auto& past = putting.past;
    auto before = putting.known("conversation", past.external_id);
    if (!before) return fail(before.error());
    if (!before->empty()) return desk::ImportReport{.known = 1};
    auto who = putting.customer();
    if (!who) return fail(who.error());
    auto id = putting.conversation(*who);
    if (!id) return fail(id.error());
    auto said = putting.messages(*id);
    if (!said) return fail(said.error());
    auto noted = putting.note("conversation", past.external_id, *id);
    if (!noted) return fail(noted.error());
    putting.report.conversations = 1;
    putting.report.secrets = past.findings;
    putting.report.files = static_cast<std::int64_t>(past.missing.size());
    putting.report.missing = past.missing;
    return putting.report;
}

}  // namespace

Task<Result<desk::ImportReport>> History::put(
    desk::SafeConversation past, std::string inbox, bool dry, std::optional<desk::ImportMark> mark)
{
    auto now = clock_.now();
    desk::ImportReport would;
    auto done = co_await database_.run([&](sql::Connection& db) -> Result<desk::ImportReport> {
        auto there = first_row(db.query("SELECT id FROM inboxes WHERE id = $1", {inbox}));
        if (!there) return fail(there.error());
        Putting putting{
            .db = db, .past = past, .inbox = inbox, .now = now, .change = store_.take_change()};
        auto report = put_in(putting);
        if (report && !dry && mark) {
            mark->so_far.add(*report);
            auto noted = note_mark(db, *mark, now);
            if (!noted) return fail(noted.error());
        }
        if (!report || !dry) return report;
        // An error undoes everything: what a dry run is.
        would = *report;
        return fail(ErrorKind::conflict, kDry);
    });
    if (!done && done.error().what == kDry) co_return would;
    co_return done;
}

}  // namespace keydesk::store
