// Versions, systems, devices, exchanges and wallets, networks, amounts.
#include "text/fact_finding.hpp"
#include "text/letters.hpp"

#include <algorithm>
#include <array>

namespace keydesk::text {

namespace {

using View = std::u32string_view;

struct Name {
    View written;
    const char* shown;
};

// clang-format off
constexpr std::array kCounterparties{
    Name{U"binance", "Binance"}, Name{U"币安", "Binance"}, Name{U"okx", "OKX"}, Name{U"okex", "OKX"}, Name{U"欧易", "OKX"},
    Name{U"coinbase", "Coinbase"}, Name{U"kraken", "Kraken"}, Name{U"huobi", "HTX"}, Name{U"火币", "HTX"}, Name{U"htx", "HTX"},
    Name{U"bybit", "Bybit"}, Name{U"kucoin", "KuCoin"}, Name{U"库币", "KuCoin"}, Name{U"bitget", "Bitget"}, Name{U"gate.io", "Gate"},
    Name{U"gateio", "Gate"}, Name{U"芝麻开门", "Gate"}, Name{U"mexc", "MEXC"}, Name{U"抹茶", "MEXC"}, Name{U"upbit", "Upbit"},
    Name{U"bithumb", "Bithumb"}, Name{U"bitfinex", "Bitfinex"}, Name{U"bitstamp", "Bitstamp"}, Name{U"crypto.com", "Crypto.com"},
    Name{U"gemini", "Gemini"}, Name{U"metamask", "MetaMask"}, Name{U"小狐狸", "MetaMask"}, Name{U"imtoken", "imToken"},
    Name{U"tokenpocket", "TokenPocket"}, Name{U"tronlink", "TronLink"}, Name{U"trust wallet", "Trust Wallet"},
    Name{U"phantom", "Phantom"}, Name{U"ledger", "Ledger"}, Name{U"trezor", "Trezor"}, Name{U"uniswap", "Uniswap"},
    Name{U"pancakeswap", "PancakeSwap"}, Name{U"薄饼", "PancakeSwap"}, Name{U"sunswap", "SunSwap"}, Name{U"1inch", "1inch"},
    Name{U"stargate", "Stargate"}, Name{U"wormhole", "Wormhole"}};
constexpr std::array kNetworks{
    Name{U"trc20", "TRON (TRC20)"}, Name{U"trc-20", "TRON (TRC20)"}, Name{U"tron", "TRON"}, Name{U"波场", "TRON"},
    Name{U"erc20", "Ethereum (ERC20)"}, Name{U"erc-20", "Ethereum (ERC20)"}, Name{U"ethereum", "Ethereum"}, Name{U"以太坊", "Ethereum"},
    Name{U"bep20", "BNB Smart Chain (BEP20)"}, Name{U"bep-20", "BNB Smart Chain (BEP20)"}, Name{U"bsc", "BNB Smart Chain"}, Name{U"币安智能链", "BNB Smart Chain"},
    Name{U"polygon", "Polygon"}, Name{U"matic", "Polygon"}, Name{U"arbitrum", "Arbitrum"}, Name{U"optimism", "Optimism"},
    Name{U"avalanche", "Avalanche"}, Name{U"solana", "Solana"}, Name{U"bitcoin network", "Bitcoin"}, Name{U"比特币网络", "Bitcoin"},
    Name{U"base chain", "Base"}, Name{U"base链", "Base"}, Name{U"linea", "Linea"}, Name{U"zksync", "zkSync"}, Name{U"ton链", "TON"}};
constexpr std::array kSystems{
    Name{U"ios", "iOS"}, Name{U"android", "Android"}, Name{U"安卓", "Android"}, Name{U"鸿蒙", "HarmonyOS"}, Name{U"harmonyos", "HarmonyOS"},
    Name{U"windows", "Windows"}, Name{U"macos", "macOS"}, Name{U"miui", "MIUI"}, Name{U"hyperos", "HyperOS"}, Name{U"澎湃", "HyperOS"}};
constexpr std::array kDevices{
    Name{U"iphone", "iPhone"}, Name{U"苹果", "iPhone"}, Name{U"ipad", "iPad"}, Name{U"huawei", "Huawei"}, Name{U"华为", "Huawei"},
    Name{U"小米", "Xiaomi"}, Name{U"xiaomi", "Xiaomi"}, Name{U"红米", "Redmi"}, Name{U"redmi", "Redmi"}, Name{U"samsung", "Samsung"},
    Name{U"galaxy", "Galaxy"}, Name{U"三星", "Samsung"}, Name{U"oppo", "OPPO"}, Name{U"vivo", "vivo"}, Name{U"oneplus", "OnePlus"},
    Name{U"一加", "OnePlus"}, Name{U"honor", "Honor"}, Name{U"荣耀", "Honor"}, Name{U"pixel", "Pixel"}, Name{U"realme", "realme"}};
constexpr std::array<View, 24> kAssets{
    U"usdt", U"usdc", U"btc", U"eth", U"trx", U"bnb", U"sol", U"pol", U"matic", U"xrp", U"ton", U"doge",
    U"ltc", U"dai", U"busd", U"avax", U"dot", U"ada", U"u", U"刀", U"泰达", U"比特币", U"以太", U"wbtc"};
// clang-format on

/// A version or model behind a name: " 17.1", "13 Pro", "14".
std::size_t end_of_model(const Searched& s, std::size_t end)
{
    auto at = end;
    if (at < s.folded.size() && s.folded[at] == U' ') ++at;
    auto digits = at;
    while (digits < s.folded.size() &&
           (is_digit(s.folded[digits]) || (digits > at && s.folded[digits] == U'.')))
        ++digits;
    if (digits == at) return end;
    if (s.folded[digits - 1] == U'.') --digits;
    for (View more :
         {View{U" pro max"},
          View{U" pro"},
          View{U"pro"},
          View{U" ultra"},
          View{U" plus"},
          View{U" max"},
          View{U" mini"}}) {
        if (View{s.folded}.substr(digits).starts_with(more) && s.word_ends(digits + more.size()))
            return digits + more.size();
    }
    return digits;
}

template <std::size_t N>
void find_listed(Searched& s, const std::array<Name, N>& names, const char* kind, bool model)
{
    View text{s.folded};
    for (const auto& name : names) {
        for (auto at = text.find(name.written); at != View::npos;
             at = text.find(name.written, at + 1)) {
            auto end = at + name.written.size();
            bool han = is_han(name.written.front());
            bool whole =
                han || (s.word_begins(at) && (s.word_ends(end) || (model && is_digit(text[end]))));
            if (!whole) continue;
            auto last = model ? end_of_model(s, end) : end;
            auto rest = s.part(end, last);
            std::string shown = name.shown;
            if (!rest.empty()) shown += (rest.front() == ' ' ? "" : " ") + rest;
            s.add({.kind = kind, .value = std::move(shown), .start = at, .end = last});
            break;
        }
    }
}

/// "v5.2.1", "version 3.8", "版本 2.10.0", and three numbers with dots that are no address.
void find_versions(Searched& s)
{
    View text{s.folded};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == U'.')))
            continue;
        auto end = i;
        std::size_t dots = 0;
        while (end < text.size() &&
               (is_digit(text[end]) ||
                (text[end] == U'.' && end + 1 < text.size() && is_digit(text[end + 1]))))
            dots += text[end++] == U'.';
        View before = text.substr(i > 9 ? i - 9 : 0, std::min<std::size_t>(i, 9));
        bool said = before.ends_with(U"v") || before.ends_with(U"v.") ||
                    before.ends_with(U"version ") || before.ends_with(U"版本") ||
                    before.ends_with(U"版本号") || before.ends_with(U"版本 ") ||
                    before.ends_with(U"app ") || before.ends_with(U"build ");
        if ((said && dots >= 1 && dots <= 3) || dots == 2)
            s.add({.kind = "app_version", .value = s.part(i, end), .start = i, .end = end});
        i = end;
    }
}

View asset_at(const Searched& s, std::size_t at)
{
    View best;
    for (auto asset : kAssets) {
        bool fits = View{s.folded}.substr(at).starts_with(asset) && asset.size() > best.size();
        if (fits && (is_han(asset.front()) || s.word_ends(at + asset.size()))) best = asset;
    }
    return best;
}

std::string asset_name(View asset)
{
    if (asset == U"u" || asset == U"刀" || asset == U"泰达") return "USDT";
    if (asset == U"比特币") return "BTC";
    if (asset == U"以太") return "ETH";
    auto name = encode(asset);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    return name;
}

}  // namespace

void find_amounts(Searched& s)
{
    View text{s.folded};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i]) || !s.word_begins(i)) continue;
        auto end = i;
        std::string number;
        while (end < text.size() &&
               (is_digit(text[end]) || ((text[end] == U'.' || text[end] == U',') &&
                                        end + 1 < text.size() && is_digit(text[end + 1])))) {
            if (text[end] != U',') number += static_cast<char>(text[end]);
            ++end;
        }
        auto unit = end;
        if (unit < text.size() && text[unit] == U'万') {
            number += "0000";
            ++unit;
        }
        while (unit < text.size() &&
               (text[unit] == U' ' || text[unit] == U'个' || text[unit] == U'枚'))
            ++unit;
        if (auto asset = asset_at(s, unit);
            !asset.empty() && unit - end <= 3 && number.size() <= 30) {
            auto name = asset_name(asset);
            s.add(
                {.kind = "amount",
                 .value = number + " " + name,
                 .start = i,
                 .end = unit + asset.size(),
                 .at = {},
                 .asset = name});
        }
        i = end;
    }
}

void find_names(Searched& s)
{
    find_listed(s, kSystems, "os", true);
    find_listed(s, kDevices, "device", true);
    find_versions(s);
    find_listed(s, kNetworks, "network", false);
    find_listed(s, kCounterparties, "counterparty", false);
}

}  // namespace keydesk::text
