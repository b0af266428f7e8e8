// A hash that a customer writes becomes a case, is looked at, told, followed, and settled.
#include "desk/diagnosis/follower.hpp"
#include "desk/diagnosis/json.hpp"
#include "desk/diagnosis/shape.hpp"
#include "tests/system/house.hpp"

#include <gmock/gmock.h>
#include <boost/json.hpp>

namespace keydesk {

using namespace std::chrono_literals;

namespace {

const std::string kHash = "0x" + std::string(64, 'a');

/// A chain as a test wants it; remembers what it was asked.
class ScriptedDiagnoser final : public desk::Diagnoser {
public:
    std::vector<desk::Subject> subjects(std::string_view text) const override
    {
        if (!text.contains(kHash)) return {};
        return {{"", "transaction", kHash}};
    }
    Task<desk::Diagnosis> explain(desk::Subject subject, std::vector<desk::Memory> memory) override
    {
        ++asked;
        given = std::move(memory);
        auto answer = subject.id == kHash ? now : winner;
        answer.subject = {"ethereum", subject.kind, subject.id};
        co_return answer;
    }
    bool only_own_nodes() const override { return own; }

    desk::Diagnosis now, winner;
    int asked = 0;
    bool own = true;
    std::vector<desk::Memory> given;
};

desk::Diagnosis pending()
{
    desk::Diagnosis d;
    d.state = "pending";
    d.causes = {{"evm.pending.fee_cap", 0.95, {{"fee_cap", "12 gwei"}}}};
    d.memory = desk::Memory{
        .chain = "ethereum", .id = kHash, .claims = {"0xabc:7"}, .details = "{\"nonce\":7}"};
    d.needed = 64;
    return d;
}

desk::Diagnosis replaced()
{
    auto d = pending();
    d.state = "replaced";
    d.causes = {{"evm.replaced.speedup", 0.99, {}}};
    d.replaced_by = "0xbbb";
    return d;
}

desk::Diagnosis settled()
{
    auto d = pending();
    d.state = "final";
    d.causes = {{"evm.success", 1, {}}};
    d.confirmations = 64;
    return d;
}

}  // namespace

class TheFollower : public HouseTest {
protected:
    TheFollower() { start(); }
    ~TheFollower() override { stop(); }

    void start()
    {
        house->desk->ask(chains);
        scope = std::make_unique<Scope>(io.get_executor(), [](std::string_view) {});
        follower = std::make_unique<desk::Follower>(
            chains, *house->cases, house->feed, *scope, house->clock);
        scope->serve("diagnoses", [this] { return follower->run(); });
    }
    void stop()
    {
        if (scope) wait(ended());
        follower.reset();
        scope.reset();
    }
    Task<bool> ended()
    {
        co_await scope->stop(2s);
        co_return true;
    }
    /// Runs the io thread until `done`, at most five seconds.
    template <class Done>
    bool until(Done done)
    {
        auto end = std::chrono::steady_clock::now() + 5s;
        while (!done() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_for(5ms);
        }
        return done();
    }
    std::vector<desk::Case> cases(const std::string& conversation)
    {
        return wait(house->cases->cases_of(conversation)).value();
    }
    std::vector<std::string> told(const std::string& conversation)
    {
        std::vector<std::string> states;
        for (const auto& entry : timeline(conversation, true)) {
            if (entry->kind != "event") continue;
            auto payload = boost::json::parse(entry->payload).as_object();
            if (payload["what"] != "diagnosis") continue;
            states.emplace_back(payload["d"].as_object()["state"].as_string());
        }
        return states;
    }

    ScriptedDiagnoser chains;
    std::unique_ptr<Scope> scope;
    std::unique_ptr<desk::Follower> follower;
};

TEST_F(TheFollower, looks_at_a_hash_at_once_and_tells_every_change_once)
{
    chains.now = pending();
    auto posted = say(add_customer(), "转账 6 小时还没到 " + kHash);
    ASSERT_TRUE(posted);
    auto conversation = posted->posted.message->conversation;
    ASSERT_TRUE(until([&] { return told(conversation).size() == 2; }));
    auto first = cases(conversation).at(0);
    EXPECT_EQ(first.message, posted->posted.message->id);
    EXPECT_EQ(first.chain, "ethereum");
    EXPECT_TRUE(first.following);

    ASSERT_TRUE(wait(follower->refresh(first.id)));
    EXPECT_EQ(told(conversation).size(), 2u) << "no news is no entry";
    EXPECT_EQ(chains.given.size(), 1u) << "what was remembered is handed back";
    EXPECT_THAT(chains.given.at(0).claims, testing::ElementsAre("0xabc:7"));

    chains.now = replaced();
    chains.winner = pending();
    ASSERT_TRUE(wait(follower->refresh(first.id)));
    ASSERT_TRUE(until([&] { return told(conversation).size() == 5; }));
    EXPECT_EQ(cases(conversation).size(), 2u) << "what took its place is followed as well";
    chains.now = settled();
    auto last = wait(follower->refresh(first.id));
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->following);
    EXPECT_THAT(
        told(conversation),
        testing::ElementsAre("asking", "pending", "replaced", "asking", "pending", "final"));
}

TEST_F(TheFollower, does_not_open_a_second_case_for_the_same_hash)
{
    chains.now = pending();
    auto who = add_customer();
    auto conversation = say(who, "在吗 " + kHash)->posted.message->conversation;
    ASSERT_TRUE(say(who, "还没到 " + kHash));
    ASSERT_TRUE(until([&] { return told(conversation).size() >= 2; }));
    EXPECT_EQ(cases(conversation).size(), 1u);
    auto again = wait(follower->ask(conversation, kHash));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->size(), 1u);
    EXPECT_EQ(cases(conversation).size(), 1u);
    auto nothing = wait(follower->ask(conversation, "hello"));
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().kind, ErrorKind::invalid_input);
}

TEST_F(TheFollower, goes_on_after_a_restart_with_what_was_due)
{
    chains.now = pending();
    stop();  // Nobody looks: the server dies between the message and the first look.
    auto conversation = say(add_customer(), kHash)->posted.message->conversation;
    EXPECT_THAT(told(conversation), testing::ElementsAre("asking"));
    close();
    open();
    start();
    ASSERT_TRUE(until([&] { return told(conversation).size() == 2; }));
    EXPECT_THAT(told(conversation), testing::ElementsAre("asking", "pending"));
}

TEST_F(TheFollower, is_stirred_by_the_blocks_together_with_their_cursor)
{
    chains.now = pending();
    auto conversation = say(add_customer(), kHash)->posted.message->conversation;
    ASSERT_TRUE(until([&] { return told(conversation).size() == 2; }));
    auto watched = wait(house->cases->watched("ethereum")).value();
    ASSERT_EQ(watched.size(), 1u);
    EXPECT_EQ(watched[0].id, kHash);

    chains.now = replaced();
    ASSERT_TRUE(wait(house->cases->stir("ethereum", {kHash}, {120, "0xblock"})));
    EXPECT_EQ(wait(house->cases->cursor("ethereum"))->height, 120);
    follower->wake();
    ASSERT_TRUE(until([&] { return told(conversation).size() >= 3; }));
}

TEST_F(TheFollower, shows_a_customer_the_advice_and_not_where_it_was_read)
{
    chains.now = pending();
    chains.now.evidence = {{"nonce.latest", "7", "node.internal:8545", "eth_getTransactionCount"}};
    auto conversation = say(add_customer(), kHash)->posted.message->conversation;
    ASSERT_TRUE(until([&] { return told(conversation).size() == 2; }));
    auto c = cases(conversation).at(0);
    auto agents = boost::json::serialize(desk::shape_of(c));
    auto customers = boost::json::serialize(desk::customer_part(desk::shape_of(c)));
    EXPECT_TRUE(agents.contains("node.internal"));
    EXPECT_FALSE(customers.contains("node.internal"));
    EXPECT_TRUE(customers.contains("\"advice\""));
}

/// Knows one transaction; what it is shown of a text is what the test says it recognises.
class OneKnown final : public desk::Diagnoser {
public:
    std::string known = "7c1f0f9ae93b4d5c8e2a6b7f1d3c5e9a0b4d6f8e1c3a5b7d9f0e2c4a6b8d1f3e";
    bool own = true, blind = false;
    int asked = 0;

    std::vector<desk::Subject> subjects(std::string_view text) const override
    {
        std::vector<desk::Subject> out;
        for (std::size_t at = 0; !blind && at < text.size();) {
            auto end = text.find_first_not_of("0123456789abcdef", at);
            end = std::min(end, text.size());
            if (end - at == 64)
                out.push_back({"", "transaction", std::string{text.substr(at, 64)}});
            at = end + 1;
        }
        return out;
    }
    Task<desk::Diagnosis> explain(desk::Subject subject, std::vector<desk::Memory>) override
    {
        ++asked;
        auto answer = pending();
        if (subject.id != known) answer.memory.reset();
        co_return answer;
    }
    bool only_own_nodes() const override { return own; }
};

TEST_F(TheFollower, tells_a_hash_from_a_key_by_asking_its_own_nodes_only)
{
    stop();
    OneKnown nodes;
    house->desk->ask(nodes);
    nodes.own = false;
    auto hidden = say(add_customer(), nodes.known);
    ASSERT_TRUE(hidden);
    EXPECT_EQ(nodes.asked, 0) << "a possible key went to somebody else's node";
    EXPECT_FALSE(hidden->posted.message->body.contains(nodes.known));

    nodes.own = true;
    auto kept = say(add_customer(), "看一下 " + nodes.known);
    ASSERT_TRUE(kept);
    EXPECT_GE(nodes.asked, 1);
    EXPECT_TRUE(kept->posted.message->body.contains(nodes.known));
}

TEST_F(TheFollower, lets_no_key_through_in_the_company_of_a_known_hash)
{
    stop();
    OneKnown nodes;
    house->desk->ask(nodes);
    const std::string key = "0f3b7a9c5d1e8f2a4c6b9d0e7f1a3c5b8d2e6f4a9c0b7d3e5f1a8c2b6d4e9f0a";
    auto both = say(add_customer(), nodes.known + " " + key);
    ASSERT_TRUE(both);
    EXPECT_FALSE(both->posted.message->body.contains(key));

    std::string many;
    for (int i = 0; i < 5; ++i) many += nodes.known + "\n";
    auto last = say(add_customer(), many + key);
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->posted.message->body.contains(key)) << "beyond what is looked up at once";

    nodes.blind = true;
    auto unseen = say(add_customer(), key);
    ASSERT_TRUE(unseen);
    EXPECT_FALSE(unseen->posted.message->body.contains(key)) << "what nobody recognises is no hash";
}

}  // namespace keydesk
