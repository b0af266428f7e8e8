#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Reading ZIP archives that strangers made (APPNOTE 6.3, without ZIP64, encryption and parts).
namespace keydesk {

struct ZipEntry {
    std::string name;
    std::uint64_t size = 0;  ///< Unpacked, as the archive claims.
    std::uint32_t method = 0, crc = 0;
    std::size_t packed_at = 0, packed = 0;
};

class ZipFile {
public:
    /// `bytes` outlive it. Errors: `invalid_input`.
    static Result<ZipFile> open(std::string_view bytes);
    static bool looks_like_one(std::string_view bytes) noexcept
    {
        return bytes.starts_with("PK\x03\x04");
    }

    /// Files only, in the order of the archive. Names are as they stand: never use them as paths.
    const std::vector<ZipEntry>& entries() const noexcept { return entries_; }
    /// Errors: `invalid_input` (broken, longer than `limit` or than it claims to be).
    Result<std::string> read(const ZipEntry& entry, std::size_t limit) const;

private:
    explicit ZipFile(std::string_view bytes) : bytes_{bytes} {}

    std::string_view bytes_;
    std::vector<ZipEntry> entries_;
};

}  // namespace keydesk
