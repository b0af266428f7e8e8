#include "desk/history/import_room.hpp"

#include "base/ids.hpp"

namespace keydesk::desk {

namespace {

constexpr std::size_t kRemembered = 20;

bool at_work(const ImportJob& job)
{
    return job.state == "reading" || job.state == "running";
}

}  // namespace

Result<std::string> ImportRoom::start(Source source, std::string text, std::string inbox, bool dry)
{
    if (!jobs_.empty() && at_work(jobs_.front())) {
        return fail(ErrorKind::conflict, "an import is at work");
    }
    auto now = parts_.clock.now();
    jobs_.push_front(
        {.id = new_id(now),
         .inbox = std::move(inbox),
         .source = source,
         .dry = dry,
         .state = "reading",
         .at = now});
    if (jobs_.size() > kRemembered) jobs_.pop_back();
    parts_.scope.start("import", run(jobs_.front(), std::move(text)));
    return jobs_.front().id;
}

Task<void> ImportRoom::run(ImportJob& job, std::string text)
{
    auto source = job.source;
    // By value: the thread may outlive this coroutine when the server ends.
    auto read = [source, text = std::move(text), to_text = parts_.to_text] {
        return read_history(source, text, to_text);
    };
    auto computed = co_await parts_.compute.run(std::move(read));
    auto history = computed ? std::move(*computed) : Result<PastExport>{fail(computed.error())};
    if (!history) {
        job.state = "failed";
        job.fault = "unreadable";
        co_return;
    }
    job.total = history->conversations.size();
    job.state = "running";
    auto step = [&job](std::size_t done) { job.done = done; };
    auto report = co_await import_history(
        parts_.store, source, std::move(*history), job.inbox, job.dry, step);
    if (report) job.report = std::move(*report);
    if (!report) job.fault = report.error().kind == ErrorKind::not_found ? "no_inbox" : "store";
    job.state = report ? "done" : "failed";
}

}  // namespace keydesk::desk
