#include "channels/email/budgets.hpp"

#include "base/crypto.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::email {

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto kWindow = 10min;
constexpr auto kBetweenAnswers = 24h;
constexpr std::size_t kMostSenders = 20'000;

std::string hash_of(std::string_view sender)
{
    return hex(sha256(sender)).substr(0, 24);
}

}  // namespace

bool SenderBudget::admits(const std::string& sender, const std::string& mail, Time came_at)
{
    auto oldest = came_at - kWindow;
    if (seen_.size() > kMostSenders) {
        std::erase_if(seen_, [&](const auto& one) { return one.second.back().at <= oldest; });
    }
    auto& mails = seen_[sender];
    while (!mails.empty() && mails.front().at <= oldest) mails.pop_front();
    auto known = std::ranges::find(mails, mail, &Seen::mail);
    if (known != mails.end()) return known - mails.begin() < most_;
    // Those over the limit count as well: a loop must not get in again drop by drop.
    mails.push_back({came_at, mail});
    while (static_cast<std::int64_t>(mails.size()) > most_ + 1) mails.pop_front();
    return static_cast<std::int64_t>(mails.size()) <= most_;
}

AutomaticLog AutomaticLog::read(std::string_view text, Time now)
{
    AutomaticLog log;
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error || value.if_object() == nullptr) return log;
    for (const auto& [sender, entry] : *value.if_object()) {
        const auto* pair = entry.if_array();
        if (pair == nullptr || pair->size() != 2) continue;
        const auto* at = (*pair)[0].if_int64();
        const auto* answer = (*pair)[1].if_string();
        if (at == nullptr || answer == nullptr) continue;
        if (from_millis(*at) + kBetweenAnswers <= now) continue;
        log.last_.emplace(std::string{sender}, Last{from_millis(*at), std::string{*answer}});
    }
    return log;
}

std::string AutomaticLog::write() const
{
    json::object out;
    for (const auto& [sender, last] : last_) {
        out.emplace(sender, json::array{millis(last.at), last.answer});
    }
    return json::serialize(out);
}

bool AutomaticLog::admits(std::string_view sender, std::string_view answer) const
{
    auto found = last_.find(hash_of(sender));
    return found == last_.end() || found->second.answer == answer;
}

void AutomaticLog::add(std::string_view sender, std::string_view answer, Time now)
{
    last_.insert_or_assign(hash_of(sender), Last{now, std::string{answer}});
}

std::string AutomaticLog::shelf_of(std::string_view sender)
{
    return "automatic:" + hash_of(sender).substr(0, 2);
}

}  // namespace keydesk::email
