#pragma once

#include "base/compute.hpp"
#include "base/scope.hpp"
#include "desk/history/importing.hpp"

#include <list>
#include <string>
#include <vector>

namespace keydesk::desk {

/// One import, as its page shows it.
struct ImportJob {
    std::string id, inbox;
    Source source = Source::chatwoot;
    bool dry = false;
    std::string state;  ///< reading running done failed
    std::size_t total = 0, done = 0;
    ImportReport report = {};
    std::string fault = {};  ///< unreadable, no_inbox, store, lost, or empty.
    Time at{};

    bool over() const noexcept { return state == "done" || state == "failed"; }
};

/// Imports on disk: what they are, how far they are, and their files until they are over.
class ImportShelf {
public:
    virtual ~ImportShelf() = default;
    /// The job and its file are on disk when it returns. Errors: `unavailable`.
    virtual Task<Result<void>> add(ImportJob job, std::string file) = 0;
    /// Errors: `not_found`, `invalid_input`.
    virtual Task<Result<std::string>> file(std::string id) = 0;
    /// Whatever it has come to. The file of one that is over goes.
    virtual Task<Result<void>> note(ImportJob job) = 0;
    /// Newest first.
    virtual Task<Result<std::vector<ImportJob>>> jobs(std::size_t limit) = 0;
};

/// Imports beside the running desk, one after the other. One that a restart broke off goes on
/// behind the last conversation that is in. Lives on the io thread; everything given outlives it.
class ImportRoom {
public:
    struct Parts {
        ImportShelf& shelf;
        HistoryStore& store;
        Blobs& blobs;
        Compute& compute;
        Scope& scope;
        const Clock& clock;
        TextOfHtml to_text;
    };
    explicit ImportRoom(Parts parts) : parts_{std::move(parts)} {}

    /// Reads what there was before; before anything else.
    Task<Result<void>> open();
    /// Goes on with what was broken off.
    void resume();
    /// The id of the import. Errors: `conflict` when one is at work, `unavailable`.
    Task<Result<std::string>> start(Source source, std::string file, std::string inbox, bool dry);
    /// Newest first.
    const std::list<ImportJob>& jobs() const noexcept { return jobs_; }

private:
    struct Export;

    Task<void> run(ImportJob& job);
    Task<Result<Export>> read(const ImportJob& job);
    Task<void> end(ImportJob& job, std::string state, std::string fault);
    bool at_work() const;

    Parts parts_;
    std::list<ImportJob> jobs_;
};

}  // namespace keydesk::desk
