#include "chains/recognise/explorers.hpp"
#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace keydesk::chains {

namespace {

struct Word {
    std::string_view word, chain;
};

/// Parts of paths and sub-domains that name a chain.
constexpr std::array kChainWords = std::to_array<Word>({
    {"btc", "bitcoin"},
    {"bitcoin", "bitcoin"},
    {"eth", "ethereum"},
    {"ethereum", "ethereum"},
    {"bsc", "bsc"},
    {"bnb", "bsc"},
    {"opbnb", "opbnb"},
    {"polygon", "polygon"},
    {"matic", "polygon"},
    {"arbitrum", "arbitrum"},
    {"arbitrum-one", "arbitrum"},
    {"optimism", "optimism"},
    {"optimistic", "optimism"},
    {"base", "base"},
    {"tron", "tron"},
    {"trx", "tron"},
    {"ltc", "litecoin"},
    {"litecoin", "litecoin"},
    {"doge", "dogecoin"},
    {"dogecoin", "dogecoin"},
    {"sol", "solana"},
    {"solana", "solana"},
    {"ton", "ton"},
    {"ripple", "xrp"},
    {"xrp", "xrp"},
    {"avaxc", "avalanche"},
    {"avalanche", "avalanche"},
    {"gnosis", "gnosis"},
    {"liquid", "liquid"},
});

constexpr std::array kNetworks = std::to_array<std::string_view>(
    {"testnet",
     "testnet3",
     "testnet4",
     "signet",
     "regtest",
     "sepolia",
     "holesky",
     "hoodi",
     "goerli",
     "amoy",
     "mumbai",
     "nile",
     "shasta",
     "fuji",
     "chiado"});

constexpr std::array kEvm = std::to_array<std::string_view>(
    {"evm",    "ethereum", "bsc",   "polygon", "arbitrum",  "optimism", "base",   "opbnb",
     "fantom", "celo",     "linea", "scroll",  "avalanche", "moonbeam", "gnosis", "blast",
     "mantle", "cronos",   "sonic", "zksync",  "unichain",  "berachain"});

constexpr std::array kExplained = std::to_array<std::string_view>(
    {"evm", "ethereum", "bsc", "polygon", "arbitrum", "optimism", "base", "tron", "bitcoin"});

bool is_one_of(const auto& list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

void read_word(std::string_view word, bool chain_is_open, ExplorerPlace& place)
{
    if (is_one_of(kNetworks, word)) {
        place.network = word;
        return;
    }
    const auto known = std::ranges::find(kChainWords, word, &Word::word);
    if (chain_is_open && known != kChainWords.end() && place.chain.empty()) {
        place.chain = known->chain;
    }
}

void read_words(std::string_view text, std::string_view between, bool open, ExplorerPlace& place)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(between), text.size());
        read_word(text.substr(0, end), open, place);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

const std::vector<Explorer>& explorers()
{
    static const std::vector<Explorer> table{
        {"mempool.space", "bitcoin", ""},
        {"blockstream.info", "bitcoin", ""},
        {"btcscan.org", "bitcoin", ""},
        {"blockchair.com", "", "blockchair"},
        {"blockchain.com", "", ""},
        {"blockchain.info", "bitcoin", ""},
        {"oklink.com", "", ""},
        {"tokenview.io", "", ""},
        {"explorer.btc.com", "", ""},
        {"etherscan.io", "ethereum", "etherscan"},
        {"etherscan.com", "ethereum", "etherscan"},
        {"optimistic.etherscan.io", "optimism", ""},
        {"ethplorer.io", "ethereum", "ethplorer"},
        {"bscscan.com", "bsc", "bscscan"},
        {"opbnb.bscscan.com", "opbnb", ""},
        {"polygonscan.com", "polygon", "polygonscan"},
        {"arbiscan.io", "arbitrum", "arbiscan"},
        {"basescan.org", "base", "basescan"},
        {"blockscout.com", "", ""},
        {"tronscan.org", "tron", "tronscan"},
        {"tronscan.io", "tron", "tronscan"},
        {"snowtrace.io", "avalanche", "snowtrace"},
        {"snowscan.xyz", "avalanche", ""},
        {"lineascan.build", "linea", "lineascan"},
        {"scrollscan.com", "scroll", "scrollscan"},
        {"ftmscan.com", "fantom", "ftmscan"},
        {"celoscan.io", "celo", "celoscan"},
        {"moonscan.io", "moonbeam", ""},
        {"gnosisscan.io", "gnosis", "gnosisscan"},
        {"blastscan.io", "blast", ""},
        {"mantlescan.xyz", "mantle", "mantlescan"},
        {"cronoscan.com", "cronos", "cronoscan"},
        {"sonicscan.org", "sonic", ""},
        {"uniscan.xyz", "unichain", ""},
        {"berascan.com", "berachain", ""},
        {"explorer.zksync.io", "zksync", ""},
        {"litecoinspace.org", "litecoin", ""},
        {"dogechain.info", "dogecoin", ""},
        {"solscan.io", "solana", "solscan"},
        {"explorer.solana.com", "solana", ""},
        {"tonscan.org", "ton", "tonscan"},
        {"tonviewer.com", "ton", "tonviewer"},
        {"xrpscan.com", "xrp", "xrpscan"},
        {"bithomp.com", "xrp", "bithomp"},
        {"mintscan.io", "cosmos", "mintscan"},
    };
    return table;
}

const Explorer* explorer_of(std::string_view host)
{
    const Explorer* best = nullptr;
    for (const auto& row : explorers()) {
        const bool same = host == row.domain;
        const bool below = host.size() > row.domain.size() && host.ends_with(row.domain) &&
                           host[host.size() - row.domain.size() - 1] == '.';
        if (!same && !below) continue;
        if (best == nullptr || row.domain.size() > best->domain.size()) best = &row;
    }
    return best;
}

ExplorerPlace place_of(const Explorer& explorer, std::string_view host, std::string_view path)
{
    ExplorerPlace place{std::string{explorer.chain}, ""};
    const bool open = explorer.chain.empty();
    host.remove_suffix(explorer.domain.size());
    read_words(host, ".-", open, place);
    read_words(lower(path), "/?#&=", open, place);
    return place;
}

std::string family_of(std::string_view chain)
{
    return is_one_of(kEvm, chain) ? "evm" : std::string{chain};
}

bool is_supported(std::string_view chain, std::string_view network)
{
    return is_one_of(kExplained, chain) && (network.empty() || chain == "bitcoin");
}

}  // namespace keydesk::chains
