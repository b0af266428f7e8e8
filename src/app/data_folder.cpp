#include "app/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace keydesk::app {

DataFolder::DataFolder(std::filesystem::path folder, int lock)
    : folder_{std::move(folder)},
      lock_{lock}
{
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : folder_{std::move(other.folder_)},
      lock_{std::exchange(other.lock_, -1)}
{
}

DataFolder::~DataFolder()
{
    if (lock_ >= 0) ::close(lock_);
}

Result<DataFolder> DataFolder::open(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return fail(ErrorKind::unavailable, "cannot make the data folder " + folder.string());
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return fail(ErrorKind::unavailable, "cannot write in " + folder.string());
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return fail(
            ErrorKind::conflict,
            "another Keydesk works in " + folder.string() +
                ". Stop it first, or do this in its console.");
    }
    return DataFolder{folder, lock};
}

}  // namespace keydesk::app
