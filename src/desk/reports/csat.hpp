#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "guard/guard.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How content a customer is: what he is asked, what his answer means.
namespace keydesk::desk {

struct CsatWords {
    std::string_view question, thanks, sorry;
    std::array<std::string_view, 5> scores;  ///< From 1 to 5.
};
const CsatWords& csat_words(std::string_view locale) noexcept;

/// The score that a message is, when it says nothing else: "5", "５分", "★★★★", "很满意",
/// "Very good!". Nothing otherwise: who writes more wants to be read by somebody.
std::optional<int> score_in(std::string_view text);

/// A score so low that somebody looks after it.
inline constexpr int kLowScore = 2;

struct CsatSettings {
    std::string inbox, name, kind;
    bool enabled = true;
    std::int64_t delay_seconds = 300;
};

struct NewRating {
    std::string customer, conversation;
    int score = 0;
    std::vector<std::string> reasons;  ///< Of kReasons.
    guard::SafeText comment;
};

struct Rating {
    std::string id, conversation, customer_name, comment;
    std::int64_t number = 0, score = 0;
    std::vector<std::string> reasons;
    Time at{};
    std::string agent, followed_by;  ///< Names.
};

struct RatingPage {
    std::vector<Rating> items;
    std::string next;  ///< Empty at the end.
};

class Csat {
public:
    virtual ~Csat() = default;
    /// Errors: `conflict` when he was not asked, or too long ago.
    virtual Task<Result<void>> rate(NewRating rating) = 0;
    virtual Task<Result<RatingPage>> ratings(
        Time from, Time to, bool low, std::string after, std::size_t limit) = 0;
    virtual Task<Result<void>> follow_up(std::string id, std::string agent) = 0;
    virtual Task<Result<std::vector<CsatSettings>>> settings() = 0;
    /// Errors: `not_found`.
    virtual Task<Result<void>> change_settings(
        std::string inbox, bool enabled, std::int64_t delay_seconds) = 0;
};

}  // namespace keydesk::desk
