#include "chains/recognise/imitation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace keydesk::chains {

namespace {

/// Letters that look like the Latin ones of token symbols: Greek, Cyrillic, full width, currency.
constexpr auto kLookAlikes = std::to_array<std::pair<std::string_view, char>>({
    {"Α", 'A'}, {"А", 'A'},  {"Β", 'B'},  {"В", 'B'},  {"Ϲ", 'C'},  {"С", 'C'},  {"Ε", 'E'},
    {"Е", 'E'}, {"Η", 'H'},  {"Н", 'H'},  {"Ι", 'I'},  {"І", 'I'},  {"Ӏ", 'I'},  {"Κ", 'K'},
    {"К", 'K'}, {"Μ", 'M'},  {"М", 'M'},  {"Ν", 'N'},  {"Ο", 'O'},  {"О", 'O'},  {"Ρ", 'P'},
    {"Р", 'P'}, {"Ѕ", 'S'},  {"Տ", 'S'},  {"Τ", 'T'},  {"Т", 'T'},  {"Ս", 'U'},  {"Ս", 'U'},
    {"Υ", 'Y'}, {"Ү", 'Y'},  {"Ζ", 'Z'},  {"ԁ", 'D'},  {"Ꭰ", 'D'},  {"Ꮪ", 'S'},  {"Ꭲ", 'T'},
    {"₮", 'T'}, {"Ｕ", 'U'}, {"Ｓ", 'S'}, {"Ｄ", 'D'}, {"Ｔ", 'T'}, {"Ｃ", 'C'}, {"$", 'S'},
});

/// The symbol as an eye reads it: capitals, look-alikes folded, all that is not shown dropped.
std::string as_seen(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        auto same = std::ranges::find_if(
            kLookAlikes, [&](const auto& pair) { return text.starts_with(pair.first); });
        if (same != kLookAlikes.end()) {
            out += same->second;
            text.remove_prefix(same->first.size());
            continue;
        }
        char c = text.front();
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.') out += c;
        text.remove_prefix(1);
    }
    return out;
}

std::string_view full_name(std::string_view symbol)
{
    if (symbol == "USDT") return "TETHERUSD";
    if (symbol == "USDC") return "USDCOIN";
    return symbol == "DAI" ? "DAISTABLECOIN" : std::string_view{};
}

}  // namespace

const ChainSettings::Token* imitated(
    std::string_view address,
    std::string_view symbol,
    std::string_view name,
    const ChainSettings& chain)
{
    auto short_name = as_seen(symbol), long_name = as_seen(name);
    for (const auto& real : chain.tokens) {
        if (real.address == address) return nullptr;
        auto full = full_name(real.symbol);
        bool same = short_name == real.symbol || long_name == real.symbol;
        if (same || (!full.empty() && long_name == full)) return &real;
    }
    return nullptr;
}

}  // namespace keydesk::chains
