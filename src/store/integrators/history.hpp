#pragma once

#include "base/clock.hpp"
#include "desk/history/history.hpp"
#include "sql/database.hpp"
#include "store/store.hpp"

namespace keydesk::store {

/// What was said elsewhere, put into the timeline before its beginning: the positions of its
/// entries are negative, and no follower of the log ever reads those. Lives on the io thread;
/// everything given outlives it.
class History final : public desk::HistoryStore {
public:
    History(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<desk::ImportReport>> put(
        desk::SafeConversation conversation,
        std::string inbox,
        bool dry,
        std::optional<desk::ImportMark> mark) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
