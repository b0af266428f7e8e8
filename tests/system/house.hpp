#pragma once

#include "api/chat/session.hpp"
#include "app/application.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace keydesk {

/// A desk in a folder of its own, with an inbox, two agents and as many customers as a test wants.
class HouseTest : public testing::Test {
protected:
    HouseTest()
    {
        auto name = std::string{testing::UnitTest::GetInstance()->current_test_info()->name()};
        folder = std::filesystem::temp_directory_path() /
                 ("keydesk-" + std::to_string(::getpid()) + "-" + name);
        std::filesystem::remove_all(folder);
        open();
        inbox = add_inbox("web");
        agent = add_agent("苏雅", "suya@example.test");
        other_agent = add_agent("Li Wei", "liwei@example.test");
    }
    ~HouseTest() override
    {
        close();
        std::filesystem::remove_all(folder);
    }

    void open()
    {
        auto opened = kit::finish(
            io,
            app::open_house(
                io, folder, [this](std::string_view line) { log.emplace_back(line); }, clock));
        ASSERT_TRUE(opened) << opened.error().what;
        house = std::move(*opened);
    }
    void close()
    {
        if (house) house->database->close();
        house.reset();
    }

    template <class T>
    T wait(Task<T> task)
    {
        return kit::finish(io, std::move(task));
    }

    std::string add_inbox(std::string key)
    {
        desk::InboxSettings settings{
            .id = new_id(house->clock.now()), .key = key, .name = "链桥钱包"};
        EXPECT_TRUE(wait(house->accounts->add_inbox(settings, {.actor = "system"})));
        return settings.id;
    }
    desk::Face add_agent(std::string name, std::string email)
    {
        desk::NewAgent fresh{
            .id = new_id(house->clock.now()),
            .name = name,
            .email = std::move(email),
            .password_hash = "none"};
        EXPECT_TRUE(wait(house->accounts->create_agent(fresh, {.actor = "system"})));
        return {fresh.id, fresh.name};
    }
    desk::Visitor add_customer()
    {
        desk::NewVisitor fresh{
            .inbox = inbox,
            .token_hash = token_hash(random_token()),
            .name = "访客",
            .locale = "zh-CN"};
        return wait(house->store->create(std::move(fresh))).value();
    }

    desk::Incoming incoming(const desk::Visitor& who, std::string text)
    {
        return {
            .inbox = inbox,
            .customer = who.customer.id,
            .visitor = who.id,
            .client_id = new_id(house->clock.now()),
            .text = guard::RawText{std::move(text)},
            .locale = "zh-CN"};
    }
    Result<desk::Accepted> say(const desk::Visitor& who, std::string text)
    {
        return wait(house->desk->accept(incoming(who, std::move(text))));
    }
    desk::Draft draft(const std::string& conversation, std::string text, std::string kind = "reply")
    {
        return {
            .conversation = conversation,
            .kind = std::move(kind),
            .agent = agent,
            .client_id = new_id(house->clock.now()),
            .text = guard::RawText{std::move(text)},
            .force = true};
    }
    std::vector<desk::MessagePtr> timeline(
        const std::string& conversation, bool only_public = false)
    {
        return wait(house->store->after(conversation, 0, 10'000, only_public)).value();
    }

    /// Whether the bytes occur in any file of the data folder.
    bool on_disk(const std::string& bytes) const
    {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in{entry.path(), std::ios::binary};
            std::string content{std::istreambuf_iterator<char>{in}, {}};
            if (content.find(bytes) != std::string::npos) return true;
        }
        return false;
    }

    std::filesystem::path folder;
    boost::asio::io_context io{1};
    ManualClock clock{SystemClock{}.now()};  ///< Moved by hand; ids and rows take it.
    std::vector<std::string> log;            ///< What the house reported.
    std::unique_ptr<app::House> house;
    std::string inbox;
    desk::Face agent, other_agent;
};

}  // namespace keydesk
