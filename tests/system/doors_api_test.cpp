// One customer, his door, and the agent's API, over real sockets and the real store.
#include "tests/kit/desk_server.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;
using net::test::eventually;

class DoorsApi : public testing::Test {
protected:
    DoorsApi()
    {
        auto made =
            admin.post("/inboxes", R"({"name":"Bot","kind":"fake","settings":{"token":"right"}})");
        EXPECT_EQ(made.status, 201) << made.raw.body;
        inbox = made.text("/inbox/id");
        key = made.text("/inbox/key");
        eventually([&] { return state() == "working"; });
    }

    std::string state() { return admin.get("/inbox_health").text("/items/0/state"); }
    /// The customer writes by his door; the conversation it became.
    std::string say(std::string text, std::string query = "")
    {
        auto reply = server.ask("POST /hooks/" + key + query, std::move(text));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return admin.get("/conversations").text("/items/0/id");
    }
    Browser::Reply answer(const std::string& conversation, std::string text, std::string more = "")
    {
        return agent.post(
            "/conversations/" + conversation + "/messages",
            R"({"client_id":")" + new_id(server.house->clock.now()) +
                R"(","kind":"reply","body":")" + text + R"(","seen_seq":0,"force":true)" + more +
                "}");
    }
    /// The state of the delivery of the newest reply.
    std::string delivery(const std::string& conversation, std::string member = "state")
    {
        auto shown = agent.get("/conversations/" + conversation);
        std::string found;
        for (const auto& one : shown.json.at("messages").as_array()) {
            boost::system::error_code none;
            const auto* value = one.find_pointer("/deliveries/0/" + member, none);
            if (value != nullptr) found = value->as_string();
        }
        return found;
    }

    kit::DeskServer server{kit::fresh_folder("doors-api")};
    Browser admin = server.log_in("admin@desk.example", Role::admin);
    Browser agent = server.log_in("agent@desk.example", Role::agent);
    std::string inbox, key;
};

TEST_F(DoorsApi, what_comes_by_a_hook_is_answered_through_the_same_door)
{
    auto conversation = say("my transfer did not arrive");

    auto shown = agent.get("/conversations/" + conversation);
    EXPECT_EQ(shown.text("/messages/0/body"), "my transfer did not arrive");
    EXPECT_EQ(shown.text("/messages/0/door/kind"), "fake");
    auto doors = agent.get("/conversations/" + conversation + "/doors");
    EXPECT_EQ(doors.text("/items/0/state"), "open") << doors.raw.body;
    EXPECT_EQ(doors.text("/items/0/handle"), "@ann");
    EXPECT_EQ(doors.json.at_pointer("/items/0/capabilities/text/longest").to_number<int>(), 100);
    auto posted = answer(conversation, "we look");
    EXPECT_EQ(posted.status, 201) << posted.raw.body;
    EXPECT_EQ(posted.text("/message/deliveries/0/kind"), "fake");
    EXPECT_TRUE(eventually([&] { return delivery(conversation) == "sent"; }))
        << delivery(conversation);
    EXPECT_EQ(server.told.sent.at(0).text, "we look");
    EXPECT_EQ(answer(conversation, "x", R"(,"via":"nowhere")").text("/errors/0/field"), "via");
}

TEST_F(DoorsApi, only_the_right_key_finds_a_door_and_a_paused_one_still_takes_what_is_pushed)
{
    auto echo = server.ask("GET /hooks/" + key + "?echostr=abc%20d");
    EXPECT_EQ(echo.status, 200);
    EXPECT_EQ(echo.body, "abc d");
    EXPECT_EQ(server.told.calls.at(0).headers.at("host"), "127.0.0.1");
    EXPECT_EQ(server.ask("POST /hooks/guess", "x").status, 404);
    EXPECT_EQ(server.ask("POST /hooks/" + key, std::string(1'100'000, 'x')).status, 413);

    admin.post("/inboxes/" + inbox + "/pause");
    EXPECT_TRUE(eventually([&] { return state() == "paused"; }));
    EXPECT_EQ(server.ask("GET /hooks/" + key + "?echostr=abc").body, "abc");
}

TEST_F(DoorsApi, a_message_that_was_refused_is_shown_and_sent_again_by_an_agent)
{
    auto conversation = say("hello");
    boost::asio::post(server.io, [&] {
        server.told.refusals = {{desk::SendFault::refused, "400", "not taken"}};
    });
    answer(conversation, "an answer");
    ASSERT_TRUE(eventually([&] { return delivery(conversation) == "failed"; }))
        << delivery(conversation);
    EXPECT_EQ(delivery(conversation, "code"), "400");
    EXPECT_EQ(
        admin.get("/inbox_health").json.at_pointer("/items/0/backlog/failed").to_number<int>(), 1);

    auto again = agent.post("/deliveries/" + delivery(conversation, "id") + "/send_again");

    EXPECT_EQ(again.status, 200) << again.raw.body;
    EXPECT_TRUE(eventually([&] { return delivery(conversation) == "sent"; }));
    auto twice = agent.post("/deliveries/" + delivery(conversation, "id") + "/send_again");
    EXPECT_EQ(twice.status, 409);
    EXPECT_EQ(agent.post("/deliveries/00000000-0000-7000-8000-000000000000/cancel").status, 404);
    EXPECT_EQ(admin.post("/inboxes/" + inbox + "/replay").status, 200);
}

TEST_F(DoorsApi, a_customer_goes_on_by_another_door_and_his_conversation_with_him)
{
    auto made = admin.post("/inboxes", R"({"name":"Web","sites":[]})");
    auto web = made.text("/inbox/id"), web_key = made.text("/inbox/key");
    auto token = random_token();
    auto visitor = server.run(server.house->store->create(
        {.inbox = web, .token_hash = token_hash(token), .name = "Guest", .locale = "en"}));
    desk::Incoming said{
        .inbox = web,
        .customer = visitor->customer.id,
        .visitor = visitor->id,
        .client_id = new_id(server.house->clock.now()),
        .text = guard::RawText{"by the widget"},
        .locale = "en"};
    auto accepted = server.run(server.house->desk->accept(std::move(said)));
    auto conversation = accepted->posted.message->conversation;
    ASSERT_TRUE(eventually(
        [&] { return server.ask("GET /chat/v1/inbox?inbox=" + web_key).status == 200; }));

    auto shown = server.ask("GET /chat/v1/inbox?inbox=" + web_key);
    EXPECT_NE(shown.body.find("https://fake.example/desk"), std::string::npos) << shown.body;
    auto body = R"({"inbox":")" + key + "\"}";
    auto nobody = server.ask("POST /chat/v1/continue?inbox=" + web_key, body);
    EXPECT_EQ(nobody.status, 401);
    server.extra = "\r\nAuthorization: Bearer " + token;
    auto link = server.ask("POST /chat/v1/continue?inbox=" + web_key, body);
    ASSERT_EQ(link.status, 200) << link.body;
    server.extra.clear();
    auto start = link.body.find("start=") + 6;
    auto secret = link.body.substr(start, link.body.find('"', start) - start);

    server.ask("POST /hooks/" + key + "?chat=c9&link=" + secret, "now by the other door");

    auto page = agent.get("/conversations/" + conversation);
    auto messages = page.json.at("messages").as_array();
    EXPECT_NE(page.raw.body.find("now by the other door"), std::string::npos) << page.raw.body;
    auto doors = agent.get("/conversations/" + conversation + "/doors");
    EXPECT_EQ(doors.json.at("items").as_array().size(), 2u) << doors.raw.body;
    EXPECT_EQ(doors.text("/items/0/kind"), "fake");
    EXPECT_EQ(doors.text("/items/1/thread"), "web");
}

TEST_F(DoorsApi, a_mails_page_can_do_nothing)
{
    auto conversation = say("text", "?html=%3Cp%3EHello%3C%2Fp%3E");

    auto shown = agent.get("/conversations/" + conversation);
    EXPECT_TRUE(shown.json.at_pointer("/messages/0/has_html").as_bool()) << shown.raw.body;
    auto page = agent.get("/messages/" + shown.text("/messages/0/id") + "/html");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.raw.body, "<p>Hello</p>");
    EXPECT_EQ(
        page.raw.header("Content-Security-Policy"),
        "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    EXPECT_EQ(agent.get("/messages/00000000-0000-7000-8000-000000000000/html").status, 404);
}

TEST_F(DoorsApi, what_lies_in_quarantine_is_listed_read_again_or_dropped)
{
    for (auto id : {"q1", "q2"}) {
        auto put = server.told.inlet->quarantine("too_large", "raw bytes", "a@b.example", "Hi", id);
        ASSERT_TRUE(server.run(std::move(put)));
    }
    auto list = admin.get("/quarantine");
    ASSERT_EQ(list.json.at("items").as_array().size(), 2u) << list.raw.body;
    EXPECT_EQ(list.text("/items/0/reason"), "too_large");
    EXPECT_EQ(list.raw.body.find("raw bytes"), std::string::npos);
    EXPECT_EQ(agent.get("/quarantine").status, 403);

    auto again = admin.post("/quarantine/" + list.text("/items/0/id") + "/retry");
    EXPECT_EQ(again.status, 200) << again.raw.body;
    EXPECT_EQ(server.told.taken_again, "raw bytes");
    EXPECT_EQ(admin.del("/quarantine/" + list.text("/items/1/id")).status, 204);
    EXPECT_TRUE(admin.get("/quarantine").json.at("items").as_array().empty());
}

TEST_F(DoorsApi, two_conversations_are_joined_and_parted_again)
{
    auto first = say("one", "?chat=a");
    server.ask("POST /hooks/" + key + "?chat=b", "two");
    auto list = agent.get("/conversations");
    auto second =
        list.text("/items/0/id") == first ? list.text("/items/1/id") : list.text("/items/0/id");

    auto joined = agent.post(
        "/conversations/" + second + "/join",
        R"({"into":")" + first + R"(","reason":"same person"})");

    ASSERT_EQ(joined.status, 201) << joined.raw.body;
    auto related = agent.get("/conversations/" + first + "/related");
    EXPECT_EQ(related.text("/joins/0/reason"), "same person") << related.raw.body;
    server.ask("POST /hooks/" + key + "?chat=b", "three");
    auto shown = agent.get("/conversations/" + first).raw.body;
    EXPECT_NE(shown.find("three"), std::string::npos);
    EXPECT_EQ(agent.post("/joins/" + joined.text("/join") + "/undo").status, 204);
    EXPECT_EQ(agent.post("/joins/" + joined.text("/join") + "/undo").status, 409);
    EXPECT_EQ(
        agent
            .post(
                "/conversations/" + first + "/join", R"({"into":")" + first + R"(","reason":"x"})")
            .status,
        400);
}

TEST_F(DoorsApi, consoles_hear_what_becomes_of_a_message_and_of_the_doors)
{
    auto conversation = say("hello");
    net::test::Peer console{server.port};
    auto opened = console.ask(net::test::handshake_of(
        "/api/v1/ws",
        "Origin: http://h\r\nCookie: keydesk=" + admin.cookie +
            "\r\nSec-WebSocket-Protocol: desk.v1\r\n"));
    ASSERT_EQ(opened.status, 101) << opened.body;
    console.send(net::test::frame_of(R"({"t":"hello","csrf":")" + admin.csrf + "\"}"));
    auto heard = [&](std::string_view words) {
        for (int i = 0; i < 50; ++i) {
            auto frame = net::test::read_frame(console);
            if (frame.payload.find(words) != std::string::npos) return frame.payload;
        }
        return std::string{};
    };
    EXPECT_FALSE(heard(R"("t":"welcome")").empty());

    answer(conversation, "we look");

    auto delivery = heard(R"("state":"sent","code")");
    EXPECT_NE(delivery.find(R"("t":"delivery")"), std::string::npos) << delivery;
    EXPECT_FALSE(heard(R"("t":"health")").empty());
    admin.post("/inboxes/" + inbox + "/pause");
    EXPECT_FALSE(heard(R"("state":"paused")").empty());
}

TEST_F(DoorsApi, visits_by_post_may_end_while_their_sessions_still_catch_up)
{
    auto web = admin.post("/inboxes", R"({"name":"Website"})").text("/inbox/key");
    // The chat door hears of a new inbox a moment later.
    auto known = [&] { return server.ask("GET /chat/v1/inbox?inbox=" + web).status == 200; };
    ASSERT_TRUE(eventually(known));
    for (int i = 0; i < 10; ++i) {
        auto cmid = new_id(server.house->clock.now());
        auto visit = server.ask(
            "POST /chat/v1/cmd?inbox=" + web,
            R"([{"t":"hello","v":1,"dev":"d"},{"t":"send","cmid":")" + cmid +
                R"(","kind":"text","body":"hello"}])");
        EXPECT_EQ(visit.status, 200);
        EXPECT_TRUE(visit.body.contains(R"("t":"ack")")) << visit.body;
    }
    EXPECT_TRUE(known());
}

}  // namespace
}  // namespace keydesk
