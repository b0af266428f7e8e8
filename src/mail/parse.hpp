#pragma once

#include "base/result.hpp"
#include "mail/mail.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::mail {

struct ParseLimits {
    std::size_t bytes = std::size_t{30} << 20U;
    std::size_t depth = 10;     ///< Multiparts in multiparts; deeper ones become an attachment.
    std::size_t parts = 1'000;  ///< More are refused.
};

struct ParseOptions {
    std::vector<std::string> own;           ///< Our addresses; `+tag` in front of @ is ignored.
    std::vector<std::string> authserv_ids;  ///< Receivers whose Authentication-Results count.
    /// MAIL FROM where it is known (LMTP), without <>; "" is the null sender of bounces.
    std::optional<std::string> envelope_sender;
    ParseLimits limits;
};

/// The bytes of a mail as values. What is readable is read, the rest is told in Mail::warnings;
/// bytes without any header are a plain text. Takes time linear in the size of `raw`.
/// Errors: `invalid_input` when nothing can be made of it (empty, too large, too many parts, no
/// text at all): put it into quarantine with `what` as the reason.
Result<Mail> parse(std::string_view raw, const ParseOptions& options = {});

/// The address without its tag, in lower case: "Support+c1.x@Example.com" → "support@example.com".
std::string bare_address(std::string_view address);

}  // namespace keydesk::mail
