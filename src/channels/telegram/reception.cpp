#include "channels/telegram/reception.hpp"

#include "channels/telegram/words.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::telegram {

namespace {

constexpr RateLimit::Rule kGreetings{.burst = 1, .per_second = 1.0 / 3600, .max_keys = 2'000};
constexpr RateLimit::Rule kInvitations{.burst = 2, .per_second = 1.0 / 300, .max_keys = 10'000};
constexpr RateLimit::Rule kWarnings{.burst = 1, .per_second = 1.0 / 21'600, .max_keys = 10'000};
constexpr const char* kMovesKey = "moved-groups";

/// Only what time may mend brings an update back; what the desk refuses for good would dam up all
/// that comes after it in that chat.
Result<void> unless_final(const Error& error)
{
    if (error.transient()) return fail(error);
    return {};
}

}  // namespace

std::optional<std::string> public_answer(const desk::Arrival&)
{
    return std::nullopt;
}

Reception::Reception(desk::Inlet& inlet, const Settings& settings, Courtesies& courtesies)
    : inlet_{inlet},
      settings_{settings},
      courtesies_{courtesies},
      albums_{inlet},
      greeted_{inlet.clock(), kGreetings},
      invited_{inlet.clock(), kInvitations},
      warned_{inlet.clock(), kWarnings}
{
}

Task<Result<void>> Reception::restore()
{
    auto albums = co_await albums_.restore();
    if (!albums) co_return fail(albums.error());
    auto moves = co_await inlet_.recall(kMovesKey);
    if (!moves) co_return fail(moves.error());
    boost::system::error_code broken;
    auto value = json::parse(*moves, broken);
    const auto* list = broken ? nullptr : value.if_array();
    if (list == nullptr) co_return Result<void>{};
    for (const auto& one : *list) {
        auto from = number_at(one, "/from"), to = number_at(one, "/to");
        if (from && to) came_from_[*to] = *from;
    }
    co_return Result<void>{};
}

Task<Result<void>> Reception::take(json::value update, Account me)
{
    auto read = read_update(update, me);
    if (!read.callback.empty()) {
        json::object question{{"callback_query_id", read.callback}};
        courtesies_.add("answerCallbackQuery", std::move(question));
    }
    if (read.membership) co_return co_await take_membership(std::move(*read.membership));
    if (!read.message) co_return Result<void>{};
    auto message = std::move(*read.message);
    bool group = message.chat == Message::Chat::group;
    if (message.chat == Message::Chat::other || (group && !registered(message.spot.chat))) {
        co_return Result<void>{};
    }
    if (read.edited) co_return co_await take_edit(std::move(message));
    if (group) co_return co_await take_group(std::move(message), std::move(me));
    co_return co_await take_private(std::move(message), std::move(me));
}

Task<Result<void>> Reception::take_private(Message message, Account me)
{
    if (message.person.external_id.empty() || message.content.service) co_return Result<void>{};
    if (message.command == "start") co_return co_await take_start(std::move(message));
    if (message.command == "groups") {
        auto text = words::groups(settings_.groups, message.chinese());
        courtesies_.add("sendMessage", send_message(message.spot, text));
        co_return Result<void>{};
    }
    co_return co_await deliver(std::move(message), std::move(me));
}

Task<Result<void>> Reception::take_start(Message message)
{
    auto arrival = arrival_of(message);
    desk::Notice notice{
        .what = desk::Notice::What::allowed,
        .person = arrival.person,
        .place = arrival.place,
        .link = message.argument.substr(0, 64),
        .at = message.at};
    auto noted = co_await inlet_.note(std::move(notice));
    if (!noted && noted.error().transient()) co_return noted;
    if (!greeted_.allow(arrival.external_id)) {
        bool zh = message.chinese();
        auto text = message.argument.empty() ? words::welcome(zh)
                    : noted                  ? words::continued(zh)
                                             : words::link_refused(zh);
        courtesies_.add("sendMessage", send_message(message.spot, text));
    }
    co_return Result<void>{};
}

Task<Result<void>> Reception::take_group(Message message, Account me)
{
    if (message.migrated_to < 0) {
        co_return co_await moved(message.spot.chat, message.migrated_to);
    }
    warn_of_imitators(message, me);
    bool person = !message.person.external_id.empty() && !message.content.service;
    if (!person || message.call == Call::none) co_return Result<void>{};
    co_return co_await take_call(std::move(message), std::move(me));
}

Task<Result<void>> Reception::take_call(Message message, Account me)
{
    if (message.call == Call::asked && message.command != "groups") {
        co_return co_await deliver(std::move(message), std::move(me));
    }
    bool zh = message.chinese();
    auto key = key_of(message.spot);
    if (message.command == "groups") {
        auto text = words::groups(settings_.groups, zh);
        courtesies_.add("sendMessage", send_message(message.spot, text, message.id));
    } else if (!invited_.allow(key)) {
        auto raised = send_message(message.spot, words::hand_raised(zh), message.id);
        auto url = "https://t.me/" + me.username;
        courtesies_.add("sendMessage", with_button(std::move(raised), words::button(zh), url));
    }
    co_return Result<void>{};
}

Task<Result<void>> Reception::deliver(Message message, Account me)
{
    auto arrival = arrival_of(message);
    if (auto found = imitation(message.face, me); found.how != Imitation::How::none) {
        arrival.warnings.push_back("name resembles ours: " + found.of);
    }
    if (message.content.too_large && !greeted_.allow(arrival.external_id)) {
        auto text = words::too_large(message.chinese());
        courtesies_.add("sendMessage", send_message(message.spot, text, message.id));
    }
    if (!message.album.empty()) {
        auto added = co_await albums_.add(arrival, message.album, message.spot);
        if (!added) co_return fail(added.error());
        if (*added) co_return Result<void>{};
    }
    // What was sent before it stands before it.
    auto flushed = co_await flush_albums(message.spot.chat, me);
    if (!flushed) co_return flushed;
    co_return co_await enter(std::move(arrival), std::move(me));
}

Task<Result<void>> Reception::flush_albums(std::int64_t chat, Account me)
{
    for (auto index : albums_.ripe(chat)) {
        auto arrival = albums_.arrival(index);
        auto entered = co_await enter(std::move(arrival), me);
        if (!entered) {
            albums_.postpone(index, std::chrono::seconds{2});
            co_return entered;
        }
        auto closed = co_await albums_.close(index);
        if (!closed) co_return closed;
    }
    co_return Result<void>{};
}

Task<Result<void>> Reception::enter(desk::Arrival arrival, Account me)
{
    auto spot = read_address(arrival.place.address).value_or(Spot{});
    auto followed = co_await follow_move(arrival.place, spot);
    if (!followed) co_return followed;
    auto question = arrival;
    auto entered = co_await inlet_.accept(std::move(arrival));
    if (!entered) co_return unless_final(entered.error());
    inlet_.working();
    if (spot.in_group() && !entered->repeated) {
        co_await invite(std::move(question), std::move(*entered), std::move(me));
    }
    co_return Result<void>{};
}

Task<void> Reception::invite(desk::Arrival question, desk::Entered entered, Account me)
{
    auto spot = read_address(question.place.address).value_or(Spot{});
    auto message = read_message_name(question.external_id).value_or(MessageName{}).message;
    if (auto answer = public_answer(question)) {
        courtesies_.add("sendMessage", send_message(spot, *answer, message));
        co_return;
    }
    // Whoever is told off as an imitator is not led on; his message is at the desk all the same.
    bool imitates = std::ranges::any_of(question.warnings, [](const std::string& warning) {
        return warning.starts_with("name resembles ours");
    });
    if (imitates || invited_.allow(question.place.key)) co_return;
    auto link = co_await inlet_.make_link(entered.conversation, question.person.external_id);
    bool zh = entered.locale.starts_with("zh");
    auto url = "https://t.me/" + me.username + (link ? "?start=" + *link : "");
    auto text = send_message(spot, words::invitation(zh), message);
    courtesies_.add("sendMessage", with_button(std::move(text), words::button(zh), url));
}

}  // namespace keydesk::telegram
