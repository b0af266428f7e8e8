#pragma once

#include "base/clock.hpp"
#include "base/compute.hpp"
#include "desk/playbooks/ports.hpp"
#include "sql/database.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// The desk's playbooks: those of the program, and over them what the console has published.
class Playbooks final : public desk::PlaybookShelf {
public:
    /// Holds what the program was built with. All given outlive it.
    Playbooks(sql::Database& database, const Clock& clock, Compute& compute);

    /// Takes in what the console has published; one that cannot be read leaves the one before it.
    Task<Result<void>> load();
    /// Learns beside the io thread, so that the first message need not.
    Task<void> learn();
    desk::BookPtr book() const override { return book_; }
    Task<Result<std::string>> source(std::string playbook) override;
    Task<Result<std::vector<desk::PlaybookVersion>>> versions(std::string playbook) override;
    Task<Result<desk::PlaybookVersion>> version(std::string playbook, std::int64_t number) override;
    Task<Result<std::int64_t>> save(std::string source, bool publish, desk::Face agent) override;
    Task<Result<desk::DryRun>> dry_run(std::string draft, std::int64_t count) override;
    Task<Result<std::vector<desk::SpeakingInbox>>> inboxes() override;
    Task<Result<void>> speak_in(std::string inbox, bool on) override;

private:
    Task<Result<desk::BookPtr>> published();
    Task<void> learned(desk::BookPtr book);

    sql::Database& database_;
    const Clock& clock_;
    Compute& compute_;
    desk::BookPtr book_;
};

}  // namespace keydesk::store
