#pragma once

#include "base/compute.hpp"
#include "channels/telegram/settings.hpp"
#include "channels/telegram/wire.hpp"
#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <string>

namespace keydesk::telegram {

/// Calls of one bot account to the Bot API. `http`, `settings` and `disk` must outlive it.
class Api {
public:
    Api(net::HttpClient& http, const Settings& settings, Compute& disk);

    /// `wait`: how long Telegram itself may hold the answer back, on top of the deadline.
    Task<Answer> call(std::string method, json::object question, std::chrono::seconds wait = {});
    /// A message with a file; what is refused as a picture is sent as a document.
    Task<Answer> send_file(json::object message, desk::Departure::File file, std::string boundary);
    /// Errors: `not_found` (Telegram has it no more), `invalid_input` (too large for a bot).
    Task<Result<desk::Fetched>> fetch(std::string file_id, std::size_t limit);

private:
    Task<Answer> post(
        std::string method, std::string type, std::string body, std::chrono::milliseconds deadline);
    Task<Answer> upload(
        json::object message, desk::Departure::File file, Upload way, std::string boundary);
    std::string url_of(std::string_view method) const;

    net::HttpClient& http_;
    const Settings& settings_;
    Compute& disk_;
};

}  // namespace keydesk::telegram
