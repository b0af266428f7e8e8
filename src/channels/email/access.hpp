#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "channels/email/settings.hpp"
#include "net/http_client.hpp"

namespace keydesk::email {

/// Logins with a fresh access token where the account wants one (RFC 6749, section 6).
class Access {
public:
    Access(net::HttpClient& http, const Settings& settings);

    /// The login as configured, or with a token that lasts some minutes at least.
    /// Errors: `denied` (the refresh token is no longer taken), `unavailable`, `bad_reply`.
    Task<Result<net::MailLogin>> fresh(net::MailLogin login, Time now);

private:
    net::HttpClient& http_;
    const Settings& settings_;
    Secret token_{""};
    Time lasts_until_{};
};

}  // namespace keydesk::email
