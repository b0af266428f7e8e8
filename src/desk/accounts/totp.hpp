#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// Time-based one-time codes (RFC 6238) as every authenticator app makes them: SHA-1, 30 s, six
/// digits. `secret` is raw bytes.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);

inline std::int64_t totp_step(Time now) noexcept
{
    return millis(now) / 30'000;
}

/// The step that `code` belongs to: the one of `now`, the one before or the one after, but none
/// up to `last_step`, which was used already. Nothing: the code is wrong.
std::optional<std::int64_t> totp_match(
    std::string_view secret, std::string_view code, Time now, std::int64_t last_step);

/// 20 random bytes.
std::string new_totp_secret();

/// RFC 4648 base32 without padding: how a secret is typed by hand.
std::string base32(std::string_view bytes);

/// What the QR picture says (Key URI Format of Google Authenticator).
std::string otpauth_uri(std::string_view secret, std::string_view issuer, std::string_view account);

/// Ten codes "k3x9a-7mm2q" for the day the phone is lost; fifty random bits each.
std::vector<std::string> new_recovery_codes();

/// As typed → as made: lower case, one dash; empty when it cannot be one.
std::string tidy_recovery_code(std::string_view typed);

}  // namespace keydesk::desk
