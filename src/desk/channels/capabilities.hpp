#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// What a door can carry, as data: the composer, the splitter and the courier read the same
/// numbers.
namespace keydesk::desk {

/// How a provider counts the length of a text.
enum class Unit {
    code_points,
    bytes,  ///< Of UTF-8.
    hanzi   ///< 汉字: a wide character is one, two narrow ones are one.
};

const char* name_of(Unit unit) noexcept;

struct Capabilities {
    struct Text {
        std::size_t longest = 8'000;
        Unit unit = Unit::code_points;
    };
    /// How much may be sent after the customer wrote. An arrival may say otherwise (Allowance).
    struct Window {
        std::chrono::hours length{0};  ///< 0: for ever.
        std::int64_t messages = 0;     ///< 0: as many as you like.
    };
    struct Files {
        bool pictures = false, others = false;
        std::int64_t largest_picture = 0, largest = 0;  ///< Bytes.
        std::vector<std::string> types;                 ///< MIME types; empty: any.
        bool caption = false;                           ///< Text and one file can be one message.
    };
    /// A token bucket of the provider's. `scope`: "account", "thread", or "public" (a thread in a
    /// group). All that apply must have something left.
    struct Rate {
        std::string scope;
        double burst = 1, per_second = 1;
    };

    Text text;
    Window window;
    Files files;
    std::vector<Rate> rates;
    /// The provider drops a repeat of Departure::id, so an attempt of unknown outcome is made
    /// again.
    bool idempotent = false;
    bool typing = false;
    bool replies = false;   ///< A message can point at the one it answers.
    bool subjects = false;  ///< Mail.
};

}  // namespace keydesk::desk
