#pragma once

#include "base/result.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace keydesk::app {

/// What was kept of transactions, in a file of JSON Lines: the desk's database does this for the
/// server; the command line has only a file.
class KeptMemories {
public:
    /// A file that is not there yet is empty. Errors: `invalid_input` naming the line.
    static Result<KeptMemories> read(std::filesystem::path file);

    std::vector<desk::Memory> of(const std::string& id) const;
    /// Keeps the time at which it was first seen.
    void keep(desk::Memory memory);
    /// All or nothing: a new file takes the place of the old one. Errors: `unavailable`.
    Result<void> write() const;

private:
    std::filesystem::path file_;
    std::map<std::pair<std::string, std::string>, desk::Memory> kept_;  ///< By id and chain.
};

}  // namespace keydesk::app
