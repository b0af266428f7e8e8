// What customers and agents write.
#include "base/ids.hpp"
#include "store/conversations/agent_words.hpp"
#include "store/conversations/entries.hpp"
#include "store/conversations/redaction.hpp"
#include "store/conversations/rows.hpp"
#include "store/diagnosis/cases.hpp"
#include "store/doors/outbox.hpp"
#include "store/reports/csat.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kOpenConversation = R"(
    INSERT INTO conversations
        (id, number, inbox, customer, thread, team, change, last_message_at, created_at)
    SELECT $1, (SELECT coalesce(max(number), 0) + 1 FROM conversations), $2, $3, $4,
           (SELECT team FROM inboxes WHERE id = $2), $5, $6, $6
    WHERE true ON CONFLICT (inbox, customer, thread) DO NOTHING)";

constexpr auto kLeadThread = R"(
    UPDATE threads SET conversation =
        (SELECT id FROM conversations WHERE inbox = $2 AND customer = $3 AND thread = $1)
    WHERE id = $1)";

/// Takes the next numbers and notes what lists show, in one statement. Answers go to the website,
/// and to the address that he has confirmed.
constexpr auto kNumberByCustomer = R"(
    UPDATE conversations SET
        seq = seq + 1, public_seq = public_seq + 1, customer_count = customer_count + 1,
        change = $3, snippet_from = 'customer', snippet = $4, snippet_at = $5,
        waiting_since = coalesce(waiting_since, $5), last_message_at = $5,
        findings = findings + $6,
        via = (SELECT max(k.thread) FROM mail_confirmations k
               WHERE k.conversation = conversations.id AND k.state = 'confirmed'),
        priority = CASE WHEN $6 > 0 AND priority = 'none' THEN 'urgent' ELSE priority END
    WHERE inbox = $1 AND customer = $2 AND thread = ''
      AND (SELECT blocked FROM customers WHERE id = $2) = 0
    RETURNING id, seq, public_seq, customer_count, status, number)";

/// The same by a thread, $1. $7: a machine wrote, so nobody waits.
constexpr auto kNumberByThread = R"(
    UPDATE conversations SET
        seq = seq + 1, public_seq = public_seq + 1, customer_count = customer_count + 1,
        change = $3, snippet_from = 'customer', snippet = $4, snippet_at = $5,
        waiting_since = CASE WHEN $7 THEN waiting_since ELSE coalesce(waiting_since, $5) END,
        last_message_at = $5, findings = findings + $6,
        via = CASE WHEN $7 THEN via ELSE $1 END,
        priority = CASE WHEN $6 > 0 AND priority = 'none' THEN 'urgent' ELSE priority END
    WHERE id = (SELECT conversation FROM threads WHERE id = $1)
      AND (SELECT blocked FROM customers WHERE id = $2) = 0
    RETURNING id, seq, public_seq, customer_count, status, number)";

constexpr auto kNumberAgentMessage = R"(
    UPDATE conversations SET
        seq = seq + 1, public_seq = public_seq + $2, change = $3,
        snippet_from = $4, snippet = $5, snippet_at = $6,
        waiting_since = CASE WHEN $2 = 1 THEN NULL ELSE waiting_since END,
        last_message_at = CASE WHEN $2 = 1 THEN $6 ELSE last_message_at END
    WHERE id = $1
    RETURNING seq, public_seq, customer, assignee, customer_count, via)";

constexpr auto kReopen =
    "UPDATE conversations SET status = 'open', snoozed_until = NULL WHERE id = $1";

constexpr auto kMovedOn = R"(
    SELECT 1 FROM messages WHERE conversation = $1 AND seq > $2
    AND (kind = 'customer' OR (kind = 'reply' AND author <> $3)) LIMIT 1)";

constexpr auto kAgentSaw = R"(
    INSERT INTO agent_reads (agent, conversation, seen_count) VALUES ($1, $2, $3)
    ON CONFLICT (agent, conversation) DO UPDATE SET seen_count = excluded.seen_count)";

std::string snippet_for(const std::string& body, const std::vector<desk::Attachment>& files)
{
    if (!body.empty() || files.empty()) return snippet_of(body);
    return "📎 " + files.front().name;
}

/// Takes the numbers of the message's conversation, which is opened when there is none.
Result<sql::Row> number_message(
    sql::Connection& db,
    const desk::CustomerMessage& m,
    Time now,
    std::int64_t change,
    bool& opened)
{
    auto removed = static_cast<std::int64_t>(m.findings.size());
    auto number = [&] {
        auto snippet = snippet_of(m.body.str());
        if (m.thread.empty())
            return db.query(
                kNumberByCustomer, {m.inbox, m.customer, change, snippet, millis(now), removed});
        bool machine = m.entry && m.entry->automatic;
        return db.query(
            kNumberByThread,
            {m.thread, m.customer, change, snippet, millis(now), removed, machine});
    };
    auto numbered = number();
    if (numbered && numbered->empty()) {
        auto made = db.query(
            kOpenConversation, {new_id(now), m.inbox, m.customer, m.thread, change, millis(now)});
        if (!made) return fail(made.error());
        opened = db.changes() > 0;
        if (!m.thread.empty()) {
            auto led = db.query(kLeadThread, {m.thread, m.inbox, m.customer});
            if (!led) return fail(led.error());
        }
        numbered = number();
    }
    if (!numbered) return fail(numbered.error());
    if (numbered->empty()) return fail(ErrorKind::denied, "the customer is blocked");
    return numbered->front();
}

Result<void> reopen(Writing& writing, const std::string& from)
{
    auto open = writing.db.query(kReopen, {writing.conversation});
    if (!open) return fail(open.error());
    auto payload =
        json::serialize(json::object{{"what", "status"}, {"from", from}, {"to", "open"}});
    return writing.add({.kind = "event", .payload = payload, .is_public = true});
}

/// What follows a customer's message: pieces rewritten, cases opened, a warning.
Result<void> follow_up(Writing& writing, const desk::CustomerMessage& m, const std::string& status)
{
    for (const auto& piece : m.rewrites) {
        auto rewritten = rewrite(writing, piece);
        if (!rewritten) return rewritten;
    }
    if (status != "open" && !(m.entry && m.entry->automatic)) {
        // Who says how it was asks for nothing: it stays resolved.
        auto rating = answers_csat(writing.db, *writing.entries.front());
        if (!rating) return fail(rating.error());
        auto again = *rating ? Result<void>{} : reopen(writing, status);
        if (!again) return again;
    }
    auto message = writing.entries.front()->id;
    auto opened = open_cases_in(writing, message, m.subjects);
    if (!opened) return opened;
    auto warned = add_warning(writing, m.findings, m.warning);
    if (!warned || m.warning.empty() || m.thread.empty()) return warned;
    // Also to who has no widget open: the warning goes back by the door he came by.
    return enqueue(writing, writing.entries.back()->id, m.thread, "warning");
}

Result<desk::Posted> post_in(
    sql::Connection& db, const desk::CustomerMessage& m, Time now, std::int64_t change)
{
    bool opened = false;
    auto row = number_message(db, m, now, change, opened);
    if (!row) return fail(row.error());

    auto message = std::make_shared<desk::Message>();
    message->id = new_id(now);
    message->conversation = row->text(0);
    message->seq = row->number(1);
    message->public_seq = row->number(2);
    message->kind = "customer";
    message->body = m.body.str();
    message->redacted = kinds_of(m.findings);
    message->client_id = m.client_id;
    message->at = now;
    auto owner = m.thread.empty() ? m.visitor : m.thread;
    auto files = take_files(db, m.files, "visitor", owner, message->conversation);
    if (!files) return fail(files.error());
    message->attachments = std::move(*files);
    auto stored = insert_message(db, *message, m.content_mac);
    if (!stored) return fail(stored.error());
    if (m.entry) {
        auto came = insert_arrival(db, m, *message);
        if (!came) return fail(came.error());
    }
    // Only now: a repeat is told from a moved thread by its client id.
    if (row->number(3) != m.based_on + 1) return fail(ErrorKind::conflict, "thread moved");

    Writing writing{.db = db, .conversation = message->conversation, .at = now, .change = change};
    writing.entries.push_back(message);
    auto noted = note_findings(db, *message, m.findings);
    if (!noted) return fail(noted.error());
    if (message->body.empty() && !message->attachments.empty()) {
        auto shown = db.query(
            "UPDATE conversations SET snippet = $2 WHERE id = $1",
            {message->conversation, snippet_for({}, message->attachments)});
        if (!shown) return fail(shown.error());
    }
    auto followed = follow_up(writing, m, row->text(4));
    if (!followed) return fail(followed.error());
    return desk::Posted{
        .message = message,
        .customer = m.customer,
        .entries = std::move(writing.entries),
        .opened = opened,
        .number = row->number(5)};
}

Result<void> assign_to_writer(Writing& writing, const desk::Face& agent)
{
    auto taken = writing.db.query(
        "UPDATE conversations SET assignee = $2 WHERE id = $1", {writing.conversation, agent.id});
    if (!taken) return fail(taken.error());
    json::object to{{"id", agent.id}, {"name", agent.name}};
    auto payload = json::serialize(json::object{{"what", "assigned"}, {"to", to}});
    return writing.add({.kind = "event", .author = agent, .payload = payload, .is_public = true});
}

}  // namespace

Result<desk::Posted> write_in(
    sql::Connection& db, const desk::AgentMessage& m, Time now, std::int64_t change)
{
    bool reply = m.kind == "reply";
    if (reply && !m.force) {
        auto moved = db.query(kMovedOn, {m.conversation, m.seen_seq, m.agent.id});
        if (!moved) return fail(moved.error());
        if (!moved->empty()) return fail(ErrorKind::conflict, "moved on");
    }
    auto files = take_files(db, m.files, "agent", m.agent.id, m.conversation);
    if (!files) return fail(files.error());
    auto numbered = db.query(
        kNumberAgentMessage,
        {m.conversation,
         reply,
         change,
         reply ? "agent" : "note",
         snippet_for(m.body.str(), *files),
         millis(now)});
    if (!numbered) return fail(numbered.error());
    if (numbered->empty()) return fail(ErrorKind::not_found, "no such conversation");
    const auto& row = numbered->front();

    auto message = std::make_shared<desk::Message>();
    message->id = new_id(now);
    message->conversation = m.conversation;
    message->seq = row.number(0);
    if (reply) message->public_seq = row.number(1);
    message->kind = m.kind;
    message->author = m.agent;
    message->body = m.body.str();
    message->attachments = std::move(*files);
    message->redacted = kinds_of(m.findings);
    message->client_id = m.client_id;
    message->at = now;
    auto stored = insert_message(db, *message, {});
    if (!stored) return fail(stored.error());
    auto seen = db.query(kAgentSaw, {m.agent.id, m.conversation, row.number(4)});
    if (!seen) return fail(seen.error());

    Writing writing{.db = db, .conversation = m.conversation, .at = now, .change = change};
    writing.entries.push_back(message);
    auto noted = note_findings(db, *message, m.findings);
    if (!noted) return fail(noted.error());
    if (reply && row.null(3)) {
        auto assigned = assign_to_writer(writing, m.agent);
        if (!assigned) return fail(assigned.error());
    }
    auto via = m.via.empty() ? row.text(5) : m.via;
    if (reply && !via.empty() && via != "web") {
        auto queued = enqueue(writing, message->id, via);
        if (!queued) return fail(queued.error());
    }
    return desk::Posted{
        .message = message,
        .customer = row.text(2),
        .entries = std::move(writing.entries),
        .deliveries = std::move(writing.deliveries)};
}

namespace {

/// The message that an earlier call stored, for a repeat of it.
Result<desk::Posted> first_of(sql::Connection& db, const desk::CustomerMessage& message)
{
    auto rows = message.entry
                    ? db.query(
                          "SELECT m.conversation, m.client_id, m.content_mac FROM arrivals a"
                          " JOIN messages m ON m.id = a.message"
                          " WHERE a.inbox = $1 AND a.external_id = $2",
                          {message.inbox, message.entry->external_id})
                    : db.query(
                          "SELECT c.id, m.client_id, m.content_mac FROM conversations c"
                          " JOIN messages m ON m.conversation = c.id"
                          " WHERE c.inbox = $1 AND c.customer = $2 AND c.thread = ''"
                          " AND m.client_id = $3",
                          {message.inbox, message.customer, message.client_id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::internal, "repeat without a first");
    auto first = message_by_client_id(db, rows->front().text(0), rows->front().text(1));
    if (!first) return fail(first.error());
    return desk::Posted{
        .message = *first,
        .customer = message.customer,
        .repeated = true,
        .content_mac = rows->front().text(2)};
}

bool is_repeat(const Error& error)
{
    return error.kind == ErrorKind::conflict && error.what == kRepeated;
}

}  // namespace

Task<Result<desk::Thread>> Store::thread_of(desk::Whose whose)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Thread> {
        desk::Thread thread;
        auto found = whose.thread.empty()
                         ? db.query(
                               "SELECT id, customer_count FROM conversations"
                               " WHERE inbox = $1 AND customer = $2 AND thread = ''",
                               {whose.inbox, whose.customer})
                         : db.query(
                               "SELECT c.id, c.customer_count FROM threads t"
                               " JOIN conversations c ON c.id = t.conversation WHERE t.id = $1",
                               {whose.thread});
        if (!found) return fail(found.error());
        if (found->empty()) return thread;
        thread.customer_count = found->front().number(1);
        auto rows = db.query(
            "SELECT id, kind, body FROM messages WHERE conversation = $1"
            " AND kind IN ('customer', 'reply') ORDER BY seq DESC LIMIT 12",
            {found->front().text(0)});
        if (!rows) return fail(rows.error());
        for (const auto& row : *rows) {
            bool customer_said = row.text(1) == "customer";
            if (!customer_said && thread.ids.empty() && thread.agent_said.empty()) {
                thread.agent_said = row.text(2);
            }
            if (!customer_said || thread.ids.size() + 1 >= guard::kThreadWindow) continue;
            thread.ids.insert(thread.ids.begin(), row.text(0));
            thread.earlier.insert(thread.earlier.begin(), row.text(2));
        }
        return thread;
    });
}

Task<Result<desk::Posted>> Store::post(desk::CustomerMessage message)
{
    auto now = clock_.now();
    auto posted = co_await database_.run(
        [&](sql::Connection& db) { return post_in(db, message, now, next_change()); });
    if (posted && !message.rewrites.empty()) scrub_wanted_ = true;
    if (posted || !is_repeat(posted.error())) co_return posted;

    co_return co_await database_.read([&](sql::Connection& db) { return first_of(db, message); });
}

Task<Result<desk::Posted>> Store::write(desk::AgentMessage message)
{
    // Repeats first: what came before them must not make them look as if the thread moved on.
    auto known = co_await database_.read([&](sql::Connection& db) {
        return message_by_client_id(db, message.conversation, message.client_id);
    });
    if (known) co_return desk::Posted{.message = *known, .repeated = true};
    if (known.error().kind != ErrorKind::not_found) co_return fail(known.error());

    auto now = clock_.now();
    auto written = co_await database_.run(
        [&](sql::Connection& db) { return write_in(db, message, now, next_change()); });
    if (written || !is_repeat(written.error())) co_return written;
    auto first = co_await database_.read([&](sql::Connection& db) {
        return message_by_client_id(db, message.conversation, message.client_id);
    });
    if (!first) co_return fail(first.error());
    co_return desk::Posted{.message = *first, .repeated = true};
}

}  // namespace keydesk::store
