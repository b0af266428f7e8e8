// What integrators are promised: everything once, in order, signed, whatever happened meanwhile;
// and no call to where nobody may call.
#include "store/integrators/webhooks.hpp"
#include "app/parts/webhook_post.hpp"
#include "tests/kit/raw_server.hpp"
#include "tests/system/house.hpp"

#include <boost/json.hpp>

#include <set>

namespace keydesk {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

/// A receiver that is checked like a real one checks us: the signature first.
struct Received {
    std::string id, event, signature, body;
};

class Receiver {
public:
    std::string url() const { return server_.url() + "/hook"; }
    std::uint16_t port() const { return server_.port(); }
    int calls() const { return calls_; }
    std::vector<Received> all() const
    {
        std::scoped_lock lock{mutex_};
        return got_;
    }
    Texts words() const
    {
        Texts out;
        for (const auto& one : all()) {
            auto body = boost::json::parse(one.body);
            boost::system::error_code none;
            const auto* words = body.find_pointer("/data/message/body", none);
            out.push_back(words != nullptr ? std::string{words->as_string()} : one.event);
        }
        return out;
    }

    std::atomic<int> status = 200;
    std::string more;  ///< Further header lines.
    std::string says = "ok";

private:
    static std::string field(const std::string& head, const std::string& name)
    {
        auto at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        at += name.size() + 4;
        return head.substr(at, head.find("\r\n", at) - at);
    }
    void serve(kit::RawPeer& peer)
    {
        auto head = peer.head();
        if (head.empty()) return;
        ++calls_;
        auto length = std::stoul(field(head, "Content-Length"));
        std::string body(length, '\0');
        for (std::size_t have = 0; have < length;) {
            auto part = peer.take(length - have);
            if (part.empty()) return;
            body.replace(have, part.size(), part);
            have += part.size();
        }
        if (status == 200) {
            std::scoped_lock lock{mutex_};
            got_.push_back(
                {field(head, "Keydesk-Delivery"),
                 field(head, "Keydesk-Event"),
                 field(head, "Keydesk-Signature"),
                 body});
        }
        peer.say(
            "HTTP/1.1 " + std::to_string(status) + " X\r\nConnection: close\r\n" + more +
            "Content-Length: " + std::to_string(says.size()) + "\r\n\r\n" + says);
    }

    mutable std::mutex mutex_;
    std::vector<Received> got_;
    std::atomic<int> calls_ = 0;
    kit::RawServer server_{[this](kit::RawPeer& peer) { serve(peer); }};
};

class WebhooksTest : public HouseTest {
protected:
    WebhooksTest() { wire(); }

    /// As after a start: nothing of the memory before is left.
    void wire()
    {
        hooks = std::make_unique<store::Webhooks>(*house->database, clock);
        sender = std::make_unique<desk::WebhookSender>(desk::WebhookSender::Parts{
            *hooks,
            house->sealer,
            clock,
            app::webhook_post(client, reach, &resolved),
            [this](std::string_view line) { log.emplace_back(line); }});
    }
    std::string add(std::string url, Texts events = {"message.created"})
    {
        auto id = new_id(clock.now());
        auto sealed = house->sealer.seal(desk::webhook_purpose(id), Secret{"whsec_first"});
        desk::Webhook hook{.id = id, .url = std::move(url), .events = events, .secret = sealed};
        EXPECT_TRUE(wait(hooks->add_webhook(hook, {.actor = "system"})));
        // The follower is new to this desk: it sits down at the end of the log.
        follow();
        return id;
    }
    void follow() { EXPECT_TRUE(wait(house->log->catch_up(follower))); }
    int drain(const std::string& id)
    {
        auto sent = wait(sender->drain(id));
        EXPECT_TRUE(sent) << sent.error().what;
        return sent.value_or(-1);
    }
    /// Moves the clock in steps and sends whatever is due, as the desk would.
    void let_pass(std::chrono::milliseconds time, std::chrono::milliseconds step)
    {
        for (std::chrono::milliseconds gone{0}; gone < time; gone += step) {
            clock.advance(step);
            auto due = wait(hooks->due());
            ASSERT_TRUE(due);
            for (const auto& one : *due) drain(one);
        }
    }
    desk::WebhookDelivery newest(const std::string& id)
    {
        return wait(hooks->deliveries(id, "", 0, 1)).value().at(0);
    }
    std::string signature(const Received& one, const std::string& secret)
    {
        auto at = one.signature.substr(2, one.signature.find(',') - 2);
        return "v1=" + hex(hmac_sha256(secret, at + "." + one.body));
    }

    Receiver receiver;
    net::HttpClient client{io};
    net::Reach reach{{*net::Network::parse("127.0.0.1")}};
    Texts resolved;
    std::unique_ptr<store::Webhooks> hooks;
    std::unique_ptr<desk::WebhookSender> sender;
    store::WebhookFollower follower{[] {}};
};

TEST_F(
    WebhooksTest, three_days_without_a_receiver_lose_nothing_double_nothing_and_turn_nothing_round)
{
    auto id = add(receiver.url());
    auto who = add_customer();
    Texts said;
    receiver.status = 503;
    for (int day = 0; day < 3; ++day) {
        for (int i = 0; i < 20; ++i) {
            said.push_back("word " + std::to_string(day) + "." + std::to_string(i));
            say(who, said.back()).value();
            follow();
            let_pass(1h + 12min, 24min);
        }
        // The desk itself is killed once a day, in the middle of an attempt.
        ASSERT_TRUE(wait(hooks->due()));
        (void)wait(hooks->lease(id));
        close();
        open();
        wire();
    }
    EXPECT_TRUE(receiver.all().empty());
    // An hour at most between two tries: the circuit is open, the receiver is not hammered.
    EXPECT_LT(receiver.calls(), 150);
    EXPECT_GE(wait(hooks->webhook(id))->failures, desk::kWebhookBroken);

    receiver.status = 200;
    let_pass(2h, 24min);
    EXPECT_EQ(receiver.words(), said);
    std::set<std::string> ids;
    for (const auto& one : receiver.all()) {
        ids.insert(one.id);
        EXPECT_TRUE(one.signature.ends_with(signature(one, "whsec_first"))) << one.signature;
    }
    EXPECT_EQ(ids.size(), said.size());
    let_pass(24h, 1h);
    EXPECT_EQ(receiver.all().size(), said.size());
    EXPECT_EQ(wait(hooks->webhook(id))->failures, 0);
}

TEST_F(WebhooksTest, what_a_kill_left_in_the_middle_is_sent_again_under_the_same_id)
{
    auto id = add(receiver.url());
    say(add_customer(), "one").value();
    follow();
    auto leased = wait(hooks->lease(id)).value().value();
    close();
    open();
    wire();
    EXPECT_EQ(drain(id), 1);
    ASSERT_EQ(receiver.all().size(), 1U);
    EXPECT_EQ(receiver.all()[0].id, leased.delivery.id);
    EXPECT_EQ(newest(id).attempts, 2);
    EXPECT_EQ(drain(id), 0);
}

TEST_F(WebhooksTest, while_a_secret_is_rotated_both_sign)
{
    auto id = add(receiver.url());
    auto sealed = house->sealer.seal(desk::webhook_purpose(id), Secret{"whsec_second"});
    ASSERT_TRUE(wait(hooks->rotate_secret(id, sealed, clock.now() + 24h, {.actor = "system"})));
    auto who = add_customer();
    say(who, "one").value();
    follow();
    drain(id);
    clock.advance(25h);
    say(who, "two").value();
    follow();
    drain(id);
    auto got = receiver.all();
    ASSERT_EQ(got.size(), 2U);
    EXPECT_TRUE(got[0].signature.contains(signature(got[0], "whsec_first")));
    EXPECT_TRUE(got[0].signature.contains(signature(got[0], "whsec_second")));
    EXPECT_FALSE(got[1].signature.contains(signature(got[1], "whsec_first")));
    EXPECT_TRUE(got[1].signature.contains(signature(got[1], "whsec_second")));
}

TEST_F(WebhooksTest, retry_after_is_waited_for_and_gone_switches_off)
{
    auto id = add(receiver.url());
    auto who = add_customer();
    say(who, "one").value();
    follow();
    receiver.status = 429;
    receiver.more = "Retry-After: 7200\r\n";
    EXPECT_EQ(drain(id), 1);
    clock.advance(119min);
    EXPECT_EQ(drain(id), 0);
    clock.advance(2min);
    receiver.status = 410;
    EXPECT_EQ(drain(id), 1);
    auto hook = wait(hooks->webhook(id)).value();
    EXPECT_FALSE(hook.enabled);
    EXPECT_EQ(hook.off_reason, "gone");
    say(who, "two").value();
    follow();
    clock.advance(2h);
    EXPECT_TRUE(wait(hooks->due())->empty());
    EXPECT_EQ(receiver.calls(), 2);
}

TEST_F(WebhooksTest, the_last_ten_attempts_are_remembered_without_secrets)
{
    auto id = add(receiver.url());
    say(add_customer(), "one").value();
    follow();
    receiver.status = 500;
    receiver.says =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon "
        "abandon abandon about " +
        std::string(600, 'x');
    for (int i = 0; i < 12; ++i) {
        EXPECT_EQ(drain(id), 1);
        clock.advance(2h);
    }
    receiver.status = 200;
    EXPECT_EQ(drain(id), 1);

    auto tries = newest(id).tries;
    ASSERT_EQ(tries.size(), 10U);
    EXPECT_EQ(tries[0].attempt, 13);
    EXPECT_EQ(tries[0].status, 200);
    EXPECT_EQ(tries[1].status, 500);
    EXPECT_EQ(tries[1].at, clock.now() - 2h);
    EXPECT_EQ(tries[9].attempt, 4);
    EXPECT_FALSE(tries[1].answer.contains("abandon"));
    EXPECT_LE(tries[1].answer.size(), 600U);
}

TEST_F(WebhooksTest, what_failed_for_good_is_sent_again_when_somebody_says_so)
{
    auto id = add(receiver.url());
    auto who = add_customer();
    for (auto word : {"one", "two"}) say(who, word).value();
    follow();
    receiver.status = 500;
    let_pass(9 * 24h, 6h);
    EXPECT_EQ(wait(hooks->deliveries(id, "failed", 0, 10))->size(), 2U);
    receiver.status = 200;
    let_pass(1h, 1h);
    EXPECT_TRUE(receiver.all().empty());
    EXPECT_EQ(wait(hooks->replay_failed(id, {}, {.actor = "system"})).value(), 2);
    let_pass(2h, 1h);
    EXPECT_EQ(receiver.words(), (Texts{"one", "two"}));
    auto again = receiver.all()[0].id;
    ASSERT_TRUE(wait(hooks->replay(id, again, {.actor = "system"})));
    drain(id);
    EXPECT_EQ(receiver.all().size(), 3U);
    EXPECT_EQ(receiver.all()[2].id, again);
}

TEST_F(WebhooksTest, who_asked_for_something_else_hears_only_that)
{
    auto id = add(receiver.url(), {"conversation.created", "conversation.status"});
    auto who = add_customer();
    ASSERT_TRUE(wait(house->store->identify(who.id, "u-7", "Ann", "")));
    auto conversation = say(who, "one")->posted.message->conversation;
    say(who, "two").value();
    ASSERT_TRUE(
        wait(house->desk->change(conversation, who.customer.id, agent, {.status = "resolved"})));
    follow();
    drain(id);
    Texts events;
    for (const auto& one : receiver.all()) events.push_back(one.event);
    EXPECT_EQ(events, (Texts{"conversation.created", "conversation.status"}));
    EXPECT_TRUE(receiver.all()[1].body.contains(R"("status":"resolved")"));
    EXPECT_TRUE(receiver.all()[1].body.contains(R"("external_id":"u-7")"));
}

TEST_F(WebhooksTest, a_name_that_leads_elsewhere_at_the_moment_of_connecting_is_refused)
{
    reach = net::Reach{{*net::Network::parse("127.0.0.1")}, {receiver.port()}};
    wire();
    auto host = "hooks.example.org:" + std::to_string(receiver.port());
    auto id = add("http://" + host + "/hook");
    auto who = add_customer();
    resolved = {host + ":127.0.0.1"};
    say(who, "one").value();
    follow();
    EXPECT_EQ(drain(id), 1);
    EXPECT_EQ(receiver.words(), Texts{"one"});
    // The name server changes its mind between two deliveries.
    for (auto answer : {"127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "[fd00::1]"}) {
        resolved = {host + ":" + answer};
        say(who, answer).value();
        follow();
        EXPECT_EQ(drain(id), 1) << answer;
        auto refused = wait(hooks->deliveries(id, "queued", 0, 10)).value().back();
        EXPECT_TRUE(refused.fault.starts_with("address not allowed")) << refused.fault;
        clock.advance(2h);
    }
    EXPECT_EQ(receiver.calls(), 1);
    resolved = {host + ":127.0.0.1"};
    clock.advance(2h);
    drain(id);
    EXPECT_EQ(receiver.all().size(), 6U);
}

TEST_F(WebhooksTest, a_redirect_is_not_followed)
{
    Receiver target;
    receiver.status = 302;
    receiver.more = "Location: " + target.url() + "\r\n";
    auto id = add(receiver.url());
    say(add_customer(), "one").value();
    follow();
    drain(id);
    EXPECT_EQ(target.calls(), 0);
    EXPECT_EQ(newest(id).status, 302);
    EXPECT_EQ(newest(id).state, "queued");
}

TEST_F(WebhooksTest, what_the_guard_takes_back_is_in_no_delivery_either)
{
    auto id = add(receiver.url());
    receiver.status = 500;
    auto who = add_customer();
    // A phrase in two halves (public test vector): together they are one.
    say(who, "legal winner thank year wave sausage").value();
    follow();
    drain(id);
    say(who, "worth useful legal winner thank yellow").value();
    follow();
    for (const auto& one : wait(hooks->deliveries(id, "", 0, 10)).value()) {
        EXPECT_FALSE(one.body.contains("sausage")) << one.body;
    }
}

}  // namespace
}  // namespace keydesk
