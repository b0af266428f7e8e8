#include "channels/email/sorter.hpp"

#include "base/crypto.hpp"
#include "channels/email/names.hpp"
#include "mail/parse.hpp"

#include <utility>

namespace keydesk::email {

namespace {

std::string stopped_shelf(std::string_view address)
{
    return "stopped:" + hex(sha256(mail::bare_address(address))).substr(0, 32);
}

}  // namespace

Sorter::Sorter(desk::Inlet& inlet, const Settings& settings)
    : inlet_{inlet},
      settings_{settings},
      budget_{settings.most_per_sender}
{
}

Task<Result<Us>> Sorter::us()
{
    if (key_.empty()) {
        auto known = co_await inlet_.recall("key");
        if (!known) co_return fail(known.error());
        // Somebody else may have been here meanwhile; there is one key.
        if (key_.empty()) {
            key_ = known->empty() ? random_token(32) : *known;
            auto kept = co_await inlet_.remember("key", key_);
            if (!kept) {
                key_.clear();
                co_return fail(kept.error());
            }
        }
    }
    co_return Us{
        .address = settings_.address,
        .domain = settings_.domain(),
        .own = settings_.own(),
        .names = inlet_.own_names(),
        .key = key_,
        .verifies = !settings_.authserv_ids.empty()};
}

Task<Result<desk::Entered>> Sorter::take(Letter letter, bool again)
{
    auto us = co_await this->us();
    if (!us) co_return fail(us.error());
    mail::ParseOptions options{
        .own = us->own, .authserv_ids = settings_.authserv_ids, .envelope_sender = letter.sender};
    auto mail = mail::parse(letter.raw, options);
    if (!mail) {
        if (again) co_return fail(mail.error());
        auto reason = "unreadable: " + mail.error().what;
        auto kept = co_await set_aside(std::move(reason), mail::Mail{}, std::move(letter.raw));
        if (!kept) co_return fail(kept.error());
        co_return desk::Entered{};
    }
    auto reason = again ? std::string{} : set_aside_reason(*mail, letter, *us);
    auto id = external_id_of(letter.raw, mail->message_id);
    bool crowded = !again && !budget_.admits(author_of(*mail), id, letter.came_at);
    if (reason.empty() && crowded) reason = "too_many";
    if (!reason.empty()) {
        auto kept = co_await set_aside(std::move(reason), *mail, std::move(letter.raw));
        if (!kept) co_return fail(kept.error());
        co_return desk::Entered{};
    }
    auto stopped = co_await stop(complainers_of(*mail, *us));
    if (!stopped) co_return fail(stopped.error());
    auto notices = notices_of(*mail, letter, *us);
    if (!notices.empty()) co_return co_await note_all(std::move(notices));
    co_return co_await accept(std::move(*mail), std::move(letter), std::move(*us), again);
}

Task<Result<void>> Sorter::set_aside_large(std::string head)
{
    auto mail = mail::parse(head);
    auto seen = mail.value_or(mail::Mail{});
    co_return co_await set_aside("too_large", seen, std::move(head));
}

Task<Result<void>> Sorter::set_aside(std::string reason, const mail::Mail& mail, std::string raw)
{
    auto id = external_id_of(raw, mail.message_id);
    auto from = author_of(mail);
    auto subject = mail.subject;
    co_return co_await inlet_.quarantine(
        std::move(reason), std::move(raw), std::move(from), std::move(subject), std::move(id));
}

Task<Result<desk::Entered>> Sorter::note_all(std::vector<desk::Notice> notices)
{
    for (auto& notice : notices) {
        auto noted = co_await inlet_.note(std::move(notice));
        if (!noted && noted.error().transient()) co_return fail(noted.error());
    }
    co_return desk::Entered{};
}

Task<Result<desk::Entered>> Sorter::accept(mail::Mail mail, Letter letter, Us us, bool again)
{
    auto id = external_id_of(letter.raw, mail.message_id);
    auto arrival = arrival_of(mail, letter, us, id);
    auto copy = desk::Arrival{
        .external_id = id,
        .person = arrival.person,
        .place = arrival.place,
        .text = guard::RawText{""},
        .automatic = mail.automatic != mail::Automatic::none};
    auto entered = co_await inlet_.accept(std::move(arrival));
    if (entered) {
        acknowledge(*entered, copy);
        co_return entered;
    }
    if (entered.error().kind == ErrorKind::denied) co_return desk::Entered{};
    if (entered.error().kind != ErrorKind::invalid_input || again) co_return entered;
    auto reason = "not acceptable: " + entered.error().what;
    auto kept = co_await set_aside(std::move(reason), mail, std::move(letter.raw));
    if (!kept) co_return fail(kept.error());
    co_return desk::Entered{};
}

void Sorter::acknowledge(const desk::Entered& entered, const desk::Arrival& arrival)
{
    // A secret brings a warning by itself, and one automatic mail is enough.
    bool wanted =
        settings_.acknowledge && entered.opened && !entered.repeated && !entered.removed_secret;
    if (!wanted || arrival.automatic || !arrival.person.vouched) return;
    auto place = read_place(arrival.place.address);
    if (!place) return;
    acknowledgements.push_back(
        {.to = place->to,
         .thread = arrival.place.key,
         .id = new_thread_of("acknowledgement\n" + arrival.external_id),
         .locale = entered.locale,
         .number = std::to_string(entered.number),
         .in_reply_to = place->in_reply_to});
}

Task<Result<bool>> Sorter::is_stopped(std::string address)
{
    auto known = co_await inlet_.recall(stopped_shelf(address));
    if (!known) co_return fail(known.error());
    co_return !known->empty();
}

Task<Result<void>> Sorter::stop(std::vector<std::string> addresses)
{
    for (auto& address : addresses) {
        auto at = std::to_string(millis(inlet_.clock().now()));
        auto kept = co_await inlet_.remember(stopped_shelf(address), std::move(at));
        if (!kept) co_return kept;
    }
    co_return Result<void>{};
}

Task<Result<bool>> Sorter::may_answer(std::string sender, std::string answer, Purpose purpose)
{
    auto shelf = AutomaticLog::shelf_of(sender);
    auto text = co_await inlet_.recall(shelf);
    if (!text) co_return fail(text.error());
    auto now = inlet_.clock().now();
    auto log = AutomaticLog::read(*text, now);
    if (!log.admits(sender, answer, purpose)) co_return false;
    log.add(sender, answer, purpose, now);
    auto kept = co_await inlet_.remember(std::move(shelf), log.write());
    if (!kept) co_return fail(kept.error());
    co_return true;
}

}  // namespace keydesk::email
