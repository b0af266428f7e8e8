#include "channels/weixin/faults.hpp"

#include "channels/weixin/json.hpp"

#include <algorithm>

namespace keydesk::weixin {

using namespace std::chrono_literals;
using desk::SendFault;

namespace {

desk::SendError without_code(const Fault& fault)
{
    bool limited = fault.status == 429;
    // A gateway's 502 may come after the message has gone: only what surely did nothing is made
    // again without a person.
    auto kind = fault.nothing_done ? SendFault::retry : SendFault::uncertain;
    desk::SendError error{
        .fault = limited ? SendFault::rate_limited : kind,
        .code = fault.status == 0 ? "connection" : std::to_string(fault.status),
        .detail = fault.detail,
        .whole_account = limited};
    if (limited) error.after = 60s;
    return error;
}

}  // namespace

const Meaning* meaning_of(std::span<const Meaning> meanings, int code) noexcept
{
    auto found = std::ranges::find(meanings, code, &Meaning::code);
    return found == meanings.end() ? nullptr : &*found;
}

desk::SendError send_error(std::span<const Meaning> meanings, const Fault& fault)
{
    if (fault.code == 0) return without_code(fault);
    const auto* meaning = meaning_of(meanings, fault.code);
    desk::SendError error{
        .fault = meaning != nullptr ? meaning->fault : SendFault::refused,
        .code = std::to_string(fault.code),
        .detail = meaning != nullptr ? meaning->words : "WeChat does not take this message"};
    bool address_refused = fault.code == 40164 || fault.code == 60020;
    auto address = address_refused ? address_in(fault.said) : std::string{};
    if (!address.empty()) error.detail += ": " + address;
    if (error.fault == SendFault::rate_limited) {
        error.whole_account = true;
        error.after = 60s;
    }
    return error;
}

}  // namespace keydesk::weixin
