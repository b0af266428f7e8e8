#pragma once

#include "base/compute.hpp"
#include "base/scope.hpp"
#include "desk/history/history.hpp"

#include <list>
#include <string>

namespace keydesk::desk {

/// One import, as its page shows it.
struct ImportJob {
    std::string id, inbox;
    Source source = Source::chatwoot;
    bool dry = false;
    std::string state;  ///< reading running done failed
    std::size_t total = 0, done = 0;
    ImportReport report = {};
    std::string fault = {};  ///< unreadable, no_inbox, or empty.
    Time at{};
};

/// Imports beside the running desk, one after the other. What it knows of them it forgets with the
/// process: the conversations themselves know that they were imported. Lives on the io thread;
/// everything given outlives it.
class ImportRoom {
public:
    struct Parts {
        HistoryStore& store;
        Compute& compute;
        Scope& scope;
        const Clock& clock;
        TextOfHtml to_text;
    };
    explicit ImportRoom(Parts parts) : parts_{std::move(parts)} {}

    /// The id of the import. Errors: `conflict` when one is at work.
    Result<std::string> start(Source source, std::string text, std::string inbox, bool dry);
    /// Newest first.
    const std::list<ImportJob>& jobs() const noexcept { return jobs_; }

private:
    Task<void> run(ImportJob& job, std::string text);

    Parts parts_;
    std::list<ImportJob> jobs_;
};

}  // namespace keydesk::desk
