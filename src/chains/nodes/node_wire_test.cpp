#include "chains/nodes/node_wire.hpp"

#include "chains/nodes/node_probe.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace keydesk::chains {
namespace {

namespace json = boost::json;

const std::vector<Call> kOne{{"x"}};
const std::vector<Call> kTwo{{"x"}, {"y"}};

ErrorKind error_of(
    Dialect dialect, int status, std::string_view body, const std::vector<Call>& calls = kOne)
{
    auto replies = read_replies(dialect, status, body, calls);
    return replies ? ErrorKind::internal : replies.error().kind;
}

TEST(NodeWire, WritesOneCallAsAnObjectAndMoreAsAList)
{
    auto one = write_calls(Dialect::evm, "http://h/key", kOne);
    EXPECT_EQ(one->url, "http://h/key");
    EXPECT_EQ(one->body, R"({"jsonrpc":"2.0","id":1,"method":"x","params":[]})");
    auto two = write_calls(Dialect::bitcoin_core, "http://h", kTwo);
    auto list = json::parse(two->body);
    EXPECT_EQ(list.as_array().size(), 2U);
    EXPECT_EQ(list.at_pointer("/1/id"), 2);
    EXPECT_EQ(list.at_pointer("/1/jsonrpc"), "1.0");
}

TEST(NodeWire, PutsThePathBeforeTheKey)
{
    std::vector<Call> call{{"tx/ab/status"}};
    EXPECT_EQ(
        write_calls(Dialect::esplora, "https://h/api/?key=k", call)->url,
        "https://h/api/tx/ab/status?key=k");
    std::vector<Call> asked{{"blocks?from=3"}};
    EXPECT_EQ(
        write_calls(Dialect::esplora, "https://h?key=k", asked)->url,
        "https://h/blocks?from=3&key=k");
    std::vector<Call> tron{{"wallet/getaccount", json::object{{"address", "T"}}}};
    auto post = write_calls(Dialect::tron, "https://h", tron);
    EXPECT_EQ(post->url, "https://h/wallet/getaccount");
    EXPECT_EQ(post->body, R"({"address":"T"})");
    EXPECT_EQ(post->method, net::Method::post);
}

TEST(NodeWire, NoMethodLeavesItsPath)
{
    for (auto* method : {"../admin", "/etc", "tx/a b", "tx/a#b", "tx/a\r\nX: y", "tx/a@b", ""}) {
        std::vector<Call> call{{method}};
        EXPECT_EQ(
            write_calls(Dialect::esplora, "https://h", call).error().kind, ErrorKind::invalid_input)
            << method;
    }
}

TEST(NodeWire, ReadsAListInWhateverOrderItComes)
{
    auto replies =
        read_replies(Dialect::evm, 200, R"([{"id":2,"result":"b"},{"id":1,"result":null}])", kTwo);
    ASSERT_TRUE(replies);
    EXPECT_TRUE((*replies)[0].result.is_null());
    EXPECT_TRUE((*replies)[0].good());
    EXPECT_EQ((*replies)[1].result, "b");
}

TEST(NodeWire, CoresErrorsComeWithAnHttpErrorAndAreAnswers)
{
    auto* body = R"({"result":null,"error":{"code":-5,"message":"No such transaction"},"id":1})";
    for (int status : {500, 404, 200}) {
        auto replies = read_replies(Dialect::bitcoin_core, status, body, kOne);
        ASSERT_TRUE(replies) << status;
        EXPECT_EQ(replies->front().refusal->code, -5);
        EXPECT_EQ(replies->front().refusal->message, "No such transaction");
    }
    auto* good = R"({"result":7,"error":null,"id":1})";
    EXPECT_EQ(read_replies(Dialect::bitcoin_core, 200, good, kOne)->front().result, 7);
}

TEST(NodeWire, ANodeThatIsStartingIsAwayAndOneThatLimitsSaysSo)
{
    auto* starting = R"({"id":1,"error":{"code":-28,"message":"Loading block index"}})";
    EXPECT_EQ(error_of(Dialect::bitcoin_core, 500, starting), ErrorKind::unavailable);
    auto* limit = R"({"id":null,"error":{"code":-32005,"message":"daily limit"}})";
    EXPECT_EQ(error_of(Dialect::evm, 200, limit), ErrorKind::rate_limited);
    EXPECT_EQ(error_of(Dialect::evm, 200, limit, kTwo), ErrorKind::rate_limited);
    EXPECT_EQ(error_of(Dialect::evm, 429, ""), ErrorKind::rate_limited);
    EXPECT_EQ(error_of(Dialect::tron, 403, "{}"), ErrorKind::rate_limited);
    EXPECT_EQ(error_of(Dialect::evm, 403, "{}"), ErrorKind::denied);
    EXPECT_EQ(error_of(Dialect::evm, 413, "", kTwo), ErrorKind::conflict);
}

TEST(NodeWire, RubbishIsABadReply)
{
    for (auto* body :
         {"",
          "null",
          "7",
          "[]",
          "{}",
          "[1]",
          R"({"id":2,"result":1})",
          R"({"id":"1","result":1})",
          R"({"id":1.5,"result":1})",
          R"({"id":1})",
          R"({"id":1,"result":1)",
          R"([{"id":1,"result":1},{"id":1,"result":2}])",
          R"([{"id":-9223372036854775808,"result":1}])",
          "<html></html>"}) {
        EXPECT_EQ(error_of(Dialect::evm, 200, body), ErrorKind::bad_reply) << body;
    }
    std::string deep = R"({"id":1,"result":)" + std::string(100, '[') + std::string(100, ']') + "}";
    EXPECT_EQ(error_of(Dialect::evm, 200, deep), ErrorKind::bad_reply);
    EXPECT_EQ(error_of(Dialect::evm, 301, ""), ErrorKind::bad_reply);
    EXPECT_EQ(error_of(Dialect::evm, 502, "<html>"), ErrorKind::unavailable);
}

TEST(NodeWire, AWebPageIsNoNotFound)
{
    auto* page = "<!doctype html><title>404</title>";
    EXPECT_EQ(error_of(Dialect::esplora, 404, page), ErrorKind::bad_reply);
    auto missing = read_replies(Dialect::esplora, 404, "Transaction not found", kOne);
    EXPECT_EQ(missing->front().refusal->code, 404);
    EXPECT_EQ(read_replies(Dialect::esplora, 200, " 840000\n", kOne)->front().result, "840000");
    EXPECT_EQ(error_of(Dialect::esplora, 200, "[1,"), ErrorKind::bad_reply);
    EXPECT_EQ(error_of(Dialect::esplora, 200, "\xff\xfe"), ErrorKind::bad_reply);
}

TEST(NodeWire, TronsEmptyObjectIsAnAnswerAndItsErrorARefusal)
{
    EXPECT_TRUE(read_replies(Dialect::tron, 200, "{}\n", kOne)->front().result.is_object());
    auto* error = R"({"Error":"class java.lang.NullPointerException : null"})";
    EXPECT_FALSE(read_replies(Dialect::tron, 200, error, kOne)->front().good());
    auto missing = read_replies(Dialect::tron, 404, "<html>", kOne);
    EXPECT_TRUE(unknown_method(Dialect::tron, *missing->front().refusal));
    EXPECT_EQ(error_of(Dialect::tron, 200, "<html>"), ErrorKind::bad_reply);
}

TEST(NodeProbe, TellsANetworkByItsFirstBlock)
{
    std::vector<Call> calls{{"block-height/0"}};
    auto seen = [&](std::string_view network, std::string_view genesis) {
        std::vector<Reply> replies(1);
        replies[0].result = json::string_view{genesis.data(), genesis.size()};
        return read_probe(Dialect::esplora, {.network = std::string{network}}, calls, replies)
            .right_chain;
    };
    auto* main = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    EXPECT_EQ(seen("main", main), true);
    EXPECT_EQ(seen("test", main), false);
    EXPECT_EQ(seen("main", std::string(64, '1')), false);
    EXPECT_EQ(seen("", std::string(64, '1')), std::nullopt);
    EXPECT_EQ(seen("main", "Block not found"), std::nullopt);
}

TEST(NodeProbe, ReadsTronsHeadAndFirstBlock)
{
    auto calls = probe_calls(Dialect::tron, {.identity = true, .head = true});
    std::vector<Reply> replies(2);
    replies[0].result = json::parse(
        R"({"blockID":"00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc"})");
    replies[1].result = json::parse(
        R"({"block_header":{"raw_data":{"number":70000000,"timestamp":1740000000000}}})");
    auto seen = read_probe(Dialect::tron, {.network = "main"}, calls, replies);
    EXPECT_EQ(seen.right_chain, true);
    EXPECT_EQ(seen.height, 70'000'000);
    EXPECT_EQ(seen.head_time, from_millis(1'740'000'000'000));
}

TEST(NodeProbe, BelievesNoNumberThatIsNone)
{
    auto calls = probe_calls(Dialect::evm, {.identity = true, .head = true});
    for (auto* number : {"0x", "0xzz", "-5", "0x-b4", "0x8000000000000000", "ten", ""}) {
        std::vector<Reply> replies(2);
        replies[0].result = number;
        replies[1].result = json::object{{"number", number}, {"timestamp", number}};
        auto seen = read_probe(Dialect::evm, {.chain_id = 1}, calls, replies);
        EXPECT_NE(seen.right_chain, true) << number;
        EXPECT_EQ(seen.height, -1) << number;
        EXPECT_FALSE(seen.head_time) << number;
    }
}

TEST(Endpoint, KeepsTheKeyOutOfTheName)
{
    auto read = read_endpoint("https://user:p%40ss@rpc.example.org/v3/key?k=1", "evm");
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->name, "rpc.example.org:443");
    EXPECT_EQ(read->basic, "user:p@ss");
    EXPECT_EQ(read->url, "https://rpc.example.org/v3/key?k=1");
    EXPECT_EQ(read->dialect, Dialect::evm);
    EXPECT_FALSE(read->exposed);
}

TEST(Endpoint, WarnsOfPlainHttpToAnotherMachine)
{
    for (auto* near : {"http://127.0.0.1:8545", "http://localhost/x", "http://[::1]:1"}) {
        EXPECT_FALSE(read_endpoint(near, "evm")->exposed) << near;
    }
    EXPECT_TRUE(read_endpoint("http://10.0.0.5:8545", "evm")->exposed);
    EXPECT_TRUE(read_endpoint("http://127.0.0.1.example.org", "evm")->exposed);
}

TEST(Endpoint, RefusesWhatItCannotAskAndDoesNotRepeatIt)
{
    for (auto* wrong :
         {"", "rpc.example.org", "ws://secret.example.org", "https://", "http://h/#f"}) {
        auto read = read_endpoint(wrong, "evm");
        ASSERT_FALSE(read) << wrong;
        EXPECT_FALSE(read.error().what.contains("secret"));
    }
    EXPECT_FALSE(read_endpoint("https://h", "evm", "esplora"));
    EXPECT_FALSE(read_endpoint("https://h", "bitcoin", "tron"));
    EXPECT_FALSE(read_endpoint("https://h", "solana"));
    EXPECT_EQ(read_endpoint("https://h", "bitcoin")->dialect, Dialect::unknown);
    EXPECT_EQ(read_endpoint("https://h", "bitcoin", "esplora")->dialect, Dialect::esplora);
}

}  // namespace
}  // namespace keydesk::chains
