#include "chains/advice.hpp"
#include "chains/bitcoin/causes.hpp"

#include <gmock/gmock.h>

namespace keydesk::chains::bitcoin {

TEST(BitcoinAdvice, EveryCauseOfTheCatalogueHasItsPage)
{
    auto book = AdviceBook::open();
    ASSERT_TRUE(book) << book.error().what;
    for (const auto* id :
         {"btc.not_found",
          "btc.pending.next_block",
          "btc.pending.fee_low",
          "btc.below_min_relay",
          "btc.purged",
          "btc.expired",
          "btc.rbf_signalled",
          "btc.replaced_in_mempool",
          "btc.replaced_confirmed",
          "btc.double_spent",
          "btc.replacement_rejected",
          "btc.low_fee_ancestor",
          "btc.cpfp_applied",
          "btc.too_long_chain",
          "btc.dust",
          "btc.nonstandard",
          "btc.timelocked",
          "btc.bad_inputs",
          "btc.bad_signature",
          "btc.confirmed",
          "btc.coinbase_immature",
          "btc.reorged",
          "btc.wrong_address",
          "btc.scam",
          "btc.address.active",
          "btc.address.unused",
          "btc.address.not_indexed"}) {
        EXPECT_TRUE(book->knows(id)) << id;
    }
}

TEST(BitcoinAdvice, TellsTheSenderTheExactFee)
{
    Gathered gathered{.id = "ab", .now = from_millis(1'800'000'000'000), .asked = 1};
    gathered.transaction =
        Transaction{.id = "ab", .inputs = {{.txid = "cd"}}, .size = 200, .fee = 400};
    gathered.pending = true;
    gathered.entry = Entry{
        .size = 200,
        .fee = 400,
        .ancestor_size = 200,
        .descendant_size = 200,
        .ancestor_fees = 400,
        .descendant_fees = 400,
        .since = gathered.now};
    gathered.queue = Queue{{{20'000}, 3'000'000, {}}};
    auto verdict = judge(gathered, 6);
    auto book = AdviceBook::open();
    auto advice = book->advise(verdict.causes.front());
    EXPECT_EQ(advice.actor, "sender");
    const auto& values = verdict.causes.front().values;
    EXPECT_THAT(advice.en.now, testing::HasSubstr(values.at("bump_fee")));
    EXPECT_THAT(advice.zh.now, testing::HasSubstr(values.at("cpfp_fee")));
    EXPECT_THAT(advice.en.see, testing::HasSubstr("4 blocks"));
}

}  // namespace keydesk::chains::bitcoin
