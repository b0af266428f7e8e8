#pragma once

// A door that a test speaks for: kind "fake", settings token (secret), greeting, mode.

#include "desk/channels/channel.hpp"

#include <deque>
#include <string>
#include <vector>

namespace keydesk::kit {

/// What every fake door does and was told; shared by all channels of the kind. Io thread only.
struct ToldDoor {
    std::vector<desk::ChannelSettings> made;
    std::vector<desk::HookCall> calls;
    std::vector<desk::Departure> sent;
    std::deque<Error> faults;  ///< What the next runs end with; then they run for ever.
    std::size_t runs = 0, gone = 0;
    desk::Inlet* inlet = nullptr;  ///< Of the newest channel.
    std::deque<desk::SendError> refusals;
    std::string taken_again;
};

class FakeChannel final : public desk::Channel {
public:
    FakeChannel(ToldDoor& told, desk::ChannelSettings settings, desk::Inlet& inlet)
        : told_{told},
          settings_{std::move(settings)},
          inlet_{inlet}
    {
        capabilities_.text.longest = 100;
    }
    ~FakeChannel() override { ++told_.gone; }

    const desk::Capabilities& capabilities() const noexcept override { return capabilities_; }
    Task<Result<void>> run() override
    {
        ++told_.runs;
        if (!told_.faults.empty()) {
            auto fault = told_.faults.front();
            told_.faults.pop_front();
            co_return fail(fault);
        }
        inlet_.working();
        for (;;) co_await sleep_for(std::chrono::hours{1});
    }
    Task<desk::HookReply> hook(desk::HookCall call) override
    {
        told_.calls.push_back(call);
        auto echo = call.query.find("echostr");
        if (echo != call.query.end()) co_return desk::HookReply{.body = echo->second};
        desk::Arrival arrival{
            .external_id = "m" + std::to_string(told_.calls.size()),
            .person = {.external_id = "p1", .name = "Ann", .handle = "@ann"},
            .place = {.key = "c1", .address = "{}"},
            .text = guard::RawText{call.body},
            .sent_at = inlet_.clock().now()};
        auto text = [&](const char* name) {
            auto found = call.query.find(name);
            return found == call.query.end() ? std::string{} : found->second;
        };
        arrival.link = text("link");
        arrival.html = text("html");
        if (!text("chat").empty()) arrival.place.key = arrival.person.external_id = text("chat");
        auto entered = co_await inlet_.accept(std::move(arrival));
        co_return desk::HookReply{.status = entered ? 200 : 500, .body = "ok"};
    }
    Task<desk::Sent> send(desk::Departure departure) override
    {
        told_.sent.push_back(departure);
        if (!told_.refusals.empty()) {
            auto error = told_.refusals.front();
            told_.refusals.pop_front();
            co_return std::unexpected{error};
        }
        co_return desk::Receipt{"x" + std::to_string(told_.sent.size())};
    }
    Task<std::vector<desk::Step>> check() override
    {
        bool good = settings_.contains("token") && settings_.at("token") == "right";
        std::vector<desk::Step> steps{{.id = "token", .name = {"Key", "密钥"}}};
        if (!good) steps.front().state = desk::Step::State::failed;
        co_return steps;
    }
    Task<std::vector<desk::Step>> set_up() override
    {
        co_return std::vector<desk::Step>{{.id = "webhook", .name = {"Webhook", "回调"}}};
    }
    Task<Result<desk::Entered>> take_again(std::string raw) override
    {
        told_.taken_again = raw;
        co_return desk::Entered{.conversation = "c", .message = "m"};
    }
    std::string address_for_customers(std::string_view token) const override
    {
        std::string url = "https://fake.example/desk";
        if (!token.empty()) url += "?start=" + std::string{token};
        return url;
    }

private:
    ToldDoor& told_;
    desk::ChannelSettings settings_;
    desk::Inlet& inlet_;
    desk::Capabilities capabilities_;
};

class FakeKind final : public desk::ChannelKind {
public:
    explicit FakeKind(ToldDoor& told) : told_{told} {}

    std::string_view kind() const noexcept override { return "fake"; }
    desk::Words name() const override { return {"Fake", "假门"}; }
    desk::Words about() const override { return {"For tests.", "测试用。"}; }
    std::vector<desk::Field> fields() const override
    {
        using Kind = desk::Field::Kind;
        std::vector<desk::Field> fields;
        fields.push_back(
            {.key = "token", .kind = Kind::secret, .required = true, .name = {"Key", "密钥"}});
        fields.push_back({.key = "greeting", .name = {"Greeting", "问候"}});
        fields.push_back(
            {.key = "mode",
             .kind = Kind::choice,
             .required = true,
             .initial = "pull",
             .name = {"Mode", "方式"},
             .options = {{"pull", {"Pull", "拉"}}, {"push", {"Push", "推"}}}});
        return fields;
    }
    desk::Capabilities capabilities() const override { return {}; }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string, const desk::ChannelSettings& settings, desk::Inlet& inlet) const override
    {
        auto greeting = settings.find("greeting");
        if (greeting != settings.end() && greeting->second == "bad") {
            return fail(ErrorKind::invalid_input, "greeting: not a kind one");
        }
        told_.made.push_back(settings);
        told_.inlet = &inlet;
        return std::make_unique<FakeChannel>(told_, settings, inlet);
    }

private:
    ToldDoor& told_;
};

}  // namespace keydesk::kit
