#include "channels/telegram/channel.hpp"

#include "channels/telegram/kind.hpp"
#include "net/server.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <filesystem>
#include <fstream>

namespace keydesk::telegram {
namespace {

using namespace std::chrono_literals;
using desk::SendFault;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A Telegram that says what a test wants, method by method.
class Telegram {
public:
    explicit Telegram(boost::asio::io_context& io)
    {
        net::Router router;
        auto answer = [this](net::Request& request) { return serve(request); };
        router.on(net::Method::post, "/*rest", answer);
        router.on(net::Method::get, "/*rest", answer);
        net::ServerSettings settings;
        settings.listen.front().port = 0;
        server_.emplace(io, std::move(router), std::move(settings));
        if (auto up = server_->listen(); !up) throw std::runtime_error(up.error().what);
    }
    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(server_->bound().front().port);
    }

    struct Asked {
        std::string method;
        std::string body;
    };
    std::vector<std::string> bodies(std::string_view method) const
    {
        std::vector<std::string> out;
        for (const auto& one : asked) {
            if (one.method == method) out.push_back(one.body);
        }
        return out;
    }

    std::vector<Asked> asked;
    std::map<std::string, std::vector<net::Response>> next;  ///< Said once each, in this order.
    json::array updates;
    bool hangs = false;

private:
    Task<net::Response> serve(net::Request& request)
    {
        auto body = co_await request.body(1 << 20);
        auto method = request.path.substr(request.path.rfind('/') + 1);
        asked.push_back({method, body.value_or("")});
        if (hangs) co_await sleep_for(1h);
        if (auto& said = next[method]; !said.empty()) {
            auto response = std::move(said.front());
            said.erase(said.begin());
            co_return response;
        }
        if (request.path.contains("/file/")) co_return net::text(200, "bytes of " + method);
        if (method == "getUpdates") {
            auto list = json::serialize(unconfirmed(body.value_or("")));
            if (list == "[]") co_await sleep_for(20ms);
            co_return ok(list);
        }
        if (method == "getMe") {
            co_return ok(
                R"({"id":1000,"is_bot":true,"first_name":"MyWallet","username":"MyWalletBot",)"
                R"("can_join_groups":true,"can_read_all_group_messages":false})");
        }
        if (method == "getFile") co_return ok(R"({"file_id":"F","file_path":"photos/f_1.jpg"})");
        co_return ok(R"({"message_id":77})");
    }
    json::array unconfirmed(const std::string& body)
    {
        auto offset = number_at(json::parse(body), "/offset").value_or(0);
        json::array left;
        for (auto& one : updates) {
            if (update_id(one).value_or(0) >= offset) left.push_back(one);
        }
        updates = left;
        return left;
    }

public:
    static net::Response ok(const std::string& result)
    {
        return net::json(200, R"({"ok":true,"result":)" + result + "}");
    }
    static net::Response refusal(int code, const std::string& parameters = "{}")
    {
        return net::json(
            code,
            R"({"ok":false,"error_code":)" + std::to_string(code) +
                R"(,"description":"words","parameters":)" + parameters + "}");
    }

private:
    std::optional<net::Server> server_;
};

/// The desk, in memory.
class Inlet final : public desk::Inlet {
public:
    Task<Result<desk::Entered>> accept(desk::Arrival arrival) override
    {
        if (fault) co_return fail(*std::exchange(fault, std::nullopt));
        desk::Entered out{.conversation = "c1", .locale = "en"};
        if (arrival.person.locale.starts_with("zh")) out.locale = "zh-CN";
        for (const auto& one : arrivals) {
            if (one.external_id == arrival.external_id) out.repeated = true;
        }
        if (!out.repeated) arrivals.push_back(std::move(arrival));
        co_return out;
    }
    Task<Result<void>> note(desk::Notice notice) override
    {
        if (note_fault) co_return fail(*note_fault);
        notices.push_back(std::move(notice));
        co_return Result<void>{};
    }
    Task<Result<void>> quarantine(
        std::string, std::string, std::string, std::string, std::string) override
    {
        co_return Result<void>{};
    }
    Task<Result<std::string>> recall(std::string key) override { co_return memory[key]; }
    Task<Result<void>> remember(std::string key, std::string value) override
    {
        memory[key] = std::move(value);
        co_return Result<void>{};
    }
    Task<Result<std::string>> make_link(std::string, std::string bound_to) override
    {
        co_return "link-for-" + bound_to;
    }
    void working() override { ++well; }
    void failing(std::string code, std::string) override { faults.push_back(std::move(code)); }
    const Clock& clock() const noexcept override { return time; }
    const std::string& public_url() const noexcept override { return url; }
    std::vector<std::string> own_names() const override { return {"MyWallet"}; }

    std::vector<std::string> texts() const
    {
        std::vector<std::string> out;
        for (const auto& one : arrivals) out.push_back(one.text.reveal());
        return out;
    }

    std::vector<desk::Arrival> arrivals;
    std::vector<desk::Notice> notices;
    std::map<std::string, std::string> memory;
    std::optional<Error> fault;
    std::optional<Error> note_fault;
    std::vector<std::string> faults;
    int well = 0;
    ManualClock time;
    std::string url = "https://desk.example";
};

class TelegramDoor : public testing::Test {
protected:
    std::unique_ptr<desk::Channel> open(desk::ChannelSettings more = {})
    {
        desk::ChannelSettings fields{
            {"bot_token", "1000:secret"},
            {"api_root", telegram.url()},
            {"deadline", "1"},
            {"groups", "-1001 https://t.me/mw Users"},
            {"mode", "webhook"}};
        for (auto& [key, value] : more) fields[key] = value;
        auto made = kind->make("inbox-key", fields, inlet);
        return made ? std::move(*made) : nullptr;
    }

    /// The secret that Telegram was told.
    std::string secret()
    {
        kit::finish(io, channel->set_up());
        auto body = telegram.bodies("setWebhook").back();
        return text_at(json::parse(body), "/secret_token");
    }
    desk::HookReply call(const json::value& update, std::string token)
    {
        desk::HookCall call{.method = "POST", .body = json::serialize(update)};
        call.headers["x-telegram-bot-api-secret-token"] = std::move(token);
        return kit::finish(io, channel->hook(std::move(call)));
    }
    int call(const json::value& update) { return call(update, token_).status; }

    /// Lets run() go on until `holds`, or for a while.
    void let_run(desk::Channel& door, const std::function<bool()>& holds)
    {
        boost::asio::cancellation_signal cancel;
        bool ended = false;
        boost::asio::co_spawn(
            io, door.run(), boost::asio::bind_cancellation_slot(cancel.slot(), [&](auto, auto) {
                ended = true;
            }));
        auto end = std::chrono::steady_clock::now() + 4s;
        while (!holds() && !ended && std::chrono::steady_clock::now() < end) io.run_one_for(20ms);
        cancel.emit(boost::asio::cancellation_type::terminal);
        while (!ended) io.run_one_for(20ms);
    }
    /// What the door has said by itself.
    std::vector<std::string> courtesies(std::size_t count = 1)
    {
        let_run(*channel, [&] { return telegram.bodies("sendMessage").size() >= count; });
        return telegram.bodies("sendMessage");
    }

    desk::Sent send(desk::Departure departure)
    {
        if (departure.address.empty()) departure.address = R"({"chat":42})";
        departure.id = "11111111-2222-3333-4444-555555555555";
        return kit::finish(io, channel->send(std::move(departure)));
    }

    boost::asio::io_context io;
    net::HttpClient http{io};
    Telegram telegram{io};
    Inlet inlet;
    std::unique_ptr<desk::ChannelKind> kind = make_kind(http);
    std::unique_ptr<desk::Channel> channel = open();
    std::string token_ = secret();
};

json::object person(std::int64_t id = 42, const char* name = "Anna", const char* locale = "en")
{
    return {{"id", id}, {"is_bot", false}, {"first_name", name}, {"language_code", locale}};
}

json::value said(std::int64_t id, json::object fields, bool group = false)
{
    json::object message{{"message_id", id}, {"date", 1'700'000'000}, {"from", person()}};
    message["chat"] = group
                          ? json::object{{"id", -1001}, {"type", "supergroup"}, {"title", "Users"}}
                          : json::object{{"id", 42}, {"type", "private"}};
    for (auto& [key, value] : fields) message[key] = value;
    return {{"update_id", id}, {"message", message}};
}

json::value start(const std::string& token, std::int64_t id = 5)
{
    auto text = "/start" + (token.empty() ? "" : " " + token);
    json::array entities{{{"type", "bot_command"}, {"offset", 0}, {"length", 6}}};
    return said(id, {{"text", text}, {"entities", entities}});
}

TEST_F(TelegramDoor, TheHookHearsOnlyWhoKnowsTheSecret)
{
    EXPECT_EQ(call(said(1, {{"text", "x"}}), "wrong").status, 401);
    EXPECT_EQ(call(said(1, {{"text", "x"}}), "").status, 401);
    EXPECT_EQ(kit::finish(io, channel->hook({.method = "POST", .body = "{}"})).status, 401);
    EXPECT_THAT(inlet.arrivals, IsEmpty());
    EXPECT_EQ(call(said(1, {{"text", "x"}})), 200);
    EXPECT_THAT(inlet.texts(), ElementsAre("x"));

    channel = open({{"mode", "polling"}});
    EXPECT_EQ(call(said(2, {{"text", "y"}})), 401);
}

TEST_F(TelegramDoor, TheSecretIsOneThatTelegramTakes)
{
    EXPECT_EQ(token_.size(), 43U);
    EXPECT_EQ(
        token_.find_first_not_of(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"),
        token_.npos);
    EXPECT_THAT(
        telegram.bodies("setWebhook").back(), HasSubstr("https://desk.example/hooks/inbox-key"));
}

TEST_F(TelegramDoor, AcknowledgesOnlyWhatTheDeskHas)
{
    inlet.fault = Error{ErrorKind::unavailable, "disk"};
    EXPECT_EQ(call(said(1, {{"text", "x"}})), 503);
    EXPECT_EQ(call(said(1, {{"text", "x"}})), 200);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(call(said(1, {{"text", "x"}})), 200);
    EXPECT_THAT(inlet.texts(), ElementsAre("x"));
}

TEST_F(TelegramDoor, WhatTheDeskNeverTakesDoesNotDamUpTheChat)
{
    inlet.fault = Error{ErrorKind::denied, "blocked"};
    EXPECT_EQ(call(said(1, {{"text", "x"}})), 200);
    desk::HookCall broken{.method = "POST", .body = "{\"update"};
    broken.headers["x-telegram-bot-api-secret-token"] = token_;
    EXPECT_EQ(kit::finish(io, channel->hook(std::move(broken))).status, 200);
}

TEST_F(TelegramDoor, PollingConfirmsAfterTheDeskHasIt)
{
    channel = open({{"mode", "polling"}});
    telegram.updates = {said(7, {{"text", "a"}}), said(8, {{"text", "b"}})};
    inlet.fault = Error{ErrorKind::unavailable, "disk"};
    let_run(*channel, [&] { return telegram.updates.empty(); });
    EXPECT_THAT(inlet.texts(), ElementsAre("a", "b"));
    auto polls = telegram.bodies("getUpdates");
    EXPECT_THAT(polls.at(0), HasSubstr(R"("offset":0)"));
    EXPECT_THAT(polls.at(1), HasSubstr(R"("offset":0)"));  // Nothing was stored: nothing confirmed.
    EXPECT_THAT(polls.at(2), HasSubstr(R"("offset":9)"));
    EXPECT_GT(inlet.well, 0);
}

TEST_F(TelegramDoor, AWrongTokenEndsTheRunAndAConflictDoesNot)
{
    telegram.next["getMe"].push_back(Telegram::refusal(401));
    auto ended = kit::finish(io, channel->run());
    EXPECT_EQ(ended.error().kind, ErrorKind::denied);
    EXPECT_THAT(ended.error().what, testing::Not(HasSubstr("secret")));

    channel = open({{"mode", "polling"}});
    telegram.next["getUpdates"].push_back(Telegram::refusal(409));
    let_run(*channel, [&] { return telegram.bodies("getUpdates").size() > 1; });
    EXPECT_THAT(inlet.faults, Contains("conflict"));
}

TEST_F(TelegramDoor, AStartWithATokenJoinsAndABareOneOnlyGreets)
{
    call(start(""));
    call(start("T0ken_-x", 6));
    EXPECT_THAT(inlet.arrivals, IsEmpty());
    ASSERT_EQ(inlet.notices.size(), 2U);
    EXPECT_EQ(inlet.notices[1].what, desk::Notice::What::allowed);
    EXPECT_EQ(inlet.notices[1].link, "T0ken_-x");
    EXPECT_EQ(inlet.notices[1].place.key, "p:42");
    auto said = courtesies(2);
    EXPECT_THAT(said.at(0), HasSubstr("Hello!"));
    EXPECT_THAT(said.at(1), HasSubstr("We go on here"));
}

TEST_F(TelegramDoor, ALinkOfSomebodyElseIsRefusedInWords)
{
    inlet.note_fault = Error{ErrorKind::denied, "bound to another"};
    call(start("stolen"));
    call(start("stolen"));  // A repeat is not greeted again.
    EXPECT_THAT(courtesies().front(), HasSubstr("used up or was made for another account"));
    EXPECT_EQ(telegram.bodies("sendMessage").size(), 1U);
}

TEST_F(TelegramDoor, AQuestionInAGroupIsTakenAndLedIntoPrivate)
{
    json::object fields{{"text", "联系@MyWalletBot好吗"}, {"from", person(42, "安娜", "zh-hans")}};
    for (int i = 0; i < 5; ++i) call(said(9, fields, true));
    ASSERT_EQ(inlet.arrivals.size(), 1U);
    EXPECT_EQ(inlet.arrivals[0].place.key, "g:-1001:0:42");
    EXPECT_TRUE(inlet.arrivals[0].place.is_public);
    auto answers = courtesies();
    ASSERT_EQ(answers.size(), 1U);
    auto answer = json::parse(answers[0]);
    EXPECT_EQ(number_at(answer, "/chat_id"), -1001);
    EXPECT_EQ(number_at(answer, "/reply_parameters/message_id"), 9);
    EXPECT_THAT(text_at(answer, "/text"), HasSubstr("转到私聊"));
    EXPECT_EQ(
        text_at(answer, "/reply_markup/inline_keyboard/0/0/url"),
        "https://t.me/MyWalletBot?start=link-for-42");
}

TEST_F(TelegramDoor, ChatterAndOtherGroupsStayOutside)
{
    call(said(9, {{"text", "good morning"}}, true));
    json::object elsewhere{{"id", -1002}, {"type", "supergroup"}};
    call(said(10, {{"text", "@MyWalletBot hi"}, {"chat", elsewhere}}, true));
    EXPECT_THAT(inlet.arrivals, IsEmpty());
}

TEST_F(TelegramDoor, LeavesAGroupThatIsNotRegistered)
{
    json::object chat{{"id", -1002}, {"type", "supergroup"}};
    json::object change{
        {"chat", chat}, {"from", person()}, {"new_chat_member", {{"status", "member"}}}};
    call({{"update_id", 3}, {"my_chat_member", change}});
    let_run(*channel, [&] { return !telegram.bodies("leaveChat").empty(); });
    EXPECT_THAT(telegram.bodies("sendMessage").at(0), HasSubstr("-1002"));
    EXPECT_THAT(telegram.bodies("leaveChat"), ElementsAre(R"({"chat_id":-1002})"));
}

TEST_F(TelegramDoor, WarnsAGroupOfWhoGoesByOurNameOnce)
{
    for (int id : {11, 12}) {
        call(said(id, {{"text", "write me"}, {"from", person(66, "МуWаllеt Suрроrt")}}, true));
    }
    EXPECT_THAT(courtesies().front(), HasSubstr("resembles ours"));
    EXPECT_EQ(telegram.bodies("sendMessage").size(), 1U);
    EXPECT_THAT(inlet.arrivals, IsEmpty());

    call(said(
        13,
        {{"text", "hello"},
         {"from", person(66, "MyWallet Support")},
         {"chat", {{"id", 66}, {"type", "private"}}}}));
    EXPECT_THAT(inlet.arrivals.at(0).warnings, Contains("name resembles ours: MyWallet"));

    channel = open({{"team", "66 Grace"}});
    call(said(
        14,
        {{"text", "hello"},
         {"from", person(66, "MyWallet Support")},
         {"chat", {{"id", 66}, {"type", "private"}}}}));
    EXPECT_THAT(inlet.arrivals.at(1).warnings, IsEmpty());
}

json::value part(std::int64_t id, const char* caption = "")
{
    return said(
        id,
        {{"media_group_id", "g1"},
         {"caption", caption},
         {"photo", json::array{json::object{{"file_id", "F" + std::to_string(id)}}}}});
}

TEST_F(TelegramDoor, AnAlbumIsOneMessageAndOutlivesARestart)
{
    EXPECT_EQ(call(part(20, "see")), 200);
    EXPECT_EQ(call(part(21)), 200);
    EXPECT_THAT(inlet.arrivals, IsEmpty());
    channel = open();  // The process ended before the album was quiet.
    EXPECT_EQ(call(part(21)), 200);
    EXPECT_EQ(call(part(22)), 200);
    inlet.time.advance(1500ms);
    let_run(*channel, [&] { return !inlet.arrivals.empty(); });
    ASSERT_EQ(inlet.arrivals.size(), 1U);
    EXPECT_EQ(inlet.arrivals[0].external_id, "42:20");
    EXPECT_EQ(inlet.arrivals[0].text.reveal(), "see");
    EXPECT_EQ(inlet.arrivals[0].files.size(), 3U);

    call(part(22));  // Repeated: nothing new. Late: a message of its own.
    call(part(23));
    inlet.time.advance(1500ms);
    let_run(*channel, [&] { return inlet.arrivals.size() > 1; });
    ASSERT_EQ(inlet.arrivals.size(), 2U);
    EXPECT_EQ(inlet.arrivals[1].external_id, "42:23");
}

TEST_F(TelegramDoor, WhatFollowsAnAlbumDoesNotOvertakeIt)
{
    call(part(20, "first"));
    call(said(24, {{"text", "second"}}));
    EXPECT_THAT(inlet.texts(), ElementsAre("first", "second"));
}

TEST_F(TelegramDoor, NoSecretPhraseWaitsInAnAlbumsMemory)
{
    std::string phrase =
        "legal winner thank year wave sausage worth useful legal winner thank yellow";
    call(part(20, phrase.c_str()));
    for (const auto& [key, value] : inlet.memory) {
        EXPECT_THAT(value, testing::Not(HasSubstr("sausage"))) << key;
    }
}

TEST_F(TelegramDoor, EditsBlocksAndButtonsAreTold)
{
    auto update = said(30, {{"text", "corrected"}}).as_object();
    call({{"update_id", 31}, {"edited_message", update.at("message")}});
    json::object chat{{"id", 42}, {"type", "private"}};
    for (const auto* status : {"kicked", "member"}) {
        json::object change{
            {"chat", chat}, {"from", person()}, {"new_chat_member", {{"status", status}}}};
        call({{"update_id", 32}, {"my_chat_member", change}});
    }
    using What = desk::Notice::What;
    ASSERT_EQ(inlet.notices.size(), 3U);
    EXPECT_EQ(inlet.notices[0].what, What::edited);
    EXPECT_EQ(inlet.notices[0].external_id, "42:30");
    EXPECT_EQ(inlet.notices[1].what, What::unreachable);
    EXPECT_EQ(inlet.notices[2].what, What::reachable);

    call({{"update_id", 33}, {"callback_query", {{"id", "q1"}}}});
    let_run(*channel, [&] { return !telegram.bodies("answerCallbackQuery").empty(); });
    EXPECT_THAT(telegram.bodies("answerCallbackQuery").at(0), HasSubstr("q1"));
}

TEST_F(TelegramDoor, AGroupThatMovedKeepsItsThreadsAndItsRegistration)
{
    call(said(40, {{"migrate_to_chat_id", -1009}}, true));
    channel = open();
    json::object now{{"id", -1009}, {"type", "supergroup"}};
    call(said(41, {{"text", "@MyWalletBot still there?"}, {"chat", now}}, true));
    ASSERT_EQ(inlet.notices.size(), 1U);
    EXPECT_EQ(inlet.notices[0].what, desk::Notice::What::moved);
    EXPECT_EQ(inlet.notices[0].place.key, "g:-1001:0:42");
    EXPECT_EQ(inlet.notices[0].new_key, "g:-1009:0:42");
    EXPECT_EQ(inlet.arrivals.at(0).place.key, "g:-1009:0:42");
}

TEST_F(TelegramDoor, SendsATextAndNamesIt)
{
    auto sent = send({.text = "hello"});
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->external_id, "42:77");
    EXPECT_THAT(telegram.bodies("sendMessage").back(), HasSubstr(R"("text":"hello")"));
}

TEST_F(TelegramDoor, SendsAFileAndWhatIsNoPhotoAsADocument)
{
    auto path = std::filesystem::temp_directory_path() / "telegram_door_test.png";
    std::ofstream{path, std::ios::binary} << "PNG bytes";
    telegram.next["sendPhoto"].push_back(Telegram::refusal(400));
    desk::Departure::File file{"截图.png", "image/png", 9, path};
    EXPECT_TRUE(send({.file = file}));
    for (const auto* method : {"sendPhoto", "sendDocument"}) {
        EXPECT_THAT(telegram.bodies(method).at(0), HasSubstr("PNG bytes"));
        EXPECT_THAT(telegram.bodies(method).at(0), HasSubstr("filename=\"截图.png\""));
    }
    std::filesystem::remove(path);
    EXPECT_EQ(send({.file = file}).error().fault, SendFault::retry);
}

TEST_F(TelegramDoor, ALostAnswerIsUncertainAndAClosedDoorIsNot)
{
    telegram.hangs = true;
    EXPECT_EQ(send({.text = "x"}).error().fault, SendFault::uncertain);
    channel = open({{"api_root", "http://127.0.0.1:1"}});
    EXPECT_EQ(send({.text = "x"}).error().fault, SendFault::retry);
}

TEST_F(TelegramDoor, WhenSeveralChatsMustWaitTheWholeAccountDoes)
{
    for (int i = 0; i < 2; ++i) {
        telegram.next["sendMessage"].push_back(Telegram::refusal(429, R"({"retry_after":3})"));
    }
    auto first = send({.text = "x"});
    auto other = send({.address = R"({"chat":43})", .text = "x"});
    EXPECT_EQ(first.error().after, 3s);
    EXPECT_FALSE(first.error().whole_account);
    EXPECT_TRUE(other.error().whole_account);
}

TEST_F(TelegramDoor, AGroupTakesTwentyMessagesAMinuteOfAllItsThreads)
{
    for (int i = 0; i < 20; ++i) {
        auto address = R"({"chat":-1001,"user":)" + std::to_string(i + 1) + "}";
        EXPECT_TRUE(send({.address = address, .is_public = true, .text = "x"}));
    }
    auto held = send({.address = R"({"chat":-1001,"user":99})", .is_public = true, .text = "x"});
    EXPECT_EQ(held.error().fault, SendFault::rate_limited);
    EXPECT_EQ(held.error().after, 3s);
    EXPECT_EQ(telegram.bodies("sendMessage").size(), 20U);
}

TEST_F(TelegramDoor, FetchesAFileByItsNameOfTelegrams)
{
    auto fetched = kit::finish(io, channel->fetch(source_of("F", 9), 1000));
    ASSERT_TRUE(fetched) << fetched.error().what;
    EXPECT_EQ(fetched->bytes, "bytes of f_1.jpg");
    telegram.next["getFile"].push_back(Telegram::ok(R"({"file_path":"../../etc/passwd"})"));
    EXPECT_EQ(
        kit::finish(io, channel->fetch(source_of("F", 9), 1000)).error().kind,
        ErrorKind::bad_reply);
}

TEST_F(TelegramDoor, TheCheckExplainsPrivacyMode)
{
    auto steps = kit::finish(io, channel->check());
    std::vector<std::string> failed;
    for (const auto& one : steps) {
        if (one.state == desk::Step::State::failed) failed.push_back(one.id);
        EXPECT_THAT(one.detail.en + one.name.en, testing::Not(HasSubstr("secret")));
    }
    EXPECT_THAT(failed, ElementsAre("permissions", "webhook"));
    EXPECT_THAT(steps.at(2).detail.en, HasSubstr("/setprivacy"));
}

TEST_F(TelegramDoor, LinksLeadIntoTheConversation)
{
    call(said(1, {{"text", "x"}}));
    EXPECT_EQ(channel->address_for_customers("tok"), "https://t.me/MyWalletBot?start=tok");
    EXPECT_EQ(channel->address_for_customers(""), "https://t.me/MyWalletBot");
}

}  // namespace
}  // namespace keydesk::telegram
