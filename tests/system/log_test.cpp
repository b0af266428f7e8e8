// Whoever follows the log sees every entry once, in order, whatever fails or is killed meanwhile.
#include "store/log.hpp"
#include "store/conversations/changes.hpp"
#include "tests/system/house.hpp"

#include <set>

namespace keydesk {
namespace {

/// Answers every customer's message with a count, and fails when it is told to.
class Counter final : public store::LogFollower {
public:
    std::string_view name() const override { return "counter"; }
    bool from_the_beginning() const override { return true; }
    Result<void> take(store::Turn& turn, const store::LogEntry& entry) override
    {
        ++calls;
        if (entry.message->body == poison) return fail(ErrorKind::internal, "cannot be done");
        if (failures > 0 && --failures >= 0) return fail(ErrorKind::unavailable, "disk is full");
        if (entry.message->kind != "customer") return {};
        return store::tell_customer(
            turn.writing(entry.message->conversation),
            {.body = "got " + entry.message->body, .payload = R"({"auto":"answer"})"});
    }

    int calls = 0, failures = 0;
    std::string poison = "never";
};

class LogTest : public HouseTest {
protected:
    std::vector<std::string> answers(const std::string& conversation)
    {
        std::vector<std::string> out;
        for (const auto& entry : timeline(conversation)) {
            if (entry->kind == "system") out.push_back(entry->body);
        }
        return out;
    }
    void catch_up(Counter& counter)
    {
        for (int i = 0; i < 20; ++i) {
            auto done = wait(house->log->catch_up(counter));
            if (done) return;
        }
        FAIL() << "does not catch up";
    }
};

using Texts = std::vector<std::string>;

TEST_F(LogTest, an_entry_has_its_effect_once)
{
    auto who = add_customer();
    auto conversation = say(who, "one")->posted.message->conversation;
    Counter counter;
    catch_up(counter);
    say(who, "two").value();
    catch_up(counter);
    catch_up(counter);
    EXPECT_EQ(answers(conversation), (Texts{"got one", "got two"}));
}

TEST_F(LogTest, a_restart_goes_on_where_it_was)
{
    auto who = add_customer();
    auto conversation = say(who, "one")->posted.message->conversation;
    Counter before;
    catch_up(before);
    close();
    open();
    say(who, "two").value();
    Counter after;
    catch_up(after);
    EXPECT_EQ(answers(conversation), (Texts{"got one", "got two"}));
}

TEST_F(LogTest, a_failure_undoes_the_whole_turn_and_is_tried_again)
{
    auto who = add_customer();
    auto conversation = say(who, "one")->posted.message->conversation;
    for (auto word : {"two", "three", "four"}) say(who, word).value();
    Counter counter;
    counter.failures = 3;
    catch_up(counter);
    EXPECT_EQ(answers(conversation), (Texts{"got one", "got two", "got three", "got four"}));
}

TEST_F(LogTest, an_entry_that_always_fails_holds_up_nobody_and_is_reported)
{
    auto who = add_customer();
    auto conversation = say(who, "one")->posted.message->conversation;
    say(who, "poison").value();
    say(who, "three").value();
    Counter counter;
    counter.poison = "poison";
    catch_up(counter);
    EXPECT_EQ(answers(conversation), (Texts{"got one", "got three"}));
    ASSERT_EQ(log.size(), 2U);  // The other line: migrations were applied.
    EXPECT_TRUE(log.back().contains("cannot be done")) << log.back();
}

TEST_F(LogTest, who_is_new_hears_of_history_only_if_he_wants)
{
    class Late final : public store::LogFollower {
    public:
        std::string_view name() const override { return "late"; }
        Result<void> take(store::Turn&, const store::LogEntry& entry) override
        {
            heard.push_back(entry.message->body);
            return {};
        }
        Texts heard;
    };
    auto who = add_customer();
    say(who, "before").value();
    Late late;
    ASSERT_TRUE(wait(house->log->catch_up(late)));
    say(who, "after").value();
    ASSERT_TRUE(wait(house->log->catch_up(late)));
    EXPECT_EQ(late.heard, Texts{"after"});
}

}  // namespace
}  // namespace keydesk
