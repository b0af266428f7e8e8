#include "channels/email/kind.hpp"

#include "channels/email/channel.hpp"
#include "channels/email/settings.hpp"

#include <utility>

namespace keydesk::email {

namespace {

class Kind final : public desk::ChannelKind {
public:
    explicit Kind(net::HttpClient& http) : http_{http} {}

    std::string_view kind() const noexcept override { return "email"; }
    desk::Words name() const override { return {.en = "E-mail", .zh = "电子邮件"}; }
    desk::Words about() const override
    {
        return {
            .en =
                "Customers write to an address of yours and get answers in their own mailbox. "
                "Mail is taken from an IMAP mailbox, or handed over by the mail server on this "
                "machine, and sent by SMTP.",
            .zh =
                "客户写信到您的邮箱，并在自己的邮箱里收到回复。可从 IMAP 邮箱收信，"
                "也可由本机邮件服务器投递；通过 SMTP 发信。"};
    }
    std::vector<desk::Field> fields() const override { return setting_fields(); }
    desk::Capabilities capabilities() const override { return email::capabilities(); }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string, const desk::ChannelSettings& values, desk::Inlet& inlet) const override
    {
        auto settings = read_settings(values);
        if (!settings) return fail(settings.error());
        return std::make_unique<EmailChannel>(http_, std::move(*settings), inlet);
    }

private:
    net::HttpClient& http_;
};

}  // namespace

std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http)
{
    return std::make_unique<Kind>(http);
}

desk::Capabilities capabilities()
{
    desk::Capabilities can;
    can.text = {.longest = 60'000, .unit = desk::Unit::code_points};
    // Most servers refuse mail over 25 MB, and base64 makes four bytes of three.
    can.files = {
        .pictures = true,
        .others = true,
        .largest_picture = 18 << 20,
        .largest = 18 << 20,
        .types = {},
        .caption = true};
    can.rates = {{.scope = "account", .burst = 10, .per_second = 1}};
    can.replies = true;
    can.subjects = true;
    return can;
}

}  // namespace keydesk::email
