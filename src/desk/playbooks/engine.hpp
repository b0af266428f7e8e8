#pragma once

#include "desk/playbooks/book.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What the desk says next in a case. Pure: the same knowledge gives the same step.
namespace keydesk::desk {

/// What is known of a case now.
struct CaseKnowledge {
    std::map<std::string, std::string> facts;  ///< Kind → newest value.
    std::set<std::string> asked;               ///< Facts that he was asked for.
    std::set<std::string> missing;             ///< Of these: he cannot say.
    std::vector<std::string> outcomes;         ///< Of the check, the most special first.
    bool checking = false;                     ///< The check was begun and has said nothing yet.
    bool incident = false;                     ///< An open incident covers the case.
};

struct NextStep {
    enum class What { nothing, ask, answer };
    What what = What::nothing;
    const Playbook::Need* need = nullptr;      ///< Of ask.
    const Playbook::Answer* answer = nullptr;  ///< Of answer.
    std::string why;                           ///< The outcome that chose the answer.
};

NextStep next_step(const Playbook& book, const CaseKnowledge& known);

/// What stands for {{places}}; one that is empty is taken out with its line, if it stands alone.
using Blanks = std::map<std::string, std::string>;
std::string filled_in(std::string text, const Blanks& places);

/// Whether a customer's words say that he cannot tell what he was asked for.
bool cannot_say(std::string_view text);

/// The fact in a message that answers a question for it: what was found of that kind, or all of a
/// short text where anything may be one (error_text, counterparty, url, device, os, app_version,
/// network). Nothing: it does not answer.
std::optional<std::string> answer_to(std::string_view fact, std::string_view text);

/// Which of the offered labels a customer chose: by its text or its number, from 1.
std::optional<std::size_t> chosen(const std::vector<std::string>& offered, std::string_view text);

}  // namespace keydesk::desk
