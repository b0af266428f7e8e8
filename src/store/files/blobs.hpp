#pragma once

#include "desk/conversations/blobs.hpp"

#include <boost/asio/thread_pool.hpp>

namespace keydesk::store {

/// DATA/blobs/ab/abcdef…: content-addressed, written beside its place, synced, then renamed.
class BlobFolder final : public desk::Blobs {
public:
    explicit BlobFolder(std::filesystem::path folder);
    /// Makes the folders and removes what an interrupted upload left.
    Result<void> open();

    Result<std::unique_ptr<desk::Upload>> begin(std::int64_t limit, bool any_type) override;
    std::filesystem::path path_of(const std::string& sha256) const override;

private:
    std::filesystem::path folder_;
    boost::asio::thread_pool pool_{1};  ///< Syncs wait here, not on the io thread.
};

}  // namespace keydesk::store
