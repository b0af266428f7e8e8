#include "desk/channels/channel.hpp"

namespace keydesk::desk {

const char* name_of(Unit unit) noexcept
{
    switch (unit) {
        case Unit::code_points:
            return "code_points";
        case Unit::bytes:
            return "bytes";
        case Unit::hanzi:
            return "hanzi";
    }
    return "code_points";
}

const char* name_of(SendFault fault) noexcept
{
    switch (fault) {
        case SendFault::retry:
            return "retry";
        case SendFault::rate_limited:
            return "rate_limited";
        case SendFault::uncertain:
            return "uncertain";
        case SendFault::closed:
            return "closed";
        case SendFault::unreachable:
            return "unreachable";
        case SendFault::refused:
            return "refused";
        case SendFault::account:
            return "account";
        case SendFault::moved:
            return "moved";
    }
    return "refused";
}

bool Channel::receives(std::string_view) const
{
    return false;
}

Task<Result<Entered>> Channel::take_mail(PostedMail)
{
    co_return fail(ErrorKind::not_found, "this door takes no mail");
}

Task<HookReply> Channel::hook(HookCall)
{
    co_return HookReply{.status = 404, .body = "this inbox takes no calls\n"};
}

Task<Result<Fetched>> Channel::fetch(std::string, std::size_t)
{
    co_return fail(ErrorKind::not_found, "this door has no files to fetch");
}

Task<Result<Entered>> Channel::take_again(std::string)
{
    co_return fail(ErrorKind::not_found, "this door puts nothing into quarantine");
}

Task<void> Channel::typing(std::string, bool)
{
    co_return;
}

Task<std::vector<Step>> Channel::set_up()
{
    co_return std::vector<Step>{};
}

std::string Channel::address_for_customers(std::string_view) const
{
    return {};
}

}  // namespace keydesk::desk
