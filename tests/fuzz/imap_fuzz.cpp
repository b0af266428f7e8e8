// What an IMAP server may say, cut wherever the network likes: never more memory than the limits,
// never past the end, and the same responses however they were cut.
#include "net/imap_wire.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace keydesk::net::imap;

void must(bool holds)
{
    if (!holds) std::abort();
}

constexpr ReadLimits kLimits{.line = 4'000, .literal = 4'000, .depth = 8};

std::size_t depth_of(const Value& value)
{
    std::size_t deepest = 0;
    for (const auto& one : value.list) deepest = std::max(deepest, depth_of(one));
    return deepest + (value.kind == Value::Kind::list ? 1 : 0);
}

/// Tag and name of each response; "!" where the reader gave up.
std::vector<std::string> read_all(std::string_view bytes, std::size_t cut)
{
    std::vector<std::string> seen;
    Reader reader{kLimits};
    while (true) {
        auto size = std::min(cut, bytes.size());
        reader.feed(bytes.substr(0, size));
        bytes.remove_prefix(size);
        while (true) {
            auto response = reader.next();
            if (!response) {
                seen.emplace_back("!");
                return seen;
            }
            if (!*response) break;
            for (const auto& value : (*response)->values) must(depth_of(value) <= kLimits.depth);
            (void)(*response)->item("UID");
            seen.push_back((*response)->tag + " " + (*response)->name);
        }
        if (bytes.empty()) return seen;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    auto whole = read_all(bytes, bytes.size());
    auto pieces = read_all(bytes, 1 + data[0] % 7);
    // An endless line is given up where the next bytes come, so the ends may differ.
    for (std::size_t i = 0; i < std::min(whole.size(), pieces.size()); ++i) {
        if (whole[i] == "!" || pieces[i] == "!") break;
        must(whole[i] == pieces[i]);
    }
    (void)read_response(bytes);
    (void)read_date_time(bytes);
    auto name = mailbox_name(bytes);
    for (char c : name)
        must(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F);
    auto word = quoted(bytes);
    must(!word || (word->find('\r') == word->npos && word->find('\n') == word->npos));
    return 0;
}
