#pragma once

#include "api/problem.hpp"
#include "base/rate_limit.hpp"

#include <chrono>

/// How often something may be asked, as clients read it in the headers RateLimit-Policy and
/// RateLimit (draft-ietf-httpapi-ratelimit-headers-10).
namespace keydesk::api {

/// `limit` said to wait so long. `name` tells clients which of our limits it is: "forms".
Refusal too_often(std::string_view name, const RateLimit& limit, std::chrono::milliseconds wait);

/// RateLimit-Policy: "token";q=600;w=60 and RateLimit: "token";r=599;t=12.
void put_quota(net::Response& response, const Quota& quota);

}  // namespace keydesk::api
