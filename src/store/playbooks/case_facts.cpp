#include "store/playbooks/case_facts.hpp"

#include "base/ids.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr std::int64_t kMost = 200;  ///< Facts of one conversation.

constexpr auto kKeep = R"(
    INSERT INTO conversation_facts (id, conversation, kind, value, message, span_start, span_end,
                                    agent, at, means)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $11
    WHERE (SELECT count(*) FROM conversation_facts WHERE conversation = $2) < $10
    ON CONFLICT (conversation, kind, value) DO UPDATE SET at = excluded.at, means = excluded.means,
        gone = CASE WHEN excluded.agent IS NULL THEN gone ELSE 0 END)";

constexpr auto kFacts = R"(
    SELECT f.id, f.kind, f.value, f.message, f.span_start, f.span_end, f.agent, a.name, f.at, f.means
    FROM conversation_facts f LEFT JOIN agents a ON a.id = f.agent
    WHERE f.conversation = $1 AND f.gone = 0 ORDER BY f.at, f.id)";

struct Added {
    std::string kind, value, message, agent;
    std::int64_t start = 0, end = 0;
    std::optional<std::int64_t> means = {};
};

Result<void> keep(sql::Connection& db, const std::string& conversation, const Added& a, Time at)
{
    auto or_null = [](const std::string& text) {
        return text.empty() ? sql::Value{} : sql::Value{text};
    };
    auto done = db.query(
        kKeep,
        {new_id(at),
         conversation,
         a.kind,
         a.value,
         or_null(a.message),
         a.start,
         a.end,
         or_null(a.agent),
         millis(at),
         kMost,
         a.means});
    if (!done) return fail(done.error());
    return {};
}

Result<desk::Happening> told_of(
    Writing& writing, const desk::Face& agent, const char* change, const std::string& kind)
{
    json::object what{{"what", "fact"}, {"change", change}, {"fact", kind}};
    auto said = writing.add({.kind = "event", .author = agent, .payload = json::serialize(what)});
    if (!said) return fail(said.error());
    auto owner = writing.db.query(
        "SELECT customer FROM conversations WHERE id = $1", {writing.conversation});
    if (!owner) return fail(owner.error());
    return desk::Happening{
        .conversation = writing.conversation,
        .customer = owner->front().text(0),
        .entries = std::move(writing.entries)};
}

}  // namespace

Result<void> keep_facts(
    Writing& writing, const std::string& message, const std::vector<text::Fact>& facts)
{
    for (const auto& fact : facts) {
        auto kept = keep(
            writing.db,
            writing.conversation,
            {.kind = fact.kind,
             .value = fact.value,
             .message = message,
             .agent = {},
             .start = static_cast<std::int64_t>(fact.start),
             .end = static_cast<std::int64_t>(fact.end),
             .means = fact.at ? std::optional{fact.at->count()} : std::nullopt},
            writing.at);
        if (!kept) return kept;
    }
    return {};
}

Result<std::map<std::string, std::string>> known_facts(
    sql::Connection& db, const std::string& conversation)
{
    auto rows = db.query(kFacts, {conversation});
    if (!rows) return fail(rows.error());
    std::map<std::string, std::string> known;
    for (const auto& row : *rows) known[row.text(1)] = row.text(2);
    return known;
}

Task<Result<desk::CaseView>> CaseFacts::view(std::string conversation)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::CaseView> {
        auto state = db.query(
            "SELECT c.case_type, c.tier, coalesce(p.confidence, 0) FROM conversations c"
            " LEFT JOIN playbook_turns p ON p.conversation = c.id AND p.case_type = c.case_type"
            " WHERE c.id = $1",
            {conversation});
        if (!state) return fail(state.error());
        if (state->empty()) return fail(ErrorKind::not_found, "no such conversation");
        desk::CaseView view{
            .case_type = state->front().text(0),
            .tier = state->front().text(1),
            .confidence = static_cast<double>(state->front().number(2)) / 1000,
            .facts = {}};
        auto rows = db.query(kFacts, {conversation});
        if (!rows) return fail(rows.error());
        for (const auto& row : *rows) {
            desk::CaseFact fact{
                .id = row.text(0),
                .kind = row.text(1),
                .value = row.text(2),
                .message = row.text(3),
                .start = row.number(4),
                .end = row.number(5),
                .agent = {},
                .at = from_millis(row.number(8))};
            if (auto means = row.maybe_number(9)) fact.means = from_millis(*means);
            if (!row.null(6)) fact.agent = desk::Face{row.text(6), row.text(7)};
            view.facts.push_back(std::move(fact));
        }
        return view;
    });
}

Task<Result<desk::Happening>> CaseFacts::add(
    std::string conversation, std::string kind, std::string value, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        Writing writing{
            .db = db, .conversation = conversation, .at = now, .change = store_.take_change()};
        auto told = told_of(writing, agent, "added", kind);
        if (!told) return told;
        auto kept = keep(
            db,
            conversation,
            {.kind = kind, .value = value, .message = {}, .agent = agent.id},
            now);
        if (!kept) return fail(kept.error());
        return told;
    });
}

Task<Result<desk::Happening>> CaseFacts::correct(
    std::string conversation, std::string fact, std::optional<std::string> value, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto rows = db.query(
            "UPDATE conversation_facts SET gone = 1 WHERE id = $1 AND conversation = $2"
            " AND gone = 0 RETURNING kind, message",
            {fact, conversation});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such fact");
        auto kind = rows->front().text(0);
        Writing writing{
            .db = db, .conversation = conversation, .at = now, .change = store_.take_change()};
        if (value) {
            auto kept = keep(
                db,
                conversation,
                {.kind = kind, .value = *value, .message = {}, .agent = agent.id},
                now);
            if (!kept) return fail(kept.error());
        }
        return told_of(writing, agent, value ? "corrected" : "removed", kind);
    });
}

Task<Result<desk::Happening>> CaseFacts::set_case(
    std::string conversation, std::string case_type, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto was =
            db.query("SELECT case_type, customer FROM conversations WHERE id = $1", {conversation});
        if (!was) return fail(was.error());
        if (was->empty()) return fail(ErrorKind::not_found, "no such conversation");
        desk::Happening told{
            .conversation = conversation, .customer = was->front().text(1), .entries = {}};
        if (was->front().text(0) == case_type) return told;
        auto done = db.query(
            "UPDATE conversations SET case_type = $2 WHERE id = $1", {conversation, case_type});
        if (!done) return fail(done.error());
        // From here a person leads: what the desk had begun is not gone on with.
        auto hushed = db.query(
            "INSERT INTO playbook_turns (conversation, case_type, silent) VALUES ($1, $2, 1)"
            " ON CONFLICT (conversation) DO UPDATE SET case_type = $2, confidence = 0, silent = 1",
            {conversation, case_type});
        if (!hushed) return fail(hushed.error());
        Writing writing{
            .db = db, .conversation = conversation, .at = now, .change = store_.take_change()};
        json::object what{{"what", "case"}, {"from", was->front().text(0)}, {"to", case_type}};
        auto said =
            writing.add({.kind = "event", .author = agent, .payload = json::serialize(what)});
        if (!said) return fail(said.error());
        told.entries = std::move(writing.entries);
        return told;
    });
}

Task<Result<void>> CaseFacts::set_signals(std::string customer, std::vector<std::string> signals)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto known = db.query("SELECT 1 FROM customers WHERE id = $1", {customer});
        if (!known) return fail(known.error());
        if (known->empty()) return fail(ErrorKind::not_found, "no such customer");
        auto gone = db.query("DELETE FROM account_signals WHERE customer = $1", {customer});
        if (!gone) return fail(gone.error());
        for (const auto& signal : signals) {
            auto added = db.query(
                "INSERT INTO account_signals (customer, signal, at) VALUES ($1, $2, $3)"
                " ON CONFLICT DO NOTHING",
                {customer, signal, millis(now)});
            if (!added) return fail(added.error());
        }
        return {};
    });
}

}  // namespace keydesk::store
