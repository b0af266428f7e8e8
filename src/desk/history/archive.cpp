#include "desk/history/archive.hpp"

#include "base/zip.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace keydesk::desk {

namespace {

constexpr std::size_t kLargestDocument = 256 << 20;
constexpr std::size_t kMostFiles = 200'000;

class OneDocument final : public PastFiles {
public:
    explicit OneDocument(std::string text) : text_{std::move(text)} {}
    std::vector<std::string> names() const override { return {"export.json"}; }
    Result<std::string> read(const std::string&, std::size_t limit) const override
    {
        if (text_.size() > limit) return fail(ErrorKind::invalid_input, "too long");
        return text_;
    }

private:
    std::string text_;
};

class Archive final : public PastFiles {
public:
    static Result<std::shared_ptr<const PastFiles>> open(std::string bytes)
    {
        auto archive = std::make_shared<Archive>();
        archive->bytes_ = std::move(bytes);
        auto zip = ZipFile::open(archive->bytes_);
        if (!zip) return fail(zip.error());
        for (const auto& entry : zip->entries()) archive->entries_.emplace(entry.name, entry);
        archive->zip_.emplace(std::move(*zip));
        return std::shared_ptr<const PastFiles>{std::move(archive)};
    }
    std::vector<std::string> names() const override
    {
        std::vector<std::string> out;
        for (const auto& [name, entry] : entries_) out.push_back(name);
        return out;
    }
    Result<std::string> read(const std::string& name, std::size_t limit) const override
    {
        auto found = entries_.find(name);
        if (found == entries_.end()) return fail(ErrorKind::not_found, "no such file");
        return zip_->read(found->second, limit);
    }

private:
    std::string bytes_;
    std::optional<ZipFile> zip_;
    std::map<std::string, ZipEntry> entries_;
};

class Folder final : public PastFiles {
public:
    explicit Folder(std::map<std::string, std::filesystem::path> paths) : paths_{std::move(paths)}
    {
    }
    std::vector<std::string> names() const override
    {
        std::vector<std::string> out;
        for (const auto& [name, path] : paths_) out.push_back(name);
        return out;
    }
    Result<std::string> read(const std::string& name, std::size_t limit) const override
    {
        auto found = paths_.find(name);
        if (found == paths_.end()) return fail(ErrorKind::not_found, "no such file");
        std::error_code failed;
        auto size = std::filesystem::file_size(found->second, failed);
        std::ifstream in{found->second, std::ios::binary};
        if (failed || !in) return fail(ErrorKind::unavailable, "a file cannot be read");
        if (size > limit) return fail(ErrorKind::invalid_input, "too long");
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    }

private:
    std::map<std::string, std::filesystem::path> paths_;
};

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return text;
}

bool is_document(const std::string& name)
{
    auto small = "/" + lower(name);
    bool apart = small.contains("/attachments/") || small.contains("/__macosx/");
    return !apart &&
           (small.ends_with(".json") || small.ends_with(".jsonl") || small.ends_with(".ndjson"));
}

/// ".../501/photo.png".
bool belongs_to_an_id(const std::string& path)
{
    auto folder = path.substr(0, path.find_last_of('/') + 1);
    if (folder.empty()) return false;
    folder.pop_back();
    auto last = folder.substr(folder.find_last_of('/') + 1);
    return !last.empty() && std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
}

std::string last_part(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1);
}

}  // namespace

Result<std::shared_ptr<const PastFiles>> files_in(std::string bytes)
{
    if (ZipFile::looks_like_one(bytes)) return Archive::open(std::move(bytes));
    return std::shared_ptr<const PastFiles>{std::make_shared<OneDocument>(std::move(bytes))};
}

Result<std::shared_ptr<const PastFiles>> files_below(const std::filesystem::path& path)
{
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed)) {
        std::ifstream in{path, std::ios::binary};
        if (!in) return fail(ErrorKind::unavailable, "the file cannot be read");
        return files_in(std::string{std::istreambuf_iterator<char>{in}, {}});
    }
    std::map<std::string, std::filesystem::path> paths;
    std::filesystem::recursive_directory_iterator place{path, failed}, end;
    for (; !failed && place != end && paths.size() < kMostFiles; place.increment(failed)) {
        bool file = place->is_regular_file(failed) && !place->is_symlink(failed);
        if (file) paths.emplace(place->path().lexically_relative(path).generic_string(), *place);
    }
    if (failed) return fail(ErrorKind::unavailable, "the folder cannot be read");
    return std::shared_ptr<const PastFiles>{std::make_shared<Folder>(std::move(paths))};
}

Result<PastExport> read_history(Source source, const PastFiles& files, const TextOfHtml& to_text)
{
    PastExport all;
    for (const auto& name : files.names()) {
        if (!is_document(name)) continue;
        auto text = files.read(name, kLargestDocument);
        auto one = text ? read_history(source, *text, to_text) : fail(text.error());
        if (!one) {
            all.faults.push_back(last_part(name) + ": " + one.error().what);
            continue;
        }
        std::ranges::move(one->conversations, std::back_inserter(all.conversations));
        std::ranges::move(one->faults, std::back_inserter(all.faults));
    }
    if (all.conversations.empty()) {
        return fail(ErrorKind::invalid_input, "there is no conversation in this export");
    }
    return all;
}

FileFinder::FileFinder(const std::vector<std::string>& names)
{
    for (const auto& name : names) {
        if (is_document(name)) continue;
        auto last = last_part(name);
        by_last_.emplace(last, name);
        by_stem_.emplace(last.substr(0, last.find_last_of('.')), name);
    }
}

std::optional<std::string> FileFinder::find(const PastFile& file) const
{
    // The path that the export gives, from wherever it counts.
    auto ends_in = [](const std::string& path, const std::string& end) {
        return !end.empty() && ("/" + path).ends_with("/" + end);
    };
    if (!file.where.empty() && !file.where.contains("://")) {
        auto [place, end] = by_last_.equal_range(last_part(file.where));
        for (; place != end; ++place) {
            if (ends_in(place->second, file.where)) return place->second;
        }
    }
    auto [named, names_end] = by_last_.equal_range(file.name);
    auto how_many = std::distance(named, names_end);
    if (!file.id.empty()) {
        for (auto place = named; place != names_end; ++place) {
            if (ends_in(place->second, file.id + "/" + file.name)) return place->second;
        }
        for (const auto* between : {"-", "_"}) {
            auto found = by_last_.find(file.id + between + file.name);
            if (found != by_last_.end()) return found->second;
        }
        auto found = by_stem_.find(file.id);
        if (found != by_stem_.end()) return found->second;
    }
    // The only one of that name, unless it lies in the folder of another attachment.
    if (how_many != 1 || belongs_to_an_id(named->second)) return std::nullopt;
    return named->second;
}

}  // namespace keydesk::desk
