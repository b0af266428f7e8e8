#pragma once

#include "desk/history/history.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// An export with its attachments: a ZIP archive, a folder, or a document alone.
namespace keydesk::desk {

/// Files by their path in the export, with "/" between. Used from several threads at once.
class PastFiles {
public:
    virtual ~PastFiles() = default;
    virtual std::vector<std::string> names() const = 0;
    /// Errors: `invalid_input` (broken, longer than `limit`), `unavailable`.
    virtual Result<std::string> read(const std::string& name, std::size_t limit) const = 0;
};

/// The files of a ZIP archive; of anything else one file "export.json". Errors: `invalid_input`.
Result<std::shared_ptr<const PastFiles>> files_in(std::string bytes);
/// Everything below a folder but links, or one file. Errors: `unavailable`.
Result<std::shared_ptr<const PastFiles>> files_below(const std::filesystem::path& path);

/// All documents (.json, .jsonl, .ndjson) outside of folders called "attachments", in the order of
/// their names. Errors: `invalid_input` when there is no conversation in them.
Result<PastExport> read_history(Source source, const PastFiles& files, const TextOfHtml& to_text);

/// Which file of the export an attachment is.
///
///     its own path · …/<id>/<name> · …/<id>-<name> or <id>_<name> · …/<id>.* · the only <name>
class FileFinder {
public:
    explicit FileFinder(const std::vector<std::string>& names);
    std::optional<std::string> find(const PastFile& file) const;

private:
    std::multimap<std::string, std::string> by_last_;  ///< Last part → path.
    std::multimap<std::string, std::string> by_stem_;  ///< Last part without its ending → path.
};

}  // namespace keydesk::desk
