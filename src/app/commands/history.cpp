#include "app/commands/history.hpp"

#include "app/application.hpp"
#include "desk/history/importing.hpp"
#include "mail/html_filter.hpp"
#include "store/integrators/exports.hpp"
#include "store/integrators/history.hpp"

#include <boost/asio/co_spawn.hpp>

#include <functional>
#include <iostream>

namespace keydesk::app {

namespace {

using Act = std::function<Task<Result<void>>(House&)>;

Task<Result<void>> visit(
    boost::asio::io_context& io, std::filesystem::path data, std::ostream* log, Act act)
{
    auto say = [log](std::string_view line) { *log << line << "\n"; };
    auto house = co_await open_house(io, std::move(data), say);
    if (!house) co_return fail(house.error());
    auto done = co_await act(**house);
    (*house)->database->close();
    co_return done;
}

int in_house(const std::filesystem::path& data, std::ostream& err, Act act)
{
    boost::asio::io_context io;
    Result<void> outcome;
    auto finished = [&outcome](std::exception_ptr bug, Result<void> done) {
        outcome = std::move(done);
        if (bug) outcome = fail(ErrorKind::internal, "unexpected failure");
    };
    boost::asio::co_spawn(io, visit(io, data, &err, std::move(act)), finished);
    io.run();
    if (outcome) return 0;
    err << outcome.error().what << "\n";
    return 1;
}

void print(std::ostream& out, const desk::ImportReport& report, bool dry)
{
    out << (dry ? "Would import " : "Imported ") << report.conversations << " conversations, "
        << report.messages << " messages, " << report.customers << " customers.\n"
        << "Imported before: " << report.known << ". Secrets taken out: " << report.secrets
        << ". Attachments taken: " << report.files_taken << ", not fetched: " << report.files
        << ".\n";
    for (const auto& name : report.missing) out << "  not fetched: " << name << "\n";
    for (const auto& fault : report.faults) out << "  " << fault << "\n";
}

Task<Result<void>> import_into(
    House& house, const ImportOptions* options, desk::Source source, std::ostream* out)
{
    auto files = desk::files_below(options->file);
    if (!files) co_return fail(files.error());
    auto inboxes = co_await house.store->inboxes();
    if (!inboxes) co_return fail(inboxes.error());
    std::string inbox;
    for (const auto& one : *inboxes) {
        bool meant = options->inbox.empty() ? inbox.empty() : one.key == options->inbox;
        if (meant) inbox = one.id;
    }
    if (inbox.empty()) co_return fail(ErrorKind::invalid_input, "there is no such inbox");
    auto history = desk::read_history(source, **files, mail::text_of_html);
    if (!history) co_return fail(history.error());
    store::History store{*house.database, *house.store, house.clock};
    desk::ImportRun run{
        .store = store,
        .blobs = *house.blobs,
        .compute = house.compute,
        .files = std::move(*files),
        .inbox = inbox,
        .dry = options->dry};
    auto report = co_await desk::import_history(source, *history, std::move(run));
    if (!report) co_return fail(report.error());
    print(*out, *report, options->dry);
    co_return Result<void>{};
}

Task<Result<void>> export_from(House& house, desk::ExportQuery query, bool csv, std::ostream* out)
{
    store::Exports exports{*house.database};
    auto columns = exports.columns(query.what);
    if (columns.empty()) co_return fail(ErrorKind::invalid_input, "there is no such export");
    if (csv) *out << desk::csv_head(columns);
    std::optional<std::string> after{""};
    while (after) {
        auto page = co_await exports.page(query, *after);
        if (!page) co_return fail(page.error());
        for (const auto& row : page->rows) {
            *out << (csv ? desk::csv_line(row) : desk::json_line(columns, row));
        }
        after = page->next;
    }
    co_return Result<void>{};
}

Task<Result<void>> export_customer(House& house, std::string customer, std::ostream* out)
{
    for (auto what : {"customers", "conversations", "messages"}) {
        auto done = co_await export_from(house, {.what = what, .customer = customer}, false, out);
        if (!done) co_return done;
    }
    co_return Result<void>{};
}

}  // namespace

int import_command(const ImportOptions& options, std::ostream& out, std::ostream& err)
{
    auto source = desk::source_of(options.source);
    if (!source) {
        err << "The source is one of chatwoot, zammad, zendesk, freescout.\n";
        return 2;
    }
    return in_house(options.data, err, [&](House& house) {
        return import_into(house, &options, *source, &out);
    });
}

int export_command(const ExportOptions& options, std::ostream& out, std::ostream& err)
{
    return in_house(options.data, err, [&](House& house) {
        if (!options.customer.empty()) return export_customer(house, options.customer, &out);
        desk::ExportQuery query{.what = options.what};
        return export_from(house, std::move(query), options.format == "csv", &out);
    });
}

}  // namespace keydesk::app
