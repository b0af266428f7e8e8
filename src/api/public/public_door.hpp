#pragma once

#include "api/problem.hpp"
#include "api/public/form_seal.hpp"
#include "base/rate_limit.hpp"
#include "desk/accounts/settings.hpp"
#include "desk/channels/channel.hpp"
#include "desk/desk.hpp"
#include "desk/feedback/confirmations.hpp"
#include "desk/feedback/feedback.hpp"
#include "net/router.hpp"

#include <functional>
#include <string>
#include <vector>

/// What anybody may open without a log-in: the feedback form, the product board, the contact page.
namespace keydesk::api {

/// A door that stands open now, as the contact page shows it.
struct ContactDoor {
    std::string inbox;  ///< id
    std::string kind;   ///< "web", "telegram" …
    desk::Words kind_name;
    std::string name;     ///< Of the inbox.
    std::string address;  ///< A link; empty: there is none, he looks for the name there.
};

/// Everything that the public pages work with. Lives on the io thread and outlives the server.
class PublicDoor {
public:
    struct Parts {
        desk::Desk& desk;
        desk::Visitors& visitors;
        desk::Conversations& conversations;
        desk::Suggestions& suggestions;
        desk::FormDesk& forms;
        desk::WorkspaceStore& workspace;
        desk::Confirmations& confirmations;
        const Clock& clock;
        /// Doors besides the website's own.
        std::function<std::vector<ContactDoor>()> doors;
        /// After an inbox was made: who keeps a list of them reads it anew.
        std::function<Task<Result<void>>()> inboxes_changed;
        /// The mail inbox that may write now; empty: none, or the desk does not know its own
        /// address, and a link in a mail must not follow what a request calls us.
        std::function<std::string()> mail_inbox;
        /// Whether mail to this address would come back to us.
        std::function<bool(const std::string& address)> own_address;
        std::string stylesheet, board_script;  ///< Addresses of built files; empty: not built.
        bool limits = true;
        int work_bits = 15;
    };

    explicit PublicDoor(Parts given);

    Parts parts;
    FormSeal seal;
    RateLimit submissions, votes, confirmations;  ///< By address prefix.

    /// Of the last days, at most five minutes old.
    Task<std::vector<desk::AnswerTime>> answer_times();

private:
    std::vector<desk::AnswerTime> times_;
    Time times_at_{};
};

/// /feedback/v1/…, /feedback/confirm, /board, /contact. The pages /feedback and /feedback/status
/// are files.
void add_public_routes(net::Router& router, PublicDoor& door);

/// One file a noun.
void add_form_routes(net::Router& router, PublicDoor& door);
void add_confirm_routes(net::Router& router, PublicDoor& door);
void add_board_routes(net::Router& router, PublicDoor& door);
void add_contact_routes(net::Router& router, PublicDoor& door);

net::Response refused(const net::Request& request, Refusal refusal);

/// What every form carries besides its words.
struct FormProof {
    std::string form, work, website, id;
};
/// Nothing: go on.
std::optional<Refusal> robot(
    PublicDoor& door, RateLimit& limit, const net::Request& request, const FormProof& proof);

/// A browser's own token: 22 to 64 characters of base64url.
bool is_token(std::string_view text);

}  // namespace keydesk::api
