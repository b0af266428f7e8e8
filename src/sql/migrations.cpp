#include "sql/migrations.hpp"

#include "base/crypto.hpp"

namespace keydesk::sql {

namespace {

constexpr auto kCreateTable = R"(
    CREATE TABLE IF NOT EXISTS migrations (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL))";

constexpr auto kRecord =
    "INSERT INTO migrations (number, name, checksum, at) VALUES ($1, $2, $3, $4)";

Result<void> apply(Connection& db, const Migration& step, std::int64_t now_ms)
{
    auto begun = db.script("BEGIN IMMEDIATE");
    if (!begun) return begun;
    auto done = db.script(std::string{step.text});
    if (done) {
        auto sum = hex(sha256(step.text));
        auto noted = db.query(kRecord, {step.number, step.name, sum, now_ms});
        done = noted ? db.script("COMMIT") : fail(noted.error());
    }
    if (!done) (void)db.script("ROLLBACK");
    return done;
}

}  // namespace

Result<int> migrate(Connection& db, std::span<const Migration> steps, std::int64_t now_ms)
{
    auto made = db.script(kCreateTable);
    if (!made) return fail(made.error());
    auto applied = db.query("SELECT number, checksum FROM migrations ORDER BY number");
    if (!applied) return fail(applied.error());

    if (applied->size() > steps.size()) {
        return fail(ErrorKind::conflict, "the data folder belongs to a newer Keydesk");
    }
    for (std::size_t i = 0; i < applied->size(); ++i) {
        if ((*applied)[i].text(1) != hex(sha256(steps[i].text))) {
            return fail(ErrorKind::conflict, "migration " + std::to_string(i + 1) + " was edited");
        }
    }
    int count = 0;
    for (const auto& step : steps.subspan(applied->size())) {
        auto done = apply(db, step, now_ms);
        if (!done) return fail(done.error());
        ++count;
    }
    return count;
}

}  // namespace keydesk::sql
