#include "api/console/history.hpp"
#include "api/console/audited.hpp"

#include "api/console/desk_routes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/ids.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>

namespace keydesk::api {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLargestImport = 256 << 20;
/// What may wait to be sent before the next page is read; the server cuts at a mebibyte.
constexpr std::size_t kEnoughQueued = 256 << 10;

struct ReportOut {
    std::int64_t conversations = 0, messages = 0, customers = 0, known = 0, secrets = 0;
    std::int64_t files = 0, files_taken = 0;
    std::vector<std::string> missing;  ///< The first attachments that were not fetched.
    std::vector<std::string> faults;
};
BOOST_DESCRIBE_STRUCT(
    ReportOut,
    (),
    (conversations, messages, customers, known, secrets, files, files_taken, missing, faults))

struct ImportOut {
    std::string id, source, inbox;
    bool dry_run = false;
    std::string state, fault;
    std::int64_t total = 0, done = 0;
    ReportOut report;
    Time at{};
};
BOOST_DESCRIBE_STRUCT(
    ImportOut, (), (id, source, inbox, dry_run, state, fault, total, done, report, at))

struct ImportList {
    std::vector<ImportOut> items;
};
BOOST_DESCRIBE_STRUCT(ImportList, (), (items))

struct ImportStarted {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(ImportStarted, (), (id))

ImportOut out_of(const desk::ImportJob& job)
{
    const auto& r = job.report;
    return {
        job.id,
        std::string{desk::name_of(job.source)},
        job.inbox,
        job.dry,
        job.state,
        job.fault,
        static_cast<std::int64_t>(job.total),
        static_cast<std::int64_t>(job.done),
        {r.conversations,
         r.messages,
         r.customers,
         r.known,
         r.secrets,
         r.files,
         r.files_taken,
         r.missing,
         r.faults},
        job.at};
}

Task<Answer> list(HistoryServices& services)
{
    ImportList out;
    for (const auto& job : services.imports.jobs()) out.items.push_back(out_of(job));
    co_return net::json(200, write(out));
}

Task<Result<void>> note(
    HistoryServices& services, const Caller& caller, std::string action, std::string object)
{
    auto entry = entry_of(services.clock, caller, std::move(action), std::move(object));
    co_return co_await services.audit.add(std::move(entry));
}

Task<Answer> start(HistoryServices& services, net::Request& request, const Caller& caller)
{
    auto source = desk::source_of(request.query("source").value_or(""));
    auto inbox = request.query("inbox").value_or("");
    Faults faults;
    if (!source) faults.push_back({"source", std::string{problem::not_allowed}});
    if (!is_uuid(inbox)) faults.push_back({"inbox", std::string{problem::malformed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto text = co_await read_bytes(request, kLargestImport);
    if (!text) co_return refuse(text.error());
    bool dry = request.query("dry_run").value_or("0") == "1";
    auto action = dry ? "import.dry_run" : "import.start";
    auto noted = co_await note(services, caller, action, std::string{desk::name_of(*source)});
    if (!noted) co_return fail(noted.error());
    auto id = co_await services.imports.start(*source, std::move(*text), inbox, dry);
    if (!id) co_return fail(id.error());
    co_return net::json(202, write(ImportStarted{*id}));
}

/// The next page goes when the one before is almost gone: memory stays small whatever the size.
Task<void> send(
    HistoryServices* services,
    desk::ExportQuery query,
    bool csv,
    std::shared_ptr<net::EventSink> sink)
{
    auto columns = services->exports.columns(query.what);
    if (csv) sink->write(std::make_shared<std::string>(desk::csv_head(columns)));
    auto io = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer pause{io};
    std::optional<std::string> after{""};
    while (after && sink->open()) {
        auto page = co_await services->exports.page(query, *after);
        // Thrown, so that the answer breaks off instead of looking whole.
        if (!page) throw std::runtime_error{"export: " + page.error().what};
        std::string piece;
        for (const auto& row : page->rows) {
            piece += csv ? desk::csv_line(row) : desk::json_line(columns, row);
            if (piece.size() < kEnoughQueued / 4) continue;
            sink->write(std::make_shared<std::string>(std::exchange(piece, {})));
            while (sink->open() && sink->queued() > kEnoughQueued) {
                pause.expires_after(10ms);
                co_await pause.async_wait(boost::asio::use_awaitable);
            }
        }
        if (!piece.empty()) sink->write(std::make_shared<std::string>(std::move(piece)));
        after = page->next;
    }
    sink->close();
}

std::optional<Time> time_of(const net::Request& request, std::string_view name)
{
    auto value = query_number(request, name, -1, 0, std::int64_t{1} << 60);
    return value < 0 ? std::nullopt : std::optional{from_millis(value)};
}

Task<Answer> download(HistoryServices& services, net::Request& request, const Caller& caller)
{
    desk::ExportQuery query{
        .what = std::string{request.params.text("what")},
        .since = time_of(request, "since"),
        .until = time_of(request, "until"),
        .inbox = request.query("inbox").value_or(""),
        .customer = request.query("customer").value_or("")};
    auto format = request.query("format").value_or("csv");
    if (services.exports.columns(query.what).empty()) {
        co_return fail(ErrorKind::not_found, "no such export");
    }
    if (format != "csv" && format != "jsonl") {
        co_return refuse(wrong_fields({{"format", std::string{problem::not_allowed}}}));
    }
    auto noted = co_await note(services, caller, "export", query.what);
    if (!noted) co_return fail(noted.error());
    bool csv = format == "csv";
    auto name = "keydesk-" + query.what + "." + format;
    auto stream = [&services, query, csv](std::shared_ptr<net::EventSink> sink) {
        return send(&services, query, csv, std::move(sink));
    };
    co_return net::event_stream(stream)
        .with_header("Content-Type", csv ? "text/csv; charset=utf-8" : "application/jsonl")
        .with_header("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

}  // namespace

void add_history_routes(Routes& routes, HistoryServices& services)
{
    using enum desk::Permission;
    routes.on(
        net::Method::get,
        "/api/v1/imports",
        integrations_edit,
        [&services](net::Request&, const Caller&) { return list(services); },
        about<void, ImportList>("The last imports, newest first"));
    routes.on(
        net::Method::post,
        "/api/v1/imports",
        integrations_edit,
        [&services](net::Request& request, const Caller& caller) {
            return start(services, request, caller);
        },
        about<void, ImportStarted>("Import a file: source, inbox, dry_run; the body is JSON or a "
                                   "ZIP of it with attachments"));
    routes.on(
        net::Method::get,
        "/api/v1/exports/:what",
        integrations_edit,
        [&services](net::Request& request, const Caller& caller) {
            return download(services, request, caller);
        },
        about<>("conversations, customers or messages: format, since, until, inbox, customer"));
}

}  // namespace keydesk::api
