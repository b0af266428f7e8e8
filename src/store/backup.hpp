#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <filesystem>

namespace keydesk::store {

/// Writes everything (database and blobs) into one SQLite file, also while a server works on the
/// data folder: it only reads. Appears under its name when it is whole and synced.
///
/// The master key is not in it: sealed columns need `DATA/keys/master`, which is kept elsewhere.
/// Errors: `conflict` (the file exists), `unavailable` (cannot read or write), `not_found` (no
/// database there).
Result<void> backup(const std::filesystem::path& data, const std::filesystem::path& file);

/// Fills an empty data folder from a backup and gives it a new epoch, so that every customer's
/// device takes a snapshot (docs/chat-protocol.md). The folder must not be in use.
/// Errors: `conflict` (there is a database already), `invalid_input` (no backup, or damaged),
/// `unavailable`.
Result<void> restore(const std::filesystem::path& data, const std::filesystem::path& file);

}  // namespace keydesk::store
