#pragma once

#include "base/result.hpp"
#include "net/server.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace keydesk::app {

/// One node, as the operator names it: "ethereum=https://user:password@host/path".
struct NodeSettings {
    std::string chain;  ///< A chain of the registry, or evm-<chain id> for any other EVM chain.
    std::string url;
};

/// Errors: `invalid_input`, its text for the operator; it never repeats the URL.
Result<NodeSettings> read_node(std::string_view text);

/// What the operator sets: command line over file over these defaults. docs/operations.md lists
/// the keys of the file.
struct Settings {
    std::filesystem::path data = "data";
    std::vector<net::Listen> listen{net::Listen{}};
    std::string public_url;                    ///< "https://support.example"; empty: as asked.
    std::string certificate, key;              ///< PEM; needed when a listener speaks TLS.
    std::vector<std::string> trusted_proxies;  ///< Addresses and blocks.
    std::filesystem::path web;                 ///< Pages from this folder instead of our own.
    std::vector<NodeSettings> nodes;           ///< Several of one chain make its answers surer.
    std::string lmtp;  ///< "/path" or "127.0.0.1:2424"; empty: lmtp.sock in the data folder.
    std::vector<std::string> webhook_allow;    ///< Private addresses that webhooks may go to.
    std::vector<std::uint16_t> webhook_ports;  ///< Besides 80, 443, 8080 and 8443.
    bool limits = true;                        ///< Rate limits; only benches turn them off.
};

/// "127.0.0.1:8080", "[::1]:0", "tls://0.0.0.0:443". Errors: `invalid_input`.
Result<net::Listen> read_listen(std::string_view text);

/// Reads a TOML file over `settings`. Unknown keys are errors, and all faults come together.
/// Errors: `invalid_input`, its text for the operator.
Result<void> read_settings(const std::filesystem::path& file, Settings& settings);

}  // namespace keydesk::app
