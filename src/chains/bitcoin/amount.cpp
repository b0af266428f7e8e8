#include "chains/bitcoin/amount.hpp"

#include <fmt/format.h>

#include <cmath>

namespace keydesk::chains::bitcoin {

namespace {

constexpr std::int64_t kCoin = 100'000'000;
/// More than all coins there will ever be: what is larger is no amount.
constexpr double kMost = 9e15;

std::optional<std::int64_t> scaled(const boost::json::value& number, double factor)
{
    double value = 0;
    if (const auto* real = number.if_double()) {
        value = *real;
    } else if (const auto* whole = number.if_int64()) {
        value = static_cast<double>(*whole);
    } else if (const auto* large = number.if_uint64()) {
        value = static_cast<double>(*large);
    } else {
        return std::nullopt;
    }
    value *= factor;
    if (!std::isfinite(value) || std::fabs(value) > kMost) return std::nullopt;
    return std::llround(value);
}

std::string grouped(std::int64_t number)
{
    auto digits = std::to_string(number < 0 ? -number : number);
    for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return number < 0 ? "-" + digits : digits;
}

/// `value` of `unit` parts as a decimal without needless zeros.
std::string decimal(std::int64_t value, std::int64_t unit, int digits)
{
    auto text = fmt::format("{}.{:0{}}", value / unit, value % unit, digits);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

FeeRate rate_of(Sats fee, Vbytes size)
{
    if (size <= 0) return {};
    return {static_cast<std::int64_t>(static_cast<__int128>(fee) * 1000 / size)};
}

Sats cost_of(FeeRate rate, Vbytes size)
{
    auto product = static_cast<__int128>(rate.per_kvb) * size;
    return static_cast<Sats>((product + 999) / 1000);
}

std::optional<Sats> sats_of_coins(const boost::json::value& coins)
{
    return scaled(coins, static_cast<double>(kCoin));
}

std::optional<FeeRate> rate_of_coins(const boost::json::value& coins_per_kvb)
{
    auto sats = scaled(coins_per_kvb, static_cast<double>(kCoin));
    if (!sats || *sats < 0) return std::nullopt;
    return FeeRate{*sats};
}

std::optional<FeeRate> rate_of_sats(const boost::json::value& sats_per_vb)
{
    auto rate = scaled(sats_per_vb, 1000);
    if (!rate || *rate < 0) return std::nullopt;
    return FeeRate{*rate};
}

std::string coins_text(Sats amount)
{
    auto text = decimal(amount < 0 ? -amount : amount, kCoin, 8);
    return amount < 0 ? "-" + text : text;
}

std::string rate_text(FeeRate rate)
{
    if (rate.per_kvb >= 10'000) return fmt::format("{} sat/vB", (rate.per_kvb + 500) / 1000);
    return decimal((rate.per_kvb + 5) / 10, 100, 2) + " sat/vB";
}

std::string sats_text(Sats amount)
{
    return grouped(amount) + " sat";
}

}  // namespace keydesk::chains::bitcoin
