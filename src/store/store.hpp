#pragma once

#include "base/clock.hpp"
#include "desk/conversations/ports.hpp"
#include "sql/database.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace keydesk::store {

/// The desk's ports in SQL. Lives on the io thread; `database` and `clock` must outlive it.
class Store final : public desk::Visitors,
                    public desk::Timeline,
                    public desk::Conversations,
                    public desk::Files {
public:
    Store(sql::Database& database, const Clock& clock);

    /// Brings the schema up, reads the counters. Before anything else.
    Task<Result<void>> open();
    /// Named in every welcome; changes when a backup is restored (docs/chat-protocol.md).
    const std::string& epoch() const noexcept { return epoch_; }

    Task<Result<std::vector<desk::Inbox>>> inboxes() override;
    Task<Result<desk::Visitor>> find(std::string inbox, std::string token_hash) override;
    Task<Result<desk::Visitor>> find_again(std::string visitor) override;
    Task<Result<desk::Visitor>> create(desk::NewVisitor visitor) override;
    Task<Result<desk::StreamState>> stream_state(std::string conversation) override;
    Task<Result<void>> seen(
        std::string customer,
        std::string locale,
        std::string device,
        std::string page_url,
        std::string page_title) override;
    Task<Result<desk::Visitor>> identify(
        std::string visitor, std::string external_id, std::string name, std::string email) override;
    /// Removes browsers that opened the widget and never wrote, a day after they left.
    Task<Result<std::int64_t>> forget_silent_visitors();

    Task<Result<desk::Thread>> thread_of(desk::Whose whose) override;
    Task<Result<desk::Posted>> post(desk::CustomerMessage message) override;
    Task<Result<desk::Happening>> take_out(desk::TakenOut pieces) override;
    Task<Result<desk::Happening>> edit(
        std::string message,
        guard::SafeText body,
        std::vector<guard::Finding> findings,
        bool gone) override;
    Task<Result<desk::Posted>> write(desk::AgentMessage message) override;
    Task<Result<std::vector<desk::MessagePtr>>> after(
        std::string conversation, std::int64_t after, std::size_t limit, bool only_public) override;
    Task<Result<std::vector<desk::MessagePtr>>> history(
        std::string conversation,
        std::int64_t before,
        std::size_t limit,
        bool only_public) override;
    Task<Result<bool>> customer_saw(
        std::string conversation, std::int64_t public_seq, bool read) override;
    Task<Result<std::pair<std::string, std::string>>> customer_marks(
        std::string conversation) override;
    Task<Result<std::vector<desk::MessagePtr>>> agent_read(
        std::string conversation, desk::Face agent) override;
    Task<Result<std::vector<desk::MessagePtr>>> change(
        std::string conversation, desk::Face agent, desk::Change change) override;
    Task<Result<std::vector<desk::Happening>>> wake_snoozed() override;

    Task<Result<desk::ConversationPage>> list(desk::ListQuery query) override;
    Task<Result<desk::Counts>> counts(std::string agent) override;
    Task<Result<desk::Conversation>> get(std::string id, std::string agent) override;
    Task<Result<std::vector<desk::Listed>>> listed(std::vector<std::string> ids) override;
    Task<Result<std::vector<std::string>>> changed_after(
        std::int64_t change, std::size_t limit) override;
    Task<Result<desk::Customer>> customer(std::string id) override;
    Task<Result<desk::Customer>> edit_customer(
        std::string id,
        std::optional<std::string> name,
        std::optional<std::string> email,
        std::optional<std::string> note,
        std::optional<bool> blocked) override;
    Task<Result<std::vector<desk::Found>>> search(
        std::string words,
        std::string from,
        std::string inbox,
        std::int64_t before,
        std::size_t limit) override;
    std::int64_t latest_change() const override { return change_; }
    /// Puts messages older than `quiet` into the index, at most `limit`; says how many.
    Task<Result<std::int64_t>> index_messages(std::chrono::milliseconds quiet, std::int64_t limit);

    /// After a message was rewritten: old pages of the log and old segments of the index still hold
    /// what it said before. Does nothing when nothing was rewritten since the last time.
    Task<Result<bool>> scrub();

    Task<Result<std::string>> announce(
        std::string visitor, std::string agent, std::string name, std::int64_t size) override;
    Task<Result<void>> filled(std::string id, desk::Attachment face, std::string sha256) override;
    Task<Result<std::string>> announce_awaited(
        std::string thread, std::string inbox, desk::Attachment face, std::string source) override;
    Task<Result<desk::StoredFile>> get(std::string id) override;
    Task<Result<bool>> visible_to_customer(std::string id) override;

    /// Rises with every change of any conversation. The one writer thread takes it, so it follows
    /// the order of the commits; the io thread only reads it.
    std::int64_t take_change() { return ++change_; }

private:
    std::int64_t next_change() { return take_change(); }

    sql::Database& database_;
    const Clock& clock_;
    std::atomic<std::int64_t> change_{0};
    std::atomic<std::int64_t> indexed_{0};  ///< messages.position up to which search knows all.
    std::atomic<bool> scrub_wanted_{false};
    std::string epoch_;
};

}  // namespace keydesk::store
