#pragma once

#include "base/clock.hpp"
#include "desk/channels/ports.hpp"
#include "sql/database.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// desk::Doors and desk::AwaitedFiles in SQL. Lives on the io thread; everything given must
/// outlive it.
class Doors final : public desk::Doors, public desk::AwaitedFiles {
public:
    Doors(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<desk::DoorThread>> enter(desk::Entrance entrance) override;
    Task<Result<desk::DoorThread>> thread(std::string id) override;
    Task<Result<desk::DoorThread>> thread_by_key(std::string inbox, std::string key) override;
    Task<Result<std::vector<desk::DoorThread>>> threads_of(std::string conversation) override;
    Task<Result<desk::MessagePtr>> arrived(std::string inbox, std::string external_id) override;
    Task<Result<std::string>> html_of(std::string message) override;
    Task<Result<std::vector<desk::Happening>>> noted(
        std::string inbox, desk::Notice notice) override;
    Task<Result<void>> make_link(
        std::string token_hash,
        std::string conversation,
        std::string bound_to,
        Time expires) override;

    Task<Result<std::vector<desk::Awaited>>> awaited(std::size_t limit) override;
    Task<Result<desk::Happening>> came(
        std::string file, desk::Attachment face, std::string sha256) override;
    Task<Result<desk::Happening>> did_not_come(
        std::string file, std::string why, std::optional<Time> due) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
