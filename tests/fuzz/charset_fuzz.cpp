// Outside bytes under a label that the first line names: UTF-8 comes out, and not too much of it.
#include "mail/charset.hpp"
#include "mail/strip_reply.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace {

using namespace keydesk::mail;

void must(bool holds)
{
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    const std::string_view whole{reinterpret_cast<const char*>(bytes), size};
    const auto end = std::min(whole.find('\n'), whole.size());
    const auto label = whole.substr(0, end);
    const auto text = whole.substr(std::min(end + 1, whole.size()));

    const auto decoded = decode(text, label);
    must(is_valid_utf8(decoded.text));
    must(decoded.text.size() <= text.size() * 12 + 16);  // one byte, four characters of three
    must(decoded.damaged || is_valid_utf8(text) || decoded.charset != "utf-8");
    if (is_valid_utf8(text) && label == "utf-8") must(!decoded.damaged);

    const auto header = decode_header(whole);
    must(is_valid_utf8(header) && header.find_first_of("\r\n") == header.npos);
    must(is_valid_utf8(make_valid_utf8(whole)));

    const auto split = split_reply(decoded.text);
    must(is_valid_utf8(split.reply) && is_valid_utf8(split.quoted));
    must(split.reply.size() + split.quoted.size() <= decoded.text.size() + 2);
    return 0;
}
