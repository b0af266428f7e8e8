// What comes to a WeChat callback: whatever the bytes, out comes valid UTF-8 or nothing, no
// document type is ever accepted, and what is written as CDATA is read as it was.
#include "channels/wechat/wire.hpp"
#include "channels/wecom/wire.hpp"
#include "channels/weixin/crypto.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/text.hpp"
#include "channels/weixin/xml.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace keydesk;

void must(bool holds)
{
    if (!holds) std::abort();
}

void xml(std::string_view bytes, Time now)
{
    auto read = weixin::read_xml(bytes);
    if (!read) return;
    // Inside CDATA the words may stand; what remains without it holds no declaration.
    std::string outside{bytes};
    for (auto begin = outside.find("<![CDATA["); begin != outside.npos;
         begin = outside.find("<![CDATA[")) {
        auto end = outside.find("]]>", begin);
        must(end != outside.npos);
        outside.erase(begin, end + 3 - begin);
    }
    must(!outside.contains("<!"));
    for (const auto& [name, text] : read->texts()) {
        must(weixin::clean_text(text) == text);
        auto again = weixin::read_xml("<xml><a>" + weixin::cdata(text) + "</a></xml>");
        must(text.size() > 100'000 || (again && again->get("a") == text));
    }
    if (auto push = wechat::wire::read_push(*read, now)) {
        if (push->arrival) must(push->arrival->external_id.size() <= 200);
        must(weixin::read_xml(wechat::wire::passive_text(*push, "x", now)).has_value());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto key =
        weixin::CallbackKey::make("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1").value();
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    auto now = from_millis(1'700'000'000'000);
    xml(bytes, now);
    (void)key.open(bytes);
    if (size < 5'000) must(key.open(key.seal(bytes, "0123456789abcdef")).value_or("?") == bytes);
    auto batch = wecom::wire::read_batch(weixin::parse_json(bytes), "wk1", now);
    for (const auto& line : batch.lines) {
        if (line.arrival) must(line.arrival->place.key.size() <= 200);
    }
    (void)weixin::address_in(bytes);
    (void)weixin::name_in(bytes);
    return 0;
}
