#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the desk knows of one kind of case: playbooks/README.md says what each part means.
namespace keydesk::desk {

/// The same in both languages.
struct BothLanguages {
    std::string en, zh;
    const std::string& in(bool chinese) const noexcept { return chinese ? zh : en; }
};

struct Playbook {
    struct Need {
        std::string fact;
        BothLanguages ask, why;
    };
    struct Answer {
        std::vector<std::string> when;
        std::string then;  ///< done wait agent specialist
        BothLanguages text;
    };
    struct Samples {
        std::vector<std::string> en, zh;
    };

    std::string id, topic, priority, tier, escalates_to, check;
    BothLanguages name, cannot;
    Samples examples, signals;
    std::vector<Need> needs;
    std::vector<Answer> answers;
};

/// Whether anybody has looked for secrets and phone numbers in a text yet, which takes its time:
/// what is published and what the program was built with (its tests did) was looked at.
enum class Judged { not_yet, before };

/// Errors: `invalid_input`; the text names the place and what is wrong, for who edits it.
Result<Playbook> read_playbook(std::string_view toml, Judged judged = Judged::not_yet);

/// Whether a customer may be asked for this fact, and whether an answer may name this outcome.
bool is_fact(std::string_view fact);
bool is_outcome(std::string_view outcome);

/// The files of playbooks/, as they were when the program was built.
std::vector<std::string_view> embedded_playbooks();

}  // namespace keydesk::desk
