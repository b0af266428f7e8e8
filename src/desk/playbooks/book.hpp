#pragma once

#include "desk/playbooks/playbook.hpp"
#include "text/recogniser.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// What a message is taken for.
struct Recognised {
    bool person = false;              ///< He wants a human being.
    bool none = false;                ///< It is no case at all: nothing is answered.
    double confidence = 0;            ///< Of the first.
    std::vector<text::Guess> likely;  ///< Playbooks only, likeliest first, at most three.

    /// Sure enough to answer; sure enough to offer a choice.
    bool sure() const noexcept { return !likely.empty() && confidence >= kSure; }
    bool maybe() const noexcept { return !likely.empty() && confidence >= kMaybe; }

    /// Where, on sentences that the playbooks do not hold, more than nine of ten are right.
    static constexpr double kSure = 0.68;
    static constexpr double kMaybe = 0.14;
};

/// All playbooks of the desk, and what was learned from them. Never changes; the desk holds the
/// newest and hands it out.
class PlaybookBook {
public:
    explicit PlaybookBook(std::vector<Playbook> playbooks);

    const std::vector<Playbook>& all() const noexcept { return playbooks_; }
    /// Null: no such playbook.
    const Playbook* find(std::string_view id) const;
    /// Learns from the examples, a third of a second, once; whoever comes meanwhile waits. Any
    /// thread.
    void learn() const;
    /// Learns first if nobody has asked for it before.
    Recognised recognise(std::string_view text) const;

private:
    std::vector<Playbook> playbooks_;
    mutable std::once_flag once_;
    mutable text::Recogniser recogniser_;
};

using BookPtr = std::shared_ptr<const PlaybookBook>;

}  // namespace keydesk::desk
