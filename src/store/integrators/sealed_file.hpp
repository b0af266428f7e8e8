#pragma once

#include "base/seal.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/// A file that nobody can read without the master key, nor change, cut or put together anew.
namespace keydesk::store {

/// Writes beside its place, syncs, renames. Errors: `unavailable` (disk).
Result<void> write_sealed(
    const Sealer& sealer,
    const std::filesystem::path& path,
    const std::string& purpose,
    std::string_view bytes);

/// Errors: `not_found`, `invalid_input` (not sealed so, or not whole).
Result<std::string> read_sealed(
    const Sealer& sealer, const std::filesystem::path& path, const std::string& purpose);

}  // namespace keydesk::store
