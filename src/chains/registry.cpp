#include "chains/registry.hpp"
#include "chains/embedded.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <string>

namespace keydesk::chains {

namespace {

std::vector<ChainSettings::Token> read_tokens(const toml::table& chain)
{
    std::vector<ChainSettings::Token> tokens;
    const auto* list = chain["tokens"].as_array();
    if (!list) return tokens;
    for (const auto& item : *list) {
        const auto* token = item.as_table();
        if (!token) continue;
        tokens.push_back(
            {(*token)["address"].value_or(std::string{}),
             (*token)["symbol"].value_or(std::string{}),
             (*token)["decimals"].value_or(0)});
    }
    return tokens;
}

ChainSettings read_chain(std::string id, const toml::table& chain)
{
    ChainSettings settings;
    settings.id = std::move(id);
    settings.family = chain["family"].value_or(std::string{});
    settings.name = chain["name"].value_or(std::string{});
    settings.coin = chain["coin"].value_or(std::string{});
    settings.decimals = chain["decimals"].value_or(0);
    settings.chain_id = chain["chain_id"].value_or(std::int64_t{0});
    settings.final_after = chain["final_after"].value_or(std::int64_t{0});
    settings.block_seconds = chain["block_seconds"].value_or(0.0);
    settings.transaction_link = chain["transaction_link"].value_or(std::string{});
    settings.address_link = chain["address_link"].value_or(std::string{});
    settings.tokens = read_tokens(chain);
    return settings;
}

bool whole(const ChainSettings& chain)
{
    bool numbered = chain.family != "evm" || chain.chain_id > 0;
    return numbered && !chain.name.empty() && !chain.coin.empty() && chain.decimals > 0 &&
           chain.final_after > 0 && chain.block_seconds > 0;
}

}  // namespace

Result<std::vector<ChainSettings>> known_chains()
{
    return read_chains(embedded_registry());
}

Result<std::vector<ChainSettings>> read_chains(std::string_view text)
{
    std::vector<ChainSettings> chains;
    try {
        auto file = toml::parse(text);
        for (const auto& [id, node] : file) {
            const auto* table = node.as_table();
            if (!table) return fail(ErrorKind::invalid_input, "registry: only tables belong here");
            chains.push_back(read_chain(std::string{id.str()}, *table));
            if (whole(chains.back())) continue;
            return fail(ErrorKind::invalid_input, "registry: " + chains.back().id + " lacks a key");
        }
    } catch (const toml::parse_error& error) {
        auto line = std::to_string(error.source().begin.line);
        return fail(ErrorKind::invalid_input, "registry, line " + line + ": " + error.what());
    }
    return chains;
}

}  // namespace keydesk::chains
