#include "chains/bitcoin/bitcoin.hpp"
#include "chains/bitcoin/memory.hpp"
#include "chains/bitcoin/raw.hpp"
#include "chains/registry.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>

namespace keydesk::chains::bitcoin {

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const Time kNow = from_millis(1'795'339'000'000);

/// Endpoints that answer from a table: method and parameters to result.
class TableNodes final : public Nodes {
public:
    struct Endpoint {
        std::string name, dialect;
        std::map<std::string, Reply> table;
    };
    std::vector<Endpoint> endpoints;
    std::vector<std::string> asked;  ///< Methods, in their order.

    Task<Result<Answers>> ask(std::vector<Call> calls, std::string source) override
    {
        for (const auto& endpoint : endpoints) {
            if (source.empty() || endpoint.name == source) co_return answer(endpoint, calls);
        }
        co_return fail(ErrorKind::unavailable, "nobody is there");
    }

    Task<std::vector<Answers>> ask_all(std::vector<Call> calls) override
    {
        std::vector<Answers> all;
        for (const auto& endpoint : endpoints) all.push_back(answer(endpoint, calls));
        co_return all;
    }

    std::size_t count() const override { return endpoints.size(); }

    bool knows(std::string_view method) const override
    {
        auto dialect = method == "getblockchaininfo" ? "bitcoin-core" : "esplora";
        return std::ranges::find(endpoints, dialect, &Endpoint::dialect) != endpoints.end();
    }

    static std::string key(const std::string& method, const json::value& params)
    {
        return params.is_null() ? method : method + " " + json::serialize(params);
    }

private:
    Answers answer(const Endpoint& endpoint, const std::vector<Call>& calls)
    {
        Answers answers{.source = endpoint.name, .dialect = endpoint.dialect, .at = kNow};
        for (const auto& call : calls) {
            asked.push_back(call.method);
            auto found = endpoint.table.find(key(call.method, call.params));
            Reply refused{.refusal = Refusal{endpoint.dialect == "esplora" ? 404 : -32601, "no"}};
            answers.replies.push_back(found == endpoint.table.end() ? refused : found->second);
        }
        return answers;
    }
};

json::value recorded(const std::string& name)
{
    std::ifstream file{"src/chains/bitcoin/fixtures/" + name + ".json"};
    std::stringstream text;
    text << file.rdbuf();
    return json::parse(text.str());
}

/// A node that says what litecoind said when that state was recorded.
TableNodes::Endpoint node_of(const json::value& state)
{
    TableNodes::Endpoint endpoint{"node.example", "bitcoin-core", {}};
    for (const auto& call : state.at("calls").as_array()) {
        Reply reply;
        if (const auto* error = call.as_object().if_contains("error")) {
            reply.refusal = Refusal{error->at("code").as_int64(), "no"};
        } else {
            reply.result = call.at("result");
        }
        auto key = TableNodes::key(call.at("method").as_string().c_str(), call.at("params"));
        endpoint.table.emplace(key, std::move(reply));
    }
    endpoint.table["getindexinfo []"] = {json::parse(R"({"txindex":{"synced":true}})"), {}};
    return endpoint;
}

ChainSettings bitcoin_settings()
{
    auto chains = known_chains();
    return *std::ranges::find(*chains, "bitcoin", &ChainSettings::id);
}

struct Asked {
    std::shared_ptr<TableNodes> nodes = std::make_shared<TableNodes>();

    Found explain(const std::string& id, std::optional<desk::Memory> memory = {})
    {
        auto chain = make_chain(bitcoin_settings(), nodes);
        return kit::finish(chain->transaction(id, std::move(memory), kNow));
    }
};

Asked ask_recorded(const std::string& name)
{
    Asked asked;
    asked.nodes->endpoints.push_back(node_of(recorded(name)));
    return asked;
}

std::string id_of(const std::string& name)
{
    return recorded(name).at("txid").as_string().c_str();
}

}  // namespace

TEST(BitcoinRecorded, UnknownToTwoNodesIsNotFound)
{
    auto asked = ask_recorded("B01_not_found");
    asked.nodes->endpoints.push_back(asked.nodes->endpoints.front());
    std::string id;
    for (int at = 0; at < 32; ++at) id += "ab";
    auto found = asked.explain(id);
    EXPECT_FALSE(found.seen);
    EXPECT_EQ(found.denied_by, 2u);
    EXPECT_EQ(found.diagnosis.causes.front().id, "btc.not_found");
    EXPECT_EQ(found.diagnosis.state, "not_found");
}

TEST(BitcoinRecorded, ANodeWithoutIndexDeniesNothing)
{
    auto asked = ask_recorded("B01_not_found");
    asked.nodes->endpoints.front().table["getindexinfo []"] = {json::object{}, {}};
    std::string id;
    for (int at = 0; at < 32; ++at) id += "ab";
    EXPECT_EQ(asked.explain(id).denied_by, 0u);
}

TEST(BitcoinRecorded, APendingOneHasAPlaceAFeeAndAMemory)
{
    auto asked = ask_recorded("B02_fee_below_next_block");
    auto found = asked.explain(id_of("B02_fee_below_next_block"));
    EXPECT_TRUE(found.seen);
    // Its node made blocks of 15 kvB; a block of the main network takes all that was in front.
    EXPECT_EQ(found.diagnosis.causes.front().id, "btc.pending.next_block");
    const auto& values = found.diagnosis.causes.front().values;
    EXPECT_EQ(values.at("fee_rate"), "2 sat/vB");
    EXPECT_EQ(values.at("ahead"), "34 vkB");
    ASSERT_TRUE(found.diagnosis.memory);
    EXPECT_EQ(found.diagnosis.memory->claims.size(), 1u);
    EXPECT_EQ(found.diagnosis.memory->first_seen, from_millis(1'795'338'320'000));
    EXPECT_TRUE(found.diagnosis.eta);
}

TEST(BitcoinRecorded, RemembersWhatWasReplaced)
{
    auto id = id_of("B05_rbf_signalled");
    auto before = ask_recorded("B05_rbf_signalled").explain(id);
    EXPECT_EQ(before.diagnosis.causes.at(1).id, "btc.rbf_signalled");

    auto after = ask_recorded("B05b_rbf_replaced").explain(id, before.diagnosis.memory);
    EXPECT_TRUE(after.seen);
    EXPECT_EQ(after.diagnosis.state, "replaced");
    EXPECT_EQ(after.diagnosis.causes.front().id, "btc.replaced_in_mempool");
    EXPECT_EQ(after.diagnosis.memory->first_seen, before.diagnosis.memory->first_seen);
}

TEST(BitcoinRecorded, NamesTheReplacementThatANewNodeNames)
{
    auto id = id_of("B05_rbf_signalled");
    auto before = ask_recorded("B05_rbf_signalled").explain(id);
    auto winner = std::string{recorded("B05b_rbf_replaced").at("replacement").as_string()};
    auto asked = ask_recorded("B05b_rbf_replaced");
    auto& table = asked.nodes->endpoints.front().table;
    auto parent = before.diagnosis.memory->claims.front().substr(0, 64);
    table["gettxspendingprevout [[{\"txid\":\"" + parent + "\",\"vout\":18}]]"] = {
        json::array{json::object{{"txid", parent}, {"vout", 18}, {"spendingtxid", winner}}}, {}};
    auto other = recorded("B05_rbf_signalled").at("calls").at(0).at("result");
    other.as_object()["txid"] = winner;
    table[TableNodes::key("getrawtransaction", json::array{winner, true})] = {other, {}};
    auto after = asked.explain(id, before.diagnosis.memory);
    EXPECT_EQ(after.diagnosis.replaced_by, winner);
    EXPECT_EQ(after.diagnosis.causes.front().values.at("intent"), "speed_up");
    EXPECT_EQ(after.diagnosis.causes.front().values.at("winner_rate"), "30 sat/vB");
}

TEST(BitcoinRecorded, AsksWhatANodeWouldSayOfTheRememberedForm)
{
    auto id = id_of("B05_rbf_signalled");
    auto before = ask_recorded("B05_rbf_signalled").explain(id);
    auto raw = remembered_transaction(*before.diagnosis.memory)->raw;
    auto parent = before.diagnosis.memory->claims.front().substr(0, 64);
    auto asked = ask_recorded("B05b_rbf_replaced");
    auto& table = asked.nodes->endpoints.front().table;
    table["gettxout [\"" + parent + "\",18,true]"] = {json::object{{"value", 1.0}}, {}};
    table["testmempoolaccept [[\"" + raw + "\"]]"] = {
        json::parse(R"([{"allowed":false,"reject-reason":"mempool min fee not met"}])"), {}};
    auto after = asked.explain(id, before.diagnosis.memory);
    EXPECT_EQ(after.diagnosis.causes.front().id, "btc.purged");
    EXPECT_EQ(after.diagnosis.causes.front().values.at("rule"), "mempool min fee not met");
}

TEST(BitcoinRecorded, AChildHangsOnItsParent)
{
    auto found = ask_recorded("B07_low_fee_parent").explain(id_of("B07_low_fee_parent"));
    std::vector<std::string> ids;
    for (const auto& cause : found.diagnosis.causes) ids.push_back(cause.id);
    EXPECT_THAT(ids, testing::Contains("btc.low_fee_ancestor"));
    EXPECT_EQ(found.diagnosis.causes.front().values.at("package_rate"), "3 sat/vB");
}

TEST(BitcoinRecorded, CountsConfirmations)
{
    auto found = ask_recorded("B09_confirmed").explain(id_of("B09_confirmed"));
    EXPECT_EQ(found.diagnosis.state, "included");
    EXPECT_EQ(found.diagnosis.confirmations, 1);
    EXPECT_EQ(found.diagnosis.causes.front().id, "btc.confirmed");
    EXPECT_EQ(found.diagnosis.causes.front().values.at("height"), "192");
    EXPECT_EQ(found.diagnosis.memory->height, 192);
}

TEST(BitcoinRecorded, EveryRefusalThatWasRecordedIsUnderstood)
{
    auto state = recorded("B08_policy_rejects");
    for (const auto& call : state.at("calls").as_array()) {
        if (call.at("method") != "testmempoolaccept") continue;
        auto raw = std::string{call.at("params").at(0).at(0).as_string()};
        auto transaction = parse_raw(raw);
        ASSERT_TRUE(transaction);
        EXPECT_EQ(transaction->id, call.at("result").at(0).at("txid").as_string());
    }
}

TEST(BitcoinRecorded, AnIdThatIsNoneIsNotAsked)
{
    auto asked = ask_recorded("B01_not_found");
    EXPECT_FALSE(asked.explain("../../admin").seen);
    EXPECT_TRUE(asked.nodes->asked.empty());
}

TEST(BitcoinRaw, ReadsItsOwnIdAndSize)
{
    auto answer = recorded("B02_fee_below_next_block").at("calls").at(0).at("result");
    auto transaction = parse_raw(answer.at("hex").as_string());
    ASSERT_TRUE(transaction);
    EXPECT_EQ(transaction->id, answer.at("txid").as_string());
    EXPECT_EQ(transaction->size, 110);
    EXPECT_EQ(transaction->outputs.front().amount, 99'999'780);
    EXPECT_EQ(transaction->inputs.front().vout, 111u);

    auto hex = std::string{answer.at("hex").as_string()};
    EXPECT_FALSE(parse_raw(hex.substr(2)));
    EXPECT_FALSE(parse_raw(hex + "00"));
    for (std::size_t end = 0; end < hex.size(); end += 2)
        EXPECT_FALSE(parse_raw(hex.substr(0, end)));
    EXPECT_FALSE(parse_raw("not hex"));
}

TEST(BitcoinMemory, TheRawFormAloneIsEnough)
{
    auto answer = recorded("B02_fee_below_next_block").at("calls").at(0).at("result");
    desk::Memory memory{.chain = "bitcoin", .id = answer.at("txid").as_string().c_str()};
    memory.details = json::serialize(json::object{{"raw", answer.at("hex")}});
    auto transaction = remembered_transaction(memory);
    ASSERT_TRUE(transaction);
    EXPECT_EQ(transaction->size, 110);
    memory.id = std::string(64, 'a');
    EXPECT_FALSE(remembered_transaction(memory));  // of another transaction
    memory.details = "rubbish";
    EXPECT_FALSE(remembered_transaction(memory));
}

// An explorer and no node: the other dialect gives the same causes.

namespace {

const std::string kOurs(64, 'a');
const std::string kParent(64, 'c');
const std::string kTheirs(64, 'b');

json::value esplora_transaction(const std::string& id, bool confirmed, Sats fee)
{
    json::object status{{"confirmed", confirmed}};
    if (confirmed) {
        status["block_height"] = 100;
        status["block_hash"] = std::string(64, '0');
        status["block_time"] = 1'795'338'000;
    }
    return json::object{
        {"txid", id},
        {"vin",
         {{{"txid", kParent},
           {"vout", 0},
           {"sequence", 0xfffffffd},
           {"prevout", {{"value", 100'000}, {"scriptpubkey", "0014aa"}}}}}},
        {"vout",
         {{{"value", 100'000 - fee},
           {"scriptpubkey", "0014ee"},
           {"scriptpubkey_address", "bc1receiver"}}}},
        {"weight", 440},
        {"fee", fee},
        {"locktime", 0},
        {"status", status}};
}

Asked ask_explorer(std::map<std::string, json::value> answers)
{
    Asked asked;
    TableNodes::Endpoint endpoint{"explorer.example", "esplora", {}};
    answers["blocks/tip/height"] = "102";  // plain text
    answers["mempool"] =
        json::parse(R"({"count":3,"vsize":2000000,"fee_histogram":[[20.5,1200000],[1.0,800000]]})");
    for (auto& [path, answer] : answers) endpoint.table[path] = {answer, {}};
    asked.nodes->endpoints.push_back(std::move(endpoint));
    return asked;
}

}  // namespace

TEST(BitcoinExplorer, FindsItInABlockAndInTheQueue)
{
    auto mined = ask_explorer({{"tx/" + kOurs, esplora_transaction(kOurs, true, 440)}});
    EXPECT_EQ(mined.explain(kOurs).diagnosis.confirmations, 3);

    auto waiting = ask_explorer({{"tx/" + kOurs, esplora_transaction(kOurs, false, 440)}});
    auto found = waiting.explain(kOurs);
    EXPECT_EQ(found.diagnosis.causes.front().id, "btc.pending.fee_low");
    EXPECT_EQ(found.diagnosis.causes.front().values.at("ahead"), "1.20 vMB");
}

TEST(BitcoinExplorer, FollowsTheCoinsOfOneThatHasGone)
{
    auto before = ask_explorer({{"tx/" + kOurs, esplora_transaction(kOurs, false, 440)}});
    auto memory = before.explain(kOurs).diagnosis.memory;
    ASSERT_TRUE(memory);
    auto after = ask_explorer(
        {{"tx/" + kParent + "/status", {{"confirmed", true}}},
         {"tx/" + kParent + "/outspend/0",
          {{"spent", true}, {"txid", kTheirs}, {"status", {{"confirmed", true}}}}},
         {"tx/" + kTheirs, esplora_transaction(kTheirs, true, 4400)}});
    auto found = after.explain(kOurs, memory);
    EXPECT_EQ(found.diagnosis.causes.front().id, "btc.replaced_confirmed");
    EXPECT_EQ(found.diagnosis.replaced_by, kTheirs);

    auto freed = ask_explorer(
        {{"tx/" + kParent + "/status", {{"confirmed", true}}},
         {"tx/" + kParent + "/outspend/0", {{"spent", false}}}});
    EXPECT_EQ(freed.explain(kOurs, memory).diagnosis.state, "dropped");
}

TEST(BitcoinExplorer, AnExplorerThatKeepsReplacementsNeedsNoMemory)
{
    auto asked = ask_explorer(
        {{"v1/tx/" + kOurs + "/rbf", {{"replacements", {{"tx", {{"txid", kTheirs}}}}}}},
         {"tx/" + kTheirs, esplora_transaction(kTheirs, true, 4400)}});
    auto found = asked.explain(kOurs);
    EXPECT_TRUE(found.seen);
    EXPECT_EQ(found.diagnosis.replaced_by, kTheirs);
    EXPECT_EQ(found.diagnosis.causes.front().id, "btc.replaced_confirmed");
}

TEST(BitcoinExplorer, ABlockIsReadPageByPage)
{
    auto hash = std::string(63, '0') + "1";
    auto asked = ask_explorer(
        {{"block-height/100", json::string{hash}},
         {"block/" + hash,
          {{"id", hash}, {"height", 100}, {"previousblockhash", kTheirs}, {"tx_count", 26}}},
         {"block/" + hash + "/txs/0", json::array{esplora_transaction(kOurs, true, 440)}},
         {"block/" + hash + "/txs/25", json::array{esplora_transaction(kTheirs, true, 440)}}});
    auto chain = make_chain(bitcoin_settings(), asked.nodes);
    auto block = kit::finish(chain->block(100));
    ASSERT_TRUE(block);
    ASSERT_EQ(block->transactions.size(), 2u);
    EXPECT_EQ(block->transactions[0].claims.front(), kParent + ":0");
    EXPECT_EQ(kit::finish(chain->block(101)).error().kind, ErrorKind::not_found);
    EXPECT_EQ(*kit::finish(chain->head()), 102);
}

TEST(BitcoinExplorer, AnAddressHasABalance)
{
    auto asked = ask_explorer(
        {{"address/bc1receiver",
          json::parse(
              R"({"chain_stats":{"funded_txo_sum":150000,"spent_txo_sum":50000,"tx_count":2},
                  "mempool_stats":{"funded_txo_sum":7,"spent_txo_sum":0,"tx_count":1}})")}});
    auto chain = make_chain(bitcoin_settings(), asked.nodes);
    auto found = kit::finish(chain->address("bc1receiver", kNow));
    EXPECT_EQ(found.diagnosis.causes.front().values.at("balance"), "0.001 BTC");
    EXPECT_EQ(found.diagnosis.state, "active");

    auto node = ask_recorded("B01_not_found");
    auto plain = make_chain(bitcoin_settings(), node.nodes);
    EXPECT_EQ(kit::finish(plain->address("bc1receiver", kNow)).diagnosis.state, "unknown");
}

}  // namespace keydesk::chains::bitcoin
