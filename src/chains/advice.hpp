#pragma once

#include "base/result.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// The sentences for every cause, in both languages: src/chains/advice/*.toml.
///
///     [evm.pending.fee_cap]
///     actor = "sender"
///     [evm.pending.fee_cap.en]
///     title = "The fee cap is below the base fee"
///     see = ["It pays at most {fee_cap}; a block now asks {base_fee}.", "It pays too little."]
///     why = …  now = …  never = …
///
/// A place {name} takes the cause's value of that name. A part may be a list: the first text whose
/// places are all filled is taken, so the last one should have no places.
class AdviceBook {
public:
    /// The embedded book, read when it is first looked into: a desk without nodes may never need
    /// it, and it takes 5 ms and 3 MB. That it is whole is tested.
    AdviceBook() = default;
    /// Errors: `invalid_input` naming the cause and what is wrong with it.
    static Result<AdviceBook> open();
    static Result<AdviceBook> read(const std::vector<std::string_view>& files);

    /// A cause that the book does not know gets the advice for "unknown".
    desk::Advice advise(const desk::Cause& cause) const;
    bool knows(std::string_view cause) const;
    std::vector<std::string> ids() const;

    /// Texts to choose from, the fullest first.
    using Part = std::vector<std::string>;
    struct Page {
        Part title, see, why, now, never;
    };
    struct Entry {
        std::string actor;
        Page en, zh;
    };

private:
    using Entries = std::map<std::string, Entry, std::less<>>;
    const Entries& entries() const;

    mutable std::optional<Entries> entries_;
};

}  // namespace keydesk::chains
