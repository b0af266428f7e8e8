#include "api/quota.hpp"

#include <algorithm>
#include <cmath>

namespace keydesk::api {

Refusal too_often(std::string_view name, const RateLimit& limit, std::chrono::milliseconds wait)
{
    auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    const auto& rule = limit.rule();
    Refusal refusal{Error{ErrorKind::rate_limited, "too many " + std::string{name}, seconds}};
    // A bucket that holds `burst` and fills in `burst / per_second`: so many in so long.
    refusal.quota = Quota{
        .name = name,
        .most = static_cast<std::int64_t>(rule.burst),
        .window = std::chrono::seconds{std::max<std::int64_t>(
            1, static_cast<std::int64_t>(std::ceil(rule.burst / rule.per_second)))},
        .left = 0,
        .reset = seconds};
    return refusal;
}

void put_quota(net::Response& response, const Quota& quota)
{
    auto name = "\"" + std::string{quota.name} + "\"";
    auto number = [](std::int64_t n) { return std::to_string(std::max<std::int64_t>(n, 0)); };
    response.with_header(
        "RateLimit-Policy",
        name + ";q=" + number(quota.most) + ";w=" + number(quota.window.count()));
    response.with_header(
        "RateLimit", name + ";r=" + number(quota.left) + ";t=" + number(quota.reset.count()));
}

}  // namespace keydesk::api
