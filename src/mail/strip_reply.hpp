#pragma once

#include <string>
#include <string_view>

namespace keydesk::mail {

struct Split {
    std::string reply;   ///< What the sender wrote now.
    std::string quoted;  ///< Earlier mail, signature, our own footer: folded in the console.
};

/// Parts what is new from what is quoted, in Chinese and English: QQ, 163, Outlook, Gmail, Apple,
/// Foxmail, iPhone. Nothing is deleted: each line is in one of the two, in its order. A mail that
/// is nothing but quotes keeps them in `quoted`; an answer between quotes keeps its own lines in
/// `reply`. UTF-8, lines end in \n.
Split split_reply(std::string_view text);

}  // namespace keydesk::mail
