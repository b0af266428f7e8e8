#include "app/commands/tx.hpp"
#include "app/chains/chain_room.hpp"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace keydesk::app {

namespace {

namespace json = boost::json;

const std::string kHash = "0xaab687175efc23cc6e16da043bab0b12321b5606e574992bf28dd6f8fd254140";

/// Seen until it is told to forget; then only the memory explains it.
class ForgetfulChain final : public chains::Chain {
public:
    ForgetfulChain()
    {
        settings_.id = "ethereum";
        settings_.family = "evm";
        settings_.name = "Ethereum";
    }
    const chains::ChainSettings& settings() const override { return settings_; }

    Task<chains::Found> transaction(
        std::string id, std::optional<desk::Memory> memory, Time now) override
    {
        chains::Found found;
        found.seen = !forgot || memory.has_value();
        found.denied_by = forgot ? 2 : 0;
        found.diagnosis.state = forgot ? "dropped" : "pending";
        found.diagnosis.causes.push_back({forgot ? "evm.dropped" : "evm.pending.ok", 0.9, {}});
        for (const auto* source : {"one.example:443", "two.example:443"}) {
            found.diagnosis.evidence.push_back(
                {"nonce.latest", "57", source, "eth_getTransactionCount", 1234, now});
        }
        desk::Memory kept;
        kept.chain = "ethereum";
        kept.id = id;
        kept.claims = {"0xfrom:57"};
        kept.details = R"({"fee":"1"})";
        kept.first_seen = now;
        if (found.seen) found.diagnosis.memory = kept;
        co_return found;
    }
    Task<chains::Found> address(std::string, Time) override { co_return chains::Found{}; }
    Task<Result<std::int64_t>> head() override { co_return 1; }
    Task<Result<chains::Block>> block(std::int64_t) override { co_return chains::Block{}; }

    bool forgot = false;

private:
    chains::ChainSettings settings_;
};

struct Printed {
    int code = 0;
    std::vector<json::object> lines;
    std::string err;
};

class TxExplain : public testing::Test {
protected:
    TxExplain()
    {
        auto chain = std::make_unique<ForgetfulChain>();
        chain_ = chain.get();
        std::vector<std::unique_ptr<chains::Chain>> chains;
        chains.push_back(std::move(chain));
        explainer_.emplace(std::move(chains), chains::AdviceBook::open().value(), clock_);
        file_ = std::filesystem::temp_directory_path() /
                ("keydesk-memories-" + std::to_string(::getpid()) + ".jsonl");
        std::filesystem::remove(file_);
    }
    ~TxExplain() override { std::filesystem::remove(file_); }

    Printed run(const TxOptions& options, const std::string& lines = "")
    {
        std::istringstream in{lines};
        std::ostringstream out, err;
        Printed result;
        result.code = tx_explain(*explainer_, io_, options, in, out, err);
        result.err = err.str();
        std::istringstream printed{out.str()};
        for (std::string line; std::getline(printed, line);) {
            result.lines.push_back(json::parse(line).as_object());
        }
        return result;
    }

    boost::asio::io_context io_;
    SystemClock clock_;
    ForgetfulChain* chain_ = nullptr;
    std::optional<chains::Explainer> explainer_;
    std::filesystem::path file_;
};

}  // namespace

TEST_F(TxExplain, prints_the_contract)
{
    const auto result = run({.texts = {"转账没到 " + kHash}});

    ASSERT_EQ(result.lines.size(), 1U);
    const auto& line = result.lines[0];
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(line.at("chain").as_string(), "ethereum");
    EXPECT_EQ(line.at("kind").as_string(), "transaction");
    EXPECT_EQ(line.at("subject").as_string(), kHash);
    EXPECT_EQ(line.at("state").as_string(), "pending");
    EXPECT_EQ(line.at("cause").as_string(), "evm.pending.ok");
    const auto& nonce = line.at("evidence").at("nonce.latest").as_object();
    EXPECT_EQ(nonce.at("value").as_string(), "57");
    EXPECT_EQ(nonce.at("source").as_string(), "one.example:443");
    EXPECT_EQ(nonce.at("height").as_int64(), 1234);
    EXPECT_EQ(nonce.at("also").as_array().size(), 1U) << "the second source is not lost";
    for (const auto* language : {"en", "zh-CN"}) {
        const auto& text = line.at("advice").at(language).as_object();
        EXPECT_FALSE(text.at("title").as_string().empty());
        EXPECT_THAT(
            std::string{text.at("text").as_string()},
            testing::HasSubstr(std::string{text.at("now").as_string()}));
    }
}

TEST_F(TxExplain, reads_lines_when_no_text_is_given)
{
    const auto result = run({}, kHash + "\n\n" + kHash + "\nhello\n");
    ASSERT_EQ(result.lines.size(), 3U);
    EXPECT_EQ(result.lines[2].at("cause").as_string(), "chain.nothing_found");
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, testing::HasSubstr("text 3"));
    EXPECT_EQ(result.lines[2].at("line").as_int64(), 3);
    EXPECT_FALSE(result.err.contains("hello")) << "it may be a secret";
}

TEST_F(TxExplain, warns_of_a_disguised_explorer_and_explains_the_hash_in_it_all_the_same)
{
    const auto result = run({.texts = {"https://etherscan.io.evil.cc/tx/" + kHash}});
    ASSERT_EQ(result.lines.size(), 2U);
    EXPECT_EQ(result.lines[0].at("cause").as_string(), "chain.look_alike_explorer");
    EXPECT_EQ(result.lines[1].at("cause").as_string(), "evm.pending.ok");
}

TEST_F(TxExplain, explains_from_its_memory_what_has_vanished)
{
    TxOptions options{.memory = file_, .texts = {kHash}};
    run(options);
    chain_->forgot = true;

    EXPECT_EQ(run(options).lines[0].at("cause").as_string(), "evm.dropped");
    EXPECT_EQ(run({.texts = {kHash}}).lines[0].at("cause").as_string(), "evm.not_found");
}

TEST_F(TxExplain, refuses_a_memory_that_it_cannot_read_and_leaves_it_alone)
{
    std::ofstream{file_} << "{\"chain\":1}\n";
    const auto result = run({.memory = file_, .texts = {kHash}});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, testing::HasSubstr("line 1"));
    EXPECT_EQ(std::filesystem::file_size(file_), 12U);
}

TEST(TxNodes, are_written_chain_equals_url)
{
    EXPECT_EQ(read_node("ethereum=http://127.0.0.1:1/?a=b")->url, "http://127.0.0.1:1/?a=b");
    for (const auto* wrong : {"", "ethereum", "=http://x", "ethereum="}) {
        EXPECT_FALSE(read_node(wrong)) << wrong;
    }
    EXPECT_EQ(read_chain({}, "evm-1313")->chain_id, 1313);
    for (const auto* wrong : {"evm-", "evm-0", "evm-1x", "monero"}) {
        EXPECT_FALSE(read_chain({}, wrong)) << wrong;
    }
}

TEST(TxNodes, a_wrong_node_is_a_usage_error_that_does_not_repeat_the_url)
{
    std::istringstream in;
    std::ostringstream out, err;
    EXPECT_EQ(tx_explain({.nodes = {"ethereum=ftp://me:secret@x"}}, in, out, err), 2);
    EXPECT_THAT(err.str(), testing::HasSubstr("ethereum"));
    EXPECT_THAT(err.str(), testing::Not(testing::HasSubstr("secret")));
}

}  // namespace keydesk::app
