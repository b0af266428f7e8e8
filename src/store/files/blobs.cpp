#include "store/files/blobs.hpp"

#include "base/crypto.hpp"
#include "guard/guard.hpp"
#include "store/files/sniff.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

namespace keydesk::store {

namespace {

constexpr std::size_t kHead = 65'536;
constexpr std::int64_t kLongestText = 1 << 20;  ///< All of a text goes through the guard.

class FileUpload final : public desk::Upload {
public:
    FileUpload(
        std::filesystem::path folder,
        std::filesystem::path path,
        int file,
        std::int64_t limit,
        bool any_type,
        boost::asio::thread_pool& pool)
        : folder_{std::move(folder)},
          path_{std::move(path)},
          file_{file},
          limit_{limit},
          any_type_{any_type},
          pool_{pool}
    {
        crypto_hash_sha256_init(&hash_);
    }
    FileUpload(const FileUpload&) = delete;
    ~FileUpload() override
    {
        if (file_ >= 0) ::close(file_);
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove(path_, ignored);
    }

    Result<void> write(std::span<const char> bytes) override
    {
        size_ += static_cast<std::int64_t>(bytes.size());
        if (size_ > limit_) return fail(ErrorKind::invalid_input, "too long");
        auto room = kHead - head_.size();
        head_.append(bytes.data(), std::min(room, bytes.size()));
        crypto_hash_sha256_update(
            &hash_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        for (std::size_t done = 0; done < bytes.size();) {
            auto wrote = ::write(file_, bytes.data() + done, bytes.size() - done);
            if (wrote < 0 && errno == EINTR) continue;
            if (wrote <= 0) return fail(ErrorKind::unavailable, "cannot write to the blob folder");
            done += static_cast<std::size_t>(wrote);
        }
        return {};
    }

    Task<Result<Kept>> finish() override
    {
        auto found = sniff(head_, size_ <= static_cast<std::int64_t>(kHead));
        if (!found && any_type_) found = Sniffed{.type = "application/octet-stream"};
        if (!found) co_return fail(ErrorKind::invalid_input, "unknown type");
        if (found->type == "text/plain") {
            auto clean = look_through_text();
            if (!clean) co_return fail(clean.error());
        }
        Digest digest{};
        crypto_hash_sha256_final(&hash_, digest.data());
        Kept kept{.sha256 = hex(digest), .face = {}};
        kept.face.type = found->type;
        kept.face.size = size_;
        kept.face.width = found->width;
        kept.face.height = found->height;
        auto place = [](FileUpload& self, std::string sha) -> Task<Result<void>> {
            co_return self.sync_and_place(sha);
        };
        auto work = place(*this, kept.sha256);
        auto placed =
            co_await boost::asio::co_spawn(pool_, std::move(work), boost::asio::use_awaitable);
        if (!placed) co_return fail(placed.error());
        co_return kept;
    }

private:
    /// No text reaches the store before the guard has seen it; a file is text too.
    Result<void> look_through_text()
    {
        if (size_ > kLongestText) return fail(ErrorKind::invalid_input, "text too long");
        std::ifstream in{path_, std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        auto judged = guard::clean(guard::RawText{std::move(text)});
        if (!judged.findings.empty()) return fail(ErrorKind::invalid_input, "secret");
        return {};
    }

    Result<void> sync_and_place(const std::string& sha256)
    {
        auto shelf = folder_ / sha256.substr(0, 2);
        std::error_code failed;
        std::filesystem::create_directories(shelf, failed);
        if (failed || ::fsync(file_) != 0) return fail(ErrorKind::unavailable, "blob not synced");
        std::filesystem::rename(path_, shelf / sha256, failed);
        if (failed) return fail(ErrorKind::unavailable, "blob not placed");
        path_.clear();
        int folder = ::open(shelf.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        bool synced = folder >= 0 && ::fsync(folder) == 0;
        if (folder >= 0) ::close(folder);
        if (!synced) return fail(ErrorKind::unavailable, "blob folder not synced");
        return {};
    }

    std::filesystem::path folder_, path_;
    int file_;
    std::int64_t limit_;
    bool any_type_;
    std::int64_t size_ = 0;
    std::string head_;
    crypto_hash_sha256_state hash_{};
    boost::asio::thread_pool& pool_;
};

}  // namespace

BlobFolder::BlobFolder(std::filesystem::path folder) : folder_{std::move(folder)} {}

Result<void> BlobFolder::open()
{
    std::error_code failed;
    std::filesystem::remove_all(folder_ / "incoming", failed);
    std::filesystem::create_directories(folder_ / "incoming", failed);
    if (failed) return fail(ErrorKind::unavailable, "cannot make the blob folder");
    return {};
}

Result<std::unique_ptr<desk::Upload>> BlobFolder::begin(std::int64_t limit, bool any_type)
{
    auto path = folder_ / "incoming" / random_token(12);
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return fail(ErrorKind::unavailable, "cannot write to the blob folder");
    return std::make_unique<FileUpload>(folder_, std::move(path), file, limit, any_type, pool_);
}

std::filesystem::path BlobFolder::path_of(const std::string& sha256) const
{
    return folder_ / sha256.substr(0, 2) / sha256;
}

}  // namespace keydesk::store
