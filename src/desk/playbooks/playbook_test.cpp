#include "desk/playbooks/engine.hpp"

#include <gmock/gmock.h>

namespace keydesk::desk {
namespace {

std::string source(std::string need = {}, std::string answer = {}, std::string check = "none")
{
    return R"(id = "sample"
topic = "using"
priority = "low"
tier = "bot"
escalates_to = "agent"
check = ")" +
           check + R"("
[name]
en = "Sample"
zh-CN = "样例"
[examples]
en = ["one"]
zh-CN = ["一"]
)" + need + R"(
[[answer]]
when = ["always"]
then = "done"
en = "Done. )" +
           answer + R"("
zh-CN = "好了。"
[cannot]
en = "No."
zh-CN = "不能。"
)";
}

std::string need(const std::string& fact, const std::string& ask)
{
    return "[[need]]\nfact = \"" + fact + "\"\nask.en = \"" + ask +
           "\"\nask.zh-CN = \"请发一下\"\nwhy.en = \"w\"\nwhy.zh-CN = \"因\"\n";
}

std::string fault(const std::string& toml)
{
    auto read = read_playbook(toml);
    return read ? "" : read.error().what;
}

TEST(Playbook, the_embedded_ones_are_thirty_and_sound)
{
    EXPECT_EQ(embedded_playbooks().size(), 30U);
    for (auto one : embedded_playbooks()) {
        auto read = read_playbook(one);
        EXPECT_TRUE(read) << one.substr(0, 40) << (read ? "" : read.error().what);
    }
}

TEST(Playbook, what_is_wrong_is_said_plainly)
{
    using testing::HasSubstr;
    EXPECT_EQ(fault(source()), "");
    EXPECT_THAT(fault("id = "), HasSubstr("line 1"));
    EXPECT_THAT(fault(source(need("shoe_size", "?"))), HasSubstr("'shoe_size' is no fact"));
    EXPECT_THAT(fault(source("", "{{moon}}")), HasSubstr("unknown place '{{moon}}'"));
    EXPECT_THAT(fault(source("", "{{advice}}")), HasSubstr("{{advice}} needs check"));
    EXPECT_EQ(fault(source("", "{{advice}}", "transaction")), "");
    EXPECT_THAT(fault(source("", "", "magic")), HasSubstr("check: unknown value"));
    auto one_language = source();
    one_language.erase(one_language.find("zh-CN = \"好了。\""), 19);
    EXPECT_THAT(fault(one_language), HasSubstr("Chinese text (zh-CN) is missing"));
}

TEST(Playbook, asks_for_no_secret_and_names_no_phone)
{
    using testing::HasSubstr;
    EXPECT_THAT(
        fault(source(need("error_text", "Please send your recovery phrase"))),
        HasSubstr("asks for a secret"));
    EXPECT_EQ(fault(source(need("error_text", "Which words? No password and no code."))), "");
    EXPECT_THAT(fault(source("", "Call +1 808 555 0134")), HasSubstr("phone number"));
    EXPECT_THAT(
        fault(source("", "key: 5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF")),
        HasSubstr("holds a secret"));
}

class Engine : public testing::Test {
protected:
    Playbook book = [] {
        Playbook b;
        b.needs = {{.fact = "transaction", .ask = {}, .why = {}}};
        b.answers = {
            {.when = {"cause.x"}, .then = "specialist", .text = {}},
            {.when = {"transaction.pending"}, .then = "wait", .text = {}},
            {.when = {"incident"}, .then = "wait", .text = {}},
            {.when = {"missing"}, .then = "agent", .text = {}},
            {.when = {"always"}, .then = "agent", .text = {}}};
        return b;
    }();
    CaseKnowledge known;
};

TEST_F(Engine, asks_once_then_waits_then_does_without)
{
    auto step = next_step(book, known);
    ASSERT_EQ(step.what, NextStep::What::ask);
    EXPECT_EQ(step.need->fact, "transaction");
    known.asked = {"transaction"};
    EXPECT_EQ(next_step(book, known).what, NextStep::What::nothing);
    known.missing = {"transaction"};
    EXPECT_EQ(next_step(book, known).why, "missing");
}

TEST_F(Engine, waits_for_the_check_and_takes_the_most_special_outcome)
{
    known.facts["transaction"] = "0x";
    known.checking = true;
    EXPECT_EQ(next_step(book, known).what, NextStep::What::nothing);
    known.checking = false;
    known.outcomes = {"cause.y", "transaction.pending"};
    EXPECT_EQ(next_step(book, known).why, "transaction.pending");
    known.outcomes = {"cause.x", "transaction.pending"};
    EXPECT_EQ(next_step(book, known).why, "cause.x");
    known.outcomes = {"transaction.expired"};
    EXPECT_EQ(next_step(book, known).why, "always");
}

TEST_F(Engine, an_incident_answers_before_anything_is_asked_but_not_over_a_danger)
{
    known.incident = true;
    EXPECT_EQ(next_step(book, known).why, "incident");
    known.facts["transaction"] = "0x";
    known.outcomes = {"cause.x"};
    EXPECT_EQ(next_step(book, known).why, "cause.x");
}

TEST(EngineWords, taps_numbers_and_refusals_are_understood)
{
    std::vector<std::string> offered{"Transfer is pending", "手续费", "Talk to a person"};
    EXPECT_EQ(chosen(offered, " transfer is pending. "), 0U);
    EXPECT_EQ(chosen(offered, "2"), 1U);
    EXPECT_EQ(chosen(offered, "2."), 1U);
    EXPECT_EQ(chosen(offered, "12"), std::nullopt);
    EXPECT_TRUE(cannot_say("我不知道在哪"));
    EXPECT_TRUE(cannot_say("I don’t have it"));
    EXPECT_FALSE(cannot_say("0xabc"));
    EXPECT_EQ(answer_to("counterparty", "some small exchange"), "some small exchange");
    EXPECT_EQ(answer_to("transaction", "some small exchange"), std::nullopt);
    EXPECT_EQ(answer_to("error_text", "what do you mean?"), std::nullopt);
}

TEST(EngineWords, places_are_filled_and_empty_ones_leave_no_gap)
{
    EXPECT_EQ(filled_in("A\n\n{{advice}}\n\nB {{place}}", {{"place", "third"}}), "A\n\nB third");
    EXPECT_EQ(filled_in("{{url}} {{url}}", {{"url", "{{url}}"}}), "{{url}} {{url}}") << "once only";
    EXPECT_EQ(filled_in("open {{", {}), "open {{");
}

}  // namespace
}  // namespace keydesk::desk
