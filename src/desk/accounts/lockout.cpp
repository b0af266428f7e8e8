#include "desk/accounts/lockout.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace keydesk::desk {

using namespace std::chrono;

namespace {

constexpr std::string_view kAddress = "address:";
constexpr std::string_view kAccount = "account:";

}  // namespace

seconds wait_after(std::int64_t failures, const LockoutRule& rule) noexcept
{
    if (failures < rule.free_failures) return seconds{0};
    auto doublings = std::min<std::int64_t>(failures - rule.free_failures, 20);
    return std::min(rule.first * (std::int64_t{1} << doublings), rule.longest);
}

Lockouts::Attempt::Attempt(Lockouts& home, std::string address, std::string account)
    : home_{&home},
      address_{std::move(address)},
      account_{std::move(account)}
{
}

Lockouts::Attempt::Attempt(Attempt&& other) noexcept
    : home_{std::exchange(other.home_, nullptr)},
      address_{std::move(other.address_)},
      account_{std::move(other.account_)},
      end_{other.end_}
{
}

Lockouts::Attempt::~Attempt()
{
    if (home_) home_->finish(*this);
}

void Lockouts::Attempt::succeeded()
{
    end_ = End::succeeded;
}

void Lockouts::Attempt::withdrawn()
{
    end_ = End::withdrawn;
}

Lockouts::Lockouts(const Clock& clock, LockoutRule rule, std::size_t most_keys)
    : clock_{clock},
      rule_{rule},
      most_{std::max<std::size_t>(most_keys, 2)}
{
}

Lockouts::Record& Lockouts::record_of(const std::string& key)
{
    auto found = index_.find(key);
    if (found == index_.end()) {
        if (records_.size() >= most_) {
            index_.erase(records_.back().key);
            records_.pop_back();
        }
        records_.emplace_front().key = key;
        found = index_.emplace(key, records_.begin()).first;
    }
    records_.splice(records_.begin(), records_, found->second);
    Record& record = *found->second;
    if (clock_.now() - record.last > rule_.memory) {
        record.failures = 0;
        record.by_account.clear();
    }
    return record;
}

LockoutRule Lockouts::rule_of(const Record& record) const
{
    LockoutRule rule = rule_;
    if (record.key.starts_with(kAddress)) rule.free_failures = rule.free_failures_of_address;
    return rule;
}

seconds Lockouts::wait_of(const Record& record) const
{
    auto now = clock_.now();
    if (record.locked_until > now) return ceil<seconds>(record.locked_until - now);
    // Those that run may all turn out to be failures.
    auto free = rule_of(record).free_failures;
    bool full = record.running > 0 && record.failures + record.running >= free;
    return seconds{full ? 1 : 0};
}

std::expected<Lockouts::Attempt, seconds> Lockouts::begin(
    const std::string& address, const std::string& account)
{
    Record& from = record_of(std::string{kAddress} + address);
    Record& whose = record_of(std::string{kAccount} + account);
    auto wait = std::max(wait_of(from), wait_of(whose));
    if (wait > seconds{0}) return std::unexpected{wait};
    ++from.running;
    ++whose.running;
    return Attempt{*this, address, account};
}

void Lockouts::finish(const Attempt& attempt)
{
    end(record_of(std::string{kAddress} + attempt.address_), attempt);
    end(record_of(std::string{kAccount} + attempt.account_), attempt);
}

void Lockouts::end(Record& record, const Attempt& attempt)
{
    constexpr std::size_t kMostAccounts = 64;
    record.running = std::max<std::int64_t>(record.running - 1, 0);
    auto by = record.by_account.find(attempt.account_);
    switch (attempt.end_) {
        case Attempt::End::withdrawn:
            return;
        case Attempt::End::succeeded:
            if (by == record.by_account.end()) return;
            record.failures -= by->second;
            record.by_account.erase(by);
            return;
        case Attempt::End::failed:
            record.last = clock_.now();
            record.locked_until = record.last + wait_after(++record.failures, rule_of(record));
            if (by != record.by_account.end() || record.by_account.size() < kMostAccounts)
                ++record.by_account[attempt.account_];
            return;
    }
}

}  // namespace keydesk::desk
