#pragma once

#include "base/scope.hpp"
#include "desk/channels/open_doors.hpp"
#include "net/lmtp_server.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace keydesk::app {

/// Where the mail server of this machine hands mail over (LMTP): each recipient finds the inbox
/// that his address belongs to. Lives on the io thread; `doors` outlives it.
class MailSlot {
public:
    /// `listen` empty: lmtp.sock in the data folder.
    MailSlot(
        boost::asio::io_context& io,
        desk::OpenDoors& doors,
        const std::string& listen,
        const std::filesystem::path& data,
        Scope::Log log);

    /// Errors: only where the operator said to listen; the socket in the data folder is an offer.
    Result<void> open();
    Task<void> stop(std::chrono::milliseconds limit);

private:
    net::LmtpAddress find(std::string_view recipient) const;
    Task<net::LmtpVerdict> take(std::string sender, std::string recipient, std::string raw);

    desk::OpenDoors& doors_;
    bool asked_for_;
    Scope::Log log_;
    net::LmtpServer server_;
};

}  // namespace keydesk::app
