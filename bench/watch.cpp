// What a block costs a watch: prints a Markdown table. The blocks come from memory, so this is the
// matching alone; in life the node's answer takes longer. Optional argument: how many are followed.
#include "chains/watch/watch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

using namespace keydesk;

namespace {

constexpr int kBlocks = 300;

std::string hash(char kind, int block, int at)
{
    std::string out = std::to_string(block) + kind + std::to_string(at);
    return "0x" + std::string(64 - out.size(), '7') + out;
}

/// Group 0 is what is followed.
chains::BlockTransaction made(int group, int at)
{
    return {
        hash('t', group, at), {hash('i', group, at) + ":0", hash('j', group, at) + ":1"}, false};
}

Task<Result<void>> kept()
{
    co_return Result<void>{};
}

/// Its head is as high as the bench says; its blocks were made before the clock ran.
class Recorded final : public chains::Chain {
public:
    Recorded(int transactions, int followed)
    {
        settings_ = {.id = "bench", .family = "bitcoin", .final_after = 6};
        const int a_block = followed / kBlocks + 1;
        for (int number = 0, next = 0; number < kBlocks; ++number) {
            chains::Block block{number, hash('b', number, 0), hash('b', number - 1, 0), {}, {}};
            for (int at = 0; at < transactions; ++at) {
                const bool ours = at < a_block && next < followed;
                block.transactions.push_back(ours ? made(0, next++) : made(number + 1, at));
            }
            blocks_.push_back(std::move(block));
        }
    }

    const chains::ChainSettings& settings() const override { return settings_; }
    Task<chains::Found> transaction(std::string, std::optional<desk::Memory>, Time) override
    {
        co_return chains::Found{};
    }
    Task<chains::Found> address(std::string, Time) override { co_return chains::Found{}; }
    Task<Result<std::int64_t>> head() override
    {
        ++requests;
        co_return height;
    }
    Task<Result<chains::Block>> block(std::int64_t at) override
    {
        ++requests;
        co_return std::move(blocks_[static_cast<std::size_t>(at)]);  // Asked for once.
    }

    std::int64_t height = 0;
    int requests = 0;

private:
    chains::ChainSettings settings_;
    std::vector<chains::Block> blocks_;
};

void finish(Task<Result<chains::Advance>> task)
{
    boost::asio::io_context io;
    boost::asio::co_spawn(io, std::move(task), [](std::exception_ptr, auto done) {
        if (!done) std::printf("failed: %s\n", done.error().what.c_str());
    });
    io.run();
}

void measure(int transactions, int followed)
{
    Recorded chain{transactions, followed};
    std::size_t told = 0;
    const auto keep = [&](std::vector<chains::Change> changes, chains::Cursor) {
        told += changes.size();
        return kept();
    };
    chains::Watch watch{chain, keep};
    for (int at = 0; at < followed; ++at) {
        auto transaction = made(0, at);
        watch.follow({.id = transaction.id, .claims = transaction.claims});
    }
    finish(watch.advance());
    chain.requests = 0;
    const auto start = std::chrono::steady_clock::now();
    for (chain.height = 1; chain.height < kBlocks; ++chain.height) finish(watch.advance());
    const std::chrono::duration<double, std::micro> spent =
        std::chrono::steady_clock::now() - start;
    std::printf(
        "| %d | %d | %.0f | %.2f | %zu |\n",
        followed,
        transactions,
        spent.count() / (kBlocks - 1),
        static_cast<double>(chain.requests) / (kBlocks - 1),
        told);
}

}  // namespace

int main(int argc, char** argv)
{
    const int followed = argc > 1 ? std::atoi(argv[1]) : 10'000;
    std::printf("| followed | transactions a block | us a block | requests a block | told |\n");
    std::printf("|---|---|---|---|---|\n");
    for (const int transactions : {200, 4'000})
        for (const int watches : {1, followed}) measure(transactions, watches);
}
