#pragma once

#include "desk/power/ports.hpp"
#include "store/store.hpp"

namespace keydesk::store {

/// desk::Bonds in SQL. Lives on the io thread; everything given must outlive it.
class Bonds final : public desk::Bonds {
public:
    Bonds(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<desk::Ties>> ties(std::string conversation, std::string agent) override;
    Task<Result<void>> follow(std::string conversation, std::string agent, bool on) override;
    Task<Result<void>> save_draft(
        std::string conversation, std::string agent, std::string reply, std::string note) override;
    Task<Result<std::vector<desk::Happening>>> link(
        std::string source, std::string target, std::string reason, desk::Face agent) override;
    Task<Result<std::vector<desk::Happening>>> unlink(std::string link, desk::Face agent) override;
    Task<Result<std::vector<desk::Happening>>> merge(
        std::string source, std::string target, std::string reason, desk::Face agent) override;
    Task<Result<std::pair<std::string, std::vector<desk::Happening>>>> split(
        std::string source, std::int64_t from_seq, std::string reason, desk::Face agent) override;
    Task<Result<std::vector<desk::Happening>>> hand_over(desk::HandOver to) override;
    Task<Result<std::vector<desk::Notification>>> notifications(
        std::string agent, std::int64_t before, std::size_t limit) override;
    Task<Result<std::int64_t>> unread(std::string agent) override;
    Task<Result<void>> read(std::string agent, std::string conversation) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
