#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keydesk::store {

/// What a file is by its content. Nothing a sender claims is believed.
struct Sniffed {
    std::string type;  ///< image/png image/jpeg image/gif image/webp application/pdf text/plain
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// `head`: the first 64 KB at least (all of it if shorter); `whole`: whether that is all.
/// Nothing: none of the types we keep.
std::optional<Sniffed> sniff(std::string_view head, bool whole);

}  // namespace keydesk::store
