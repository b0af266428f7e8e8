#include "store/playbooks/playbooks.hpp"

#include "base/ids.hpp"
#include "base/trim.hpp"

#include <algorithm>
#include <map>

namespace keydesk::store {

using desk::DryRun;
using desk::PlaybookVersion;

namespace {

constexpr auto kPublished = R"(
    SELECT v.playbook, v.source FROM playbook_versions v WHERE v.published = 1 AND v.version =
        (SELECT max(version) FROM playbook_versions w
         WHERE w.playbook = v.playbook AND w.published = 1)
    ORDER BY v.playbook)";

constexpr auto kFirstWords = R"(
    SELECT c.id, c.number, m.body
    FROM (SELECT id, number FROM conversations ORDER BY number DESC LIMIT $1) c
    JOIN messages m ON m.conversation = c.id AND m.seq =
        (SELECT min(seq) FROM messages WHERE conversation = c.id AND kind = 'customer')
    ORDER BY c.number DESC)";

constexpr auto kJudged = desk::Judged::before;
constexpr std::size_t kShownChanges = 100;
constexpr std::size_t kShownWords = 200;  // bytes

using Sources = std::map<std::string, std::string>;

Result<Sources> built_in()
{
    Sources sources;
    for (auto source : desk::embedded_playbooks()) {
        auto read = desk::read_playbook(source, kJudged);
        if (!read) return fail(read.error());
        sources[read->id] = source;
    }
    return sources;
}

Result<std::vector<desk::Playbook>> read_all(const Sources& built, const Sources& stored)
{
    std::vector<desk::Playbook> all;
    for (const auto& [id, source] : built) {
        auto over = stored.find(id);
        auto read = desk::read_playbook(over != stored.end() ? over->second : source, kJudged);
        if (!read) read = desk::read_playbook(source, kJudged);
        if (!read) return fail(read.error());
        all.push_back(std::move(*read));
    }
    for (const auto& [id, source] : stored) {
        if (built.contains(id)) continue;
        auto read = desk::read_playbook(source, kJudged);
        if (read) all.push_back(std::move(*read));
    }
    return all;
}

std::string taken_for(const desk::PlaybookBook& book, const std::string& words)
{
    auto seen = book.recognise(words);
    if (seen.person) return "person";
    if (seen.none || !seen.sure()) return "";
    return seen.likely.front().kind;
}

PlaybookVersion version_of(const sql::Row& row)
{
    PlaybookVersion one{
        .playbook = row.text(0),
        .version = row.number(1),
        .published = row.truth(2),
        .agent = {},
        .at = from_millis(row.number(3)),
        .source = {}};
    if (!row.null(4)) one.agent = desk::Face{row.text(4), row.text(5)};
    return one;
}

/// At a character, not inside one.
std::string cut(std::string text)
{
    if (text.size() <= kShownWords) return text;
    return std::string{cut_to(text, kShownWords)} + "…";
}

/// `rows`: conversation, its number, its first words.
DryRun compared(
    const desk::PlaybookBook& now,
    const desk::PlaybookBook& then,
    const std::vector<sql::Row>& rows)
{
    DryRun run;
    std::map<std::string, std::int64_t> before, after;
    for (const auto& row : rows) {
        auto was = taken_for(now, row.text(2)), is = taken_for(then, row.text(2));
        ++run.looked_at;
        ++before[was];
        ++after[is];
        if (was != is && run.changed.size() < kShownChanges)
            run.changed.push_back({row.text(0), cut(row.text(2)), was, is, row.number(1)});
    }
    run.now.assign(before.begin(), before.end());
    run.then.assign(after.begin(), after.end());
    return run;
}

}  // namespace

Playbooks::Playbooks(sql::Database& database, const Clock& clock, Compute& compute)
    : database_{database},
      clock_{clock},
      compute_{compute}
{
    auto built = built_in();
    std::vector<desk::Playbook> all;
    // They are part of the program, and its tests read every one.
    if (auto read = built ? read_all(*built, {}) : fail(built.error())) all = std::move(*read);
    book_ = std::make_shared<const desk::PlaybookBook>(std::move(all));
}

Task<Result<void>> Playbooks::load()
{
    auto fresh = co_await published();
    if (!fresh) co_return fail(fresh.error());
    book_ = std::move(*fresh);
    co_return Result<void>{};
}

Task<void> Playbooks::learn()
{
    co_await learned(book_);
}

/// Where too much waits on the other threads already, the first message does it.
Task<void> Playbooks::learned(desk::BookPtr book)
{
    auto learn = [book] {
        book->learn();
        return true;
    };
    [[maybe_unused]] auto done = co_await compute_.run(learn);
}

/// What speaks now: the program's own, and over them what was published.
Task<Result<desk::BookPtr>> Playbooks::published()
{
    auto stored = co_await database_.read([](sql::Connection& db) -> Result<Sources> {
        auto rows = db.query(kPublished);
        if (!rows) return fail(rows.error());
        Sources sources;
        for (const auto& row : *rows) sources[row.text(0)] = row.text(1);
        return sources;
    });
    if (!stored) co_return fail(stored.error());
    if (stored->empty()) co_return book_;
    auto built = built_in();
    if (!built) co_return fail(built.error());
    auto all = read_all(*built, *stored);
    if (!all) co_return fail(all.error());
    co_return std::make_shared<const desk::PlaybookBook>(std::move(*all));
}

Task<Result<std::string>> Playbooks::source(std::string playbook)
{
    auto stored = co_await database_.read([&](sql::Connection& db) {
        return db.query(
            "SELECT source FROM playbook_versions WHERE playbook = $1 AND published = 1"
            " ORDER BY version DESC LIMIT 1",
            {playbook});
    });
    if (!stored) co_return fail(stored.error());
    if (!stored->empty()) co_return stored->front().text(0);
    auto built = built_in();
    if (!built) co_return fail(built.error());
    auto found = built->find(playbook);
    if (found == built->end()) co_return fail(ErrorKind::not_found, "no such playbook");
    co_return found->second;
}

Task<Result<std::vector<PlaybookVersion>>> Playbooks::versions(std::string playbook)
{
    using List = std::vector<PlaybookVersion>;
    auto built = built_in();
    if (!built) co_return fail(built.error());
    bool ours = built->contains(playbook);
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(
            "SELECT v.playbook, v.version, v.published, v.at, v.agent, a.name"
            " FROM playbook_versions v LEFT JOIN agents a ON a.id = v.agent"
            " WHERE v.playbook = $1 ORDER BY v.version DESC LIMIT 100",
            {playbook});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) list.push_back(version_of(row));
        if (ours)
            list.push_back(
                {.playbook = playbook,
                 .version = 0,
                 .published = true,
                 .agent = {},
                 .at = {},
                 .source = {}});
        return list;
    });
}

Task<Result<PlaybookVersion>> Playbooks::version(std::string playbook, std::int64_t number)
{
    if (number == 0) {
        auto built = built_in();
        if (!built) co_return fail(built.error());
        auto found = built->find(playbook);
        if (found == built->end()) co_return fail(ErrorKind::not_found, "no such playbook");
        co_return PlaybookVersion{
            .playbook = playbook,
            .version = 0,
            .published = true,
            .agent = {},
            .at = {},
            .source = found->second};
    }
    co_return co_await database_.read([&](sql::Connection& db) -> Result<PlaybookVersion> {
        auto rows = db.query(
            "SELECT v.playbook, v.version, v.published, v.at, v.agent, a.name, v.source"
            " FROM playbook_versions v LEFT JOIN agents a ON a.id = v.agent"
            " WHERE v.playbook = $1 AND v.version = $2",
            {playbook, number});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such version");
        auto one = version_of(rows->front());
        one.source = rows->front().text(6);
        return one;
    });
}

Task<Result<std::int64_t>> Playbooks::save(std::string source, bool publish, desk::Face agent)
{
    auto read = desk::read_playbook(source);
    if (!read) co_return fail(read.error());
    auto now = clock_.now();
    auto kept = co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        auto rows = db.query(
            "INSERT INTO playbook_versions (id, playbook, version, source, published, agent, at)"
            " SELECT $1, $2, coalesce((SELECT max(version) FROM playbook_versions"
            " WHERE playbook = $2), 0) + 1, $3, $4, $5, $6 WHERE true RETURNING version",
            {new_id(now), read->id, source, publish, agent.id, millis(now)});
        if (!rows) return fail(rows.error());
        return rows->front().number(0);
    });
    if (!kept || !publish) co_return kept;
    auto fresh = co_await published();
    if (!fresh) co_return fail(fresh.error());
    co_await learned(*fresh);
    book_ = std::move(*fresh);
    co_return kept;
}

Task<Result<DryRun>> Playbooks::dry_run(std::string draft, std::int64_t count)
{
    auto changed = desk::read_playbook(draft);
    if (!changed) co_return fail(changed.error());
    auto all = book_->all();
    auto same = std::ranges::find(all, changed->id, &desk::Playbook::id);
    if (same != all.end())
        *same = std::move(*changed);
    else
        all.push_back(std::move(*changed));
    desk::PlaybookBook then{std::move(all)};
    auto words = co_await database_.read(
        [&](sql::Connection& db) { return db.query(kFirstWords, {count}); });
    if (!words) co_return fail(words.error());
    auto now = book_;
    auto compare = [&] { return compared(*now, then, *words); };
    auto run = co_await compute_.run(compare);
    co_return run;
}

Task<Result<std::vector<desk::SpeakingInbox>>> Playbooks::inboxes()
{
    using Inboxes = std::vector<desk::SpeakingInbox>;
    co_return co_await database_.read([](sql::Connection& db) -> Result<Inboxes> {
        auto rows = db.query("SELECT id, name, kind, playbooks FROM inboxes ORDER BY name, id");
        if (!rows) return fail(rows.error());
        Inboxes all;
        for (const auto& row : *rows)
            all.push_back({row.text(0), row.text(1), row.text(2), row.truth(3)});
        return all;
    });
}

Task<Result<void>> Playbooks::speak_in(std::string inbox, bool on)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("UPDATE inboxes SET playbooks = $2 WHERE id = $1", {inbox, on});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return fail(ErrorKind::not_found, "no such inbox");
        return {};
    });
}

}  // namespace keydesk::store
