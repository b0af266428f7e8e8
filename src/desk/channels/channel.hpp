#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/channels/arrival.hpp"
#include "desk/channels/capabilities.hpp"
#include "desk/channels/departure.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A door between customers and the desk. One folder under src/channels/ each, one line of wiring
/// in app/doors/doors.cpp. See docs/channels/README.md for how to write one.
namespace keydesk::desk {

/// A text in both first languages.
struct Words {
    std::string en, zh;
};

/// What became of an arrival.
struct Entered {
    bool repeated = false;  ///< Was there already; nothing changed.
    bool opened = false;    ///< Began a conversation.
    std::string conversation, message, customer;
    std::int64_t number = 0;  ///< The conversation's, as people say it.
    std::string locale;       ///< "zh-CN" or "en": the customer's.
    bool removed_secret = false;
};

/// What a channel is given of the desk: one per inbox. Outlives its channel.
class Inlet {
public:
    virtual ~Inlet() = default;

    /// Returns when the message is guarded and on disk: only then acknowledge it.
    /// Errors: `invalid_input` (never acceptable: acknowledge and go on, it is logged and
    /// counted), `denied` (blocked customer: acknowledge), `unavailable` (do not acknowledge).
    virtual Task<Result<Entered>> accept(Arrival arrival) = 0;
    virtual Task<Result<void>> note(Notice notice) = 0;

    /// Keeps what could not be read or taken, encrypted, for an operator to look at; seven days.
    /// Guarded from and subject are shown to him.
    virtual Task<Result<void>> quarantine(
        std::string reason,
        std::string raw,
        std::string from,
        std::string subject,
        std::string external_id) = 0;

    /// A small memory that survives restarts: cursors, tokens, menu state. Values are sealed.
    /// Not found is an empty text. Store a cursor after what it stands for was accepted.
    virtual Task<Result<std::string>> recall(std::string key) = 0;
    virtual Task<Result<void>> remember(std::string key, std::string value) = 0;

    /// Makes a single-use token (128 bit, base64url, 22 characters) that leads to a conversation.
    /// `bound_to`: only this Person::external_id may use it; empty: whoever brings it.
    virtual Task<Result<std::string>> make_link(std::string conversation, std::string bound_to) = 0;

    /// Health, shown to operators. Cheap; call at every success and failure.
    virtual void working() = 0;
    virtual void failing(std::string code, std::string detail) = 0;

    virtual const Clock& clock() const noexcept = 0;
    /// "https://support.example", without a slash at the end; empty when not configured.
    virtual const std::string& public_url() const noexcept = 0;
    /// Names that customers must not mistake somebody else for: the brand, the agents.
    virtual std::vector<std::string> own_names() const = 0;
};

/// A provider's request to /hooks/<inbox key>.
struct HookCall {
    std::string method;  ///< "GET" or "POST"
    std::map<std::string, std::string, std::less<>> query;
    std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
    std::string body;
    std::string peer;  ///< Address.
};

struct HookReply {
    int status = 200;
    std::string body = {};
    std::string type = "text/plain; charset=utf-8";
    std::optional<std::chrono::seconds> retry_after = {};
};

/// One line of the wizard: what was tried live, and what to do when it failed.
struct Step {
    enum class State { passed, failed, skipped };
    std::string id;  ///< Stable: "token", "webhook", "permissions".
    Words name;
    State state = State::passed;
    Words detail = {};  ///< What was seen; what to do. No secrets.
};

struct Fetched {
    std::string bytes;
    std::string name = {}, type = {};  ///< If the provider says better ones.
};

/// A mail that our own listener (LMTP, `keydesk mail deliver`) holds for one recipient.
struct PostedMail {
    std::string raw;
    std::string sender;     ///< MAIL FROM; empty: the null sender of bounces.
    std::string recipient;  ///< RCPT TO.
};

/// One configured account. Lives on the io thread.
class Channel {
public:
    virtual ~Channel() = default;

    virtual const Capabilities& capabilities() const noexcept = 0;

    /// Brings messages in until cancelled, or until an error that waiting cannot mend (shown to the
    /// operator; run again after a change of settings). A door that is only called (webhooks) does
    /// here what must be done now and then, or returns at once.
    virtual Task<Result<void>> run() = 0;

    /// A provider's call. The default: 404.
    virtual Task<HookReply> hook(HookCall call);

    /// Whether mail for this address belongs to this inbox, its reply tokens included; the listener
    /// asks every inbox. The default: no.
    virtual bool receives(std::string_view recipient) const;
    /// A mail from the listener. It is acknowledged after this returns; `unavailable`: the sender
    /// keeps it. What was set aside or only noted is an Entered without ids.
    virtual Task<Result<Entered>> take_mail(PostedMail mail);

    /// Sends one part, once. Waiting and trying again is the courier's work, not the channel's;
    /// only a call that surely did nothing (an expired token) may be repeated inside.
    virtual Task<Sent> send(Departure departure) = 0;

    /// Gets the bytes of ArrivedFile::source, at most `limit`.
    virtual Task<Result<Fetched>> fetch(std::string source, std::size_t limit);

    /// Reads again what was put into quarantine, as it came over the wire.
    /// Errors: `not_found` when this door keeps no quarantine; those of Inlet::accept.
    virtual Task<Result<Entered>> take_again(std::string raw);

    /// Tells the customer that somebody writes; nothing is promised.
    virtual Task<void> typing(std::string address, bool on);

    /// Tries the settings live, step by step; for the wizard and `keydesk doctor`. Changes nothing
    /// at the provider.
    virtual Task<std::vector<Step>> check() = 0;

    /// Sets up at the provider what the settings ask for (webhook, menu, profile); after a change
    /// of settings. The default does nothing.
    virtual Task<std::vector<Step>> set_up();

    /// Where a customer finds this door, "https://t.me/WalletBot"; with `token`, a link that leads
    /// into his conversation. Empty: no such link.
    virtual std::string address_for_customers(std::string_view token) const;
};

/// A field of a door's settings, for the wizard.
struct Field {
    enum class Kind { text, secret, url, number, truth, choice, lines };
    std::string key;
    Kind kind = Kind::text;
    bool required = false;
    std::string initial = {};
    Words name, help = {};
    std::vector<std::pair<std::string, Words>> options = {};  ///< Of a choice.
};

using ChannelSettings = std::map<std::string, std::string, std::less<>>;

/// A kind of door.
class ChannelKind {
public:
    virtual ~ChannelKind() = default;
    virtual std::string_view kind() const noexcept = 0;  ///< "telegram": in the database, the API.
    virtual Words name() const = 0;
    virtual Words about() const = 0;  ///< Two sentences for the wizard, Markdown links allowed.
    virtual std::vector<Field> fields() const = 0;
    virtual Capabilities capabilities() const = 0;
    /// Errors: `invalid_input`, its text "<field>: <what is wrong>" for the operator.
    virtual Result<std::unique_ptr<Channel>> make(
        std::string inbox_key, const ChannelSettings& settings, Inlet& inlet) const = 0;
};

}  // namespace keydesk::desk
