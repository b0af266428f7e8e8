#pragma once

#include "channels/email/settings.hpp"
#include "desk/channels/channel.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace keydesk::kit {

/// A desk that only remembers what it was given.
class DeskFake final : public desk::Inlet {
public:
    struct Aside {
        std::string reason, raw, from, subject, external_id;
    };

    Task<Result<desk::Entered>> accept(desk::Arrival arrival) override
    {
        if (down) co_return fail(ErrorKind::unavailable, "the disk is away");
        if (refuses) co_return fail(ErrorKind::invalid_input, "no such message can be");
        desk::Entered entered{.conversation = "c", .message = "m", .customer = "p", .locale = "en"};
        entered.number = 7;
        entered.repeated = !seen_.insert(arrival.external_id).second;
        entered.opened = threads_.insert(arrival.place.key).second;
        entered.removed_secret = removes_secrets;
        if (!entered.repeated) arrivals.push_back(std::move(arrival));
        co_return entered;
    }
    Task<Result<void>> note(desk::Notice notice) override
    {
        notices.push_back(std::move(notice));
        co_return Result<void>{};
    }
    Task<Result<void>> quarantine(
        std::string reason,
        std::string raw,
        std::string from,
        std::string subject,
        std::string external_id) override
    {
        if (down) co_return fail(ErrorKind::unavailable, "the disk is away");
        aside.push_back(
            {std::move(reason),
             std::move(raw),
             std::move(from),
             std::move(subject),
             std::move(external_id)});
        co_return Result<void>{};
    }
    Task<Result<std::string>> recall(std::string key) override { co_return memory[key]; }
    Task<Result<void>> remember(std::string key, std::string value) override
    {
        memory[key] = std::move(value);
        co_return Result<void>{};
    }
    Task<Result<std::string>> make_link(std::string, std::string) override
    {
        co_return std::string{"link"};
    }
    void working() override { ++worked; }
    void failing(std::string code, std::string detail) override
    {
        faults.push_back(code + ": " + detail);
    }
    const Clock& clock() const noexcept override { return time; }
    const std::string& public_url() const noexcept override { return url_; }
    std::vector<std::string> own_names() const override { return {"Wallet Support"}; }

    ManualClock time;
    std::vector<desk::Arrival> arrivals;
    std::vector<desk::Notice> notices;
    std::vector<Aside> aside;
    std::map<std::string, std::string> memory;
    std::vector<std::string> faults;
    int worked = 0;
    bool down = false, refuses = false, removes_secrets = false;

private:
    std::set<std::string> seen_, threads_;
    std::string url_;
};

/// What every mail account of the tests has.
inline desk::ChannelSettings account_settings()
{
    return {
        {"address", "support@desk.test"},
        {"name", "Wallet Support"},
        {"imap_host", "127.0.0.1"},
        {"imap_security", "none"},
        {"smtp_host", "127.0.0.1"},
        {"smtp_security", "none"},
        {"password", "secret"},
        {"authserv_id", "mx.desk.test"}};
}

inline email::Settings account(desk::ChannelSettings more = {})
{
    auto values = account_settings();
    for (auto& [key, value] : more) values.insert_or_assign(key, value);
    return email::read_settings(values).value();
}

/// A mail as servers deliver it.
struct MailText {
    std::string from = "Ann <ann@customer.test>", to = "support@desk.test";
    std::string subject = "Where is my transaction?", id = "m1@customer.test";
    std::string more = {};  ///< Further header lines, each with its CRLF.
    std::string verdict = "dmarc=pass header.from=customer.test";
    std::string body = "It was sent at noon.\r\n";

    std::string text() const
    {
        auto authenticated =
            verdict.empty() ? "" : "Authentication-Results: mx.desk.test; " + verdict + "\r\n";
        return authenticated + "From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject +
               "\r\nMessage-ID: <" + id + ">\r\nDate: Sun, 22 Nov 2026 08:00:00 +0000\r\n" + more +
               "\r\n" + body;
    }
};

}  // namespace keydesk::kit
