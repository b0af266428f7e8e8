#include "chains/bitcoin/words.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace keydesk::chains::bitcoin {

namespace {

/// More than all coins there will ever be: a sum stops there.
constexpr Sats kMost = 9'000'000'000'000'000;

}  // namespace

std::string time_text(Time time)
{
    return fmt::format("{:%Y-%m-%d %H:%M} UTC", std::chrono::floor<std::chrono::seconds>(time));
}

std::string span_text(std::int64_t seconds)
{
    auto minutes = std::max<std::int64_t>(1, (seconds + 30) / 60);
    if (minutes < 90) return fmt::format("{} min", minutes);
    if (minutes < 48 * 60) return fmt::format("{} h", (minutes + 30) / 60);
    return fmt::format("{} d", (minutes + 720) / 1440);
}

std::string size_text(Vbytes size)
{
    if (size < 10'000) return fmt::format("{} vB", size);
    if (size < 100'000) return fmt::format("{} vkB", (size + 500) / 1000);
    auto hundredths = (size + 5'000) / 10'000;
    return fmt::format("{}.{:02} vMB", hundredths / 100, hundredths % 100);
}

std::string outputs_text(const Transaction& transaction)
{
    std::vector<Output> shown;
    for (const auto& output : transaction.outputs) {
        if (!output.address.empty()) shown.push_back(output);
    }
    std::ranges::sort(shown, std::greater{}, [](const Output& output) {
        return std::pair{output.amount, output.address};
    });
    std::string text;
    for (std::size_t at = 0; at < std::min<std::size_t>(shown.size(), 3); ++at) {
        if (at > 0) text += ", ";
        text += fmt::format("{} ({} BTC)", shown[at].address, coins_text(shown[at].amount));
    }
    if (shown.size() > 3) text += fmt::format(" +{}", shown.size() - 3);
    return text;
}

Sats total_of(const Transaction& transaction)
{
    Sats total = 0;
    for (const auto& output : transaction.outputs) {
        if (!output.data()) total = std::min(total + output.amount, kMost);
    }
    return total;
}

desk::Values values_of(const Transaction& transaction)
{
    desk::Values values;
    if (transaction.size > 0) values["size"] = fmt::format("{} vB", transaction.size);
    if (transaction.fee >= 0) values["fee"] = sats_text(transaction.fee);
    if (transaction.fee >= 0 && transaction.size > 0) {
        values["fee_rate"] = rate_text(rate_of(transaction.fee, transaction.size));
    }
    if (!transaction.outputs.empty()) values["amount"] = coins_text(total_of(transaction)) + " BTC";
    if (auto outputs = outputs_text(transaction); !outputs.empty()) values["outputs"] = outputs;
    return values;
}

Time forgotten_at(Time since)
{
    return since + std::chrono::hours{336};
}

}  // namespace keydesk::chains::bitcoin
