#include "chains/recognise/recognise.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace keydesk::chains;

namespace {

void demand(bool holds)
{
    if (!holds) std::abort();
}

}  // namespace

/// Whatever is pasted: places lie inside the text, and an id that was recognised is recognised
/// again when it stands alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto read = recognise(text);
    for (const auto& one : read.candidates) {
        demand(one.begin < one.end && one.end <= size && !one.id.empty());
        demand(!recognise(one.id).candidates.empty());
    }
    for (const auto& doubt : read.doubts) {
        demand(doubt.begin < doubt.end && doubt.end <= size && doubt.suspicious.size() <= 1);
        for (const auto place : doubt.suspicious) demand(place < doubt.text.size());
    }
    return 0;
}
