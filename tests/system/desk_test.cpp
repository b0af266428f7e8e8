// The laws of docs/architecture.md, each attacked against the real store.
#include "tests/system/house.hpp"

#include <boost/asio/detached.hpp>

#include <algorithm>

namespace keydesk {
namespace {

using namespace std::chrono_literals;

class TheDesk : public HouseTest {};

TEST_F(TheDesk, stores_a_repeated_client_id_once_and_answers_it_alike)
{
    auto who = add_customer();
    auto first = incoming(who, "我的转账没到");
    auto again = first;
    auto stored = wait(house->desk->accept(std::move(first)));
    auto repeated = wait(house->desk->accept(std::move(again)));

    ASSERT_TRUE(stored && repeated);
    EXPECT_TRUE(repeated->posted.repeated);
    EXPECT_EQ(repeated->posted.message->id, stored->posted.message->id);
    EXPECT_EQ(repeated->posted.message->public_seq, stored->posted.message->public_seq);
    EXPECT_EQ(timeline(stored->posted.message->conversation).size(), 1u);
}

TEST_F(TheDesk, stores_one_row_of_a_hundred_concurrent_repeats)
{
    auto who = add_customer();
    auto message = incoming(who, "同一条消息");
    std::vector<Result<desk::Accepted>> answers;
    auto send = [](desk::Desk& desk, desk::Incoming m, auto& out) -> Task<void> {
        out.push_back(co_await desk.accept(std::move(m)));
    };
    for (int i = 0; i < 100; ++i) {
        boost::asio::co_spawn(io, send(*house->desk, message, answers), boost::asio::detached);
    }
    io.restart();
    io.run();

    ASSERT_EQ(answers.size(), 100u);
    std::string id;
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer) << answer.error().what;
        if (id.empty()) id = answer->posted.message->id;
        EXPECT_EQ(answer->posted.message->id, id);
    }
    EXPECT_EQ(timeline(answers[0]->posted.message->conversation).size(), 1u);
}

TEST_F(TheDesk, refuses_other_content_under_a_used_client_id)
{
    auto who = add_customer();
    auto first = incoming(who, "甲");
    auto other = first;
    other.text = guard::RawText{"乙"};
    ASSERT_TRUE(wait(house->desk->accept(std::move(first))));
    EXPECT_EQ(wait(house->desk->accept(std::move(other))).error().kind, ErrorKind::conflict);
}

TEST_F(TheDesk, numbers_a_timeline_without_gaps_and_hides_notes_from_the_customer)
{
    auto who = add_customer();
    auto conversation = say(who, "你好").value().posted.message->conversation;
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(wait(house->desk->write(draft(conversation, "内部备注", "note"))));
        ASSERT_TRUE(wait(house->desk->write(draft(conversation, "您好"))));
        ASSERT_TRUE(say(who, "还有一个问题"));
        ASSERT_TRUE(wait(house->desk->agent_read(conversation, who.customer.id, agent)));
    }
    std::int64_t seq = 0, public_seq = 0;
    for (const auto& entry : timeline(conversation)) {
        EXPECT_EQ(entry->seq, ++seq);
        if (entry->public_seq) EXPECT_EQ(*entry->public_seq, ++public_seq);
        if (entry->kind == "note") EXPECT_FALSE(entry->public_seq);
    }
    for (const auto& entry : timeline(conversation, true)) EXPECT_NE(entry->kind, "note");
    auto page = wait(house->store->history(conversation, 0, 100, true)).value();
    for (const auto& entry : page) EXPECT_EQ(entry->body.find("内部备注"), std::string::npos);
}

TEST_F(TheDesk, gives_a_device_exactly_what_came_after_its_last_event)
{
    auto who = add_customer();
    std::string conversation;
    for (int i = 1; i <= 20; ++i) {
        conversation =
            say(who, "第 " + std::to_string(i) + " 条").value().posted.message->conversation;
        ASSERT_TRUE(wait(house->desk->write(draft(conversation, "备注", "note"))));
    }
    for (std::int64_t last = 0; last <= 20; ++last) {
        auto missed = wait(house->store->after(conversation, last, 1'000, true)).value();
        ASSERT_EQ(missed.size(), static_cast<std::size_t>(20 - last));
        auto expected = last;
        for (const auto& entry : missed) EXPECT_EQ(*entry->public_seq, ++expected);
    }
}

TEST_F(TheDesk, keeps_a_seed_phrase_off_the_disk)
{
    auto who = add_customer();
    auto accepted = say(
        who,
        "帮我恢复钱包 legal winner thank year wave sausage worth useful legal winner thank yellow");
    ASSERT_TRUE(accepted);
    ASSERT_FALSE(accepted->findings.empty());
    EXPECT_NE(accepted->posted.message->body.find("[已移除: 助记词]"), std::string::npos);
    close();
    EXPECT_FALSE(on_disk("sausage"));
    EXPECT_FALSE(on_disk("winner thank"));
    EXPECT_TRUE(on_disk("帮我恢复钱包"));  // the search does see what is there
    open();
}

TEST_F(TheDesk, removes_a_phrase_that_came_in_pieces_from_every_piece)
{
    auto who = add_customer();
    auto first = say(who, "助记词前四个 abandon ability zebra wolf");
    ASSERT_TRUE(first);
    ASSERT_TRUE(wait(house->store->index_messages(-1h, 100)));
    ASSERT_TRUE(say(who, "中间四个 lizard marble napkin orphan"));
    auto last = say(who, "最后四个 pistol quantum rhythm swallow");
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->findings.empty());

    auto conversation = first->posted.message->conversation;
    std::int64_t edits = 0;
    for (const auto& entry : timeline(conversation)) {
        EXPECT_EQ(entry->body.find("zebra"), std::string::npos) << entry->body;
        EXPECT_EQ(entry->body.find("napkin"), std::string::npos) << entry->body;
        EXPECT_EQ(entry->body.find("quantum"), std::string::npos) << entry->body;
        if (entry->kind == "edit") ++edits;
    }
    EXPECT_GE(edits, 1);
    EXPECT_TRUE(wait(house->store->search("zebra", "", "", 0, 10)).value().empty());
    ASSERT_TRUE(wait(house->store->scrub()));
    close();
    EXPECT_FALSE(on_disk("zebra"));
    EXPECT_FALSE(on_disk("napkin"));
    open();
}

TEST_F(TheDesk, takes_out_pieces_whose_end_was_stopped_on_the_device)
{
    auto who = add_customer(), other = add_customer();
    auto said = say(who, "前面六个 abandon ability zebra");
    auto others = say(other, "abandon ability zebra");
    ASSERT_TRUE(said);
    ASSERT_TRUE(others);
    ASSERT_TRUE(wait(house->store->index_messages(-1h, 100)));
    auto mid = said->posted.message->id;
    guard::Span place{5, 26, guard::Kind::seed_phrase};
    auto take_out = [&](const desk::Piece& piece) {
        return wait(house->desk->take_out(who.inbox, who.customer.id, "zh-CN", {piece}));
    };

    // Somebody else's message, and a body that is no longer the one that was read, stay as they
    // are.
    ASSERT_TRUE(take_out({others->posted.message->id, 21, {{0, 21, guard::Kind::seed_phrase}}}));
    ASSERT_TRUE(take_out({mid, 25, {place}}));
    EXPECT_EQ(timeline(said->posted.message->conversation).size(), 1U);

    for (int repeat = 0; repeat < 3; ++repeat) ASSERT_TRUE(take_out({mid, 26, {place}}));
    auto entries = timeline(said->posted.message->conversation);
    ASSERT_EQ(entries.size(), 4U);  // the message, its edit, the agents' line, the warning: once
    EXPECT_EQ(entries[0]->body, "前面六个 [已移除: 助记词]");
    EXPECT_EQ(entries[1]->kind, "edit");
    EXPECT_EQ(entries[3]->kind, "system");
    EXPECT_EQ(timeline(others->posted.message->conversation)[0]->body, "abandon ability zebra");
    auto listed = wait(house->store->get(said->posted.message->conversation, "")).value();
    EXPECT_EQ(listed.snippet.find("zebra"), std::string::npos);
    EXPECT_EQ(listed.priority, "urgent");
    EXPECT_TRUE(wait(house->store->search("ability", "", "", 0, 10)).value().size() == 1U);
}

TEST_F(TheDesk, flags_the_conversation_and_tells_the_customer_in_his_language)
{
    auto who = add_customer();
    auto accepted = say(
        who,
        "我的助记词是 legal winner thank year wave sausage worth useful legal winner thank yellow");
    ASSERT_TRUE(accepted);
    auto conversation = accepted->posted.message->conversation;
    auto listed = wait(house->store->get(conversation, agent.id)).value();
    EXPECT_GE(listed.findings, 1);
    EXPECT_EQ(listed.priority, "urgent");
    auto stream = timeline(conversation, true);
    auto system = std::ranges::find_if(stream, [](auto& e) { return e->kind == "system"; });
    ASSERT_NE(system, stream.end());
    EXPECT_NE((*system)->body.find("新建一个钱包"), std::string::npos);
}

TEST_F(TheDesk, never_loses_a_transaction_hash)
{
    auto who = add_customer();
    std::string hash = "0x7c1f03b2a9d6e8540b1c2f7e9a4d3065f8e1b7c2d90a4e6f3b58c7d1a2e9b93b";
    for (const auto& text : {"哈希 " + hash, hash, "转账 6 小时还没到，哈希" + hash}) {
        auto accepted = say(who, text);
        ASSERT_TRUE(accepted);
        EXPECT_EQ(accepted->posted.message->body, text);
    }
}

TEST_F(TheDesk, holds_a_reply_back_when_the_conversation_has_moved_on)
{
    auto who = add_customer();
    auto first = say(who, "问题一").value();
    auto conversation = first.posted.message->conversation;
    auto reply = draft(conversation, "回答一");
    reply.force = false;
    reply.seen_seq = first.posted.message->seq;
    ASSERT_TRUE(say(who, "等一下，还有问题二"));

    auto held = wait(house->desk->write(reply));
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().what, "moved on");
    reply.force = true;
    EXPECT_TRUE(wait(house->desk->write(reply)));
    auto again = wait(house->desk->write(reply));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->repeated);
}

TEST_F(TheDesk, finds_a_chinese_word_of_two_characters_before_and_after_indexing)
{
    auto who = add_customer();
    ASSERT_TRUE(say(who, "我昨天申请退款，现在还没有收到"));
    ASSERT_TRUE(say(who, "另外手续费也太高了"));
    auto hits = [&] { return wait(house->store->search("退款", "", "", 0, 10)).value().size(); };
    EXPECT_EQ(hits(), 1u);
    ASSERT_TRUE(wait(house->store->index_messages(-1h, 100)));
    EXPECT_EQ(hits(), 1u);
    EXPECT_EQ(wait(house->store->search("退款", "agent", "", 0, 10)).value().size(), 0u);
}

TEST_F(TheDesk, reopens_a_resolved_conversation_when_the_customer_writes)
{
    auto who = add_customer();
    auto conversation = say(who, "你好").value().posted.message->conversation;
    ASSERT_TRUE(
        wait(house->desk->change(conversation, who.customer.id, agent, {.status = "resolved"})));
    EXPECT_EQ(wait(house->store->get(conversation, agent.id)).value().status, "resolved");
    ASSERT_TRUE(say(who, "还是不行"));
    EXPECT_EQ(wait(house->store->get(conversation, agent.id)).value().status, "open");
}

TEST_F(TheDesk, refuses_a_blocked_customer)
{
    auto who = add_customer();
    ASSERT_TRUE(say(who, "你好"));
    ASSERT_TRUE(wait(house->store->edit_customer(
        who.customer.id, std::nullopt, std::nullopt, std::nullopt, true)));
    EXPECT_EQ(say(who, "骚扰").error().kind, ErrorKind::denied);
}

TEST_F(TheDesk, does_not_take_a_file_that_another_visitor_announced)
{
    auto owner = add_customer();
    auto thief = add_customer();
    auto file = wait(house->store->announce(owner.id, "", "photo.png", 10)).value();
    desk::Attachment face{.id = file, .type = "image/png", .size = 10};
    ASSERT_TRUE(wait(house->store->filled(file, face, std::string(64, 'a'))));
    auto stolen = incoming(thief, "看图");
    stolen.files = {file};
    EXPECT_EQ(wait(house->desk->accept(std::move(stolen))).error().kind, ErrorKind::not_found);
    auto own = incoming(owner, "看图");
    own.files = {file};
    EXPECT_TRUE(wait(house->desk->accept(std::move(own))));
}

TEST_F(TheDesk, leads_a_proved_visitor_to_his_customer_and_leaves_the_anonymous_one_apart)
{
    auto phone = add_customer();
    ASSERT_TRUE(say(phone, "从手机来"));
    auto known = wait(house->store->identify(phone.id, "user-7", "林晓", "")).value();
    EXPECT_EQ(known.customer.id, phone.customer.id);
    EXPECT_TRUE(known.customer.verified);

    auto laptop = add_customer();
    ASSERT_TRUE(say(laptop, "匿名说的话"));
    auto led = wait(house->store->identify(laptop.id, "user-7", "", "")).value();
    EXPECT_EQ(led.customer.id, phone.customer.id);
    EXPECT_NE(led.customer.id, laptop.customer.id);
    EXPECT_EQ(led.conversation, known.conversation);
}

TEST_F(TheDesk, keeps_everything_over_a_restart)
{
    auto who = add_customer();
    auto message = incoming(who, "重启之前");
    auto copy = message;
    auto before = wait(house->desk->accept(std::move(message))).value();
    auto epoch = house->store->epoch();
    close();
    open();
    EXPECT_EQ(house->store->epoch(), epoch);
    auto after = wait(house->desk->accept(std::move(copy))).value();
    EXPECT_TRUE(after.posted.repeated);
    EXPECT_EQ(after.posted.message->id, before.posted.message->id);
}

}  // namespace
}  // namespace keydesk
