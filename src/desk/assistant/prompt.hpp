#pragma once

#include "desk/assistant/answer.hpp"
#include "desk/conversations/nouns.hpp"

#include <string>
#include <vector>

/// What the model is told. Pure: the same knowledge gives the same words.
namespace keydesk::desk {

struct Prompt {
    std::string system, user;
};

/// What a draft is made from, as the store holds it.
struct DraftMaterial {
    std::vector<MessagePtr>
        messages;                    ///< Oldest first; what is no customer's and no reply is left.
    std::vector<std::string> names;  ///< The customer's and the agents', which are covered.
    std::string case_name;           ///< Of the playbook; empty: not known.
    std::string locale;              ///< In which to write: the customer's.
    std::vector<AssistantSource> sources;
};

struct DraftPrompt {
    Prompt prompt;
    DraftGround ground;  ///< Without hosts.
};

/// Customers' words stand in JSON texts and nowhere else: no word of theirs can end the place in
/// which it stands.
DraftPrompt draft_prompt(DraftMaterial material);

/// `to`: "zh-CN", "en" or another BCP 47 tag.
Prompt translation_prompt(const Covered& text, const std::string& to);

inline constexpr std::size_t kMessagesGiven = 12;
inline constexpr std::size_t kMessageGiven = 2'000;  ///< Bytes of each.
inline constexpr std::size_t kSourceGiven = 3'000;   ///< Bytes of each.

}  // namespace keydesk::desk
