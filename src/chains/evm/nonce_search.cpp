#include "chains/evm/gather.hpp"
#include "chains/evm/hex.hpp"
#include "chains/evm/wire.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <vector>

namespace keydesk::chains::evm {

namespace {

constexpr std::int64_t kPoints = 24;  ///< Counts asked in one round.
constexpr int kMostRounds = 8;        ///< 24 to the 8th: more blocks than there are.

/// Between which blocks the nonce was used: not yet in `low`, already in `high`.
struct Span {
    std::int64_t low = -1, high = 0;
    bool found() const { return high - low == 1; }
};

/// The first round looks close behind the head, for what vanished mostly did so lately.
std::vector<std::int64_t> steps_back(const Span& span)
{
    std::vector<std::int64_t> points;
    for (std::int64_t back = 1; back < span.high - span.low; back *= 2) {
        points.push_back(span.high - back);
        if (std::ssize(points) == kPoints) break;
    }
    std::ranges::reverse(points);
    return points;
}

std::vector<std::int64_t> evenly(const Span& span)
{
    auto inside = span.high - span.low - 1;
    auto count = std::min(kPoints, inside);
    std::vector<std::int64_t> points;
    for (std::int64_t i = 1; i <= count; ++i) {
        points.push_back(span.low + inside * i / (count + 1) + 1);
    }
    auto twice = std::ranges::unique(points);
    points.erase(twice.begin(), twice.end());
    return points;
}

std::vector<Call> counts_at(const std::string& from, const std::vector<std::int64_t>& points)
{
    std::vector<Call> calls;
    for (auto point : points) {
        calls.push_back({"eth_getTransactionCount", boost::json::array{from, to_hex(point)}});
    }
    return calls;
}

/// Whether the answers made the span smaller.
bool narrow(
    Span& span, const std::vector<std::int64_t>& points, const Answers& answers, std::int64_t nonce)
{
    auto before = span.high - span.low;
    for (std::size_t i = 0; i < points.size() && i < answers.replies.size(); ++i) {
        const auto& reply = answers.replies[i];
        auto count = reply.good() ? read_number(reply.result) : std::nullopt;
        if (!count) continue;
        if (*count > nonce) {
            span.high = std::min(span.high, points[i]);
        } else {
            span.low = std::max(span.low, points[i]);
        }
    }
    return span.high > span.low && span.high - span.low < before;
}

}  // namespace

Task<std::int64_t> block_of_nonce(
    std::shared_ptr<Nodes> nodes,
    std::string source,
    std::string from,
    std::int64_t nonce,
    std::int64_t head)
{
    Span span{-1, head};
    for (int round = 0; round < kMostRounds && !span.found(); ++round) {
        auto points = round == 0 ? steps_back(span) : evenly(span);
        auto calls = counts_at(from, points);
        auto answers = co_await nodes->ask(std::move(calls), source);
        if (!answers || !narrow(span, points, *answers, nonce)) co_return -1;
    }
    co_return span.found() ? span.high : -1;
}

}  // namespace keydesk::chains::evm
