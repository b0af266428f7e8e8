#include "desk/history/import_room.hpp"

#include "base/ids.hpp"

#include <algorithm>

namespace keydesk::desk {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kRemembered = 20;
constexpr std::chrono::milliseconds kLongestPause = 1min;

}  // namespace

/// What a file turned out to hold.
struct ImportRoom::Export {
    std::shared_ptr<const PastFiles> files;
    std::shared_ptr<const PastExport> history;
};

bool ImportRoom::at_work() const
{
    return std::ranges::any_of(jobs_, [](const ImportJob& job) { return !job.over(); });
}

Task<Result<void>> ImportRoom::open()
{
    auto jobs = co_await parts_.shelf.jobs(kRemembered);
    if (!jobs) co_return fail(jobs.error());
    jobs_.assign(jobs->begin(), jobs->end());
    co_return Result<void>{};
}

void ImportRoom::resume()
{
    for (auto& job : jobs_) {
        if (!job.over()) parts_.scope.start("import", run(job));
    }
}

Task<Result<std::string>> ImportRoom::start(
    Source source, std::string file, std::string inbox, bool dry)
{
    if (at_work()) co_return fail(ErrorKind::conflict, "an import is at work");
    auto now = parts_.clock.now();
    auto& job = jobs_.emplace_front(ImportJob{
        .id = new_id(now),
        .inbox = std::move(inbox),
        .source = source,
        .dry = dry,
        .state = "reading",
        .at = now});
    auto id = job.id;
    auto added = co_await parts_.shelf.add(job, std::move(file));
    if (!added) {
        jobs_.remove_if([&](const ImportJob& one) { return one.id == id; });
        co_return fail(added.error());
    }
    if (jobs_.size() > kRemembered) jobs_.pop_back();
    parts_.scope.start("import", run(job));
    co_return id;
}

Task<Result<ImportRoom::Export>> ImportRoom::read(const ImportJob& job)
{
    auto file = co_await parts_.shelf.file(job.id);
    if (!file) co_return fail(file.error());
    auto source = job.source;
    // By value: the thread may outlive this coroutine when the server ends.
    auto work =
        [source, bytes = std::move(*file), to_text = parts_.to_text]() mutable -> Result<Export> {
        auto files = files_in(std::move(bytes));
        if (!files) return fail(files.error());
        auto history = read_history(source, **files, to_text);
        if (!history) return fail(history.error());
        return Export{std::move(*files), std::make_shared<const PastExport>(std::move(*history))};
    };
    auto computed = co_await parts_.compute.run(std::move(work));
    if (!computed) co_return fail(computed.error());
    co_return std::move(*computed);
}

Task<void> ImportRoom::end(ImportJob& job, std::string state, std::string fault)
{
    job.state = std::move(state);
    job.fault = std::move(fault);
    // A disk that is full: after a restart the import ends anew, and finds everything done.
    (void)co_await parts_.shelf.note(job);
}

Task<void> ImportRoom::run(ImportJob& job)
{
    auto read = co_await this->read(job);
    while (!read && read.error().transient()) {
        co_await sleep_for(kLongestPause);
        read = co_await this->read(job);
    }
    if (!read) {
        bool lost = read.error().kind == ErrorKind::not_found;
        co_await end(job, "failed", lost ? "lost" : "unreadable");
        co_return;
    }
    job.total = read->history->conversations.size();
    job.state = "running";
    (void)co_await parts_.shelf.note(job);
    for (auto pause = 500ms;; pause = std::min(pause * 2, kLongestPause)) {
        ImportRun run{
            .store = parts_.store,
            .blobs = parts_.blobs,
            .compute = parts_.compute,
            .files = read->files,
            .inbox = job.inbox,
            .dry = job.dry,
            .job = job.id,
            .done = job.done,
            .so_far = job.report};
        run.step = [&job](std::size_t done, const ImportReport& so_far) {
            job.done = done;
            job.report = so_far;
        };
        auto report = co_await import_history(job.source, *read->history, std::move(run));
        if (report) job.report = std::move(*report);
        if (report) co_return co_await end(job, "done", {});
        bool no_inbox = report.error().kind == ErrorKind::not_found;
        bool later = report.error().transient();
        if (!later) co_return co_await end(job, "failed", no_inbox ? "no_inbox" : "store");
        // The store refuses for now: it goes on where it stopped.
        co_await sleep_for(pause);
    }
}

}  // namespace keydesk::desk
