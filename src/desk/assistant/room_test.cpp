#include "desk/assistant/room.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <unistd.h>

#include <filesystem>

namespace keydesk::desk {
namespace {

using namespace std::chrono_literals;

struct NoStore final : AssistantStore {
    Task<Result<AssistantSettings>> settings() override { co_return AssistantSettings{}; }
    Task<Result<void>> keep(AssistantSettings, AuditEntry) override { co_return Result<void>{}; }
    Task<Result<std::optional<KeptTranslation>>> translation(std::string, std::string) override
    {
        co_return std::optional<KeptTranslation>{};
    }
    Task<Result<void>> keep_translation(std::string, std::string, std::string, std::string) override
    {
        co_return Result<void>{};
    }
};

class Room : public testing::Test {
protected:
    Task<ModelReply> answer()
    {
        ++asked;
        if (slow) co_await sleep_for(1h);
        co_return reply;
    }
    AssistantRoom::Asked ask(std::string agent = "a")
    {
        return kit::finish(io, room.ask(std::move(agent), {"rules", "words"}));
    }

    ~Room() override { std::filesystem::remove_all(folder); }

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("keydesk-room-" + std::to_string(::getpid()));
    ManualClock clock;
    NoStore store;
    Sealer sealer = Sealer::open(folder / "key").value();
    ModelReply reply{ModelFault::none, "fine"};
    bool slow = false;
    int asked = 0;
    AssistantRoom room{store, sealer, clock, [this](ModelCall) { return answer(); }};
    boost::asio::io_context io;  ///< Goes first: what still waits in it knows the room.
};

TEST_F(Room, leaves_a_model_alone_that_failed_again_and_again)
{
    reply = {ModelFault::timeout, {}};
    for (int i = 0; i < AssistantRoom::kFailures; ++i) EXPECT_EQ(ask().fault, "model_timeout");
    reply = {ModelFault::none, "fine"};
    auto barred = ask();
    EXPECT_EQ(barred.fault, "paused");
    EXPECT_EQ(barred.retry_after, AssistantRoom::kPause);
    EXPECT_EQ(asked, AssistantRoom::kFailures);
    clock.advance(AssistantRoom::kPause);
    EXPECT_EQ(ask().text, "fine");
}

TEST_F(Room, waits_as_long_as_the_model_says)
{
    reply = {ModelFault::busy, {}, 7s};
    EXPECT_EQ(ask().fault, "model_busy");
    EXPECT_EQ(ask().retry_after, 7s);
    clock.advance(7s);
    reply = {ModelFault::none, "fine"};
    EXPECT_EQ(ask().text, "fine");
}

TEST_F(Room, one_agent_cannot_use_up_what_all_have)
{
    int let = 0;
    while (ask().fault.empty()) ++let;
    EXPECT_EQ(let, 12);
    EXPECT_EQ(ask().fault, "limited");
    EXPECT_EQ(ask("b").text, "fine");
    clock.advance(60s);
    EXPECT_EQ(ask().text, "fine");
}

TEST_F(Room, asks_few_things_at_once)
{
    slow = true;
    for (int i = 0; i < AssistantRoom::kAtOnce; ++i) {
        boost::asio::co_spawn(io, room.ask("a", {"rules", "words"}), boost::asio::detached);
    }
    io.poll();
    slow = false;
    EXPECT_EQ(ask("b").fault, "crowded");
}

}  // namespace
}  // namespace keydesk::desk
