// What is pushed to Weibo's door and what its calls are answered with: no text may make it throw,
// hold a window open beyond its time or name a file that is no number.
#include "channels/weibo/json.hpp"
#include "channels/weibo/wire.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace keydesk;
using namespace keydesk::weibo;

void must(bool holds)
{
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto now = from_millis(1'700'000'000'000);
    auto sent = wire::read_sent(200, text);
    must(sent || !sent.error().code.empty());
    if (auto token = wire::read_token(text)) must(token->left.count() >= 0);
    if (auto date = read_date(text)) must(millis(*date) > 1'200'000'000'000);
    auto push = wire::read_push(text, now);
    if (!push) return 0;
    must(!push->sender.empty() && push->sender.size() <= 20);
    must(!(push->arrival && push->notice));
    if (push->arrival) {
        const auto& arrival = *push->arrival;
        must(arrival.external_id.size() <= 200 && arrival.sent_at <= now);
        must(*arrival.allowance->until <= now + wire::kWindow);
        must(wire::uid_of_address(arrival.place.address) == push->sender);
        must(!arrival.text.reveal().contains('\0'));
        auto again = wire::read_push(text, now);
        must(again && again->arrival->external_id == arrival.external_id);
    }
    auto answer = parse_loosely(wire::passive_text(*push, text));
    must(!text_at(answer.value(), "/data").contains('"'));
    return 0;
}
