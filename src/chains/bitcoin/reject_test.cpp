#include "chains/bitcoin/reject.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

namespace keydesk::chains::bitcoin {

using testing::Contains;
using testing::Pair;

TEST(BitcoinReject, ReadsWhatAWalletSaid)
{
    auto cause =
        reject_cause("Broadcast failed! error -26: min relay fee not met, 55 < 110 (code 66)");
    ASSERT_TRUE(cause);
    EXPECT_EQ(cause->id, "btc.below_min_relay");
    EXPECT_THAT(cause->values, Contains(Pair("paid", "55 sat")));
    EXPECT_THAT(cause->values, Contains(Pair("needed", "110 sat")));

    cause = reject_cause("sendrawtransaction RPC error: mempool min fee not met, 165 < 770");
    ASSERT_TRUE(cause);
    EXPECT_EQ(cause->id, "btc.purged");
    EXPECT_THAT(cause->values, Contains(Pair("needed", "770 sat")));
}

TEST(BitcoinReject, ReadsTheNumbersOfARefusedReplacement)
{
    auto cause = reject_cause(
        "insufficient fee, rejecting replacement ab12; new feerate 0.00005000 <= old feerate "
        "0.00010000");
    ASSERT_TRUE(cause);
    EXPECT_EQ(cause->id, "btc.replacement_rejected");
    EXPECT_THAT(cause->values, Contains(Pair("fee_rate", "5 sat/vB")));
    EXPECT_THAT(cause->values, Contains(Pair("old_rate", "10 sat/vB")));

    cause = reject_cause(
        "insufficient fee, rejecting replacement ab12, not enough additional fees to relay; "
        "0.00000055 < 0.0000011");
    ASSERT_TRUE(cause);
    EXPECT_THAT(cause->values, Contains(Pair("paid", "55 sat")));
    EXPECT_THAT(cause->values, Contains(Pair("needed", "110 sat")));
}

TEST(BitcoinReject, FindsTheTokenInAnyCompany)
{
    EXPECT_EQ(reject_cause("广播失败：dust（-26）")->id, "btc.dust");
    EXPECT_EQ(reject_cause("64: non-BIP68-final")->id, "btc.timelocked");
    EXPECT_EQ(reject_cause("bad-txns-inputs-missingorspent")->id, "btc.bad_inputs");
    EXPECT_EQ(
        reject_cause("mandatory-script-verify-flag-failed (Signature must be zero)")->id,
        "btc.bad_signature");
    EXPECT_EQ(
        reject_cause("too-long-mempool-chain, too many unconfirmed ancestors [limit: 25]")->id,
        "btc.too_long_chain");
    EXPECT_EQ(reject_cause("TXN-MEMPOOL-CONFLICT")->id, "btc.replacement_rejected");
}

TEST(BitcoinReject, DoesNotSeeTokensInOrdinaryWords)
{
    EXPECT_FALSE(reject_cause("The gold industry is dusty; my transfer has not arrived."));
    EXPECT_FALSE(reject_cause(""));
    EXPECT_FALSE(reject_cause("insufficient balance"));
}

TEST(BitcoinReject, WrittenAmountsAreExact)
{
    EXPECT_EQ(written_amount("0.00000001"), 1);
    EXPECT_EQ(written_amount("20999999.9769"), 2'099'999'997'690'000);
    EXPECT_EQ(written_amount("770"), 770);
    EXPECT_FALSE(written_amount("0.000000001"));
    EXPECT_FALSE(written_amount("1.2.3"));
    EXPECT_FALSE(written_amount(""));
    EXPECT_FALSE(written_amount("999999999999999999999"));
}

TEST(BitcoinAmount, CoinsFromJsonAreExactToTheSatoshi)
{
    // Every amount of coins that Core prints comes back as the integer it was.
    for (Sats amount : {1LL, 220LL, 99'999'999LL, 123'456'789LL, 2'099'999'997'690'000LL}) {
        auto written = boost::json::parse(coins_text(amount));
        EXPECT_EQ(sats_of_coins(written), amount) << coins_text(amount);
    }
    EXPECT_EQ(sats_of_coins(boost::json::parse("1e-05")), 1000);
    EXPECT_FALSE(sats_of_coins(boost::json::parse("\"1\"")));
    EXPECT_FALSE(sats_of_coins(boost::json::parse("1e300")));
}

TEST(BitcoinAmount, RatesAndCostsRoundAgainstTheSender)
{
    EXPECT_EQ(cost_of({1'001}, 110), 111);
    EXPECT_EQ(rate_of(111, 110).per_kvb, 1009);
    EXPECT_EQ(rate_text({1'010}), "1.01 sat/vB");
    EXPECT_EQ(rate_text({100}), "0.1 sat/vB");
    EXPECT_EQ(rate_text({53'400}), "53 sat/vB");
    EXPECT_EQ(sats_text(1'234'567), "1,234,567 sat");
    EXPECT_EQ(coins_text(-150'000'000), "-1.5");
}

}  // namespace keydesk::chains::bitcoin
