#pragma once

#include "desk/channels/courier.hpp"
#include "desk/channels/fetcher.hpp"
#include "desk/channels/intake.hpp"
#include "store/conversations/joins.hpp"
#include "store/doors/doors.hpp"
#include "store/doors/outbox.hpp"
#include "store/doors/quarantine.hpp"
#include "tests/system/house.hpp"

#include <deque>
#include <map>

namespace keydesk {

/// A provider whose behaviour a test scripts.
class ScriptedChannel final : public desk::Channel {
public:
    explicit ScriptedChannel(desk::Capabilities can) : can_{std::move(can)} {}

    const desk::Capabilities& capabilities() const noexcept override { return can_; }
    Task<Result<void>> run() override { co_return Result<void>{}; }
    Task<desk::Sent> send(desk::Departure departure) override
    {
        sent.push_back(departure);
        if (hangs) co_await sleep_for(std::chrono::hours{1});
        if (script.empty()) co_return desk::Receipt{"p" + std::to_string(sent.size())};
        auto next = script.front();
        script.pop_front();
        co_return next;
    }
    Task<Result<desk::Fetched>> fetch(std::string source, std::size_t) override
    {
        auto found = files.find(source);
        if (found == files.end()) co_return fail(ErrorKind::unavailable, "not yet");
        co_return desk::Fetched{.bytes = found->second};
    }
    Task<std::vector<desk::Step>> check() override { co_return std::vector<desk::Step>{}; }

    std::deque<desk::Sent> script;  ///< What comes back; then all goes well.
    std::vector<desk::Departure> sent;
    std::map<std::string, std::string> files;
    bool hangs = false;

private:
    desk::Capabilities can_;
};

class ScriptedKind final : public desk::ChannelKind {
public:
    explicit ScriptedKind(desk::Capabilities& can) : can_{can} {}
    std::string_view kind() const noexcept override { return "scripted"; }
    desk::Words name() const override { return {"Scripted", "脚本"}; }
    desk::Words about() const override { return {}; }
    std::vector<desk::Field> fields() const override { return {}; }
    desk::Capabilities capabilities() const override { return can_; }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string, const desk::ChannelSettings&, desk::Inlet&) const override
    {
        return std::make_unique<ScriptedChannel>(can_);
    }

private:
    desk::Capabilities& can_;
};

/// One door, open, of the scripted kind.
class OneDoor final : public desk::OpenDoors {
public:
    OneDoor(std::string inbox, std::shared_ptr<ScriptedChannel> channel, const ScriptedKind& kind)
        : inbox_{std::move(inbox)},
          channel_{std::move(channel)},
          kind_{kind}
    {
    }
    std::vector<const desk::ChannelKind*> kinds() const override { return {&kind_}; }
    const desk::ChannelKind* kind(std::string_view) const override { return &kind_; }
    std::shared_ptr<desk::Channel> find(const std::string& inbox) const override
    {
        return inbox == inbox_ ? channel_ : nullptr;
    }
    std::optional<desk::OpenDoor> door(const std::string& inbox) const override
    {
        if (inbox != inbox_) return std::nullopt;
        return desk::OpenDoor{inbox_, "scripted", "Scripted", &kind_, channel_, nullptr};
    }
    std::optional<desk::OpenDoor> door_by_key(const std::string&) const override
    {
        return door(inbox_);
    }
    std::vector<desk::OpenDoor> doors() const override { return {*door(inbox_)}; }
    std::vector<desk::DoorHealth> health() const override { return {}; }
    Result<std::shared_ptr<desk::Channel>> trial(desk::InboxConfig) const override
    {
        return channel_;
    }

private:
    std::string inbox_;
    std::shared_ptr<ScriptedChannel> channel_;
    const ScriptedKind& kind_;
};

/// Remembers for as long as the test lasts.
class Notebook final : public desk::InboxConfigs {
public:
    Task<Result<std::vector<desk::InboxConfig>>> configs() override
    {
        co_return std::vector<desk::InboxConfig>{};
    }
    Task<Result<std::string>> recall(std::string inbox, std::string key) override
    {
        co_return pages[inbox + key];
    }
    Task<Result<void>> remember(std::string inbox, std::string key, std::string value) override
    {
        pages[inbox + key] = value;
        co_return Result<void>{};
    }
    Task<Result<void>> set_paused(std::string, bool) override { co_return Result<void>{}; }
    std::map<std::string, std::string> pages;
};

/// A house with one scripted door, its intake and its courier, under a clock that tests move.
class DoorsTest : public HouseTest {
protected:
    DoorsTest()
    {
        clock.advance(
            std::chrono::floor<std::chrono::milliseconds>(house->clock.now() - clock.now()));
        can.files = {.pictures = true, .others = true, .largest = 1 << 20, .types = {}};
        door_inbox = add_inbox("door");
        start();
    }
    ~DoorsTest() override { halt(); }

    /// As after the process began.
    void start()
    {
        doors = std::make_unique<store::Doors>(*house->database, *house->store, clock);
        outbox = std::make_unique<store::Outbox>(*house->database, *house->store, clock);
        joins = std::make_unique<store::Joins>(*house->database, *house->store, clock);
        quarantine = std::make_unique<store::Quarantine>(*house->database, clock);
        if (!channel) channel = std::make_shared<ScriptedChannel>(can);
        open_doors = std::make_unique<OneDoor>(door_inbox, channel, kind);
        scope = std::make_unique<Scope>(io.get_executor(), [](std::string_view) {});
        parts.emplace(desk::IntakeParts{
            .desk = *house->desk,
            .doors = *doors,
            .configs = notebook,
            .quarantine = *quarantine,
            .files = *house->store,
            .blobs = *house->blobs,
            .clock = clock,
            .public_url = "https://desk.test",
            .seal = [](const std::string&, const std::string& text) { return text; },
            .open = [](const std::string&, const std::string& text) -> Result<std::string> {
                return text;
            },
            .own_names = {},
            .stir =
                [this] {
                    if (courier) courier->stir();
                }});
        intake = std::make_unique<desk::Intake>(
            *parts, desk::InboxConfig{.id = door_inbox, .key = "door"}, can);
        courier = std::make_unique<desk::Courier>(
            desk::Courier::Parts{*outbox, *open_doors, house->feed, *house->blobs, *scope, clock});
        scope->serve("courier", [this] { return courier->run(); });
    }
    /// As when the process is killed: what is under way is forgotten.
    void halt()
    {
        auto stop = [](Scope& s) -> Task<bool> {
            co_await s.stop(std::chrono::milliseconds{500});
            co_return true;
        };
        if (scope) wait(stop(*scope));
        courier.reset();
        scope.reset();
    }
    /// Lets the courier work until nothing happens any more.
    void settle()
    {
        keep_up();
        courier->stir();
        auto before = outlook();
        for (int quiet = 0, rounds = 0; quiet < 5 && rounds < 100; ++rounds) {
            io.restart();
            io.run_for(std::chrono::milliseconds{40});
            auto now = outlook();
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }
    /// The store runs by the real clock; what it made due is due here too.
    void keep_up()
    {
        if (clock.now() < house->clock.now()) clock.advance(house->clock.now() - clock.now());
    }
    /// Where the outbox stands.
    std::string outlook()
    {
        auto read = [](sql::Connection& db) -> Result<std::string> {
            auto rows = db.query(
                "SELECT group_concat(id || state || attempts || parts || updated_at) FROM"
                " deliveries");
            if (!rows) return fail(rows.error());
            return rows->front().text(0);
        };
        return wait(house->database->read(read)).value() + std::to_string(channel->sent.size());
    }
    void later(std::chrono::milliseconds by)
    {
        clock.advance(by);
        settle();
    }

    desk::Arrival arrival(std::string id, std::string text, std::string who = "user-1")
    {
        return {
            .external_id = std::move(id),
            .person = {.external_id = who, .name = "王小明", .handle = "@xiaoming"},
            .place = {.key = "p:" + who, .address = R"({"chat":1})"},
            .text = guard::RawText{std::move(text)},
            .sent_at = clock.now()};
    }
    desk::Entered enter(desk::Arrival a)
    {
        auto entered = wait(intake->accept(std::move(a)));
        EXPECT_TRUE(entered) << entered.error().what;
        return entered.value_or(desk::Entered{});
    }
    std::string answer(const std::string& conversation, std::string text, std::string via = {})
    {
        auto d = draft(conversation, std::move(text));
        d.via = std::move(via);
        auto posted = wait(house->desk->write(std::move(d)));
        EXPECT_TRUE(posted) << posted.error().what;
        return posted ? posted->message->id : std::string{};
    }
    std::vector<desk::Delivery> deliveries(const std::string& message)
    {
        return wait(outbox->deliveries_of({message})).value();
    }
    std::string state(const std::string& message)
    {
        auto list = deliveries(message);
        return list.empty() ? "none" : list.back().state;
    }

    ManualClock clock;
    desk::Capabilities can;
    ScriptedKind kind{can};
    std::string door_inbox;
    Notebook notebook;
    std::unique_ptr<store::Doors> doors;
    std::unique_ptr<store::Outbox> outbox;
    std::unique_ptr<store::Joins> joins;
    std::unique_ptr<store::Quarantine> quarantine;
    std::shared_ptr<ScriptedChannel> channel;
    std::unique_ptr<OneDoor> open_doors;
    std::unique_ptr<Scope> scope;
    std::optional<desk::IntakeParts> parts;
    std::unique_ptr<desk::Intake> intake;
    std::unique_ptr<desk::Courier> courier;
};

}  // namespace keydesk
