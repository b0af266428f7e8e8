#include "store/case_facts.hpp"

#include "base/ids.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr std::int64_t kMost = 200;  ///< Facts of one conversation.

constexpr auto kKeep = R"(
    INSERT INTO conversation_facts (id, conversation, kind, value, message, span_start, span_end,
                                    agent, at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
    WHERE (SELECT count(*) FROM conversation_facts WHERE conversation = $2) < $10
    ON CONFLICT (conversation, kind, value) DO UPDATE SET at = excluded.at,
        gone = CASE WHEN excluded.agent IS NULL THEN gone ELSE 0 END)";

constexpr auto kFacts = R"(
    SELECT f.id, f.kind, f.value, f.message, f.span_start, f.span_end, f.agent, a.name, f.at
    FROM conversation_facts f LEFT JOIN agents a ON a.id = f.agent
    WHERE f.conversation = $1 AND f.gone = 0 ORDER BY f.at, f.id)";

struct Added {
    std::string kind, value, message, agent;
    std::int64_t start = 0, end = 0;
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
         kMost});
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
             .end = static_cast<std::int64_t>(fact.end)},
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

Task<Result<std::vector<CaseFact>>> CaseFacts::facts(std::string conversation)
{
    using List = std::vector<CaseFact>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kFacts, {conversation});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            CaseFact fact{
                .id = row.text(0),
                .kind = row.text(1),
                .value = row.text(2),
                .message = row.text(3),
                .start = row.number(4),
                .end = row.number(5),
                .agent = {},
                .at = from_millis(row.number(8))};
            if (!row.null(6)) fact.agent = desk::Face{row.text(6), row.text(7)};
            list.push_back(std::move(fact));
        }
        return list;
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

}  // namespace keydesk::store
