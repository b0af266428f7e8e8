#pragma once

#include "api/chat/services.hpp"
#include "app/assets.hpp"
#include "net/router.hpp"

#include <span>

namespace keydesk::app {

/// The pages that browsers open, from the table of built files: /widget.js, /panel, /console,
/// /feedback, /feedback/status, with `demo` also the sample wallet site at / and /demo. Each with
/// its own Content-Security-Policy.
void add_pages(
    net::Router& router, std::span<const net::Asset> assets, api::chat::ChatDoor& door, bool demo);

}  // namespace keydesk::app
