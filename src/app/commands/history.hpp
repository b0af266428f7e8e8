#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

namespace keydesk::app {

/// What `keydesk import` is told.
struct ImportOptions {
    std::filesystem::path data = "data";
    std::string source;          ///< chatwoot zammad zendesk freescout
    std::filesystem::path file;  ///< JSON, a ZIP archive, or a folder with attachments.
    std::string inbox;           ///< Its key; empty: the first one.
    bool dry = false;
};

/// Puts conversations that were held elsewhere into the data folder, which no server may use
/// meanwhile. Returns the exit code.
int import_command(const ImportOptions& options, std::ostream& out, std::ostream& err);

/// What `keydesk export` is told.
struct ExportOptions {
    std::filesystem::path data = "data";
    std::string what = "messages";  ///< conversations customers messages
    std::string format = "jsonl";   ///< csv jsonl
    std::string customer;           ///< Id; then everything there is of him, as JSON Lines.
};

int export_command(const ExportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace keydesk::app
