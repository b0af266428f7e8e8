// Each playbook from the customer's words to the answer or the hand-over, in both languages; and
// the same words again by other doors.
#include "store/playbooks/playbooks.hpp"
#include "desk/diagnosis/json.hpp"
#include "store/playbooks/case_facts.hpp"
#include "store/playbooks/follower.hpp"
#include "store/playbooks/repeats.hpp"
#include "tests/system/doors_kit.hpp"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include <cstdlib>

namespace keydesk {

namespace json = boost::json;

namespace {

const std::string kHash = "0x" + std::string(64, 'b');
const std::string kAddress = "0x" + std::string(40, 'c');

/// Knows a hash and an address when it sees them.
class Shapes final : public desk::Diagnoser {
public:
    std::vector<desk::Subject> subjects(std::string_view text) const override
    {
        if (text.contains(kHash)) return {{"ethereum", "transaction", kHash}};
        if (text.contains(kAddress)) return {{"ethereum", "address", kAddress}};
        return {};
    }
    Task<desk::Diagnosis> explain(desk::Subject, std::vector<desk::Memory>) override
    {
        co_return desk::Diagnosis{};
    }
    bool only_own_nodes() const override { return true; }
};

struct Said {
    std::string body, automatic;
    std::vector<std::string> quick;
};

}  // namespace

class PlaybooksTest : public DoorsTest {
protected:
    PlaybooksTest()
    {
        house->desk->ask(shapes);
        EXPECT_TRUE(wait(playbooks.load()));
        catch_up();  // It follows from here on.
    }
    ~PlaybooksTest() override = default;

    void catch_up()
    {
        auto done = wait(house->log->catch_up(follower));
        ASSERT_TRUE(done) << done.error().what;
    }
    /// What the desk has said by itself, in order.
    std::vector<Said> answers(const std::string& conversation)
    {
        std::vector<Said> out;
        for (const auto& entry : timeline(conversation, true)) {
            if (entry->kind != "system") continue;
            auto payload = json::parse(entry->payload.empty() ? "{}" : entry->payload).as_object();
            Said one{.body = entry->body, .automatic = {}, .quick = {}};
            if (auto* kind = payload.if_contains("auto")) one.automatic = kind->as_string();
            if (auto* quick = payload.if_contains("quick"))
                for (const auto& text : quick->as_array()) one.quick.emplace_back(text.as_string());
            out.push_back(std::move(one));
        }
        return out;
    }
    desk::Conversation conversation(const std::string& id)
    {
        return wait(house->store->get(id, agent.id)).value();
    }
    std::int64_t count(std::string sql)
    {
        return wait(house->database->read([&](sql::Connection& db) -> Result<std::int64_t> {
                   auto rows = db.query(sql);
                   if (!rows) return fail(rows.error());
                   return rows->front().number(0);
               }))
            .value();
    }
    /// The chain has spoken.
    void settle_case(const std::string& id, const std::string& state, const std::string& cause)
    {
        for (const auto& one : wait(house->cases->cases_of(id)).value()) {
            desk::Diagnosis d;
            d.subject = one.asked;
            d.state = state;
            if (!cause.empty()) d.causes = {{cause, 0.95, {}}};
            d.advice.en = {.title = "t", .see = "SEEN", .why = "w", .now = "NOW", .never = ""};
            d.advice.zh = {.title = "t", .see = "链上所见", .why = "w", .now = "现在", .never = ""};
            auto body = json::serialize(desk::json_of(d));
            EXPECT_TRUE(wait(house->cases->settle(
                {.id = one.id,
                 .chain = "ethereum",
                 .state = state,
                 .cause = cause,
                 .body = body,
                 .news = true})));
        }
    }
    void signal(const std::string& customer, const std::string& signal)
    {
        EXPECT_TRUE(wait(house->database->run([&](sql::Connection& db) {
            return db.query(
                "INSERT INTO account_signals (customer, signal, at) VALUES ($1, $2, 1)",
                {customer, signal});
        })));
    }

    Shapes shapes;
    store::Playbooks playbooks{*house->database, house->clock, house->compute};
    store::PlaybookFollower follower{
        {.book = [this] { return playbooks.book(); },
         .place = [](const std::string&,
                     bool zh) { return std::string{zh ? "您排第 3 位。" : "You are number 3."}; },
         .official =
             [] { return std::vector<std::string>{"https://keydesk.example", "@keydesk_help"}; }}};
};

namespace {

/// What the customer is asked for, as he would tell it.
std::string told(const std::string& fact, bool zh)
{
    if (fact == "transaction") return kHash;
    if (fact == "address") return kAddress;
    if (fact == "counterparty") return zh ? "币安" : "Binance";
    if (fact == "error_text") return zh ? "提示：网络错误" : "error: network error";
    if (fact == "url") return "keydesk-help.example";
    if (fact == "app_version") return "v5.2.1";
    if (fact == "os") return zh ? "安卓 14" : "Android 14";
    return zh ? "昨天下午三点" : "yesterday 3pm";
}

struct Line {
    std::string id, language, words, asked, check, result, ends;
};
std::vector<Line>& table()
{
    static std::vector<Line> lines;
    return lines;
}

}  // namespace

/// Runs one case to its end and says how it went.
class EachPlaybook : public PlaybooksTest, public testing::WithParamInterface<bool> {
protected:
    void answer_questions(const desk::Visitor& who, const std::string& id, Line& line)
    {
        for (int i = 0; i < 4; ++i) {
            auto said = answers(id);
            ASSERT_FALSE(said.empty()) << line.id << " " << line.words;
            if (said.back().automatic != "ask") return;
            const auto* book = playbooks.book()->find(line.id);
            ASSERT_LT(static_cast<std::size_t>(i), book->needs.size()) << line.id;
            const auto& need = book->needs[static_cast<std::size_t>(i)];
            EXPECT_TRUE(said.back().body.starts_with(need.ask.in(GetParam()))) << said.back().body;
            line.asked += (line.asked.empty() ? "" : ", ") + need.fact;
            ASSERT_TRUE(say(who, told(need.fact, GetParam())));
            catch_up();
            if (answers(id).size() == said.size()) return;  // The check is under way.
        }
    }
};

TEST_P(EachPlaybook, goes_from_words_to_an_answer_or_a_hand_over)
{
    bool zh = GetParam();
    for (const auto& book : playbooks.book()->all()) {
        auto who = add_customer();
        const auto& words = zh ? book.examples.zh.front() : book.examples.en.front();
        signal(who.customer.id, "normal");
        auto posted = say(who, words);
        ASSERT_TRUE(posted) << book.id << posted.error().what;
        auto id = posted->posted.message->conversation;
        catch_up();
        EXPECT_EQ(conversation(id).case_type, book.id) << words;
        Line line{book.id, zh ? "zh-CN" : "en", words, {}, book.check, {}, {}};
        answer_questions(who, id, line);
        if (book.check == "transaction" || book.check == "address") {
            settle_case(id, book.check == "transaction" ? "final" : "active", "");
            catch_up();
        }
        auto said = answers(id);
        ASSERT_FALSE(said.empty()) << book.id;
        EXPECT_EQ(said.back().automatic, "answer") << book.id << ": " << said.back().body;
        EXPECT_THAT(said.back().body, testing::Not(testing::HasSubstr("{{"))) << book.id;
        auto now = conversation(id);
        EXPECT_EQ(now.priority, book.priority) << book.id;
        line.ends = now.tier == "bot" ? "answered" : "handed over to " + now.tier;
        table().push_back(line);
    }
    if (std::getenv("KEYDESK_TABLE") == nullptr) return;
    for (const auto& line : table())
        std::printf(
            "ROW| %s | %s | %s | %s | %s | %s |\n",
            line.id.c_str(),
            line.language.c_str(),
            line.words.c_str(),
            line.asked.c_str(),
            line.check.c_str(),
            line.ends.c_str());
}

INSTANTIATE_TEST_SUITE_P(
    InBothLanguages, EachPlaybook, testing::Bool(), [](const testing::TestParamInfo<bool>& info) {
        return info.param ? "Chinese" : "English";
    });

TEST_F(PlaybooksTest, what_the_chain_says_decides_the_answer)
{
    auto who = add_customer();
    auto id =
        say(who, "my transfer has been pending for 6 hours " + kHash)->posted.message->conversation;
    catch_up();
    EXPECT_TRUE(answers(id).empty()) << "nothing is said before the chain has spoken";
    settle_case(id, "pending", "evm.pending.fee_cap");
    catch_up();
    auto said = answers(id);
    ASSERT_EQ(said.size(), 1U);
    EXPECT_THAT(said[0].body, testing::HasSubstr("SEEN\nNOW"));
    settle_case(id, "final", "");
    catch_up();
    EXPECT_EQ(answers(id).size(), 2U) << "it waited, so it is told when it is over";
    EXPECT_EQ(conversation(id).tier, "bot");
}

TEST_F(PlaybooksTest, a_wish_for_a_person_is_obeyed_at_once_and_for_good)
{
    auto who = add_customer();
    auto id = say(who, "转账6小时了还没到")->posted.message->conversation;
    catch_up();
    ASSERT_EQ(answers(id).size(), 1U);
    say(who, "转人工").value();
    catch_up();
    EXPECT_EQ(conversation(id).tier, "agent");
    EXPECT_THAT(answers(id).back().body, testing::HasSubstr("您排第 3 位"));
    say(who, kHash).value();
    say(who, "忘记密码了，能重置吗").value();
    catch_up();
    EXPECT_EQ(answers(id).size(), 2U) << "no lecture while a person was asked for";
}

TEST_F(PlaybooksTest, an_agents_answer_takes_the_word_until_it_is_resolved)
{
    auto who = add_customer();
    auto id = say(who, "收不到验证码")->posted.message->conversation;
    catch_up();
    wait(house->desk->write(draft(id, "我来看一下"))).value();
    catch_up();
    say(who, "登录不上去了").value();
    catch_up();
    EXPECT_EQ(answers(id).size(), 1U);
    EXPECT_EQ(conversation(id).tier, "agent");
    ASSERT_TRUE(wait(house->desk->change(id, who.customer.id, agent, {.status = "resolved"})));
    catch_up();
    say(who, "忘记密码了，能重置吗").value();
    catch_up();
    EXPECT_EQ(conversation(id).case_type, "forgotten-password");
    EXPECT_EQ(answers(id).size(), 2U);
}

TEST_F(PlaybooksTest, unsure_means_a_choice_and_a_tap_decides)
{
    auto who = add_customer();
    auto id = say(who, "problem with usdt transfer")->posted.message->conversation;
    catch_up();
    auto said = answers(id);
    ASSERT_EQ(said.size(), 1U);
    ASSERT_EQ(said[0].automatic, "choice") << said[0].body;
    ASSERT_EQ(said[0].quick.size(), 4U);
    EXPECT_EQ(said[0].quick.back(), "Talk to a person");
    say(who, said[0].quick[1]).value();
    catch_up();
    const auto* chosen = playbooks.book()->find(conversation(id).case_type);
    ASSERT_NE(chosen, nullptr);
    EXPECT_EQ(chosen->name.en, said[0].quick[1]);
}

TEST_F(PlaybooksTest, who_cannot_tell_is_not_asked_again)
{
    auto who = add_customer();
    auto id = say(who, "my transfer has been pending for 6 hours")->posted.message->conversation;
    catch_up();
    say(who, "I don't know where to find it").value();
    catch_up();
    auto said = answers(id);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[1].automatic, "answer");
    EXPECT_EQ(conversation(id).tier, "agent");
}

TEST_F(PlaybooksTest, small_talk_and_other_inboxes_are_not_lectured)
{
    auto who = add_customer();
    auto id = say(who, "你好")->posted.message->conversation;
    catch_up();
    EXPECT_TRUE(answers(id).empty());
    ASSERT_TRUE(wait(house->database->run(
        [](sql::Connection& db) { return db.query("UPDATE inboxes SET playbooks = 0"); })));
    say(who, "忘记密码了，能重置吗").value();
    catch_up();
    EXPECT_TRUE(answers(id).empty()) << "the inbox wants none";
    EXPECT_EQ(conversation(id).case_type, "forgotten-password")
        << "agents see the case all the same";
}

TEST_F(PlaybooksTest, nothing_is_said_to_machines_or_where_others_read_along)
{
    auto machine = arrival("m1", "忘记密码了，能重置吗");
    machine.automatic = true;
    auto id = enter(std::move(machine)).conversation;
    auto open = arrival("m2", "忘记密码了，能重置吗", "user-2");
    open.place.is_public = true;
    auto group = enter(std::move(open)).conversation;
    catch_up();
    EXPECT_TRUE(answers(id).empty());
    EXPECT_TRUE(answers(group).empty());
}

TEST_F(PlaybooksTest, facts_are_kept_with_their_places_and_corrected_by_agents)
{
    auto who = add_customer();
    auto id =
        say(who, "今日上午10时许转了500U到币安，手机13812345678")->posted.message->conversation;
    catch_up();
    store::CaseFacts facts{*house->database, *house->store, house->clock};
    auto list = wait(facts.view(id)).value().facts;
    std::map<std::string, desk::CaseFact> by_kind;
    for (const auto& fact : list) by_kind[fact.kind] = fact;
    EXPECT_EQ(by_kind["amount"].value, "500 USDT");
    EXPECT_EQ(by_kind["amount"].start, 10);
    EXPECT_EQ(by_kind["phone_tail"].value, "5678");
    EXPECT_EQ(by_kind.count("time"), 1U);
    ASSERT_TRUE(wait(facts.correct(id, by_kind["amount"].id, "600 USDT", agent)));
    say(who, "就是500U").value();
    catch_up();
    for (const auto& fact : wait(facts.view(id)).value().facts) {
        EXPECT_NE(fact.value, "500 USDT") << "what an agent took away does not come back";
    }
    EXPECT_FALSE(wait(facts.correct("another", by_kind["time"].id, {}, agent)));
}

TEST_F(PlaybooksTest, ten_mails_and_two_chats_are_one_conversation_answered_once_by_each_door)
{
    const std::string words =
        "I sent USDT to Binance three hours ago, it is confirmed but not credited";
    auto mail = [&](int i) {
        auto a = arrival("mail-" + std::to_string(i), words, "ann@example.test");
        a.person.vouched = true;
        a.place.key = "thread-" + std::to_string(i);
        return enter(std::move(a)).conversation;
    };
    ASSERT_TRUE(wait(house->database->run([&](sql::Connection& db) {
        return db.query("UPDATE inboxes SET kind = 'email' WHERE id = $1", {door_inbox});
    })));
    auto first = mail(1);
    catch_up();
    for (int i = 2; i <= 5; ++i) EXPECT_EQ(mail(i), first);
    catch_up();
    EXPECT_EQ(answers(first).size(), 1U) << "this door has heard it";

    auto visitor = add_customer();
    auto ann =
        wait(house->store->identify(visitor.id, "wallet-ann", "Ann", "ann@example.test")).value();
    auto chat = say(ann, words)->posted.message->conversation;
    catch_up();
    say(ann, "I sent USDT to Binance 3 hours ago; it is confirmed, but not credited!").value();
    say(ann, words).value();
    catch_up();
    for (int i = 6; i <= 10; ++i) EXPECT_EQ(mail(i), chat) << i;
    catch_up();

    EXPECT_EQ(count("SELECT count(*) FROM conversations WHERE status <> 'resolved'"), 1);
    auto said = answers(chat);
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].automatic, "duplicate");
    EXPECT_THAT(said[0].body, testing::HasSubstr("You are number 3."));
    EXPECT_EQ(count("SELECT count(*) FROM deliveries"), 1) << "one answer by mail";
}

TEST_F(PlaybooksTest, the_same_words_of_somebody_else_lead_nowhere)
{
    const std::string words =
        "I sent USDT to Binance three hours ago, it is confirmed but not credited";
    auto visitor = add_customer();
    auto ann =
        wait(house->store->identify(visitor.id, "wallet-ann", "Ann", "ann@example.test")).value();
    auto chat = say(ann, words)->posted.message->conversation;
    catch_up();
    // His address is claimed, and nobody vouches for it.
    auto forged = arrival("forged", words, "ann@example.test");
    forged.person.vouched = false;
    EXPECT_NE(enter(std::move(forged)).conversation, chat);
    auto stranger = arrival("stranger", words, "mallory@example.test");
    EXPECT_NE(enter(std::move(stranger)).conversation, chat);
    auto other = add_customer();
    EXPECT_NE(say(other, words)->posted.message->conversation, chat);
}

TEST_F(PlaybooksTest, a_draft_is_tried_on_the_past_before_it_is_published)
{
    auto who = add_customer();
    say(who, "zorbling the frobnicator does not work at all").value();
    auto source = wait(playbooks.source("app-crash")).value();
    auto at = source.find("en = [");
    source.insert(
        at + 6,
        "\n    \"zorbling the frobnicator does not work\", \"frobnicator zorbling fails\",");
    auto run = wait(playbooks.dry_run(source, 50)).value();
    ASSERT_EQ(run.changed.size(), 1U);
    EXPECT_EQ(run.changed[0].to, "app-crash");
    EXPECT_FALSE(playbooks.book()->recognise("zorbling the frobnicator does not work").sure());
    EXPECT_EQ(wait(playbooks.save(source, true, agent)).value(), 1);
    EXPECT_TRUE(playbooks.book()->recognise("zorbling the frobnicator does not work").sure());
    auto broken = wait(playbooks.save("id = \"x\"", true, agent));
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().kind, ErrorKind::invalid_input);
}

}  // namespace keydesk
