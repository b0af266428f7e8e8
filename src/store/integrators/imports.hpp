#pragma once

#include "base/clock.hpp"
#include "base/compute.hpp"
#include "base/seal.hpp"
#include "desk/history/import_room.hpp"
#include "sql/database.hpp"

#include <filesystem>

namespace keydesk::store {

/// desk::ImportShelf in SQL; the files lie sealed in DATA/imports until their import is over. Lives
/// on the io thread; everything given outlives it.
class Imports final : public desk::ImportShelf {
public:
    struct Parts {
        sql::Database& database;
        const Sealer& sealer;
        Compute& compute;
        const Clock& clock;
        std::filesystem::path folder;
    };
    explicit Imports(Parts parts) : parts_{std::move(parts)} {}

    Task<Result<void>> add(desk::ImportJob job, std::string file) override;
    Task<Result<std::string>> file(std::string id) override;
    Task<Result<void>> note(desk::ImportJob job) override;
    Task<Result<std::vector<desk::ImportJob>>> jobs(std::size_t limit) override;

private:
    Parts parts_;
};

/// For the writer: how far an import has come, with the conversation that brought it there.
Result<void> note_mark(sql::Connection& db, const desk::ImportMark& mark, Time now);

}  // namespace keydesk::store
