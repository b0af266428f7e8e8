// What a session sends by itself: the snapshot, what was missed, and every event from then on.
#include "api/chat/session.hpp"

#include "api/chat/waiting.hpp"
#include "desk/diagnosis/json.hpp"
#include "desk/diagnosis/shape.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

json::array diagnoses_of(const std::vector<desk::Case>& cases)
{
    json::array out;
    for (const auto& one : cases) out.push_back(desk::customer_part(desk::shape_of(one)));
    return out;
}

}  // namespace

void Session::listen()
{
    std::weak_ptr<Session> self = weak_from_this();
    auto ear = [self](const desk::Happening& h) {
        if (auto alive = self.lock()) alive->hear(h);
    };
    feed_ = door_.parts.desk.feed().of_customer(customer(), ear);
}

Task<bool> Session::follow(const std::string& epoch, std::int64_t seq)
{
    following_ = true;
    catching_up_ = true;
    listen();
    bool resumed = epoch == door_.parts.epoch && seq >= 0 && seq <= visitor_->public_seq &&
                   visitor_->public_seq - seq <= kMostReplayed;
    if (resumed) {
        sent_ = seq;
        tell_place();
    } else {
        co_await snapshot();
    }
    co_await catch_up();
    co_return resumed;
}

Task<void> Session::snapshot()
{
    auto state = co_await door_.parts.visitors.find_again(visitor_->id);
    if (state) visitor_ = std::move(*state);
    sent_ = visitor_->public_seq;
    json::object snap{
        {"t", "snap"},
        {"seq", sent_},
        {"conv", nullptr},
        {"msgs", json::array{}},
        {"more", false},
        {"unread", 0},
        {"queue", nullptr},
        {"quota", nullptr}};
    if (visitor_->conversation) {
        auto page = co_await door_.parts.desk.timeline().history(
            *visitor_->conversation, sent_ + 1, kPage + 1, true);
        auto state_of = co_await door_.parts.visitors.stream_state(*visitor_->conversation);
        if (page) {
            bool further = page->size() > kPage;
            snap["more"] = further;
            auto& list = snap["msgs"].as_array();
            for (auto i = further ? page->begin() + 1 : page->begin(); i != page->end(); ++i) {
                list.push_back(message(**i));
            }
        }
        snap["conv"] = {{"id", *visitor_->conversation}};
        told_place_ = door_.place_of(*visitor_->conversation);
        snap["queue"] = queue_of(told_place_);
        auto cases = co_await door_.parts.cases.cases_of(*visitor_->conversation);
        snap["diagnoses"] = cases ? diagnoses_of(*cases) : json::array{};
        if (state_of) {
            snap["conv"].as_object()["status"] = state_of->status;
            snap["unread"] = state_of->unread;
            snap["read"] = {{"agent", state_of->agent_read}, {"customer", state_of->customer_read}};
            if (state_of->agent) {
                snap["agent"] = {{"id", state_of->agent->id}, {"name", state_of->agent->name}};
            }
        }
    }
    out_(chat::frame(std::move(snap)));
}

void Session::hear(const desk::Happening& happening)
{
    if (!following_) return;
    if (!visitor_->conversation) {
        // His first word here, or a word by another door: the store says which.
        waiting_ = std::max<std::int64_t>(waiting_, 1);
        if (!catching_up_) catch_up_soon();
        return;
    }
    if (*visitor_->conversation != happening.conversation) return;
    for (const auto& entry : happening.entries) {
        if (!entry->public_seq) continue;
        waiting_ = std::max(waiting_, *entry->public_seq);
        if (catching_up_ || *entry->public_seq != sent_ + 1) continue;
        sent_ = *entry->public_seq;
        out_(event(*entry));
    }
    if (!catching_up_ && waiting_ > sent_) catch_up_soon();
}

Task<void> Session::catch_up()
{
    catching_up_ = true;
    if (!visitor_->conversation) {
        waiting_ = 0;
        auto now = co_await door_.parts.visitors.find_again(visitor_->id);
        if (now) visitor_->conversation = now->conversation;
    }
    while (visitor_->conversation) {
        auto missing =
            co_await door_.parts.desk.timeline().after(*visitor_->conversation, sent_, 200, true);
        // The store is away: the device will resume from what it has.
        if (!missing) waiting_ = sent_;
        if (!missing || missing->empty()) break;
        for (const auto& entry : *missing) {
            sent_ = *entry->public_seq;
            out_(event(*entry));
        }
    }
    catching_up_ = false;
    if (waiting_ > sent_) catch_up_soon();
}

void Session::tell_place()
{
    if (!following_ || !visitor_ || !visitor_->conversation) return;
    auto place = door_.place_of(*visitor_->conversation);
    if (place == told_place_) return;
    told_place_ = place;
    // Out of the queue: an agent has him, or nobody needs to.
    desk::QueuePlace answered;
    answered.state = "answered";
    auto frame = queue_of(place ? *place : answered).as_object();
    frame["t"] = "queue";
    out_(chat::frame(std::move(frame)));
}

/// Holds the session: the task may begin after its connection is gone.
Task<void> Session::keep_up(std::shared_ptr<Session> self)
{
    co_await self->catch_up();
}

void Session::catch_up_soon()
{
    catching_up_ = true;
    door_.parts.scope.start("chat catch-up", keep_up(shared_from_this()));
}

}  // namespace keydesk::api::chat
