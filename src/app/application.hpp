#pragma once

#include "api/chat/services.hpp"
#include "app/data_folder.hpp"
#include "app/settings.hpp"
#include "base/compute.hpp"
#include "base/scope.hpp"
#include "base/seal.hpp"
#include "desk/desk.hpp"
#include "desk/presence.hpp"
#include "net/server.hpp"
#include "sql/database.hpp"
#include "store/accounts/accounts.hpp"
#include "store/conversations/joins.hpp"
#include "store/diagnosis/cases.hpp"
#include "store/doors/doors.hpp"
#include "store/doors/inbox_configs.hpp"
#include "store/doors/outbox.hpp"
#include "store/doors/quarantine.hpp"
#include "store/files/blobs.hpp"
#include "store/log.hpp"
#include "store/store.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace keydesk::app {

/// The desk without its doors: data folder, database, ports. What every command works with.
/// Members stand in the order in which they are made; they go in reverse.
struct House {
    House(DataFolder folder, Sealer sealer, const Clock& clock);

    DataFolder folder;
    Sealer sealer;
    const Clock& clock;
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::Cases> cases;
    std::unique_ptr<store::Accounts> accounts;
    std::unique_ptr<store::InboxConfigs> configs;
    std::unique_ptr<store::Doors> doors;
    std::unique_ptr<store::Outbox> outbox;
    std::unique_ptr<store::Joins> joins;
    std::unique_ptr<store::Quarantine> quarantine;
    std::unique_ptr<store::BlobFolder> blobs;
    desk::Feed feed;
    desk::Presence presence;
    std::unique_ptr<store::Log> log;  ///< After the feed that wakes it.
    std::unique_ptr<desk::Desk> desk;
    Compute compute;
};

const Clock& system_clock();

/// Opens the folder, brings the schema up and checks the file. Says on `log` what it did.
/// Errors: `conflict`, `unavailable`, `denied`; the text is for the operator.
Task<Result<std::unique_ptr<House>>> open_house(
    boost::asio::io_context& io,
    std::filesystem::path data,
    Scope::Log log,
    const Clock& clock = system_clock());

/// Starts Keydesk and returns when it was told to stop (SIGTERM, SIGINT). SIGHUP reads the
/// certificate anew. Returns the exit code.
int serve(const Settings& settings, bool demo);

}  // namespace keydesk::app
