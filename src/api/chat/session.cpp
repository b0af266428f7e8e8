#include "api/chat/session.hpp"

#include "base/crypto.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

constexpr int kHeartbeat = 25;  // seconds
constexpr std::size_t kLargestFrame = 65'536;

std::string language_of(const std::string& asked)
{
    return asked.starts_with("zh") ? "zh-CN" : "en";
}

std::string name_for(const std::string& token_hash, const std::string& locale)
{
    auto number = std::to_string(1000 + std::stoul(token_hash.substr(0, 6), nullptr, 16) % 9000);
    return (locale == "zh-CN" ? "访客 " : "Visitor ") + number;
}

std::int64_t seconds_up(std::chrono::milliseconds wait)
{
    return std::chrono::ceil<std::chrono::seconds>(wait).count();
}

/// How the desk's errors are said in a nack.
FrameText refusal(const std::string& cmid, const Error& error)
{
    switch (error.kind) {
        case ErrorKind::invalid_input:
            return nack(cmid, error.what == "too long" ? "too_long" : "bad", error.what);
        case ErrorKind::not_found:
            return nack(cmid, "bad", error.what);
        case ErrorKind::conflict:
            return nack(cmid, "conflict", error.what);
        case ErrorKind::denied:
            return nack(cmid, "blocked", error.what);
        case ErrorKind::rate_limited:
            return nack(cmid, "rate", error.what, 5);
        case ErrorKind::unavailable:
        case ErrorKind::bad_reply:
        case ErrorKind::internal:
            break;
    }
    return nack(cmid, "unavailable", "the desk cannot store this just now", 5);
}

}  // namespace

Session::Session(
    ChatDoor& door, std::shared_ptr<const desk::Inbox> inbox, std::string address_prefix, Out out)
    : door_{door},
      inbox_{std::move(inbox)},
      prefix_{std::move(address_prefix)},
      out_{std::move(out)}
{
}

Session::~Session()
{
    door_.leave(*this);
}

Task<Session::Then> Session::take(Frame frame)
{
    auto type = frame.type();
    if (type == "hello") co_return co_await hello(std::move(frame));
    if (!visitor_) {
        out_(nack({}, "auth", "say hello first"));
        co_return Then::close_unauthorised;
    }
    if (type == "send") co_await say(std::move(frame));
    if (type == "up") co_await announce(std::move(frame));
    if (type == "more") co_await more(std::move(frame));
    if (type == "read" || type == "got") co_await read(std::move(frame));
    if (type == "redact") co_await take_out(std::move(frame));
    if (type == "typing") this->type(frame.truth("on"));
    if (type == "identify") co_return co_await identify(frame.text("jwt"));
    if (type == "page") {
        auto url = frame.text("url").substr(0, 500);
        auto title = frame.text("title").substr(0, 200);
        (void)co_await door_.parts.visitors.seen(customer(), "", "", url, title);
    }
    // Anything else is from a newer client: passed over.
    co_return Then::go_on;
}

Task<Result<void>> Session::make_visitor(const Frame& hello, std::string& token)
{
    // There the form makes visitors, with its own proof that a person sits before it.
    if (inbox_->kind == "form") co_return fail(ErrorKind::denied, "open the feedback form first");
    if (auto wait = door_.visitors_by_prefix.allow(prefix_)) {
        co_return fail({ErrorKind::rate_limited, "too many new visitors from this address"});
    }
    token = random_token();
    auto hash = token_hash(token);
    desk::NewVisitor fresh{
        .inbox = inbox_->id,
        .token_hash = hash,
        .name = name_for(hash, locale_),
        .locale = locale_,
        .device = hello.text("dev").substr(0, 200)};
    auto made = co_await door_.parts.visitors.create(std::move(fresh));
    if (!made) co_return fail(made.error());
    visitor_ = std::move(*made);
    co_return Result<void>{};
}

Task<Session::Then> Session::hello(Frame frame)
{
    if (visitor_ || frame.number("v").value_or(1) != 1) {
        out_(nack({}, "bad", "one hello of version 1"));
        co_return Then::close_bad;
    }
    locale_ = language_of(frame.text("lang"));
    auto token = frame.text("token");
    std::string handed_out;
    if (token.empty()) {
        auto made = co_await make_visitor(frame, handed_out);
        if (!made) {
            out_(refusal({}, made.error()));
            co_return Then::close_bad;
        }
    } else {
        auto entered = co_await enter(std::move(token));
        if (!entered) {
            bool away = entered.error().transient();
            out_(away ? refusal({}, entered.error()) : nack({}, "auth", "the token is not known"));
            co_return away ? Then::close_bad : Then::close_unauthorised;
        }
        auto device = frame.text("dev").substr(0, 200);
        (void)co_await door_.parts.visitors.seen(customer(), locale_, device, "", "");
    }
    if (auto jwt = frame.text("jwt"); !jwt.empty()) {
        auto proved = co_await prove(jwt);
        if (proved) {
            visitor_ = std::move(*proved);
        } else {
            out_(nack({}, "auth", proved.error().what));
        }
    }

    zone_ = frame.text("zone").substr(0, desk::CustomerClocks::kLongestName + 1);
    co_await door_.note_clock(customer(), zone_);

    const auto* resume = frame.object("resume");
    Frame from{resume != nullptr ? *resume : json::object{}};
    auto since = from.number("seq").value_or(-1);
    bool resumed = resume != nullptr && from.text("epoch") == door_.parts.epoch && since >= 0 &&
                   since <= visitor_->public_seq && visitor_->public_seq - since <= kMostReplayed;
    json::object welcome{
        {"t", "welcome"},
        {"sid", visitor_->id},
        {"epoch", door_.parts.epoch},
        {"seq", visitor_->public_seq},
        {"resumed", resumed},
        {"hb", kHeartbeat},
        {"max", kLargestFrame},
        {"now", millis(door_.parts.clock.now())},
        {"visitor",
         {{"id", visitor_->customer.id},
          {"name", visitor_->customer.name},
          {"verified", visitor_->customer.verified}}}};
    if (!handed_out.empty()) welcome["token"] = handed_out;
    out_(chat::frame(std::move(welcome)));
    door_.arrive(*this);
    (void)co_await follow(resumed ? door_.parts.epoch : "", since);
    out_(chat::frame({{"t", "pres"}, {"agents", door_.parts.presence.online().size()}}));
    co_return Then::go_on;
}

Task<Result<void>> Session::enter(std::string token)
{
    auto hash = token_hash(token);
    auto found = co_await door_.parts.visitors.find(inbox_->id, std::move(hash));
    if (!found) {
        bool unknown = found.error().kind == ErrorKind::not_found;
        co_return fail(unknown ? Error{ErrorKind::denied, "unknown token"} : found.error());
    }
    visitor_ = std::move(*found);
    if (locale_ == "en") locale_ = visitor_->customer.locale;
    co_return Result<void>{};
}

Task<Result<desk::Visitor>> Session::prove(std::string jwt)
{
    auto secret = door_.parts.unseal(*inbox_);
    if (!secret) co_return fail(ErrorKind::denied, "this inbox knows no signed identities");
    auto identity = read_identity(jwt, *secret, door_.parts.clock.now());
    if (!identity) co_return fail(identity.error());
    co_return co_await door_.parts.visitors.identify(
        visitor_->id, identity->id, identity->name, identity->email);
}

Task<Session::Then> Session::identify(std::string jwt)
{
    auto proved = co_await prove(std::move(jwt));
    if (!proved) {
        out_(nack({}, "auth", proved.error().what));
        co_return Then::go_on;
    }
    bool other = proved->customer.id != customer();
    visitor_ = std::move(*proved);
    co_await door_.note_clock(customer(), zone_);
    if (other) {
        // Another person's stream: what was shown of the old one must go.
        following_ = false;
        (void)co_await follow("", -1);
    }
    out_(chat::frame({{"t", "visitor"}, {"name", visitor_->customer.name}, {"verified", true}}));
    co_return Then::go_on;
}

Task<void> Session::say(Frame frame)
{
    auto cmid = frame.text("cmid");
    auto files = frame.texts("att");
    if (!files) {
        out_(nack(cmid, "bad", "att is a list of file ids"));
        co_return;
    }
    if (inbox_->closed) {
        out_(nack(cmid, "closed", "this inbox is closed"));
        co_return;
    }
    auto wait = door_.messages.allow(customer());
    if (!wait) wait = door_.messages_by_prefix.allow(prefix_);
    if (wait) {
        out_(nack(
            cmid, "rate", "too fast; nothing is lost, it will be sent later", seconds_up(*wait)));
        co_return;
    }
    desk::Incoming incoming{
        .inbox = inbox_->id,
        .customer = customer(),
        .visitor = visitor_->id,
        .client_id = cmid,
        .text = guard::RawText{frame.text("body")},
        .files = std::move(*files),
        .locale = locale_,
        .declared_transaction_hash = frame.text("declared") == "tx_hash"};
    frame.fields.clear();
    auto accepted = co_await door_.parts.desk.accept(std::move(incoming));
    if (!accepted) {
        out_(refusal(cmid, accepted.error()));
        co_return;
    }
    const auto& m = *accepted->posted.message;
    json::object ack{
        {"t", "ack"},
        {"cmid", cmid},
        {"mid", m.id},
        {"seq", m.public_seq.value_or(0)},
        {"ts", millis(m.at)}};
    if (!accepted->findings.empty()) ack["redacted"] = removed(accepted->findings, locale_);
    if (!m.redacted.empty()) ack["body"] = m.body;
    out_(chat::frame(std::move(ack)));
}

Task<void> Session::take_out(Frame frame)
{
    auto pieces = read_pieces(frame);
    if (!pieces) {
        out_(nack({}, "bad", pieces.error().what));
        co_return;
    }
    // Not counted as a message: what makes a secret vanish must not wait for a bucket to fill, and
    // a repeat costs one read.
    auto done =
        co_await door_.parts.desk.take_out(inbox_->id, customer(), locale_, std::move(*pieces));
    if (!done) out_(refusal({}, done.error()));
}

Task<void> Session::announce(Frame frame)
{
    auto ref = frame.text("ref");
    auto name = frame.text("name");
    auto size = frame.number("size").value_or(0);
    constexpr std::int64_t kLargest = 20 << 20;
    if (name.empty() || name.size() > 255 || size <= 0 || size > kLargest) {
        out_(nack(ref, "bad", "a file has a name and at most 20 MB"));
        co_return;
    }
    if (auto wait = door_.uploads.allow(customer())) {
        out_(nack(ref, "rate", "too many files at once", seconds_up(*wait)));
        co_return;
    }
    auto safe = guard::clean(guard::RawText{name}).text.str();
    auto id = co_await door_.parts.files.announce(visitor_->id, {}, std::move(safe), size);
    if (!id) {
        out_(refusal(ref, id.error()));
        co_return;
    }
    out_(chat::frame(
        {{"t", "up"},
         {"ref", ref},
         {"fid", *id},
         {"url", "/chat/v1/files/" + *id},
         {"max", kLargest}}));
}

Task<void> Session::more(Frame frame)
{
    json::array list;
    bool further = false;
    if (visitor_->conversation) {
        auto page = co_await door_.parts.desk.timeline().history(
            *visitor_->conversation, frame.number("before").value_or(0), kPage + 1, true);
        if (page) {
            further = page->size() > kPage;
            for (auto i = further ? page->begin() + 1 : page->begin(); i != page->end(); ++i) {
                list.push_back(message(**i));
            }
        }
    }
    out_(chat::frame({{"t", "more"}, {"msgs", std::move(list)}, {"more", further}}));
}

Task<void> Session::read(Frame frame)
{
    if (!visitor_->conversation) co_return;
    bool has_read = frame.type() == "read";
    // A read message may be named by its id; what the customer has seen is what we have sent.
    auto seq = frame.number("seq").value_or(has_read ? sent_ : 0);
    seq = std::min(seq, sent_);
    if (seq <= 0) co_return;
    (void)co_await door_.parts.desk.customer_saw(
        *visitor_->conversation, customer(), seq, has_read);
}

void Session::type(bool on)
{
    if (!visitor_->conversation || door_.typing.allow(customer())) return;
    door_.parts.presence.customer_types(*visitor_->conversation, customer(), on);
}

}  // namespace keydesk::api::chat
