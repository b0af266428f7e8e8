#include "chains/nodes/pool.hpp"

#include "net/http_client.hpp"
#include "tests/kit/fake_node.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace keydesk::chains {
namespace {

using namespace std::chrono_literals;
using Fault = kit::FakeNode::Fault;
using Steady = std::chrono::steady_clock;
namespace json = boost::json;

const std::vector<Call> kReceipt{{"eth_getTransactionReceipt", json::array{"0xab"}}};

class PoolTest : public testing::Test {
protected:
    /// A pool over the fakes, in their order.
    Pool& over(const std::vector<kit::FakeNode*>& fakes)
    {
        for (auto* fake : fakes) {
            fake->head_time = clock.now() - 5s;
            if (settings.chain.family == "evm" && !fake->results.contains(kReceipt[0].method)) {
                fake->says(kReceipt[0].method, json::string("from " + fake->name()));
            }
            settings.endpoints.push_back(*read_endpoint(fake->url(), settings.chain.family));
        }
        auto note = [this](std::string_view line) { log.emplace_back(line); };
        pool.emplace(client, clock, io.get_executor(), settings, note);
        return *pool;
    }
    Result<Answers> ask(std::vector<Call> calls = kReceipt, std::string source = "")
    {
        return kit::finish(io, pool->ask(std::move(calls), std::move(source)));
    }
    std::vector<Answers> ask_all(std::vector<Call> calls = kReceipt)
    {
        return kit::finish(io, pool->ask_all(std::move(calls)));
    }
    EndpointState state(std::size_t endpoint) { return pool->health()[endpoint].state; }
    void bitcoin()
    {
        settings.chain = {
            .id = "bitcoin", .family = "bitcoin", .decimals = 8, .block_seconds = 600};
    }

    boost::asio::io_context io;
    net::HttpClient client{io};
    ManualClock clock;
    kit::FakeNode a{io}, b{io}, c{io};
    PoolSettings settings{
        .chain = {.id = "ethereum", .family = "evm", .chain_id = 1}, .cache_for = 0ms};
    std::optional<Pool> pool;
    std::vector<std::string> log;
};

std::string text(const Result<Answers>& answers)
{
    if (!answers) return "error: " + answers.error().what;
    const auto* text = answers->replies.front().result.if_string();
    return text == nullptr ? "no text" : std::string{*text};
}

TEST_F(PoolTest, TheFirstEndpointAnswersAndSaysHowFarItIs)
{
    over({&a, &b});
    auto answers = ask();
    ASSERT_EQ(text(answers), "from " + a.name());
    EXPECT_EQ(answers->source, a.name());
    EXPECT_EQ(answers->dialect, "evm");
    EXPECT_EQ(answers->height, 100);
    EXPECT_FALSE(answers->lagging);
    EXPECT_EQ(answers->at, clock.now());
    EXPECT_EQ(b.count(kReceipt[0].method), 0U);
}

TEST_F(PoolTest, WhichChainItIsIsAskedOnceAndInTheSameRequest)
{
    over({&a});
    ask();
    EXPECT_EQ(a.requests, 1U);
    ask();
    EXPECT_EQ(a.requests, 2U);
    EXPECT_EQ(a.count("eth_chainId"), 1U);
}

TEST_F(PoolTest, ANamedSourceIsAskedFirst)
{
    over({&a, &b});
    EXPECT_EQ(ask(kReceipt, b.name())->source, b.name());
}

TEST_F(PoolTest, AnEndpointThatHangsCostsLessThanItsBudget)
{
    over({&a, &b});
    a.fault = Fault::hang;
    auto begun = Steady::now();
    EXPECT_EQ(ask()->source, b.name());
    EXPECT_LT(Steady::now() - begun, 600ms);
}

/// Whatever is wrong with the first, the second answers, and the first rests with its reason.
class BrokenFirst : public PoolTest,
                    public testing::WithParamInterface<std::pair<Fault, std::string>> {
protected:
    BrokenFirst()
    {
        // It fails by what it says; under a sanitizer megabytes take their time.
        settings.budget = 20s;
        settings.hedge_after = 10s;
    }
};

TEST_P(BrokenFirst, TheNextAnswersAndTheReasonIsKept)
{
    over({&a, &b});
    a.fault = GetParam().first;
    EXPECT_EQ(text(ask()), "from " + b.name());
    EXPECT_THAT(pool->health()[0].error, testing::HasSubstr(GetParam().second));
    EXPECT_THAT(state(0), testing::AnyOf(EndpointState::down, EndpointState::limited));
    a.requests = 0;
    EXPECT_EQ(text(ask()), "from " + b.name());
    EXPECT_EQ(a.requests, 0U) << "it rests";
}

INSTANTIATE_TEST_SUITE_P(
    Pool,
    BrokenFirst,
    testing::Values(
        std::pair{Fault::limited, "limits us"},
        std::pair{Fault::server_error, "is out of order"},
        std::pair{Fault::html, "answers no JSON"},
        std::pair{Fault::truncated, "answers no JSON"},
        std::pair{Fault::not_asked, "answers what was not asked"},
        std::pair{Fault::doubled, "answers one call twice"},
        std::pair{Fault::short_list, "leaves calls unanswered"},
        std::pair{Fault::deep, "answers no JSON"},
        std::pair{Fault::huge, "answer too long"},
        std::pair{Fault::denied, "refuses our key"}));

TEST_F(PoolTest, AnEndpointOnAnotherChainIsNeverUsed)
{
    a.chain_id = 56;
    over({&a, &b});
    EXPECT_EQ(ask()->source, b.name());
    EXPECT_EQ(state(0), EndpointState::wrong_chain);
    EXPECT_EQ(ask_all().size(), 1U);
    // Not even when nobody else is left.
    b.fault = Fault::server_error;
    for (int i = 0; i < 2; ++i) EXPECT_EQ(ask().error().kind, ErrorKind::unavailable);
    EXPECT_EQ(a.count(kReceipt[0].method), 1U) << "with the question where it is, and never after";
}

TEST_F(PoolTest, AChainWithoutAnIdTakesWhatComes)
{
    settings.chain.chain_id = 0;
    a.chain_id = 31337;
    over({&a});
    EXPECT_TRUE(ask());
}

TEST_F(PoolTest, AnOldHeadLosesToAFreshOne)
{
    over({&a, &b});
    a.head_time = clock.now() - 73s;
    auto answers = ask();
    EXPECT_EQ(answers->source, b.name());
    EXPECT_FALSE(answers->lagging);
    EXPECT_EQ(state(0), EndpointState::lagging);
    EXPECT_EQ(pool->health()[0].head_age, 73s);
}

TEST_F(PoolTest, AnOldHeadIsSaidWhenThereIsNoBetterOne)
{
    over({&a});
    a.head_time = clock.now() - 73s;
    auto answers = ask();
    ASSERT_TRUE(answers);
    EXPECT_TRUE(answers->lagging);
}

TEST_F(PoolTest, ThreeBlocksBehindItsNeighboursIsLagging)
{
    over({&a, &b});
    a.height = 97;
    auto all = ask_all();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(all[0].lagging);
    EXPECT_FALSE(all[1].lagging);
    EXPECT_EQ(ask()->source, b.name());
}

TEST_F(PoolTest, OneThatInventsAHeightDoesNotMakeTheOthersLate)
{
    over({&a, &b, &c});
    c.height = 9'000'000;
    ask_all();
    EXPECT_EQ(state(0), EndpointState::ok);
    EXPECT_EQ(state(1), EndpointState::ok);
}

TEST_F(PoolTest, OneThatLiesAboutNothingBeingThereIsHeardBesideTheOther)
{
    a.says(kReceipt[0].method, nullptr);
    over({&a, &b});
    auto all = ask_all();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(all[0].replies[0].result.is_null());
    EXPECT_EQ(all[1].replies[0].result, json::value(json::string("from " + b.name())));
}

TEST_F(PoolTest, AskingAllWaitsForNobodyLongerThanTheBudget)
{
    over({&a, &b, &c});
    b.fault = Fault::hang;
    auto begun = Steady::now();
    auto all = ask_all();
    EXPECT_EQ(all.size(), 2U);
    EXPECT_LT(Steady::now() - begun, 1500ms);
    begun = Steady::now();
    EXPECT_EQ(ask_all().size(), 2U);
    EXPECT_LT(Steady::now() - begun, 500ms) << "it rests now";
}

TEST_F(PoolTest, AServerThatTakesNoListsIsAskedOneByOne)
{
    over({&a});
    a.fault = Fault::no_lists;
    EXPECT_EQ(text(ask()), "from " + a.name());
    auto before = a.requests;
    EXPECT_TRUE(ask());
    EXPECT_EQ(a.requests, before + 1) << "it is remembered";
}

TEST_F(PoolTest, ALongListIsCutIntoShortOnesInOrder)
{
    std::vector<Call> calls;
    for (int i = 0; i < 120; ++i) calls.push_back(kReceipt[0]);
    over({&a});
    auto answers = ask(calls);
    ASSERT_TRUE(answers);
    EXPECT_EQ(answers->replies.size(), 120U);
    EXPECT_EQ(a.requests, 3U);
}

TEST_F(PoolTest, ARefusalIsAnAnswerAndCostsNothing)
{
    json::object refuse{{"code", 3}, {"message", "execution reverted"}, {"data", "0x08c379a0"}};
    a.says("eth_call", json::object{{"refuse", refuse}});
    over({&a, &b});
    auto answers = ask({{"eth_call"}});
    ASSERT_TRUE(answers);
    const auto& refusal = answers->replies[0].refusal;
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, 3);
    EXPECT_EQ(refusal->extra, json::value("0x08c379a0"));
    EXPECT_EQ(state(0), EndpointState::ok);
}

TEST_F(PoolTest, AMethodThatNobodyKnowsIsRememberedAndAskedWhereItIsKnown)
{
    b.says("txpool_contentFrom", json::object{});
    over({&a, &b});
    EXPECT_TRUE(pool->knows("txpool_contentFrom"));
    EXPECT_FALSE(ask({{"txpool_contentFrom"}})->replies[0].good());
    EXPECT_EQ(ask({{"txpool_contentFrom"}})->source, b.name());
    EXPECT_TRUE(pool->knows("txpool_contentFrom"));
    ask_all({{"debug_nothing"}});
    EXPECT_FALSE(pool->knows("debug_nothing"));
}

TEST_F(PoolTest, TheSameQuestionAskedTwiceAtOnceGoesOutOnce)
{
    over({&a});
    ask();
    a.requests = 0;
    a.delay = 20ms;
    int done = 0;
    for (int i = 0; i < 5; ++i) {
        boost::asio::co_spawn(
            io, pool->ask(kReceipt), [&](std::exception_ptr, const Result<Answers>& answers) {
                if (answers) ++done;
            });
    }
    while (done < 5) io.run_one();
    EXPECT_EQ(a.requests, 1U);
}

TEST_F(PoolTest, AFreshAnswerIsTakenAgain)
{
    settings.cache_for = 10s;
    over({&a});
    ask();
    ask();
    EXPECT_EQ(a.count(kReceipt[0].method), 1U);
    ask({{"eth_getTransactionReceipt", json::array{"0xcd"}}});
    EXPECT_EQ(a.count(kReceipt[0].method), 2U);
}

TEST_F(PoolTest, WhenAllRestTheyAreAskedAllTheSameButNotThoseThatLimitUs)
{
    over({&a, &b});
    a.fault = Fault::limited;
    b.fault = Fault::server_error;
    EXPECT_FALSE(ask());
    b.fault = Fault::none;
    a.requests = 0;
    EXPECT_EQ(ask()->source, b.name());
    EXPECT_EQ(a.requests, 0U);
}

TEST_F(PoolTest, AnEndpointThatIsWellAgainComesBackByItself)
{
    over({&a, &b});
    a.fault = Fault::server_error;
    ask();
    a.fault = Fault::none;
    auto end = Steady::now() + 5s;
    while (state(0) != EndpointState::ok && Steady::now() < end) {
        EXPECT_EQ(ask()->source, b.name()) << "nobody waits for the one on trial";
        io.run_for(50ms);
    }
    EXPECT_EQ(state(0), EndpointState::ok);
    EXPECT_THAT(
        log,
        testing::IsSupersetOf(
            {"ethereum: " + a.name() + " is down: is out of order",
             "ethereum: " + a.name() + " is ok"}));
}

TEST_F(PoolTest, NoKeyIsShownAnywhere)
{
    auto url = "http://user:sesame@127.0.0.1:1/v3/sesame?key=sesame";
    settings.endpoints.push_back(*read_endpoint(url, "evm"));
    settings.endpoints.front().headers.set("X-Api-Key", "sesame");
    over({});
    auto answers = ask();
    ASSERT_FALSE(answers);
    std::string shown = answers.error().what;
    for (const auto& line : log) shown += line;
    for (const auto& one : pool->health()) shown += one.name + one.error;
    EXPECT_THAT(shown, testing::HasSubstr("127.0.0.1:1"));
    EXPECT_THAT(shown, testing::Not(testing::HasSubstr("sesame")));
}

TEST_F(PoolTest, AfterStoppingNobodyWaitsForever)
{
    over({&a});
    a.fault = Fault::hang;
    std::optional<Result<Answers>> end;
    boost::asio::co_spawn(
        io, pool->ask(kReceipt), [&](std::exception_ptr, Result<Answers> answers) {
            end = std::move(answers);
        });
    while (a.requests == 0) io.run_one();
    boost::asio::co_spawn(io, pool->stop(), [](std::exception_ptr) {});
    auto begun = Steady::now();
    while (!end) io.run_one();
    EXPECT_FALSE(*end);
    EXPECT_LT(Steady::now() - begun, 400ms);
}

TEST_F(PoolTest, BitcoinCoreIsToldFromEsploraByAsking)
{
    bitcoin();
    json::object info{{"chain", "main"}, {"blocks", 800'000}, {"initialblockdownload", false}};
    info["mediantime"] = millis(clock.now()) / 1000 - 3600;
    a.says("getblockchaininfo", info);
    b.pages["/blocks/tip/height"] = "800001\n";
    b.pages["/blocks"] = R"([{"height":800001,"timestamp":1699999000}])";
    b.pages["/block-height/0"] = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    over({&a, &b});
    kit::finish(io, pool->ask_all({{"blocks/tip/height"}}));
    auto health = pool->health();
    EXPECT_EQ(health[0].dialect, "bitcoin-core");
    EXPECT_EQ(health[0].height, 800'000);
    EXPECT_EQ(health[0].head_age, 3600s);
    EXPECT_EQ(health[1].dialect, "esplora");
    EXPECT_EQ(health[1].height, 800'001);
    EXPECT_EQ(health[1].head_age, 1000s);
}

TEST_F(PoolTest, EachEndpointIsSentWhatItUnderstands)
{
    bitcoin();
    a.pages["/blocks/tip/height"] = "7";
    a.pages["/tx/ab"] = "found";
    b.says("getblockchaininfo", {{"chain", "main"}, {"blocks", 7}});
    b.says("getrawtransaction", "also found");
    over({&a, &b});
    auto all = kit::finish(io, pool->ask_all({{"getrawtransaction"}, {"tx/ab"}}));
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].replies[1].result, json::value("found"));
    EXPECT_FALSE(all[0].replies[0].good());
    EXPECT_EQ(all[1].replies[0].result, json::value("also found"));
    EXPECT_FALSE(all[1].replies[1].good());
    EXPECT_EQ(a.count("getrawtransaction"), 0u);
    EXPECT_EQ(b.count("tx/ab"), 0u);
    EXPECT_TRUE(pool->knows("tx/ab"));
}

TEST_F(PoolTest, BitcoinOnAnotherNetworkIsNotUsedAndRegtestNeverLags)
{
    bitcoin();
    a.says("getblockchaininfo", {{"chain", "regtest"}, {"blocks", 5}, {"mediantime", 1}});
    over({&a});
    EXPECT_FALSE(ask({{"getbestblockhash"}}));
    EXPECT_EQ(state(0), EndpointState::wrong_chain);

    settings.network = "regtest";
    settings.endpoints.clear();
    over({&a});
    EXPECT_FALSE(ask({{"getbestblockhash"}})->lagging);
}

TEST_F(PoolTest, ANodeThatHasNotCaughtUpLags)
{
    bitcoin();
    auto now = millis(clock.now()) / 1000;
    json::object info{{"chain", "main"}, {"blocks", 5}, {"time", now}};
    info["initialblockdownload"] = true;
    a.says("getblockchaininfo", info);
    over({&a});
    EXPECT_TRUE(ask({{"getbestblockhash"}})->lagging);
}

TEST_F(PoolTest, ANewCookieIsReadWhenTheOldOneIsRefused)
{
    bitcoin();
    auto file = std::filesystem::temp_directory_path() / ("cookie-" + std::to_string(::getpid()));
    auto write = [&](std::string_view cookie) { std::ofstream{file} << cookie; };
    write("__cookie__:one");
    a.password = "Basic X19jb29raWVfXzpvbmU=";
    a.says("getblockchaininfo", {{"chain", "main"}, {"blocks", 5}});
    a.says("getbestblockhash", "00ab");
    auto endpoint = *read_endpoint(a.url(), "bitcoin", "bitcoin-core");
    endpoint.cookie_file = file;
    settings.endpoints.push_back(endpoint);
    over({});
    EXPECT_EQ(text(ask({{"getbestblockhash"}})), "00ab");

    write("__cookie__:two");  // The node has started anew.
    a.password = "Basic X19jb29raWVfXzp0d28=";
    EXPECT_EQ(text(ask({{"getbestblockhash"}})), "00ab");
    std::filesystem::remove(file);
}

TEST_F(PoolTest, EsploraSaysNotFoundAsARefusal)
{
    bitcoin();
    a.pages["/blocks/tip/height"] = "7";
    over({&a});
    auto answers = ask({{"tx/ab"}, {"blocks/tip/height"}});
    ASSERT_TRUE(answers) << answers.error().what;
    EXPECT_EQ(answers->replies[0].refusal->code, 404);
    EXPECT_EQ(answers->replies[1].result, json::value("7"));
}

}  // namespace
}  // namespace keydesk::chains
