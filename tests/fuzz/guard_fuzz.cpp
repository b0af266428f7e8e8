#include "guard/guard.hpp"
#include "guard/normal.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace keydesk::guard;

namespace {

void demand(bool holds)
{
    if (!holds) std::abort();
}

void check_places(const std::vector<Span>& spans, std::size_t size)
{
    std::size_t last = 0;
    for (const Span& span : spans) {
        demand(last <= span.start && span.start < span.end && span.end <= size);
        last = span.end;
    }
}

}  // namespace

/// Messages of one customer, apart by a zero byte; the first byte chooses the context.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    std::vector<std::string> messages{""};
    for (std::size_t i = 1; i < size; ++i) {
        if (data[i] == 0) {
            messages.emplace_back();
        } else {
            messages.back() += static_cast<char>(data[i]);
        }
    }
    const Context context{
        .agent_said = (data[0] & 1U) != 0 ? "请发交易哈希" : "",
        .locale = (data[0] & 2U) != 0 ? Locale::zh : Locale::en,
        .declared_transaction_hash = (data[0] & 4U) != 0};
    const std::string newest = messages.back();
    messages.pop_back();

    const Cleaned once = clean(RawText{newest}, context);
    check_places(once.spans, byte_offsets(newest).size() - 1);
    demand(clean(RawText{once.text.str()}, context).text == once.text);

    const ThreadCleaned thread = clean_thread(messages, RawText{newest}, context);
    check_places(thread.newest.spans, byte_offsets(newest).size() - 1);
    for (const Rewrite& rewrite : thread.earlier) demand(rewrite.index < messages.size());
    return 0;
}
