#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace keydesk {

/// What went wrong, seen by who must act on it. Each word answers one question
/// for every caller: try again, tell the user, or wake an operator.
/// Spelled as in problem documents and nack frames.
enum class ErrorKind {
    invalid_input,  ///< The caller must change what he sent.
    not_found,
    conflict,  ///< True a moment ago, no longer: look again and decide anew.
    denied,
    rate_limited,  ///< Too much, too fast; `retry_after` says when.
    unavailable,   ///< A disk, a peer or a pool is away; the same call may succeed later.
    bad_reply,     ///< The other side does not speak its own protocol.
    internal
};

struct Error {
    ErrorKind kind;
    std::string what;  ///< For the log; a literal phrase plus ids, no secret, no customer text.
    std::optional<std::chrono::seconds> retry_after = {};

    /// The same call may succeed later without anybody changing anything.
    bool transient() const noexcept
    {
        return kind == ErrorKind::rate_limited || kind == ErrorKind::unavailable;
    }
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Error error)
{
    return std::unexpected<Error>{std::move(error)};
}

inline std::unexpected<Error> fail(ErrorKind kind, std::string what)
{
    return std::unexpected<Error>{Error{kind, std::move(what)}};
}

constexpr const char* name_of(ErrorKind kind) noexcept
{
    switch (kind) {
        case ErrorKind::invalid_input:
            return "invalid_input";
        case ErrorKind::not_found:
            return "not_found";
        case ErrorKind::conflict:
            return "conflict";
        case ErrorKind::denied:
            return "denied";
        case ErrorKind::rate_limited:
            return "rate_limited";
        case ErrorKind::unavailable:
            return "unavailable";
        case ErrorKind::bad_reply:
            return "bad_reply";
        case ErrorKind::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace keydesk
