#include "chains/nodes/pool.hpp"

#include "chains/nodes/node_wire.hpp"
#include "chains/nodes/switchboard.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::chains {

namespace {

using Steady = std::chrono::steady_clock;
using When = Health::When;

bool landed(const std::shared_ptr<Flight>& flight)
{
    return flight->answers.has_value();
}

/// The same question to one endpoint after the other, until one has answered well.
class Race {
public:
    Race(std::shared_ptr<Switchboard> board, std::vector<Call> calls, const std::string& source)
        : board_{std::move(board)},
          calls_{std::move(calls)},
          order_{board_->order(source, calls_)},
          bell_{std::make_shared<Bell>(board_->io)}
    {
        bool large = std::ranges::any_of(calls_, heavy, &Call::method);
        patience_ = large ? board_->settings.heavy_budget / 4 : board_->settings.hedge_after;
    }

    Task<Result<Answers>> run()
    {
        if (!order_.empty()) start();
        board_->tend();
        while (true) {
            auto now = Steady::now();
            if (auto* won = winner(now)) co_return taken(*won);
            if (over()) co_return fail(lost());
            if (may_start(now)) {
                start();
                continue;
            }
            auto until = look_again();
            co_await bell_->wait(until);
        }
    }

private:
    void start()
    {
        flights_.push_back(board_->start(order_[flights_.size()], calls_, bell_));
        started_ = Steady::now();
    }
    bool may_start(When now) const
    {
        bool left = flights_.size() < order_.size();
        return left && (landed(flights_.back()) || now >= started_ + patience_);
    }
    bool over() const
    {
        return flights_.size() == order_.size() && std::ranges::all_of(flights_, landed);
    }

    /// An endpoint that is behind answers for want of a better one: when all have spoken, or those
    /// that have not take too long.
    std::shared_ptr<Flight>* winner(When now)
    {
        std::shared_ptr<Flight>* late = nullptr;
        for (auto& flight : flights_) {
            if (!flight->good()) continue;
            if (!board_->lagging(flight->node)) return &flight;
            if (late == nullptr || flight->landed < (*late)->landed) late = &flight;
        }
        bool waited = late != nullptr && now >= (*late)->landed + patience_;
        return waited || over() ? late : nullptr;
    }
    When look_again() const
    {
        auto until = When::max();
        if (flights_.size() < order_.size()) until = started_ + patience_;
        for (const auto& flight : flights_) {
            if (flight->good()) until = std::min(until, flight->landed + patience_);
        }
        return until;
    }
    Answers taken(const std::shared_ptr<Flight>& flight) const
    {
        // Nobody else holds it: a large answer need not be copied.
        auto answers = flight.use_count() == 1 ? std::move(**flight->answers) : **flight->answers;
        answers.lagging = board_->lagging(flight->node);
        return answers;
    }
    Error lost() const
    {
        for (const auto& flight : flights_) {
            if (flight->failed() && flight->answers->error().kind == ErrorKind::invalid_input) {
                return flight->answers->error();
            }
        }
        return {
            ErrorKind::unavailable, "no endpoint of " + board_->settings.chain.id + " answered"};
    }

    std::shared_ptr<Switchboard> board_;
    std::vector<Call> calls_;
    std::vector<std::size_t> order_;
    std::shared_ptr<Bell> bell_;
    std::vector<std::shared_ptr<Flight>> flights_;
    When started_{};
    std::chrono::milliseconds patience_{};
};

Task<std::vector<Answers>> ask_these(
    std::shared_ptr<Switchboard> board, std::vector<std::size_t> whom, std::vector<Call> calls)
{
    auto bell = std::make_shared<Bell>(board->io);
    std::vector<std::shared_ptr<Flight>> flights;
    for (auto node : whom) flights.push_back(board->start(node, calls, bell));
    board->tend();
    while (!std::ranges::all_of(flights, landed)) {
        co_await bell->wait(When::max());
    }
    std::vector<Answers> all;
    for (const auto& flight : flights) {
        if (!flight->good()) continue;
        all.push_back(**flight->answers);
        all.back().lagging = board->lagging(flight->node);
    }
    co_return all;
}

}  // namespace

Pool::Pool(
    net::HttpClient& http,
    const Clock& clock,
    boost::asio::any_io_executor io,
    PoolSettings settings,
    Scope::Log log)
    : board_{std::make_shared<Switchboard>(
          http, clock, std::move(io), std::move(settings), std::move(log))}
{
}

Pool::~Pool() = default;

Task<Result<Answers>> Pool::ask(std::vector<Call> calls, std::string source)
{
    if (calls.empty()) co_return fail(ErrorKind::invalid_input, "no call");
    Race race{board_, std::move(calls), source};
    co_return co_await race.run();
}

Task<std::vector<Answers>> Pool::ask_all(std::vector<Call> calls)
{
    auto whom = board_->order("", calls);
    if (calls.empty()) whom.clear();
    co_return co_await ask_these(board_, std::move(whom), std::move(calls));
}

Task<void> Pool::probe()
{
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < board_->nodes.size(); ++i) all.push_back(i);
    auto answers = co_await ask_these(board_, std::move(all), {});
    (void)answers;
}

std::size_t Pool::count() const
{
    return board_->nodes.size();
}

bool Pool::knows(std::string_view method) const
{
    return std::ranges::any_of(board_->nodes, [&](const Node& node) {
        return !node.health().elsewhere() && node.knows(method);
    });
}

std::vector<EndpointHealth> Pool::health() const
{
    std::vector<EndpointHealth> all;
    for (std::size_t i = 0; i < board_->nodes.size(); ++i) {
        const auto& node = board_->nodes[i];
        const auto& health = node.health();
        all.push_back(
            {.name = node.name(),
             .dialect = std::string{name_of(node.dialect())},
             .state = board_->state(i),
             .height = health.height(),
             .head_age = health.head_age(),
             .error = health.error(),
             .p50 = health.p50(),
             .exposed = node.settings().exposed});
    }
    return all;
}

Task<void> Pool::stop()
{
    auto board = board_;
    co_await board->scope.stop(std::chrono::seconds{2});
}

}  // namespace keydesk::chains
