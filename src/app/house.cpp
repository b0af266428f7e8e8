#include "app/application.hpp"
#include "store/schema.hpp"

#include <filesystem>

namespace keydesk::app {

namespace {

/// Files up to this size are checked before the doors open; larger ones meanwhile.
constexpr std::uintmax_t kCheckedAtStart = 64 << 20;

Result<void> check(sql::Connection& db)
{
    auto rows = db.query("PRAGMA quick_check(1)");
    if (!rows) return fail(rows.error());
    if (rows->empty() || rows->front().text(0) == "ok") return {};
    return fail(ErrorKind::unavailable, rows->front().text(0));
}

/// Before any other session is open: migrations are the only writer.
Result<int> prepare_file(const std::string& path, Time now, bool small)
{
    auto connection = sql::open_sqlite(path, false);
    if (!connection) return fail(connection.error());
    if (small) {
        auto whole = check(**connection);
        if (!whole) return fail(whole.error());
    }
    return sql::migrate(**connection, store::schema(), millis(now));
}

/// The ports in SQL, once the database is open.
void furnish(House& house, const Scope::Log& report)
{
    auto& database = *house.database;
    house.store = std::make_unique<store::Store>(database, house.clock);
    auto& store = *house.store;
    house.cases = std::make_unique<store::Cases>(database, store, house.clock);
    house.accounts = std::make_unique<store::Accounts>(database);
    house.configs = std::make_unique<store::InboxConfigs>(database, house.sealer);
    house.doors = std::make_unique<store::Doors>(database, store, house.clock);
    house.outbox = std::make_unique<store::Outbox>(database, store, house.clock);
    house.joins = std::make_unique<store::Joins>(database, store, house.clock);
    house.quarantine = std::make_unique<store::Quarantine>(database, house.clock);
    house.log = std::make_unique<store::Log>(database, store, house.feed, house.clock, report);
}

}  // namespace

House::House(DataFolder f, Sealer s, const Clock& c)
    : folder{std::move(f)},
      sealer{std::move(s)},
      clock{c}
{
}

const Clock& system_clock()
{
    static const SystemClock clock;
    return clock;
}

Task<Result<std::unique_ptr<House>>> open_house(
    boost::asio::io_context& io, std::filesystem::path data, Scope::Log log, const Clock& clock)
{
    auto folder = DataFolder::open(data);
    if (!folder) co_return fail(folder.error());
    auto sealer = Sealer::open(folder->master_key());
    if (!sealer) co_return fail(sealer.error());
    auto house = std::make_unique<House>(std::move(*folder), std::move(*sealer), clock);

    auto path = house->folder.database();
    std::error_code none;
    auto size = std::filesystem::file_size(path, none);
    bool small = none || size <= kCheckedAtStart;
    auto applied = prepare_file(path, house->clock.now(), small);
    bool damaged = false;
    if (!applied) {
        // A damaged or read-only file is still read: agents must see what there is.
        if (applied.error().kind != ErrorKind::unavailable || none) co_return fail(applied.error());
        log("the database cannot be written: " + applied.error().what + "; reading only");
        damaged = true;
    } else if (*applied > 0) {
        log("applied " + std::to_string(*applied) + " migrations");
    }
    auto database = sql::Database::open(io.get_executor(), {.path = path});
    if (!database) co_return fail(database.error());
    house->database = std::move(*database);
    if (damaged) house->database->mark_damaged();

    furnish(*house, log);
    house->blobs = std::make_unique<store::BlobFolder>(house->folder.blobs());
    auto opened = co_await house->store->open();
    if (!opened) co_return fail(opened.error());
    auto shelves = house->blobs->open();
    if (!shelves) co_return fail(shelves.error());
    house->desk = std::make_unique<desk::Desk>(
        *house->store, house->feed, house->sealer.fingerprint("content", "message"));
    if (!small) {
        auto whole = co_await house->database->read([](sql::Connection& db) { return check(db); });
        if (!whole) {
            log("the database is damaged: " + whole.error().what + "; reading only");
            house->database->mark_damaged();
        }
    }
    co_return house;
}

}  // namespace keydesk::app
