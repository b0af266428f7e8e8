#pragma once

#include "base/compute.hpp"
#include "desk/conversations/blobs.hpp"
#include "desk/history/archive.hpp"

#include <functional>
#include <memory>

namespace keydesk::desk {

/// What an import works with; the references outlive it.
struct ImportRun {
    HistoryStore& store;
    Blobs& blobs;
    Compute& compute;
    std::shared_ptr<const PastFiles> files;
    std::string inbox;
    bool dry = false;
    std::string job = {};      ///< Empty: nothing is noted of how far it is.
    std::size_t done = 0;      ///< Conversations that an earlier run has done.
    ImportReport so_far = {};  ///< Of them.
    /// Hears how many are done, and with what.
    std::function<void(std::size_t done, const ImportReport& so_far)> step = nullptr;
};

/// Puts all of it in, one conversation after the other, with the attachments that are there.
/// `history` outlives it; it is the same, in the same order, whenever the export is read.
Task<Result<ImportReport>> import_history(Source source, const PastExport& history, ImportRun run);

}  // namespace keydesk::desk
