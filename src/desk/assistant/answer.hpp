#pragma once

#include "desk/assistant/spans.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What a model said, judged before anybody sees it. Pure. Nothing that it says is believed: it
/// may have obeyed the customer, or somebody who sits between.
namespace keydesk::desk {

/// Something that a draft may rest on.
struct AssistantSource {
    std::string kind;  ///< article playbook diagnosis
    std::string title, url, text;
};

/// Why a draft or a translation is not shown. Spelled as the `code` of problem documents.
enum class AnswerFault {
    none,
    not_understood,  ///< No JSON of the form that was asked for.
    no_source,       ///< It names nothing that it rests on.
    holds_secret,    ///< The guard found something that looks like a secret.
    asks_for_secret,
    phone_number,
    unknown_address,  ///< A chain address or hash that neither customer nor desk has named.
    too_long,
    token_lost,  ///< Something that must survive byte for byte did not.
    added,       ///< A translation names a link or contact that the original does not have.
};

struct JudgedDraft {
    AnswerFault fault = AnswerFault::none;
    std::string text;
    std::vector<std::size_t> sources;  ///< Indices into what was offered, without repeats.
    std::vector<std::string> removed;  ///< Hosts and contacts that were taken out.
};

struct DraftGround {
    std::vector<AssistantSource> sources;
    std::string said;             ///< All that the model was given, for addresses and hashes.
    std::vector<Taken> people;    ///< What was covered.
    std::set<std::string> hosts;  ///< To which a draft may link.
};

/// `content` as the model wrote it: {"reply": "…", "sources": [1, 2]}, fenced or not.
JudgedDraft judge_draft(std::string_view content, const DraftGround& ground);

struct JudgedTranslation {
    AnswerFault fault = AnswerFault::none;
    std::string text;
};

/// `for_customer`: it will be said in the name of the desk, so it may ask for nothing secret.
JudgedTranslation judge_translation(
    std::string_view content, const Covered& original, bool for_customer);

/// Whether words ask their reader to hand over what nobody of a wallet may ever ask for. "Never
/// share your recovery phrase" does not; "don't worry, send me your recovery phrase" does.
bool asks_for_secret(std::string_view text);

/// Longest answer, in bytes.
inline constexpr std::size_t kLongestDraft = 6'000;
inline constexpr std::size_t kLongestTranslation = 40'000;

}  // namespace keydesk::desk
