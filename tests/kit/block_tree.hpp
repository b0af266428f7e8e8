#pragma once

#include "chains/chain.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace keydesk::kit {

/// A chain whose blocks the test makes: it may cut its newest ones off and grow other ones, and
/// fail as nodes do. Every block that ever was is kept in `all`, by hash.
class BlockTree final : public chains::Chain {
public:
    explicit BlockTree(std::int64_t final_after)
    {
        settings_ = {.id = "tree", .family = "bitcoin", .final_after = final_after};
        mine({});
    }

    const chains::Block& mine(std::vector<chains::BlockTransaction> transactions)
    {
        chains::Block block;
        block.height = static_cast<std::int64_t>(main.size());
        block.hash = "#" + std::to_string(++made_);
        block.parent = main.empty() ? "" : main.back();
        block.transactions = std::move(transactions);
        main.push_back(block.hash);
        return all[main.back()] = std::move(block);
    }
    void mine_empty(int count)
    {
        while (count-- > 0) mine({});
    }
    void cut(std::size_t depth) { main.resize(main.size() - depth); }
    std::int64_t height() const { return static_cast<std::int64_t>(main.size()) - 1; }

    const chains::ChainSettings& settings() const override { return settings_; }
    Task<chains::Found> transaction(std::string, std::optional<desk::Memory>, Time) override
    {
        co_return chains::Found{};
    }
    Task<chains::Found> address(std::string, Time) override { co_return chains::Found{}; }

    Task<Result<std::int64_t>> head() override
    {
        ++heads;
        if (auto error = fault()) co_return fail(*error);
        co_return height() - behind;
    }
    Task<Result<chains::Block>> block(std::int64_t at) override
    {
        ++blocks;
        if (auto error = fault()) co_return fail(*error);
        if (at > height()) co_return fail(ErrorKind::not_found, "no such height yet");
        co_return all.at(main[static_cast<std::size_t>(at)]);
    }

    std::vector<std::string> main;  ///< Hashes by height.
    std::map<std::string, chains::Block> all;
    std::function<std::optional<Error>()> fault = [] { return std::nullopt; };
    std::int64_t behind = 0;  ///< Blocks by which the node's head lags; below zero: it promises.
    int heads = 0, blocks = 0;

private:
    chains::ChainSettings settings_;
    std::int64_t made_ = 0;
};

}  // namespace keydesk::kit
