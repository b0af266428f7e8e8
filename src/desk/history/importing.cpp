#include "desk/history/importing.hpp"

namespace keydesk::desk {

namespace {

constexpr std::size_t kLargestFile = 20 << 20;
constexpr std::size_t kPiece = 256 << 10;

/// "17: photo.png (files.example.org)". Of an address no more than its host: the rest may open a
/// file to whoever reads it.
std::string named(const std::string& conversation, const PastFile& file)
{
    auto out = conversation + ": " + file.name;
    auto host = file.where.find("://");
    if (host == std::string::npos) return out;
    auto from = file.where.substr(host + 3, 200);
    return out + " (" + from.substr(0, from.find_first_of("/?#@:")) + ")";
}

/// Into the blob folder. Errors: `invalid_input` (a secret in a text, too long), `unavailable`.
Task<Result<KeptFile>> keep(Blobs& blobs, std::string name, std::string bytes)
{
    auto upload = blobs.begin(static_cast<std::int64_t>(kLargestFile), true);
    if (!upload) co_return fail(upload.error());
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
        auto size = std::min(kPiece, bytes.size() - at);
        auto wrote = (*upload)->write(std::span{bytes.data() + at, size});
        if (!wrote) co_return fail(wrote.error());
    }
    auto kept = co_await (*upload)->finish();
    if (!kept) co_return fail(kept.error());
    kept->face.name = std::move(name);
    co_return KeptFile{std::move(kept->face), std::move(kept->sha256)};
}

Task<Result<KeptFile>> take(const ImportRun& run, std::string path, std::string name)
{
    // On a thread of its own: unpacking keeps a core busy.
    auto read = [files = run.files, path] { return files->read(path, kLargestFile); };
    auto bytes = co_await run.compute.run(std::move(read));
    if (!bytes) co_return fail(bytes.error());
    if (!*bytes) co_return fail(bytes->error());
    if (run.dry) co_return KeptFile{.face = {.name = std::move(name)}, .sha256 = {}};
    co_return co_await keep(run.blobs, std::move(name), std::move(**bytes));
}

/// Of one conversation. Errors: `unavailable` only; what else goes wrong is a missing file.
Task<Result<void>> take_files(
    const ImportRun& run, const FileFinder& finder, SafeConversation& conversation)
{
    for (auto& message : conversation.messages) {
        std::size_t missing = 0;
        for (const auto& file : message.files) {
            auto path = finder.find(file);
            Result<KeptFile> kept = fail(ErrorKind::not_found, "not there");
            if (path) kept = co_await take(run, *path, file.name);
            if (kept) {
                message.kept.push_back(std::move(*kept));
            } else if (kept.error().transient()) {
                co_return fail(kept.error());
            } else {
                ++missing;
                conversation.missing.push_back(named(conversation.external_id, file));
            }
        }
        if (missing > 0) message.body += "\n📎 " + std::to_string(missing);
    }
    co_return Result<void>{};
}

}  // namespace

Task<Result<ImportReport>> import_history(Source source, const PastExport& history, ImportRun run)
{
    auto sum = std::move(run.so_far);
    if (run.done == 0) sum.add({.missing = {}, .faults = history.faults});
    FileFinder finder{run.files ? run.files->names() : std::vector<std::string>{}};
    for (auto i = run.done; i < history.conversations.size(); ++i) {
        const auto& past = history.conversations[i];
        auto safe = guarded(source, past);
        auto filed = co_await take_files(run, finder, safe);
        if (!filed) co_return fail(filed.error());
        std::optional<ImportMark> mark;
        auto done = i + 1;
        if (!run.job.empty()) mark = ImportMark{run.job, static_cast<std::int64_t>(done), sum};
        auto put = co_await run.store.put(std::move(safe), run.inbox, run.dry, std::move(mark));
        if (!put && put.error().kind != ErrorKind::conflict) co_return fail(put.error());
        if (put) sum.add(*put);
        if (!put) sum.add({.missing = {}, .faults = {past.external_id + ": " + put.error().what}});
        if (run.step) run.step(done, sum);
    }
    co_return sum;
}

}  // namespace keydesk::desk
