#include "app/commands/doctor.hpp"

#include "base/seal.hpp"
#include "sql/connection.hpp"
#include "store/accounts/audit.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <ostream>

namespace keydesk::app {

namespace {

namespace fs = std::filesystem;

class Examination {
public:
    Examination(const fs::path& data, const Clock& clock) : data_{data}, clock_{clock} {}

    std::vector<Diagnosis> run()
    {
        if (!look_at_folder()) return std::move(found_);
        look_at_lock();
        look_at_key();
        look_at_disk();
        look_at_database();
        look_at_clock();
        return std::move(found_);
    }

private:
    void good(std::string what, std::string found)
    {
        found_.push_back({Health::good, std::move(what), std::move(found)});
    }
    void worrying(std::string what, std::string found, std::string mend)
    {
        found_.push_back({Health::worrying, std::move(what), std::move(found), std::move(mend)});
    }
    void broken(std::string what, std::string found, std::string mend)
    {
        found_.push_back({Health::broken, std::move(what), std::move(found), std::move(mend)});
    }

    bool look_at_folder();
    void look_at_lock();
    void look_at_key();
    void look_at_disk();
    void look_at_database();
    void look_at_pages(sql::Connection& db);
    void look_at_audit(sql::Connection& db);
    void look_at_agents(sql::Connection& db);
    void look_at_seals(sql::Connection& db);
    void look_at_clock();

    const fs::path& data_;
    const Clock& clock_;
    std::optional<Sealer> sealer_;
    std::int64_t newest_ = 0;  ///< Time of the last audit row.
    std::vector<Diagnosis> found_;
};

bool Examination::look_at_folder()
{
    struct stat about{};
    if (::stat(data_.c_str(), &about) != 0 || !S_ISDIR(about.st_mode)) {
        broken(
            "folder",
            "There is no data folder " + data_.string() + ".",
            "Name the right one with --data, or start Keydesk once: it makes it.");
        return false;
    }
    if (about.st_mode & 077)
        worrying(
            "folder",
            "Other users of this machine may look into " + data_.string() + ".",
            "Run: chmod 0700 " + data_.string());
    else if (::access(data_.c_str(), W_OK) != 0)
        broken("folder", "This user may not write in it.", "Run Keydesk as the folder's owner.");
    else
        good("folder", data_.string() + " belongs to its owner alone.");
    return true;
}

void Examination::look_at_lock()
{
    int lock = ::open((data_ / "lock").c_str(), O_RDWR | O_CLOEXEC);
    bool running = lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) != 0;
    if (lock >= 0) ::close(lock);
    good("server", running ? "Keydesk is running on this folder." : "Keydesk is not running.");
}

void Examination::look_at_key()
{
    auto path = data_ / "keys" / "master";
    if (!fs::exists(path)) {
        broken(
            "key",
            "The master key " + path.string() + " is missing.",
            "Put it back from where you keep it. Without it one-time codes and inbox secrets "
            "cannot be opened and must be set up anew.");
        return;
    }
    auto sealer = Sealer::open(path);
    if (!sealer) {
        broken(
            "key",
            "The master key cannot be used: " + sealer.error().what + ".",
            "Run: chmod 0400 " + path.string() + "; or put the right file back.");
        return;
    }
    sealer_.emplace(std::move(*sealer));
    good("key", "The master key is there and its owner's alone.");
}

void Examination::look_at_disk()
{
    constexpr std::uintmax_t kLittle = std::uintmax_t{2} << 30, kTooLittle = 256 << 20;
    std::error_code ec;
    auto space = fs::space(data_, ec);
    if (ec) return worrying("disk", "Free space cannot be read.", "Look with df.");
    auto text = std::to_string(space.available >> 20) + " MiB are free.";
    constexpr auto kMend = "Free space or grow the disk; writes are refused when it is full.";
    if (space.available < kTooLittle) return broken("disk", text, kMend);
    if (space.available < kLittle) return worrying("disk", text, kMend);
    good("disk", text);
}

void Examination::look_at_database()
{
    auto path = data_ / "desk.db";
    if (!fs::exists(path))
        return worrying("database", "There is none yet.", "Start Keydesk once: it makes it.");
    auto db = sql::open_sqlite(path.string(), true);
    if (!db)
        return broken(
            "database",
            "It cannot be opened: " + db.error().what + ".",
            "Check rights and disk; else restore the latest backup.");
    look_at_pages(**db);
    look_at_audit(**db);
    look_at_agents(**db);
    look_at_seals(**db);
}

void Examination::look_at_pages(sql::Connection& db)
{
    constexpr auto kMend = "Stop Keydesk, keep a copy of the folder, restore the latest backup.";
    auto rows = db.query("PRAGMA integrity_check(5)");
    if (!rows) return broken("database", "It cannot be read: " + rows.error().what + ".", kMend);
    auto first = rows->empty() ? std::string{"no answer"} : rows->front().text(0);
    if (first != "ok") return broken("database", "It is damaged: " + first + ".", kMend);
    auto loose = db.query("PRAGMA foreign_key_check");
    if (loose && !loose->empty())
        return broken("database", "Rows point to rows that are gone.", kMend);
    good("database", "It is whole.");
}

void Examination::look_at_audit(sql::Connection& db)
{
    auto verdict = store::verify_audit(db);
    if (!verdict)
        return broken(
            "audit",
            "It cannot be read: " + verdict.error().what + ".",
            "Restore the latest backup.");
    if (verdict->broken_at)
        return broken(
            "audit",
            "Row " + std::to_string(*verdict->broken_at) + " does not follow from the one before.",
            "Somebody changed or removed audit rows. Keep a copy of the folder and find out who "
            "had access to it.");
    auto last = db.query("SELECT coalesce(max(at), 0) FROM audit");
    if (last && !last->empty()) newest_ = last->front().number(0);
    good(
        "audit",
        std::to_string(verdict->rows) + " rows, unbroken; head " + verdict->head.substr(0, 16) +
            ". Keep it elsewhere: a cut tail shows only so.");
}

void Examination::look_at_agents(sql::Connection& db)
{
    auto rows = db.query(
        "SELECT count(*), coalesce(sum(totp_active), 0) FROM agents"
        " WHERE role = 'admin' AND disabled = 0");
    if (!rows || rows->empty())
        return broken("agents", "They cannot be read.", "Restore a backup.");
    auto admins = rows->front().number(0), guarded = rows->front().number(1);
    if (admins == 0)
        return broken(
            "agents",
            "There is no administrator.",
            "Run: keydesk admin create --email you@example.com");
    auto text = std::to_string(admins) + " administrators, " + std::to_string(guarded) +
                " with one-time codes.";
    if (guarded < admins)
        return worrying("agents", text, "Let every administrator set one-time codes up.");
    good("agents", text);
}

void Examination::look_at_seals(sql::Connection& db)
{
    if (!sealer_) return;
    auto rows = db.query(
        "SELECT 'totp:' || id, totp_secret FROM agents WHERE totp_secret IS NOT NULL"
        " UNION ALL SELECT 'inbox:' || id, identity_secret FROM inboxes"
        " WHERE identity_secret IS NOT NULL");
    // Of a database from before there were doors: no such column, nothing to look at.
    auto settings = db.query(
        "SELECT 'inbox:' || i.id || ':' || s.key, s.value FROM inboxes i, json_each(i.settings) s"
        " WHERE s.value LIKE 's1.%'");
    if (!rows) return;
    if (settings) rows->insert(rows->end(), settings->begin(), settings->end());
    std::size_t shut = 0;
    for (const auto& row : *rows)
        if (!sealer_->unseal(row.text(0), row.text(1))) ++shut;
    if (shut > 0)
        return broken(
            "seals",
            std::to_string(shut) + " sealed secrets do not open with this master key.",
            "Put the master key back that belongs to this database, or set them up anew.");
    good("seals", std::to_string(rows->size()) + " sealed secrets open.");
}

void Examination::look_at_clock()
{
    constexpr std::int64_t kMinute = 60'000;
    if (millis(clock_.now()) + kMinute < newest_)
        return broken(
            "clock",
            "It is behind the newest entry of the audit.",
            "Set the clock right; one-time codes and sessions depend on it.");
    timex state{};
    if (::adjtimex(&state) == TIME_ERROR)
        return worrying(
            "clock", "No time server keeps it right.", "Install systemd-timesyncd or chrony.");
    good("clock", "It is kept right and ahead of all entries.");
}

std::string_view mark_of(Health health)
{
    switch (health) {
        case Health::good:
            return "  ok    ";
        case Health::worrying:
            return "  note  ";
        case Health::broken:
            return "  BAD   ";
    }
    return "  BAD   ";
}

}  // namespace

std::vector<Diagnosis> examine(const fs::path& data, const Clock& clock)
{
    return Examination{data, clock}.run();
}

int doctor(const fs::path& data, std::ostream& out)
{
    int code = 0;
    SystemClock clock;
    auto found = examine(data, clock);
    std::ranges::move(examine_doors(data, clock), std::back_inserter(found));
    for (const auto& one : found) {
        out << mark_of(one.health) << one.what << ": " << one.found << "\n";
        if (!one.mend.empty()) out << "          " << one.mend << "\n";
        if (one.health == Health::broken) code = 1;
    }
    return code;
}

}  // namespace keydesk::app
