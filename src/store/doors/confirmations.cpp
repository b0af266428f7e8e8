// Addresses of forms, until their owners have said that they are theirs.
#include "store/doors/confirmations.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "store/conversations/redaction.hpp"
#include "store/doors/delivery_rows.hpp"
#include "store/doors/outbox.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr std::string_view kSelect =
    "SELECT k.id, k.conversation, k.inbox, k.address, k.locale, k.state, c.number, k.attempts,"
    " k.created_at, k.expires_at FROM mail_confirmations k"
    " JOIN conversations c ON c.id = k.conversation ";

/// Neither a stranger's mailbox nor our good name is to suffer from what robots type.
constexpr auto kSpent = R"(
    SELECT (SELECT count(*) FROM mail_confirmations WHERE address = $1 AND created_at > $2),
           (SELECT count(*) FROM mail_confirmations WHERE address = $1 AND created_at > $3),
           (SELECT count(*) FROM mail_confirmations WHERE created_at > $4),
           (SELECT count(*) FROM mail_confirmations WHERE created_at > $2),
           EXISTS (SELECT 1 FROM mail_refusals WHERE address_hash = $5))";

constexpr auto kAsk = R"(
    INSERT INTO mail_confirmations
        (id, conversation, inbox, address, locale, state, due_at, expires_at, created_at)
    VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $6)
    ON CONFLICT (conversation, address) DO NOTHING)";

/// Its clock begins to run when the mail leaves.
constexpr auto kLease = R"(
    UPDATE mail_confirmations SET state = 'sending', attempts = attempts + 1, expires_at = $2
    WHERE id = $1)";

/// Who answered the question itself by mail has a thread already: it is led here.
constexpr auto kAddThread = R"(
    INSERT INTO threads (id, inbox, key, address, person, handle, customer, conversation,
                         created_at)
    SELECT $1, k.inbox, k.id, k.place, k.address, k.address, c.customer, c.id, $3
    FROM mail_confirmations k JOIN conversations c ON c.id = k.conversation WHERE k.id = $2
    ON CONFLICT (inbox, key) DO UPDATE
        SET conversation = excluded.conversation, customer = excluded.customer
    RETURNING id)";

/// An address that is known already keeps its customer: agents may join the two, a link may not.
constexpr auto kAddIdentity = R"(
    INSERT INTO identities (inbox, external_id, customer, handle, created_at)
    SELECT k.inbox, k.address, c.customer, k.address, $2
    FROM mail_confirmations k JOIN conversations c ON c.id = k.conversation WHERE k.id = $1
    ON CONFLICT (inbox, external_id) DO NOTHING)";

/// What agents answered while he had not opened the link yet.
constexpr auto kMissed = R"(
    SELECT id FROM messages WHERE conversation = $1 AND kind = 'reply' ORDER BY seq DESC LIMIT 5)";

desk::Confirmation read(const sql::Row& row, Time now)
{
    desk::Confirmation out{
        .id = row.text(0),
        .conversation = row.text(1),
        .inbox = row.text(2),
        .address = row.text(3),
        .locale = row.text(4),
        .state = row.text(5),
        .number = row.number(6),
        .attempts = row.number(7),
        .created_at = from_millis(row.number(8)),
        .expires_at = from_millis(row.number(9))};
    bool waits = out.state == "sent" || out.state == "uncertain" || out.state == "sending";
    if (waits && out.expires_at <= now) out.state = "expired";
    return out;
}

Result<desk::Confirmation> by_id(sql::Connection& db, const std::string& id, Time now)
{
    auto rows = db.query(std::string{kSelect} + "WHERE k.id = $1", {id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such confirmation");
    return read(rows->front(), now);
}

Result<void> say(Writing& writing, const char* what, const std::string& address)
{
    auto payload = json::serialize(json::object{{"what", what}, {"address", address}});
    return writing.add({.kind = "event", .payload = payload});
}

Result<void> lead_answers(Writing& writing, const std::string& id)
{
    auto now = millis(writing.at);
    auto added = writing.db.query(kAddThread, {new_id(writing.at), id, now});
    if (!added) return fail(added.error());
    auto thread = added->front().text(0);
    auto known = writing.db.query(kAddIdentity, {id, now});
    if (!known) return fail(known.error());
    auto state = writing.db.query(
        "UPDATE mail_confirmations SET state = 'confirmed', thread = $2 WHERE id = $1",
        {id, thread});
    if (!state) return fail(state.error());
    auto via = writing.db.query(
        "UPDATE conversations SET via = $2, change = $3 WHERE id = $1",
        {writing.conversation, thread, writing.change});
    if (!via) return fail(via.error());
    auto missed = writing.db.query(kMissed, {writing.conversation});
    if (!missed) return fail(missed.error());
    for (auto row = missed->rbegin(); row != missed->rend(); ++row) {
        auto queued = enqueue(writing, row->text(0), thread);
        if (!queued) return queued;
    }
    return {};
}

}  // namespace

std::string Confirmations::token_of(const std::string& id, std::string_view purpose) const
{
    auto mac = sealer_.fingerprint("mail-confirmation:" + std::string{purpose}, id);
    return id + "." + mac.substr(0, 40);  // 160 bit
}

std::string Confirmations::id_in(const std::string& token, std::string_view purpose) const
{
    auto id = token.substr(0, token.find('.'));
    if (!is_uuid(id) || !equal_secret(token_of(id, purpose), token)) return {};
    return id;
}

std::string Confirmations::hash_of(const std::string& address) const
{
    return sealer_.fingerprint("mail-refusal", address);
}

Task<Result<bool>> Confirmations::ask(desk::NewConfirmation wanted)
{
    auto now = clock_.now();
    auto ago = [now](auto span) { return millis(now - span); };
    using std::chrono::days, std::chrono::hours;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<bool> {
        auto rows = db.query(
            kSpent,
            {wanted.address, ago(days{1}), ago(days{30}), ago(hours{1}), hash_of(wanted.address)});
        if (!rows) return fail(rows.error());
        const auto& row = rows->front();
        bool silent = row.number(0) > 0 || row.number(1) >= kMostInMonth || row.truth(4);
        if (silent) return true;
        if (row.number(2) >= kMostInHour || row.number(3) >= kMostInDay) return false;
        auto asked = db.query(
            kAsk,
            {new_id(now),
             wanted.conversation,
             wanted.inbox,
             wanted.address,
             wanted.locale,
             millis(now),
             millis(now + kValid)});
        if (!asked) return fail(asked.error());
        return true;
    });
}

Task<Result<std::optional<desk::Confirmation>>> Confirmations::lease()
{
    auto now = clock_.now();
    using Found = std::optional<desk::Confirmation>;
    auto waiting = [now](sql::Connection& db) -> Result<Found> {
        auto rows = db.query(
            std::string{kSelect} +
                "WHERE k.state = 'queued' AND k.due_at <= $1 ORDER BY k.due_at LIMIT 1",
            {millis(now)});
        if (!rows) return fail(rows.error());
        return rows->empty() ? Found{} : Found{read(rows->front(), now)};
    };
    // Mostly nobody waits, and then nothing is written.
    auto seen = co_await database_.read(waiting);
    if (!seen || !*seen) co_return seen;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Found> {
        auto found = waiting(db);
        if (!found || !*found) return found;
        auto begun = db.query(kLease, {(*found)->id, millis(now + kValid)});
        if (!begun) return fail(begun.error());
        return found;
    });
}

Task<Result<void>> Confirmations::place(std::string id, std::string address)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done =
            db.query("UPDATE mail_confirmations SET place = $2 WHERE id = $1", {id, address});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<void>> Confirmations::settle(desk::ConfirmationSent outcome)
{
    auto due = millis(outcome.due_at.value_or(clock_.now()));
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        // Who was quick has confirmed while the server still said goodbye.
        auto done = db.query(
            "UPDATE mail_confirmations SET state = $2, code = $3, due_at = $4"
            " WHERE id = $1 AND state = 'sending'",
            {outcome.id, outcome.state, outcome.code, due});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<void>> Confirmations::recover()
{
    co_return co_await database_.run([](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "UPDATE mail_confirmations SET state = 'uncertain', code = 'interrupted'"
            " WHERE state = 'sending'");
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<desk::Confirmation>> Confirmations::find(std::string token, std::string purpose)
{
    auto now = clock_.now();
    auto id = id_in(token, purpose);
    if (id.empty()) co_return fail(ErrorKind::not_found, "no such link");
    co_return co_await database_.read([&](sql::Connection& db) { return by_id(db, id, now); });
}

Task<Result<desk::Happening>> Confirmations::confirm(std::string token)
{
    auto now = clock_.now();
    auto id = id_in(token, "confirm");
    if (id.empty()) co_return fail(ErrorKind::not_found, "no such link");
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto one = by_id(db, id, now);
        if (!one) return fail(one.error());
        bool waits = one->state == "sent" || one->state == "uncertain" || one->state == "sending";
        if (!waits) return fail(ErrorKind::conflict, one->state);
        Writing writing{
            .db = db, .conversation = one->conversation, .at = now, .change = store_.take_change()};
        auto led = lead_answers(writing, id);
        if (!led) return fail(led.error());
        auto said = say(writing, "address_confirmed", one->address);
        if (!said) return fail(said.error());
        return told(writing, {});
    });
}

Task<Result<desk::Happening>> Confirmations::refuse(std::string token)
{
    auto now = clock_.now();
    auto id = id_in(token, "stop");
    if (id.empty()) co_return fail(ErrorKind::not_found, "no such link");
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto one = by_id(db, id, now);
        if (!one) return fail(one.error());
        auto stopped = db.query(
            "INSERT INTO mail_refusals (address_hash, at) VALUES ($1, $2)"
            " ON CONFLICT (address_hash) DO NOTHING",
            {hash_of(one->address), millis(now)});
        if (!stopped) return fail(stopped.error());
        Writing writing{
            .db = db, .conversation = one->conversation, .at = now, .change = store_.take_change()};
        if (one->state == "refused") return told(writing, {});
        // Also after a "yes": nothing goes there any more, and the thread is led nowhere.
        for (const auto* text :
             {"UPDATE conversations SET via = NULL WHERE via ="
              " (SELECT thread FROM mail_confirmations WHERE id = $1)",
              "UPDATE threads SET reachable = 0 WHERE id ="
              " (SELECT thread FROM mail_confirmations WHERE id = $1)",
              "UPDATE mail_confirmations SET state = 'refused' WHERE id = $1"}) {
            auto done = db.query(text, {id});
            if (!done) return fail(done.error());
        }
        auto said = say(writing, "address_refused", one->address);
        if (!said) return fail(said.error());
        return told(writing, {});
    });
}

Task<Result<desk::Confirmation>> Confirmations::of_conversation(std::string conversation)
{
    auto now = clock_.now();
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Confirmation> {
        auto rows = db.query(
            std::string{kSelect} + "WHERE k.conversation = $1 ORDER BY k.created_at DESC LIMIT 1",
            {conversation});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such confirmation");
        return read(rows->front(), now);
    });
}

}  // namespace keydesk::store
