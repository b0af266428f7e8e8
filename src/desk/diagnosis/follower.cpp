#include "desk/diagnosis/follower.hpp"

#include "desk/diagnosis/json.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::desk {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kGiveUp = 15 * 24h;  ///< Bitcoin nodes drop what is unconfirmed after 14 days.
constexpr auto kLongestRest = 5s;   ///< A wake that was missed costs no more than this.

/// 15 s, 30 s, 1 min … 10 min: what lies between is told by the blocks.
std::chrono::milliseconds growing(std::int64_t looks)
{
    return std::min<std::chrono::milliseconds>(
        15s * (1LL << std::min<std::int64_t>(looks, 6)), 10min);
}

bool one_of(const std::string& state, std::initializer_list<std::string_view> states)
{
    return std::ranges::find(states, state) != states.end();
}

/// What people were told last, of what a case does not keep in columns.
struct Told {
    std::string replaced_by;
    std::int64_t confirmations = 0;
};

Told told_in(const std::string& body)
{
    boost::system::error_code broken;
    auto value = json::parse(body.empty() ? "{}" : body, broken);
    const auto* fields = broken ? nullptr : value.if_object();
    if (fields == nullptr) return {};
    Told told;
    const auto* by = fields->if_contains("replaced_by");
    const auto* count = fields->if_contains("confirmations");
    if (by != nullptr && by->is_string()) told.replaced_by = by->get_string();
    if (count != nullptr && count->is_int64()) told.confirmations = count->get_int64();
    return told;
}

bool opens_case(const Happening& happening)
{
    return std::ranges::any_of(happening.entries, [](const MessagePtr& entry) {
        return entry->kind == "event" && entry->payload.contains("\"diagnosis\"");
    });
}

}  // namespace

std::optional<Time> next_look(const Diagnosis& found, std::int64_t looks, Time opened, Time now)
{
    bool asked = found.causes.empty() || !found.causes.front().id.starts_with("chain.");
    if (found.subject.kind != "transaction" || !asked) return std::nullopt;
    bool settled = found.needed > 0 && found.confirmations >= found.needed;
    if (found.state == "final" || settled) return std::nullopt;
    if (one_of(found.state, {"dropped", "expired"}) && looks >= 3) return std::nullopt;
    bool lost = one_of(found.state, {"not_found", "unknown"}) && now - opened > 48h;
    if (lost || now - opened > kGiveUp) return std::nullopt;
    return now + growing(looks);
}

bool is_news(const Case& before, const Diagnosis& found)
{
    auto cause = found.causes.empty() ? std::string{} : found.causes.front().id;
    if (before.state != found.state || before.cause != cause) return true;
    auto told = told_in(before.body);
    if (told.replaced_by != found.replaced_by) return true;
    bool few = found.needed > 0 && found.needed <= 10;
    return few && told.confirmations != found.confirmations;
}

Follower::Follower(Diagnoser& diagnoser, Cases& cases, Feed& feed, Scope& scope, const Clock& clock)
    : diagnoser_{diagnoser},
      cases_{cases},
      feed_{feed},
      scope_{scope},
      clock_{clock},
      pause_{scope.executor()}
{
    fed_ = feed.of_all([this](const Happening& h) {
        if (opens_case(h)) wake();
    });
}

/// However a look ends, the next one may begin.
struct Follower::Leaving {
    Follower& home;
    std::string id;
    ~Leaving()
    {
        std::erase(home.running_, id);
        home.wake();
    }
};

void Follower::wake()
{
    woken_ = true;
    pause_.cancel();
}

Task<void> Follower::rest()
{
    auto next = co_await cases_.next_due();
    auto wait = std::chrono::milliseconds{kLongestRest};
    if (next && *next) {
        wait = std::clamp<std::chrono::milliseconds>(**next - clock_.now(), 50ms, kLongestRest);
    }
    if (running_.size() >= kAtOnce) wait = kLongestRest;  // The end of one wakes us.
    if (std::exchange(woken_, false)) co_return;
    pause_.expires_after(wait);
    boost::system::error_code woken;
    co_await pause_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    woken_ = false;
}

Task<void> Follower::run()
{
    for (;;) {
        auto cases = co_await cases_.due(kAtOnce * 4);
        if (cases) {
            for (auto& c : *cases) {
                bool known = std::ranges::find(running_, c.id) != running_.end();
                if (known || running_.size() >= kAtOnce) continue;
                running_.push_back(c.id);
                scope_.start("diagnosis", look(std::move(c)));
            }
        }
        co_await rest();
    }
}

Task<void> Follower::look(Case c)
{
    Leaving leaving{*this, c.id};
    auto explained = co_await explain(std::move(c));
    // The store is away: the case stays due, and is tried again a little later.
    if (!explained) co_await sleep_for(kLongestRest);
}

Task<Result<void>> Follower::explain(Case c)
{
    auto memories = co_await cases_.memories(c.asked.id);
    if (!memories) co_return fail(memories.error());
    auto subject = c.asked;
    if (subject.chain.empty()) subject.chain = c.chain;
    auto found = co_await diagnoser_.explain(std::move(subject), std::move(*memories));
    auto now = clock_.now();
    bool news = is_news(c, found);
    auto looks = news ? 0 : c.looks + 1;
    Look look{
        .id = c.id,
        .chain = found.subject.chain,
        .state = found.state,
        .cause = found.causes.empty() ? std::string{} : found.causes.front().id,
        .body = json::serialize(json_of(found)),
        .news = news,
        .memory = found.memory,
        .due = next_look(found, looks, c.created_at, now),
        .looks = looks};
    auto told = co_await cases_.settle(std::move(look));
    if (!told) co_return fail(told.error());
    if (!told->entries.empty()) feed_.publish(*told);
    if (found.memory) changed.tell(*found.memory);
    if (news && found.state == "replaced" && !found.replaced_by.empty()) {
        std::vector<Subject> winner{{found.subject.chain, "transaction", found.replaced_by}};
        auto opened = co_await open(c.conversation, c.message, std::move(winner));
        if (!opened) co_return fail(opened.error());
    }
    co_return Result<void>{};
}

/// What took its place is what people wait for now.
Task<Result<std::vector<Case>>> Follower::open(
    std::string conversation, std::string message, std::vector<Subject> subjects)
{
    Happening told;
    auto cases = co_await cases_.open_cases(
        std::move(conversation), std::move(message), std::move(subjects), told);
    if (!cases) co_return fail(cases.error());
    if (!told.entries.empty()) feed_.publish(told);
    wake();
    co_return cases;
}

Task<Result<std::vector<Case>>> Follower::ask(std::string conversation, std::string text)
{
    auto subjects = diagnoser_.subjects(text);
    if (subjects.empty()) co_return fail(ErrorKind::invalid_input, "nothing to explain");
    if (subjects.size() > 5) subjects.resize(5);
    co_return co_await open(std::move(conversation), "", std::move(subjects));
}

Task<Result<Case>> Follower::refresh(std::string id)
{
    auto c = co_await cases_.case_by_id(id);
    if (!c) co_return fail(c.error());
    bool under_way = std::ranges::find(running_, id) != running_.end();
    if (under_way) co_return c;
    running_.push_back(id);
    Leaving leaving{*this, id};
    auto explained = co_await explain(std::move(*c));
    if (!explained) co_return fail(explained.error());
    co_return co_await cases_.case_by_id(std::move(id));
}

}  // namespace keydesk::desk
