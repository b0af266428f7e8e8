#include "channels/email/channel.hpp"

#include "channels/email/names.hpp"
#include "mail/thread_key.hpp"

#include <algorithm>
#include <fstream>
#include <random>
#include <utility>

namespace keydesk::email {

namespace {

using namespace std::chrono_literals;
using desk::SendFault;

constexpr auto kListenPause = 1s;
/// A server that locks accounts after many wrong passwords must not be asked often.
constexpr auto kFirstLoginPause = 60'000ms, kLongestLoginPause = 1'800'000ms;
constexpr auto kFirstPause = 1'000ms, kLongestPause = 300'000ms;
constexpr auto kWithoutIdle = 60s;

/// Between half of it and all, so that many inboxes do not come at once.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds pause)
{
    static std::minstd_rand dice{std::random_device{}()};
    std::uniform_int_distribution<std::int64_t> some{pause.count() / 2, pause.count()};
    return std::chrono::milliseconds{some(dice)};
}

Result<mail::Attachment> read_file(const desk::Departure::File& file)
{
    std::ifstream in{file.path, std::ios::binary};
    mail::Attachment out{.name = file.name, .type = file.type, .content_id = {}, .bytes = {}};
    out.bytes.assign(std::istreambuf_iterator<char>{in}, {});
    if (!in && out.bytes.empty()) return fail(ErrorKind::unavailable, "the file cannot be read");
    return out;
}

std::string sender_name(const std::string& author, const std::string& brand)
{
    if (author.empty() || author == brand) return brand;
    return brand.empty() ? author : author + " (" + brand + ")";
}

}  // namespace

EmailChannel::EmailChannel(net::HttpClient& http, Settings settings, desk::Inlet& inlet)
    : settings_{std::move(settings)},
      inlet_{inlet},
      access_{http, settings_},
      sorter_{inlet_, settings_},
      mailbox_{inlet_, settings_, sorter_}
{
}

Task<Result<void>> EmailChannel::run()
{
    Backoff network{kFirstPause, kLongestPause};
    Backoff login{kFirstLoginPause, kLongestLoginPause};
    while (settings_.by_imap) {
        watched_ = false;
        auto ended = co_await watch();
        if (watched_) {
            network.reset();
            login.reset();
        }
        auto error = ended ? Error{ErrorKind::unavailable, "the session ended"} : ended.error();
        bool refused = !error.transient();
        inlet_.failing(name_of(error.kind), error.what);
        auto pause = with_jitter(refused ? login.next() : network.next());
        co_await sleep_for(pause);
    }
    inlet_.working();
    while (true) {
        co_await post_acknowledgements();
        co_await sleep_for(kListenPause);
    }
}

Task<Result<void>> EmailChannel::watch()
{
    auto login = co_await access_.fresh(settings_.imap_login, inlet_.clock().now());
    if (!login) co_return fail(login.error());
    net::ImapClient client{settings_.imap, settings_.imap_security};
    auto connected = co_await client.connect();
    if (!connected) co_return connected;
    auto entered = co_await client.login(std::move(*login));
    if (!entered) co_return entered;
    auto opened = co_await mailbox_.open(client);
    if (!opened) co_return opened;
    while (true) {
        auto collected = co_await mailbox_.collect(client);
        if (!collected) co_return collected;
        watched_ = true;
        inlet_.working();
        co_await post_acknowledgements();
        auto waited = co_await wait_for_mail(client);
        if (!waited) co_return waited;
    }
}

Task<Result<void>> EmailChannel::wait_for_mail(net::ImapClient& client)
{
    if (client.can("IDLE")) {
        auto came = co_await client.idle(settings_.poll);
        if (!came) co_return fail(came.error());
        co_return Result<void>{};
    }
    auto pause = std::min<std::chrono::seconds>(settings_.poll, kWithoutIdle);
    co_await sleep_for(pause);
    co_return Result<void>{};
}

Task<Result<desk::Entered>> EmailChannel::take_again(std::string raw)
{
    Letter letter{.raw = std::move(raw), .came_at = inlet_.clock().now()};
    co_return co_await sorter_.take(std::move(letter), true);
}

bool EmailChannel::receives(std::string_view recipient) const
{
    return is_own(settings_.own(), recipient);
}

Task<Result<desk::Entered>> EmailChannel::take_mail(desk::PostedMail mail)
{
    Letter letter{
        .raw = std::move(mail.raw),
        .sender = std::move(mail.sender),
        .recipient = std::move(mail.recipient),
        .came_at = inlet_.clock().now()};
    auto taken = co_await sorter_.take(std::move(letter));
    if (taken) inlet_.working();
    co_return taken;
}

Task<Result<net::SmtpServer>> EmailChannel::smtp_server()
{
    auto server = settings_.smtp;
    if (!server.login) co_return server;
    auto login = co_await access_.fresh(*server.login, inlet_.clock().now());
    if (!login) co_return fail(login.error());
    server.login = std::move(*login);
    co_return server;
}

/// A machine answers verified people only, who are no machines, and seldom.
Task<std::optional<desk::SendError>> EmailChannel::why_not(
    const desk::Departure& departure, Place place)
{
    using desk::SendError;
    if (!departure.automatic) co_return std::nullopt;
    if (!place.verified || place.quiet) {
        co_return SendError{
            .fault = SendFault::refused,
            .code = place.quiet ? "automatic_to_machine" : "automatic_to_unverified",
            .detail = "nothing automatic goes to senders that are not verified, or to machines"};
    }
    auto stopped = co_await sorter_.is_stopped(place.to);
    if (!stopped) co_return SendError{SendFault::retry, "unavailable", stopped.error().what};
    if (*stopped) {
        co_return SendError{
            .fault = SendFault::refused,
            .code = "automatic_stopped",
            .detail = "mail to this address was reported as spam: nothing automatic goes there"};
    }
    if (place.ours) co_return std::nullopt;
    auto may = co_await sorter_.may_answer(
        place.to, departure.id, desk::purpose_of(departure.automatic_kind));
    if (!may) co_return SendError{SendFault::retry, "unavailable", may.error().what};
    if (*may) co_return std::nullopt;
    co_return SendError{
        .fault = SendFault::refused,
        .code = "automatic_budget",
        .detail = "this address had all the automatic mail of this kind that 24 hours allow"};
}

Task<desk::Sent> EmailChannel::send(desk::Departure departure)
{
    auto place = read_place(departure.address);
    if (!place) co_return desk::not_sent(SendFault::refused, "address", place.error().what);
    auto us = co_await sorter_.us();
    if (!us) co_return desk::not_sent(SendFault::retry, "unavailable", us.error().what);
    auto mail = outgoing_of(departure, *place, *us, settings_.tags);
    if (!mail) co_return desk::not_sent(SendFault::refused, "compose", mail.error().what);
    auto wrong = co_await why_not(departure, *place);
    if (wrong) co_return std::unexpected{std::move(*wrong)};
    mail->from.name = sender_name(departure.author, settings_.name);
    mail->signature = settings_.signature;
    mail->date = inlet_.clock().now();
    // Words that a stranger chose must not go out under our name by themselves.
    if (departure.automatic && !place->ours) mail->subject = sender_name({}, settings_.name);
    if (departure.automatic && mail->subject.empty()) mail->subject = settings_.address;
    if (departure.file) {
        auto file = read_file(*departure.file);
        if (!file) co_return desk::not_sent(SendFault::retry, "file", file.error().what);
        mail->attachments.push_back(std::move(*file));
    }
    auto envelope = settings_.address;
    if (settings_.verp) {
        auto own = mail::bounce_address(settings_.address, departure.id, us->key);
        if (own) envelope = std::move(*own);
    }
    co_return co_await post(std::move(*mail), std::move(envelope));
}

Task<desk::Sent> EmailChannel::post(mail::Outgoing mail, std::string envelope)
{
    auto text = mail::compose(mail);
    if (!text) co_return desk::not_sent(SendFault::refused, "compose", text.error().what);
    auto server = co_await smtp_server();
    if (!server) {
        auto fault = server.error().transient() ? SendFault::retry : SendFault::account;
        co_return desk::not_sent(fault, name_of(server.error().kind), server.error().what);
    }
    net::Submission submission{
        // Also of automatic mail: submission servers refuse the null sender that RFC 3834 wants,
        // and its bounces are read as reports, which nothing answers.
        .from = std::move(envelope),
        .to = mail.to.front().address,
        .mail = std::move(*text)};
    auto outcome = co_await net::submit(std::move(*server), std::move(submission));
    if (!outcome) co_return std::unexpected{send_error_of(outcome.error())};
    co_return desk::Receipt{.external_id = mail.message_id};
}

Task<void> EmailChannel::post_acknowledgements()
{
    while (!sorter_.acknowledgements.empty()) {
        auto next = std::move(sorter_.acknowledgements.front());
        sorter_.acknowledgements.pop_front();
        co_await acknowledge(std::move(next));
    }
}

/// A courtesy: when it does not go it is not tried again.
Task<void> EmailChannel::acknowledge(Acknowledgement answer)
{
    auto us = co_await sorter_.us();
    if (!us) co_return;
    auto stopped = co_await sorter_.is_stopped(answer.to);
    if (!stopped || *stopped) co_return;
    auto may = co_await sorter_.may_answer(answer.to, answer.id, Purpose::courtesy);
    if (!may || !*may) co_return;
    auto desk = settings_.name.empty() ? settings_.address : settings_.name;
    desk::Departure departure{
        .id = answer.id,
        .conversation = {},
        .message = {},
        .thread_key = answer.thread,
        .address = {},
        .text = mail::acknowledgement(answer.locale, desk, answer.number),
        .automatic = true,
        .automatic_kind = "acknowledgement",
        .locale = answer.locale};
    Place place{.to = answer.to, .in_reply_to = answer.in_reply_to, .references = {}};
    auto mail = outgoing_of(departure, place, *us, settings_.tags);
    if (!mail) co_return;
    mail->subject = mail::acknowledgement_subject(answer.locale, desk, answer.number);
    mail->from.name = settings_.name;
    mail->signature = settings_.signature;
    mail->date = inlet_.clock().now();
    auto sent = co_await post(std::move(*mail), settings_.address);
    if (!sent) inlet_.failing("acknowledgement", sent.error().detail);
}

Task<std::vector<desk::Step>> EmailChannel::check()
{
    co_return co_await check_account(settings_, access_, inlet_.clock().now());
}

std::string EmailChannel::address_for_customers(std::string_view) const
{
    return "mailto:" + settings_.address;
}

}  // namespace keydesk::email
