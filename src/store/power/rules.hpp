#pragma once

#include "desk/power/ports.hpp"
#include "store/log.hpp"

#include <functional>
#include <set>

namespace keydesk::store {

/// desk::Rules in SQL. Lives on the io thread; everything given must outlive it.
class Rules final : public desk::Rules {
public:
    explicit Rules(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Rule>>> rules() override;
    Task<Result<desk::Rule>> rule(std::string id) override;
    Task<Result<void>> keep(desk::Rule rule) override;
    Task<Result<void>> remove(std::string id) override;
    Task<Result<void>> order(std::vector<std::string> ids) override;
    Task<Result<std::vector<desk::DryHit>>> dry_run(
        desk::Rule rule, std::int64_t conversations) override;

private:
    sql::Database& database_;
    const Clock& clock_;
};

/// For who runs them: those that are on and asked at this occasion, in their order.
Result<std::vector<desk::Rule>> rules_for(
    sql::Connection& db, const std::vector<std::string>& occasions);

/// Asks the rules about every entry of the log, and about who waits too long.
class RuleFollower final : public LogFollower {
public:
    using Tell = std::function<void(const std::string& agent)>;

    /// `tell` hears on the io thread of agents who have a new notification.
    RuleFollower(
        sql::Database& database, Store& store, desk::Feed& feed, const Clock& clock, Tell tell)
        : database_{database},
          store_{store},
          feed_{feed},
          clock_{clock},
          tell_{std::move(tell)}
    {
    }

    std::string_view name() const override { return "rules"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override;

    /// The rules of waiting; and what the loop guard no longer needs is forgotten.
    Task<Result<void>> sweep();

private:
    /// What a rule is asked about.
    struct Cause {
        std::string conversation, text;
        std::vector<std::string> chain;
    };
    struct Late {
        std::string conversation, snippet;
        Time since;
    };

    Result<void> run(Turn& turn, const desk::Rule& rule, const Cause& cause);
    Result<bool> in_budget(Turn& turn, const desk::Rule& rule, const desk::Conversation& c);
    Result<void> act(Turn& turn, const desk::Rule& rule, const desk::Conversation& c);
    Result<void> notify(Turn& turn, const desk::Rule& rule, const desk::Conversation& c);
    Result<void> note(Turn& turn, const desk::Rule& rule, const Cause& cause, std::size_t from);
    Task<Result<void>> sweep_rule(desk::Rule rule);
    Task<Result<std::vector<Late>>> late(desk::Rule rule, Late& last);

    sql::Database& database_;
    Store& store_;
    desk::Feed& feed_;
    const Clock& clock_;
    Tell tell_;
    std::set<std::string> notified_;  ///< Written by take, read by taken: never at once.
};

}  // namespace keydesk::store
