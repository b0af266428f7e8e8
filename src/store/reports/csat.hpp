#pragma once

#include "desk/feed.hpp"
#include "desk/reports/csat.hpp"
#include "store/log.hpp"

namespace keydesk::store {

/// How content customers are. Plans a question when a conversation is resolved, asks it when it is
/// due, understands the answer, and sees to it that an answer opens nothing again.
///
/// In the log: the question is a system message {"auto":"csat"}; an answer is a private event
/// {"what":"csat","score":1…5,"reasons":[…],"comment":…}, with `was` and `was_reasons` when he
/// thought again; a low one is followed by {"what":"follow_up"} and a label. What it changes
/// carries `by` "csat".
///
/// Lives on the io thread; everything given outlives it.
class Csat final : public desk::Csat, public LogFollower {
public:
    Csat(sql::Database& database, Store& store, desk::Feed& feed, const Clock& clock)
        : database_{database},
          store_{store},
          feed_{feed},
          clock_{clock}
    {
    }

    std::string_view name() const override { return "csat"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    /// Asks whom it is time to ask; says how many.
    Task<Result<std::int64_t>> ask_due();

    Task<Result<void>> rate(desk::NewRating rating) override;
    Task<Result<desk::RatingPage>> ratings(
        Time from, Time to, bool low, std::string after, std::size_t limit) override;
    Task<Result<void>> follow_up(std::string id, std::string agent) override;
    Task<Result<std::vector<desk::CsatSettings>>> settings() override;
    Task<Result<void>> change_settings(
        std::string inbox, bool enabled, std::int64_t delay_seconds) override;

private:
    sql::Database& database_;
    Store& store_;
    desk::Feed& feed_;
    const Clock& clock_;
};

/// Whether a customer's message is nothing but his answer to how it was: whoever answers customers
/// by itself leaves it alone.
Result<bool> answers_csat(sql::Connection& db, const desk::Message& message);

}  // namespace keydesk::store
