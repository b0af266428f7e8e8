#include "chains/tron/tron.hpp"
#include "chains/tron/story.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>

namespace keydesk::chains::tron {

namespace {

using namespace story;
namespace json = boost::json;
using kit::finish;

/// Nodes that answer from a story. What it does not tell is refused.
class ToldNodes final : public Nodes {
public:
    using Story = std::function<std::optional<json::value>(const Call&)>;
    std::vector<Story> stories;
    bool lagging = false;

    Task<Result<Answers>> ask(std::vector<Call> calls, std::string) override
    {
        if (stories.empty()) co_return fail(ErrorKind::unavailable, "nobody answers");
        co_return answers(stories.front(), calls);
    }
    Task<std::vector<Answers>> ask_all(std::vector<Call> calls) override
    {
        std::vector<Answers> all;
        for (const auto& story : stories) all.push_back(answers(story, calls));
        co_return all;
    }
    std::size_t count() const override { return stories.size(); }
    bool knows(std::string_view) const override { return true; }

private:
    Answers answers(const Story& story, const std::vector<Call>& calls) const
    {
        Answers out{.replies = {}, .source = "node", .dialect = "tron", .lagging = lagging};
        for (const auto& call : calls) {
            auto told = story(call);
            Reply reply;
            if (told) reply.result = std::move(*told);
            if (!told) reply.refusal = Refusal{.code = 404, .message = "no"};
            out.replies.push_back(std::move(reply));
        }
        return out;
    }
};

json::object transaction_json(const std::string& result)
{
    json::object value{{"owner_address", kSender}, {"to_address", kReceiver}, {"amount", 5 * kTrx}};
    json::object contract{
        {"type", "TransferContract"}, {"parameter", json::object{{"value", value}}}};
    json::object out{{"txID", kId}};
    out["raw_data"] =
        json::object{{"contract", json::array{contract}}, {"expiration", millis(kNow) + 50'000}};
    if (!result.empty()) out["ret"] = json::array{json::object{{"contractRet", result}}};
    return out;
}

json::object block_json()
{
    json::object raw{
        {"number", 1000}, {"parentHash", std::string(64, 'a')}, {"timestamp", millis(kNow)}};
    auto failed = transaction_json("OUT_OF_ENERGY");
    failed["txID"] = std::string(64, 'c');
    return {
        {"blockID", std::string(64, 'b')},
        {"block_header", json::object{{"raw_data", raw}}},
        {"transactions", json::array{transaction_json("SUCCESS"), failed}}};
}

std::optional<json::value> waiting(const Call& call)
{
    if (call.method == "wallet/gettransactionfrompending") return transaction_json("");
    if (call.method.ends_with("/getblock")) return block_json();
    if (call.method == "wallet/getblockbynum") return block_json();
    if (call.method.ends_with("byid")) return json::object{};
    return std::nullopt;
}

std::optional<json::value> unknown_to(const Call& call)
{
    if (call.method == "wallet/gettransactionfrompending") return json::object{};
    return waiting(call);
}

struct Room {
    std::shared_ptr<ToldNodes> nodes = std::make_shared<ToldNodes>();
    std::unique_ptr<Chain> chain = make_chain(tron(), nodes);
};

}  // namespace

TEST(TronChain, RemembersWhatProvesLaterThatItExpired)
{
    Room room;
    room.nodes->stories = {waiting};
    auto found = finish(room.chain->transaction(kId, std::nullopt, kNow));

    EXPECT_TRUE(found.seen);
    EXPECT_EQ(found.diagnosis.state, "pending");
    ASSERT_TRUE(found.diagnosis.memory);
    EXPECT_EQ(found.diagnosis.memory->expires, kNow + std::chrono::seconds{50});
    EXPECT_TRUE(found.diagnosis.memory->claims.empty());
}

TEST(TronChain, OneThatOnlyOnePoolHasIsThere)
{
    Room room;
    room.nodes->stories = {unknown_to, waiting};
    auto found = finish(room.chain->transaction(kId, std::nullopt, kNow));

    EXPECT_EQ(found.diagnosis.causes.front().id, "tron.pending");
}

TEST(TronChain, NodesThatLagDenyNothing)
{
    Room room;
    room.nodes->stories = {unknown_to, unknown_to};
    EXPECT_EQ(finish(room.chain->transaction(kId, std::nullopt, kNow)).denied_by, 2U);

    room.nodes->lagging = true;
    EXPECT_EQ(finish(room.chain->transaction(kId, std::nullopt, kNow)).denied_by, 0U);
}

TEST(TronChain, AnAnswerAboutAnotherTransactionIsNone)
{
    Room room;
    room.nodes->stories = {waiting, waiting};
    auto found = finish(room.chain->transaction(std::string(64, 'd'), std::nullopt, kNow));

    EXPECT_FALSE(found.seen);
}

TEST(TronChain, ABlockTellsAtOnceWhatFailed)
{
    Room room;
    room.nodes->stories = {waiting};
    EXPECT_EQ(finish(room.chain->head()), 1000);
    auto block = finish(room.chain->block(1000));

    ASSERT_TRUE(block);
    EXPECT_EQ(block->parent, std::string(64, 'a'));
    ASSERT_EQ(block->transactions.size(), 2U);
    EXPECT_FALSE(block->transactions[0].failed);
    EXPECT_TRUE(block->transactions[1].failed);
}

TEST(TronChain, AHeightThatIsNotThereYetIsNotFound)
{
    Room room;
    room.nodes->stories = {[](const Call&) { return json::value{json::object{}}; }};
    auto block = finish(room.chain->block(2000));

    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().kind, ErrorKind::not_found);
}

TEST(TronChain, SilenceIsNoDenial)
{
    Room room;
    auto found = finish(room.chain->transaction(kId, std::nullopt, kNow));

    EXPECT_EQ(found.denied_by, 0U);
    EXPECT_EQ(found.diagnosis.causes.front().id, "unknown");
}

}  // namespace keydesk::chains::tron
