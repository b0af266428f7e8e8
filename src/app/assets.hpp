#pragma once

#include "net/message.hpp"

#include <span>
#include <string>
#include <string_view>

namespace keydesk::app {

/// The built web pages inside this program. Empty when it was built without them (KEYDESK_WEB=OFF,
/// or no web/dist). The source is made by cmake/embed_web.cmake.
std::span<const net::Asset> embedded_assets();

/// What the build calls a page, and where it lies: "panel.js" → "/assets/panel-1a2b3c4d.js".
struct AssetName {
    std::string_view name, path;
};
std::span<const AssetName> embedded_names();

/// Where a page lies; empty when it was not built.
inline std::string path_of_page(std::string_view name)
{
    for (const auto& one : embedded_names()) {
        if (one.name == name) return std::string{one.path};
    }
    return {};
}

}  // namespace keydesk::app
