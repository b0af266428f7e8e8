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

std::string key_of(std::string_view sender, Purpose purpose)
{
    constexpr const char* kMarks[]{"", ".d", ".w"};
    return hash_of(sender) + kMarks[static_cast<std::size_t>(purpose)];
}

std::size_t most_of(Purpose purpose)
{
    // Small, because another machine may be at the other end, and a relay may have removed the
    // marks.
    constexpr std::size_t kMost[]{1, 2, 4};
    return kMost[static_cast<std::size_t>(purpose)];
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
        const auto* list = entry.if_array();
        if (list == nullptr) continue;
        // Pairs one after the other: a time, an answer.
        for (std::size_t i = 0; i + 1 < list->size(); i += 2) {
            const auto* at = (*list)[i].if_int64();
            const auto* answer = (*list)[i + 1].if_string();
            if (at == nullptr || answer == nullptr) break;
            if (from_millis(*at) + kBetweenAnswers <= now) continue;
            log.last_[std::string{sender}].push_back({from_millis(*at), std::string{*answer}});
        }
    }
    return log;
}

std::string AutomaticLog::write() const
{
    json::object out;
    for (const auto& [sender, lately] : last_) {
        json::array list;
        for (const auto& one : lately) {
            list.emplace_back(millis(one.at));
            list.emplace_back(one.answer);
        }
        out.emplace(sender, std::move(list));
    }
    return json::serialize(out);
}

bool AutomaticLog::admits(std::string_view sender, std::string_view answer, Purpose purpose) const
{
    auto found = last_.find(key_of(sender, purpose));
    if (found == last_.end() || found->second.size() < most_of(purpose)) return true;
    return std::ranges::find(found->second, answer, &Last::answer) != found->second.end();
}

void AutomaticLog::add(std::string_view sender, std::string_view answer, Purpose purpose, Time now)
{
    auto& lately = last_[key_of(sender, purpose)];
    auto same = std::ranges::find(lately, answer, &Last::answer);
    if (same != lately.end()) lately.erase(same);
    lately.push_back({now, std::string{answer}});
}

std::string AutomaticLog::shelf_of(std::string_view sender)
{
    return "automatic:" + hash_of(sender).substr(0, 2);
}

}  // namespace keydesk::email
