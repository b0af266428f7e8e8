#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace keydesk::app {

/// Everything that Keydesk keeps, in one folder, for one process at a time.
///
///     DATA/desk.db   DATA/blobs/   DATA/imports/   DATA/keys/master   DATA/lock
class DataFolder {
public:
    /// Makes what is missing and takes the lock.
    /// Errors: `conflict` (another Keydesk holds it), `unavailable` (no right).
    static Result<DataFolder> open(const std::filesystem::path& folder);
    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    std::string database() const { return (folder_ / "desk.db").string(); }
    std::filesystem::path blobs() const { return folder_ / "blobs"; }
    std::filesystem::path imports() const { return folder_ / "imports"; }
    std::filesystem::path master_key() const { return folder_ / "keys" / "master"; }
    const std::filesystem::path& path() const noexcept { return folder_; }

private:
    DataFolder(std::filesystem::path folder, int lock);
    std::filesystem::path folder_;
    int lock_;
};

}  // namespace keydesk::app
