#pragma once

#include "base/clock.hpp"
#include "guard/guard.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What comes in by a door, in the desk's words.
namespace keydesk::desk {

/// Who wrote, as the provider knows him. The name is only a name: it proves nothing.
struct Person {
    std::string external_id;  ///< The provider's key of him; opaque, at most 200 bytes.
    std::string name = {};    ///< UTF-8; may be empty.
    std::string handle = {};  ///< "@name" or an address, as shown to agents; may be empty.
    std::string locale = {};  ///< BCP 47 as the provider says it; empty: told from the text.
    /// The provider vouches that this is the person: true for accounts, for mail only when the
    /// sender is aligned (DMARC). False makes a customer of his own of every new thread.
    bool vouched = true;
};

/// Where an answer goes. Messages with the same key are one thread.
struct Place {
    std::string key;         ///< Opaque, unique in the inbox, at most 200 bytes.
    std::string address;     ///< JSON of the channel's own; the newest arrival's replaces it.
    bool is_public = false;  ///< Others read along: a group.
    std::string title = {};  ///< Of a group, of a mail's subject; guarded before it is stored.
};

/// A file that the message names. Either its bytes are here, or the channel fetches them later
/// (Channel::fetch): a slow provider never holds up the acknowledgement.
struct ArrivedFile {
    std::string name;       ///< May be empty.
    std::string type = {};  ///< As claimed; the desk looks at the content itself.
    std::int64_t size = 0;  ///< As claimed; 0: unknown.
    std::string bytes = {};
    std::string source = {};  ///< What Channel::fetch needs; JSON without secrets.
};

/// What the provider lets us send because of this arrival; overrules Capabilities::window.
struct Allowance {
    std::optional<Time> until;             ///< Empty: for ever.
    std::optional<std::int64_t> messages;  ///< Empty: as many as you like.
};

/// One message of a customer.
struct Arrival {
    std::string
        external_id;  ///< Unique in the inbox, at most 200 bytes: a repeat is dropped by it.
    Person person;
    Place place;
    guard::RawText text;  ///< UTF-8 without NUL; may be empty when there are files.
    std::vector<ArrivedFile> files = {};
    Time sent_at{};
    std::string answers = {};  ///< external_id of the message of ours that this one answers.
    /// A token of ours that came with it (deep link, QR scene, reply address): the thread joins
    /// the conversation that the token was made for.
    std::string link = {};
    std::optional<Allowance> allowance = {};
    /// A machine wrote it (auto-reply, bounce notice): stored, but nothing is opened, no automatic
    /// answer goes out.
    bool automatic = false;
    /// Shown to agents beside the message: "sender not verified", "name resembles ours".
    std::vector<std::string> warnings = {};
    /// A version as HTML, already rebuilt by mail::filter_html; shown in a sandboxed frame.
    std::string html = {};
    /// Quoted earlier text, folded in the console.
    std::optional<guard::RawText> quoted = {};
};

/// Begins Notice::external_id where not the provider's key but our own of a part is known.
inline const std::string kOfPart = "part:";

/// What happened to something, other than a new message. Telling it twice changes nothing.
struct Notice {
    enum class What {
        edited,       ///< The customer changed `external_id` to `text`.
        deleted,      ///< He took `external_id` back.
        delivered,    ///< Ours, `external_id`, has arrived …
        read,         ///< … was read …
        bounced,      ///< … will never arrive; `detail` says why.
        unreachable,  ///< The person or place cannot be written to any more (blocked, left).
        reachable,    ///< He can again.
        moved,        ///< Place `place.key` has become `new_key` with `place.address`.
        allowed,      ///< No message, but the provider lets us write (follow, menu, scan).
        forget,       ///< The person wants his data gone (WeChat unsubscribe).
        complained,   ///< Ours, `external_id`, was reported as unwanted; `detail` says by whom.
        doubled       ///< The customer's `external_id` came to this inbox, too.
    };
    What what;
    std::string external_id = {};
    Person person = {};
    Place place = {};
    std::string new_key = {};
    std::optional<guard::RawText> text = {};
    std::string detail = {};  ///< The provider's own words or code; no customer text.
    std::optional<Allowance> allowance = {};
    std::string link = {};
    Time at{};
};

}  // namespace keydesk::desk
