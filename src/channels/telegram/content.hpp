#pragma once

#include "channels/telegram/json.hpp"
#include "desk/channels/arrival.hpp"

#include <string>
#include <vector>

/// What a message of Telegram holds, whatever its kind.
namespace keydesk::telegram {

struct Content {
    /// Text or caption; of kinds that are neither text nor file, a line in brackets in the
    /// customer's language that says what came.
    std::string text;
    std::vector<desk::ArrivedFile> files;
    bool too_large = false;  ///< A file that no bot may fetch; its line stands in `text`.
    bool service = false;    ///< Nobody wrote it: somebody joined, a topic was opened …
};

/// Source: https://core.telegram.org/bots/api#message
Content read_content(const json::value& message, bool chinese);

/// ArrivedFile::source of a file.
std::string source_of(std::string_view file_id, std::int64_t size);

}  // namespace keydesk::telegram
