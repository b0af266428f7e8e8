#pragma once

#include "base/rate_limit.hpp"
#include "desk/playbooks/book.hpp"
#include "net/router.hpp"

#include <functional>

namespace keydesk::api::chat {

/// What would help to answer sooner, while the customer still types. His words are looked at and
/// forgotten: neither stored nor logged.
struct Hints {
    std::function<desk::BookPtr()> book;
    RateLimit by_prefix;
};

/// POST /chat/v1/hints {text, locale, inbox} → {"case", "ask": [{"fact","hint"}], "articles": []}
void add_hint_routes(net::Router& router, Hints& hints);

}  // namespace keydesk::api::chat
