#pragma once

#include "base/clock.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace keydesk::app {

enum class Health { good, worrying, broken };

/// One thing that was looked at.
struct Diagnosis {
    Health health;
    std::string what;       ///< "database", "audit", "disk" …
    std::string found;      ///< One sentence.
    std::string mend = {};  ///< What to do; empty when all is well.
};

/// Looks a data folder over: rights, keys, database, audit chain, administrators, disk, clock.
/// Changes nothing and may run beside the server.
std::vector<Diagnosis> examine(const std::filesystem::path& data, const Clock& clock);

/// Tries every configured door live, as the wizard does, and changes nothing at the providers.
std::vector<Diagnosis> examine_doors(const std::filesystem::path& data, const Clock& clock);

/// `keydesk doctor`: prints what both found. 0 unless something is broken.
int doctor(const std::filesystem::path& data, std::ostream& out);

}  // namespace keydesk::app
