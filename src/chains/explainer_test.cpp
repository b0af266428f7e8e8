#include "chains/explainer.hpp"
#include "chains/doubts.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>

namespace keydesk::chains {

namespace {

using namespace std::chrono_literals;

const std::string kHash = "0xaab687175efc23cc6e16da043bab0b12321b5606e574992bf28dd6f8fd254140";
const std::string kBare = "052ed38fab7937a8328f8ac9de01eb33db9543c8e3cf8abc5fb6d9672c6f4cc3";
const std::string kEvmAddress = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";

/// A chain that answers what the test told it, after a while.
class FakeChain final : public Chain {
public:
    FakeChain(std::string id, std::string family, Found found) : found_{std::move(found)}
    {
        settings_.id = id;
        settings_.family = std::move(family);
        settings_.name = "the " + id;
        settings_.transaction_link = "https://" + id + ".example/tx/{id}";
        settings_.address_link = "https://" + id + ".example/address/{id}";
    }

    const ChainSettings& settings() const override { return settings_; }
    std::optional<desk::Cause> pasted(std::string_view text) const override
    {
        if (refuses.empty() || !text.contains(refuses)) return std::nullopt;
        return desk::Cause{"evm.reject.nonce_too_low", 0.9, {}};
    }

    Task<Found> transaction(std::string id, std::optional<desk::Memory> memory, Time) override
    {
        asked.push_back(id);
        if (memory) remembered = memory->id;
        co_await sleep_for(delay);
        co_return found_;
    }
    Task<Found> address(std::string id, Time) override
    {
        asked.push_back(id);
        co_await sleep_for(delay);
        co_return found_;
    }
    Task<Result<std::int64_t>> head() override { co_return 1; }
    Task<Result<Block>> block(std::int64_t) override { co_return Block{}; }

    void network(std::string name) { settings_.network = std::move(name); }

    std::chrono::milliseconds delay{0};
    std::vector<std::string> asked;
    std::string remembered;
    std::string refuses;  ///< Words that it knows as a refusal.

private:
    ChainSettings settings_;
    Found found_;
};

Found saw(std::string state, std::string cause, double confidence = 0.9)
{
    Found found;
    found.seen = true;
    found.diagnosis.state = std::move(state);
    found.diagnosis.causes.push_back({std::move(cause), confidence, {}});
    return found;
}

Found denied(std::size_t sources)
{
    Found found;
    found.denied_by = sources;
    found.diagnosis.evidence.push_back({.what = "transaction", .value = "null"});
    return found;
}

class Desk {
public:
    FakeChain& add(std::string id, std::string family, Found found)
    {
        auto chain =
            std::make_unique<FakeChain>(std::move(id), std::move(family), std::move(found));
        auto& out = *chain;
        chains_.push_back(std::move(chain));
        return out;
    }

    Explainer& open(std::chrono::milliseconds patience = 2500ms)
    {
        explainer_.emplace(std::move(chains_), AdviceBook::open().value(), clock_, patience);
        return *explainer_;
    }

    desk::Diagnosis explain(desk::Subject subject, std::vector<desk::Memory> memory = {})
    {
        if (!explainer_) open();
        return kit::finish(explainer_->explain(std::move(subject), std::move(memory)));
    }

private:
    ManualClock clock_;
    std::vector<std::unique_ptr<Chain>> chains_;
    std::optional<Explainer> explainer_;
};

}  // namespace

TEST(Explainer, finds_the_chain_that_has_the_transaction)
{
    Desk desk;
    desk.add("bitcoin", "bitcoin", denied(2));
    auto& tron = desk.add("tron", "tron", saw("final", "tron.success"));
    auto& evm = desk.add("ethereum", "evm", denied(2));

    const auto diagnosis = desk.explain({"", "transaction", kBare});

    EXPECT_EQ(diagnosis.subject.chain, "tron");
    EXPECT_EQ(diagnosis.causes.front().id, "tron.success");
    EXPECT_EQ(diagnosis.link, "https://tron.example/tx/" + kBare);
    EXPECT_FALSE(diagnosis.advice.zh.now.empty());
    EXPECT_EQ(tron.asked, std::vector{kBare});
    EXPECT_EQ(evm.asked, std::vector{"0x" + kBare}) << "an EVM chain is asked with 0x";
}

TEST(Explainer, asks_only_chains_that_may_have_it)
{
    Desk desk;
    auto& bitcoin = desk.add("bitcoin", "bitcoin", denied(2));
    desk.add("ethereum", "evm", saw("pending", "evm.pending.ok"));
    desk.explain({"", "transaction", kHash});
    EXPECT_TRUE(bitcoin.asked.empty());
}

TEST(Explainer, says_not_found_only_when_two_sources_of_every_chain_say_so)
{
    Desk sure;
    sure.add("ethereum", "evm", denied(2));
    sure.add("bsc", "evm", denied(3));
    auto diagnosis = sure.explain({"", "transaction", kHash});
    EXPECT_EQ(diagnosis.state, "not_found");
    EXPECT_EQ(diagnosis.causes.front().id, "evm.not_found");
    EXPECT_EQ(diagnosis.causes.front().values.at("sources"), "5");
    EXPECT_GT(diagnosis.causes.front().confidence, 0.9);
    EXPECT_EQ(diagnosis.evidence.size(), 2U);

    Desk unsure;
    unsure.add("ethereum", "evm", denied(2));
    unsure.add("bsc", "evm", denied(1));
    diagnosis = unsure.explain({"", "transaction", kHash});
    EXPECT_EQ(diagnosis.state, "unknown");
    EXPECT_EQ(diagnosis.causes.front().id, "evm.not_found");
    EXPECT_LE(diagnosis.causes.front().confidence, 0.6);

    Desk silent;
    silent.add("ethereum", "evm", denied(0));
    diagnosis = silent.explain({"", "transaction", kHash});
    EXPECT_EQ(diagnosis.causes.front().id, "unknown");
    EXPECT_EQ(diagnosis.causes.front().confidence, 0);
}

TEST(Explainer, says_so_when_it_is_on_another_chain_than_the_link_named)
{
    Desk desk;
    desk.add("ethereum", "evm", denied(2));
    desk.add("bsc", "evm", saw("final", "evm.success"));

    const auto diagnosis = desk.explain({"ethereum", "transaction", kHash});

    EXPECT_EQ(diagnosis.subject.chain, "bsc");
    ASSERT_EQ(diagnosis.causes.size(), 2U);
    EXPECT_EQ(diagnosis.causes[0].id, "evm.wrong_chain");
    EXPECT_EQ(diagnosis.causes[0].values.at("found_on"), "the bsc");
    EXPECT_EQ(diagnosis.causes[0].values.at("looked_on"), "the ethereum");
    EXPECT_EQ(diagnosis.causes[1].id, "evm.success");
    EXPECT_EQ(diagnosis.state, "final");
}

TEST(Explainer, waits_for_the_named_chain_before_it_calls_another_the_right_one)
{
    Desk desk;
    auto& ethereum = desk.add("ethereum", "evm", saw("final", "evm.success"));
    ethereum.delay = 50ms;
    desk.add("bsc", "evm", saw("final", "evm.success"));
    const auto diagnosis = desk.explain({"ethereum", "transaction", kHash});
    EXPECT_EQ(diagnosis.subject.chain, "ethereum");
    EXPECT_EQ(diagnosis.causes.front().id, "evm.success");
}

TEST(Explainer, a_chain_that_does_not_answer_costs_certainty_and_no_more_time_than_allowed)
{
    Desk desk;
    desk.add("ethereum", "evm", denied(2));
    desk.add("bsc", "evm", denied(2)).delay = 1h;
    desk.open(60ms);
    const auto begin = std::chrono::steady_clock::now();
    const auto diagnosis = desk.explain({"", "transaction", kHash});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    EXPECT_EQ(diagnosis.state, "unknown");
    EXPECT_LE(diagnosis.causes.front().confidence, 0.6);
}

TEST(Explainer, once_it_is_seen_nobody_else_is_waited_for)
{
    Desk desk;
    desk.add("bsc", "evm", denied(2)).delay = 1h;
    desk.add("ethereum", "evm", saw("pending", "evm.pending.ok"));
    const auto begin = std::chrono::steady_clock::now();
    const auto diagnosis = desk.explain({"", "transaction", kHash});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    EXPECT_EQ(diagnosis.subject.chain, "ethereum");
}

TEST(Explainer, hands_each_chain_what_was_kept_of_it_there)
{
    Desk desk;
    auto& ethereum = desk.add("ethereum", "evm", saw("dropped", "evm.dropped"));
    auto& bsc = desk.add("bsc", "evm", denied(2));
    desk::Memory kept;
    kept.chain = "ethereum";
    kept.id = kHash;
    desk.explain({"", "transaction", kHash}, {kept});
    EXPECT_EQ(ethereum.remembered, kHash);
    EXPECT_EQ(bsc.remembered, "");
}

TEST(Explainer, names_all_chains_on_which_an_address_is_used_the_hindered_one_first)
{
    Desk desk;
    desk.add("ethereum", "evm", saw("active", "evm.address.active"));
    desk.add("polygon", "evm", saw("inactive", "evm.address.unused"));
    desk.add("bsc", "evm", saw("restricted", "evm.fail.blacklisted"));
    const auto diagnosis = desk.explain({"", "address", kEvmAddress});
    EXPECT_EQ(diagnosis.subject.chain, "bsc");
    EXPECT_EQ(diagnosis.causes.front().values.at("others"), "the ethereum");
    EXPECT_EQ(diagnosis.link, "https://bsc.example/address/" + kEvmAddress);
}

TEST(Explainer, takes_an_address_of_another_network_for_what_it_is)
{
    Desk desk;
    desk.add("bitcoin", "bitcoin", denied(0));
    desk.add("ethereum", "evm", saw("active", "evm.address.active"));
    auto diagnosis = desk.explain({"bitcoin", "address", kEvmAddress});
    EXPECT_EQ(diagnosis.causes.front().id, "btc.wrong_address");
    EXPECT_EQ(diagnosis.causes.front().values.at("what"), "Ethereum / EVM");
    diagnosis = desk.explain({"bitcoin", "address", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"});
    EXPECT_EQ(diagnosis.causes.front().id, "btc.wrong_address");
    EXPECT_EQ(diagnosis.causes.front().values.at("what"), "Bitcoin (testnet)");
}

TEST(Explainer, asks_about_a_test_address_where_the_node_may_be_of_a_test_network)
{
    Desk desk;
    auto& bitcoin = desk.add("bitcoin", "bitcoin", saw("active", "btc.address.active"));
    bitcoin.network("");
    const auto diagnosis =
        desk.explain({"bitcoin", "address", "rltc1q2un2dzef9d6sfexlflz85qd74erd9jnkmv9tg5"});
    EXPECT_EQ(diagnosis.causes.front().id, "btc.address.active");
}

TEST(Explainer, says_which_chain_it_has_no_node_of)
{
    Desk desk;
    desk.add("ethereum", "evm", denied(2));
    auto diagnosis = desk.explain({"polygon", "transaction", kHash});
    EXPECT_EQ(diagnosis.causes.front().id, "chain.not_connected");
    EXPECT_EQ(diagnosis.causes.front().values.at("chain"), "Polygon");
    EXPECT_EQ(diagnosis.state, "unknown");
    diagnosis = desk.explain({"tron", "address", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"});
    EXPECT_EQ(diagnosis.causes.front().id, "chain.not_connected");
}

TEST(Explainer, makes_one_subject_of_each_thing_in_a_text)
{
    Desk desk;
    const auto subjects = desk.open().subjects(
        "哈希 " + kBare + " 和 https://bscscan.com/tx/" + kHash + " ，地址 " + kEvmAddress +
        " 再说一遍 " + kBare + " 还有 cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu");
    EXPECT_THAT(
        subjects,
        testing::ElementsAre(
            desk::Subject{"", "transaction", kBare},
            desk::Subject{"bsc", "transaction", kHash},
            desk::Subject{"", "address", kEvmAddress},
            desk::Subject{"cosmos", "address", "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"}));
}

TEST(Explainer, what_only_looks_right_is_answered_without_asking_a_chain)
{
    Desk desk;
    auto& explainer = desk.open();
    const auto subjects = explainer.subjects("https://etherscan.io.evil.cc/verify");
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].kind, "link");
    const auto said = desk.explain(subjects[0]);
    EXPECT_EQ(said.causes.front().id, "chain.look_alike_explorer");
    EXPECT_EQ(said.shields.size(), 1U) << "said in red";
    EXPECT_TRUE(explainer.subjects("x9Kq2mNzR7vLtW3pYcB8dFgH4jS6aE1uQ5w").empty())
        << "digits that merely could be another chain's are not worth a word";
}

TEST(Explainer, the_words_of_a_refusal_are_explained_when_nothing_else_is_there)
{
    Desk desk;
    desk.add("ethereum", "evm", {}).refuses = "nonce too low";
    auto& explainer = desk.open();
    const auto subjects = explainer.subjects("钱包提示 nonce too low 怎么办");
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].kind, "error");
    EXPECT_EQ(desk.explain(subjects[0]).causes.front().id, "evm.reject.nonce_too_low");
    const auto both = explainer.subjects("nonce too low " + kHash);
    ASSERT_EQ(both.size(), 1U);
    EXPECT_EQ(both[0].kind, "transaction") << "the transaction itself says more";
}

TEST(Doubts, the_warning_comes_first_and_names_the_genuine_site)
{
    const auto book = AdviceBook::open().value();
    const auto said = explain_doubts(
        recognise("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T https://etherscan-io.com/verify"), book, {});
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].causes.front().id, "chain.look_alike_explorer");
    EXPECT_THAT(said[0].advice.en.see, testing::HasSubstr("etherscan-io.com"));
    EXPECT_THAT(said[0].advice.zh.now, testing::HasSubstr("etherscan.io"));
    EXPECT_EQ(said[1].causes.front().id, "chain.bad_checksum");
    EXPECT_THAT(said[1].advice.en.see, testing::HasSubstr("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6[T]"));
    EXPECT_THAT(said[1].advice.zh.see, testing::HasSubstr("第 34 个字符"));
}

TEST(Doubts, every_one_has_its_own_advice)
{
    const auto book = AdviceBook::open().value();
    for (const auto* text :
         {"etherscan.io.evil.cc",
          "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T",
          "0xaab6...4140",
          "0xaab687175efc23cc6e16da043bab0b12321b5606e574992bf28dd6f8fd2541",
          "0xaab687175efc23cc6e16da043bab0b12321b5606e574992bf28dd6f8fd25414O",
          "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu",
          "00000000000000000001b2d6a2d1c5f8e7f4c3b2a19081726354453627180900"}) {
        const auto said = explain_doubts(recognise(text), book, {});
        ASSERT_EQ(said.size(), 1U) << text;
        EXPECT_TRUE(book.knows(said[0].causes.front().id)) << said[0].causes.front().id;
        EXPECT_EQ(said[0].state, "unknown");
    }
    EXPECT_TRUE(explain_doubts(recognise(kBare), book, {}).empty());
}

}  // namespace keydesk::chains
