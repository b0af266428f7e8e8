#pragma once

#include "base/clock.hpp"
#include "desk/channels/ports.hpp"
#include "sql/database.hpp"
#include "store/conversations/redaction.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// For the writer: puts a message of the desk into the outbox of a thread of its conversation.
/// `automatic`: why the desk itself says it (desk::Departure::automatic_kind); empty: a person
/// does. Errors: `not_found` when the thread is not the conversation's.
Result<void> enqueue(
    Writing& writing,
    const std::string& message,
    const std::string& thread,
    const std::string& automatic = {});

/// For the writer: which message a provider's message became.
/// Errors: `conflict` kRepeated when its external id is there already.
Result<void> insert_arrival(
    sql::Connection& db, const desk::CustomerMessage& message, desk::Message& stored);

/// desk::Outbox in SQL. Lives on the io thread; everything given must outlive it.
class Outbox final : public desk::Outbox {
public:
    Outbox(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Happening>>> recover(
        std::vector<std::string> idempotent) override;
    Task<Result<std::vector<desk::Uncut>>> uncut(std::size_t limit) override;
    Task<Result<void>> cut(std::string delivery, std::vector<desk::Part> parts) override;
    Task<Result<std::vector<desk::Leased>>> lease(
        std::size_t limit,
        std::vector<std::string> busy,
        std::vector<std::string> waiting) override;
    Task<Result<desk::Happening>> settle(desk::Settled settled) override;
    Task<Result<std::optional<Time>>> next_due() override;

    Task<Result<std::vector<desk::Delivery>>> deliveries_of(
        std::vector<std::string> messages) override;
    Task<Result<std::vector<desk::Backlog>>> backlog() override;
    Task<Result<desk::Happening>> send_again(std::string delivery, desk::Face agent) override;
    Task<Result<desk::Happening>> cancel(std::string delivery, desk::Face agent) override;
    Task<Result<desk::Happening>> redirect(
        std::string delivery, std::string thread, desk::Face agent) override;
    Task<Result<std::int64_t>> replay(std::string inbox, desk::Face agent) override;

private:
    Task<Result<desk::Happening>> decide(
        std::string delivery, std::string state, std::string thread, desk::Face agent);
    Writing writing(sql::Connection& db, std::string conversation);

    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
