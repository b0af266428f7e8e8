#include "desk/webhooks/webhooks.hpp"

#include "base/crypto.hpp"

#include <algorithm>

namespace keydesk::desk {

std::string webhook_purpose(const std::string& id)
{
    return "webhook:" + id;
}

std::chrono::milliseconds webhook_pause(std::int64_t attempts, double chance)
{
    constexpr double kFirst = 5'000, kLongest = 3'600'000;
    double pause = kFirst;
    for (std::int64_t i = 1; i < attempts && pause < kLongest; ++i) pause *= 2;
    pause = std::min(pause, kLongest) * (0.8 + 0.4 * chance);
    return std::chrono::milliseconds{static_cast<std::int64_t>(pause)};
}

std::string webhook_signature(
    const std::vector<std::string>& secrets, Time now, std::string_view body)
{
    auto seconds = std::to_string(millis(now) / 1000);
    auto signed_text = seconds + "." + std::string{body};
    std::string out = "t=" + seconds;
    for (const auto& secret : secrets) out += ",v1=" + hex(hmac_sha256(secret, signed_text));
    return out;
}

}  // namespace keydesk::desk
