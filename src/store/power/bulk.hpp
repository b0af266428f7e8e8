#pragma once

#include "desk/power/ports.hpp"
#include "store/store.hpp"

namespace keydesk::store {

/// desk::Bulk in SQL. Lives on the io thread; everything given must outlive it.
class Bulk final : public desk::Bulk {
public:
    Bulk(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<desk::BulkDone>> apply(
        std::vector<std::string> ids, desk::BulkChange change, desk::Face agent) override;
    Task<Result<desk::Undone>> undo(std::string undo, desk::Face agent) override;
    /// Forgets what can no longer be taken back.
    Task<Result<void>> sweep();

    static constexpr auto kUndoable = std::chrono::minutes{10};

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
