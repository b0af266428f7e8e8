#pragma once

#include "api/wire_text.hpp"
#include "base/result.hpp"
#include "net/message.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace keydesk::api {

/// The languages in which the server speaks to people.
enum class Locale { en, zh };

/// The one of ours that Accept-Language (RFC 9110, section 12.5.4) likes best; English when it
/// says nothing of either.
Locale locale_of(std::string_view accept_language);
inline Locale locale_of(const net::Request& request)
{
    return locale_of(request.header("Accept-Language"));
}

/// A sentence in both languages.
struct Said {
    std::string_view en, zh;
    std::string_view in(Locale locale) const { return locale == Locale::zh ? zh : en; }
};

/// What a person reads of a refusal.
struct Words {
    Said title, detail, what_to_do;
};

/// A limit and what is left of it.
struct Quota {
    std::string_view name;           ///< A literal.
    std::int64_t most = 0;           ///< Requests …
    std::chrono::seconds window{0};  ///< … in so long.
    std::int64_t left = 0;
    std::chrono::seconds reset{0};  ///< Until there is more.
};

/// Why a request is not answered as wished. An Error alone is enough; the rest says more.
struct Refusal {
    Refusal(Error e) : error{std::move(e)} {}
    Refusal(Error e, Faults f) : error{std::move(e)}, faults{std::move(f)} {}

    Error error;
    Faults faults = {};
    int status = 0;                   ///< 0: by the kind of the error.
    std::string code = {};            ///< Empty: the name of the kind.
    const Words* words = nullptr;     ///< Null: those of the kind.
    std::optional<Quota> quota = {};  ///< That the request counted in.
    std::string more = {};            ///< Further members of the document: `"totp_required":true`.
};

/// What a handler ends with. `co_return fail(error)` and `co_return refuse(refusal)` both fit.
using Answer = std::expected<net::Response, Refusal>;

inline std::unexpected<Refusal> refuse(Refusal refusal)
{
    return std::unexpected<Refusal>{std::move(refusal)};
}

/// Refusals that have no ErrorKind of their own.
Refusal not_logged_in();       ///< 401
Refusal untrusted_request();   ///< 403: CSRF token or Origin is missing or wrong.
Refusal body_too_large();      ///< 413
Refusal wrong_fields(Faults);  ///< 400 with `errors`

/// The problem document (RFC 9457) of a refusal, with Retry-After when there is a time to wait.
/// `error.what` is for the log and never leaves the house.
net::Response problem_document(const Refusal& refusal, Locale locale);

}  // namespace keydesk::api
