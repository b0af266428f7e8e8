#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/conversations/nouns.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace keydesk::desk {

/// A file on its way to the blob folder. Thrown away unless `finish` succeeds.
class Upload {
public:
    virtual ~Upload() = default;
    /// Errors: `unavailable` (disk), `invalid_input` "too long".
    virtual Result<void> write(std::span<const char> bytes) = 0;

    struct Kept {
        std::string sha256;
        Attachment face;  ///< Type, size and, of a picture, its measures; no id, no name.
    };
    /// Looks at the content, syncs it to disk and gives it its name.
    /// Errors: `invalid_input` "unknown type" (no picture, PDF or text; with `any_type` it is kept
    /// as application/octet-stream, never shown, only downloaded), "secret" (a text in which
    /// the guard found something: nothing is kept), `unavailable`.
    virtual Task<Result<Kept>> finish() = 0;
};

/// The blob folder: files by the SHA-256 of their content, each once.
class Blobs {
public:
    virtual ~Blobs() = default;
    virtual Result<std::unique_ptr<Upload>> begin(std::int64_t limit, bool any_type = false) = 0;
    virtual std::filesystem::path path_of(const std::string& sha256) const = 0;
};

}  // namespace keydesk::desk
