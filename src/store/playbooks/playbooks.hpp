#pragma once

#include "base/clock.hpp"
#include "desk/playbooks/ports.hpp"
#include "sql/database.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// The desk's playbooks: those of the program, and over them what the console has published.
class Playbooks final : public desk::PlaybookShelf {
public:
    /// Learns what the program was built with, about a third of a second.
    Playbooks(sql::Database& database, const Clock& clock);

    /// Learns what the console has published; one that cannot be read leaves the one before it.
    Task<Result<void>> load();
    desk::BookPtr book() const override { return book_; }
    Task<Result<std::string>> source(std::string playbook) override;
    Task<Result<std::vector<desk::PlaybookVersion>>> versions(std::string playbook) override;
    Task<Result<desk::PlaybookVersion>> version(std::string playbook, std::int64_t number) override;
    Task<Result<std::int64_t>> save(std::string source, bool publish, desk::Face agent) override;
    Task<Result<desk::DryRun>> dry_run(std::string draft, std::int64_t count) override;
    Task<Result<std::vector<desk::SpeakingInbox>>> inboxes() override;
    Task<Result<void>> speak_in(std::string inbox, bool on) override;

private:
    sql::Database& database_;
    const Clock& clock_;
    desk::BookPtr book_;
};

}  // namespace keydesk::store
