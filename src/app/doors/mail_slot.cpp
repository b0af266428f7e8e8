#include "app/doors/mail_slot.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::app {

namespace {

std::string place_of(const std::string& listen, const std::filesystem::path& data)
{
    if (!listen.empty()) return listen;
    std::error_code ignored;
    return (std::filesystem::absolute(data, ignored) / "lmtp.sock").string();
}

}  // namespace

MailSlot::MailSlot(
    boost::asio::io_context& io,
    desk::OpenDoors& doors,
    const std::string& listen,
    const std::filesystem::path& data,
    Scope::Log log)
    : doors_{doors},
      asked_for_{!listen.empty()},
      log_{log},
      server_{
          io,
          {.listen = place_of(listen, data)},
          [this](std::string_view recipient) { return find(recipient); },
          [this](std::string sender, std::string recipient, std::string raw) {
              return take(std::move(sender), std::move(recipient), std::move(raw));
          },
          log}
{
}

Result<void> MailSlot::open()
{
    auto listening = server_.listen();
    if (listening || asked_for_) return listening;
    log_("no LMTP: " + listening.error().what);
    return {};
}

Task<void> MailSlot::stop(std::chrono::milliseconds limit)
{
    co_await server_.stop(limit);
}

net::LmtpAddress MailSlot::find(std::string_view recipient) const
{
    bool shut = false;
    for (const auto& door : doors_.doors()) {
        if (door.channel && door.channel->receives(recipient)) return net::LmtpAddress::known;
        // What a shut door's addresses are is not known here: it may be one of its.
        shut = shut || (!door.channel && door.kind != nullptr && door.kind->kind() == "email");
    }
    return shut ? net::LmtpAddress::later : net::LmtpAddress::unknown;
}

Task<net::LmtpVerdict> MailSlot::take(std::string sender, std::string recipient, std::string raw)
{
    std::shared_ptr<desk::Channel> channel;
    for (const auto& door : doors_.doors()) {
        if (!channel && door.channel && door.channel->receives(recipient)) channel = door.channel;
    }
    if (!channel) co_return net::LmtpVerdict::later;
    desk::PostedMail mail{
        .raw = std::move(raw), .sender = std::move(sender), .recipient = std::move(recipient)};
    auto taken = co_await channel->take_mail(std::move(mail));
    if (taken) co_return net::LmtpVerdict::stored;
    co_return taken.error().kind == ErrorKind::invalid_input ? net::LmtpVerdict::refused
                                                             : net::LmtpVerdict::later;
}

}  // namespace keydesk::app
