// A customer is asked once how it was; his answer is no new question.
#include "store/reports/csat.hpp"
#include "store/conversations/changes.hpp"
#include "store/reports/reports.hpp"
#include "store/reports/tally.hpp"
#include "tests/system/house.hpp"

#include <boost/json.hpp>

namespace keydesk {
namespace {

class CsatTest : public HouseTest {
protected:
    CsatTest() { csat.emplace(*house->database, *house->store, house->feed, clock); }

    /// Everything that follows the log does its work.
    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            ASSERT_TRUE(wait(house->log->catch_up(*csat)));
            ASSERT_TRUE(wait(house->log->catch_up(tally)));
        }
    }
    std::int64_t ask_due() { return wait(csat->ask_due()).value(); }

    /// A conversation that was answered and resolved; five minutes later he is asked.
    std::string asked(const desk::Visitor& who)
    {
        auto conversation = say(who, "我的转账没有到账").value().posted.message->conversation;
        wait(house->desk->write(draft(conversation, "已经到账了，请刷新。"))).value();
        resolve(conversation);
        clock.advance(std::chrono::minutes{6});
        EXPECT_EQ(ask_due(), 1);
        settle();
        return conversation;
    }
    void resolve(const std::string& conversation, std::string by = "")
    {
        // Whatever was there before is followed first: he who is new hears of nothing older.
        settle();
        auto customer = wait(house->store->get(conversation, agent.id)).value().customer;
        auto done =
            by.empty()
                ? wait(house->desk->change(conversation, customer, agent, {.status = "resolved"}))
                : resolve_by(conversation, by);
        ASSERT_TRUE(done) << done.error().what;
        settle();
    }
    Result<void> resolve_by(const std::string& conversation, const std::string& by)
    {
        return wait(house->database->run([&](sql::Connection& db) -> Result<void> {
            store::Turn turn{db, *house->store, clock.now()};
            return store::change_in(turn.writing(conversation), {.by = by}, {.status = "resolved"});
        }));
    }
    desk::Conversation now(const std::string& id)
    {
        return wait(house->store->get(id, agent.id)).value();
    }
    std::vector<std::string> said(const std::string& conversation, const char* automatic = "csat")
    {
        std::vector<std::string> out;
        for (const auto& entry : timeline(conversation, true)) {
            if (entry->kind != "system") continue;
            auto payload = boost::json::parse(entry->payload.empty() ? "{}" : entry->payload);
            const auto* name = payload.as_object().if_contains("auto");
            if (name != nullptr && name->as_string() == automatic) out.push_back(entry->body);
        }
        return out;
    }
    desk::Totals totals()
    {
        store::Reports reports{*house->database};
        auto rows = wait(reports.sums(
            {.to_hour = 4'000'000, .measures = {desk::Measure::score, desk::Measure::reason}}));
        return rows->empty() ? desk::Totals{} : rows->front().totals;
    }

    store::Tally tally;
    std::optional<store::Csat> csat;
};

TEST_F(CsatTest, a_number_is_a_rating_and_opens_nothing)
{
    auto who = add_customer();
    settle();
    auto conversation = asked(who);
    ASSERT_EQ(said(conversation).size(), 1U);
    EXPECT_TRUE(said(conversation)[0].contains("1–5"));

    say(who, "5").value();
    EXPECT_EQ(now(conversation).status, "resolved") << "not even for a moment";
    settle();
    EXPECT_EQ(now(conversation).status, "resolved");
    EXPECT_FALSE(now(conversation).waiting_since);
    EXPECT_EQ(said(conversation).size(), 2U);  // Thanks.
    EXPECT_EQ(ask_due(), 0);

    auto sums = totals();
    EXPECT_EQ(sums.of(desk::Count::csat_asked), 1);
    EXPECT_EQ(sums.of(desk::Measure::score), (desk::Spread{{5, 1}}));
    EXPECT_EQ(sums.of(desk::Count::reopened), 0);
    EXPECT_EQ(sums.of(desk::Count::customer_messages), 1);
    EXPECT_EQ(sums.of(desk::Count::resolved), 1);
    EXPECT_EQ(sums.of(desk::Count::backlog), 0);
}

TEST_F(CsatTest, words_open_it_again_and_a_number_after_them_closes_nothing)
{
    auto who = add_customer();
    settle();
    auto conversation = asked(who);
    say(who, "不满意，钱还是没到").value();
    settle();
    EXPECT_EQ(now(conversation).status, "open");
    EXPECT_TRUE(now(conversation).waiting_since);
    clock.advance(std::chrono::minutes{1});
    say(who, "很不满意").value();
    settle();
    EXPECT_EQ(now(conversation).status, "open");
    EXPECT_EQ(totals().of(desk::Measure::score), (desk::Spread{{1, 1}}));
    // A second number is a message like any other.
    say(who, "5").value();
    settle();
    EXPECT_EQ(desk::count_of(totals().of(desk::Measure::score)), 1);
}

TEST_F(CsatTest, a_low_score_is_looked_after)
{
    auto who = add_customer();
    settle();
    auto conversation = asked(who);
    say(who, "2").value();
    settle();
    auto after = now(conversation);
    EXPECT_EQ(after.status, "resolved");
    ASSERT_EQ(after.labels.size(), 1U);
    EXPECT_TRUE(after.labels[0].name.contains("Follow-up"));
    bool told = false;
    for (const auto& entry : timeline(conversation)) {
        if (!entry->payload.contains("follow_up")) continue;
        told = true;
        EXPECT_FALSE(entry->public_seq);  // The customer is not told how he is handled.
    }
    EXPECT_TRUE(told);
    auto low = wait(csat->ratings({}, clock.now() + std::chrono::hours{1}, true, "", 10)).value();
    ASSERT_EQ(low.items.size(), 1U);
    EXPECT_EQ(low.items[0].score, 2);
    EXPECT_TRUE(wait(csat->follow_up(low.items[0].id, agent.id)));
    low = wait(csat->ratings({}, clock.now() + std::chrono::hours{1}, true, "", 10)).value();
    EXPECT_EQ(low.items[0].followed_by, agent.name);
}

TEST_F(CsatTest, nobody_is_asked_twice_in_a_week_nor_without_an_answer_nor_for_an_incident)
{
    settle();
    auto who = add_customer();
    auto conversation = asked(who);
    say(who, "还有一个问题：手续费怎么算？").value();
    wait(house->desk->write(draft(conversation, "按网络收取。"))).value();
    resolve(conversation);
    clock.advance(std::chrono::hours{1});
    EXPECT_EQ(ask_due(), 0);

    auto silent = add_customer();
    auto unanswered = say(silent, "在吗").value().posted.message->conversation;
    resolve(unanswered);
    auto one_of_many = add_customer();
    auto incident = say(one_of_many, "转账卡住了").value().posted.message->conversation;
    wait(house->desk->write(draft(incident, "网络拥堵，请稍等。"))).value();
    resolve(incident, "incident:1");
    auto off = add_customer();
    ASSERT_TRUE(wait(csat->change_settings(inbox, false, 0)));
    auto quiet = say(off, "在吗").value().posted.message->conversation;
    wait(house->desk->write(draft(quiet, "在的。"))).value();
    resolve(quiet);
    clock.advance(std::chrono::hours{1});
    EXPECT_EQ(ask_due(), 0);

    // Without delay he is asked at once, a week later again.
    ASSERT_TRUE(wait(csat->change_settings(inbox, true, 0)));
    clock.advance(std::chrono::days{8});
    say(who, "谢谢，还有一个问题").value();
    wait(house->desk->write(draft(conversation, "请说。"))).value();
    resolve(conversation);
    EXPECT_EQ(said(conversation).size(), 2U);
}

TEST_F(CsatTest, who_writes_again_before_he_is_asked_is_not_asked)
{
    settle();
    auto who = add_customer();
    auto conversation = say(who, "我的转账没有到账").value().posted.message->conversation;
    wait(house->desk->write(draft(conversation, "请刷新。"))).value();
    resolve(conversation);
    say(who, "还是没有").value();
    settle();
    clock.advance(std::chrono::hours{1});
    EXPECT_EQ(ask_due(), 0);
    EXPECT_TRUE(said(conversation).empty());
}

TEST_F(CsatTest, the_widget_rates_once_and_may_think_again)
{
    settle();
    auto who = add_customer();
    desk::NewRating rating{.customer = who.customer.id, .conversation = "", .score = 1};
    EXPECT_EQ(wait(csat->rate(rating)).error().kind, ErrorKind::conflict);
    auto conversation = asked(who);
    rating.reasons = {"slow"};
    ASSERT_TRUE(wait(csat->rate(rating)));
    rating.score = 4;
    rating.reasons = {"friendly"};
    rating.comment = guard::clean(guard::RawText{"其实还可以"}).text;
    ASSERT_TRUE(wait(csat->rate(rating)));
    settle();
    auto sums = totals();
    auto given = sums.of(desk::Measure::score);
    std::erase_if(given, [](const auto& one) { return one.second == 0; });
    EXPECT_EQ(given, (desk::Spread{{4, 1}}));
    auto reasons = sums.of(desk::Measure::reason);
    std::erase_if(reasons, [](const auto& one) { return one.second == 0; });
    EXPECT_EQ(reasons, (desk::Spread{{4, 1}}));
    // Of somebody else's conversation nothing is rated.
    auto stranger = add_customer();
    rating.customer = stranger.customer.id;
    rating.conversation = conversation;
    EXPECT_EQ(wait(csat->rate(rating)).error().kind, ErrorKind::conflict);
    clock.advance(std::chrono::hours{25});
    rating.customer = who.customer.id;
    EXPECT_EQ(wait(csat->rate(rating)).error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace keydesk
