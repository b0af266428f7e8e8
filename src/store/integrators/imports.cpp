#include "store/integrators/imports.hpp"

#include "store/accounts/rows.hpp"
#include "store/integrators/sealed_file.hpp"
#include "store/payload.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kAdd = R"(
    INSERT INTO imports (id, source, inbox, dry, state, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6))";

constexpr auto kNote = R"(
    UPDATE imports SET state = $2, fault = $3, total = $4, done = $5, report = $6, updated_at = $7
    WHERE id = $1)";

constexpr auto kMark = "UPDATE imports SET done = $2, report = $3, updated_at = $4 WHERE id = $1";

constexpr auto kJobs = R"(
    SELECT id, source, inbox, dry, state, fault, total, done, report, created_at FROM imports
    ORDER BY created_at DESC LIMIT $1)";

json::array list_of_texts(const std::vector<std::string>& list)
{
    json::array out;
    for (const auto& one : list) out.emplace_back(one);
    return out;
}

std::string text_of(const desk::ImportReport& r)
{
    return json::serialize(json::object{
        {"conversations", r.conversations},
        {"messages", r.messages},
        {"customers", r.customers},
        {"known", r.known},
        {"secrets", r.secrets},
        {"files", r.files},
        {"files_taken", r.files_taken},
        {"missing", list_of_texts(r.missing)},
        {"faults", list_of_texts(r.faults)}});
}

desk::ImportReport read_report(const std::string& text)
{
    Payload report{text};
    return {
        .conversations = report.number("conversations"),
        .messages = report.number("messages"),
        .customers = report.number("customers"),
        .known = report.number("known"),
        .secrets = report.number("secrets"),
        .files = report.number("files"),
        .files_taken = report.number("files_taken"),
        .missing = report.texts("missing"),
        .faults = report.texts("faults")};
}

desk::ImportJob read_job(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .inbox = row.text(2),
        .source = desk::source_of(row.text(1)).value_or(desk::Source::chatwoot),
        .dry = row.truth(3),
        .state = row.text(4),
        .total = static_cast<std::size_t>(row.number(6)),
        .done = static_cast<std::size_t>(row.number(7)),
        .report = read_report(row.text(8)),
        .fault = row.text(5),
        .at = from_millis(row.number(9))};
}

}  // namespace

Result<void> note_mark(sql::Connection& db, const desk::ImportMark& mark, Time now)
{
    auto done = db.query(kMark, {mark.job, mark.done, text_of(mark.so_far), millis(now)});
    if (!done) return fail(done.error());
    return {};
}

Task<Result<void>> Imports::add(desk::ImportJob job, std::string file)
{
    auto seal = [sealer = &parts_.sealer,
                 path = parts_.folder / job.id,
                 purpose = "import:" + job.id,
                 file = std::move(file)] { return write_sealed(*sealer, path, purpose, file); };
    auto sealed = co_await parts_.compute.run(std::move(seal));
    if (!sealed) co_return fail(sealed.error());
    if (!*sealed) co_return fail(sealed->error());
    co_return co_await parts_.database.run([&](sql::Connection& db) -> Result<void> {
        auto added = db.query(
            kAdd,
            {job.id, desk::name_of(job.source), job.inbox, job.dry, job.state, millis(job.at)});
        if (!added) return fail(added.error());
        return {};
    });
}

Task<Result<std::string>> Imports::file(std::string id)
{
    auto unseal = [sealer = &parts_.sealer, path = parts_.folder / id, purpose = "import:" + id] {
        return read_sealed(*sealer, path, purpose);
    };
    auto read = co_await parts_.compute.run(std::move(unseal));
    if (!read) co_return fail(read.error());
    co_return std::move(*read);
}

Task<Result<void>> Imports::note(desk::ImportJob job)
{
    auto now = parts_.clock.now();
    auto noted = co_await parts_.database.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kNote,
            {job.id,
             job.state,
             job.fault,
             static_cast<std::int64_t>(job.total),
             static_cast<std::int64_t>(job.done),
             text_of(job.report),
             millis(now)});
        if (!done) return fail(done.error());
        return {};
    });
    if (!noted) co_return noted;
    std::error_code ignored;
    if (job.over()) std::filesystem::remove(parts_.folder / job.id, ignored);
    co_return Result<void>{};
}

Task<Result<std::vector<desk::ImportJob>>> Imports::jobs(std::size_t limit)
{
    using List = std::vector<desk::ImportJob>;
    co_return co_await parts_.database.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kJobs, {static_cast<std::int64_t>(limit)});
        if (!rows) return fail(rows.error());
        List out;
        for (const auto& row : *rows) out.push_back(read_job(row));
        return out;
    });
}

}  // namespace keydesk::store
