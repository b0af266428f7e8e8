#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/playbooks/book.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What pages and API need of playbooks and facts. Implemented in store/.
namespace keydesk::desk {

/// A fact of a conversation, as agents see and correct it.
struct CaseFact {
    std::string id, kind, value;
    std::string message;              ///< Where it was read; empty: an agent said so.
    std::int64_t start = 0, end = 0;  ///< Code points of that message.
    std::optional<Face> agent;
    Time at{};
    std::optional<Time> means = {};  ///< Of a time that he said: when that was.
};

/// What the desk takes a conversation for.
struct CaseView {
    std::string case_type, tier;
    double confidence = 0;  ///< 0: nobody asked the recogniser, or an agent said so.
    std::vector<CaseFact> facts;
};

/// What agents do with a case; each change is a private entry of the timeline.
class CaseDesk {
public:
    virtual ~CaseDesk() = default;
    /// Errors: `not_found`.
    virtual Task<Result<CaseView>> view(std::string conversation) = 0;
    /// `value` has passed the guard. Errors: `not_found` (conversation).
    virtual Task<Result<Happening>> add(
        std::string conversation, std::string kind, std::string value, Face agent) = 0;
    /// Without a value: takes it away. Errors: `not_found`.
    virtual Task<Result<Happening>> correct(
        std::string conversation,
        std::string fact,
        std::optional<std::string> value,
        Face agent) = 0;
    /// Another case, or none (empty). Errors: `not_found`.
    virtual Task<Result<Happening>> set_case(
        std::string conversation, std::string case_type, Face agent) = 0;
    /// What the wallet's server tells; takes the place of what it told before. Errors: `not_found`.
    virtual Task<Result<void>> set_signals(
        std::string customer, std::vector<std::string> signals) = 0;
};

struct PlaybookVersion {
    std::string playbook;
    std::int64_t version = 0;  ///< 0: as the program was built.
    bool published = false;
    std::optional<Face> agent;
    Time at{};
    std::string source;  ///< Only of one that was asked for.
};

/// A conversation that a draft would take for another case.
struct DryRunChange {
    std::string conversation, words, from, to;
    std::int64_t number = 0;
};
struct DryRun {
    std::int64_t looked_at = 0;
    std::vector<std::pair<std::string, std::int64_t>> now, then;  ///< Case → conversations.
    std::vector<DryRunChange> changed;                            ///< At most a hundred.
};

/// Whether the desk speaks by itself to who comes by this inbox.
struct SpeakingInbox {
    std::string id, name, kind;
    bool on = true;
};

class PlaybookShelf {
public:
    virtual ~PlaybookShelf() = default;
    virtual BookPtr book() const = 0;
    /// The newest published text. Errors: `not_found`.
    virtual Task<Result<std::string>> source(std::string playbook) = 0;
    virtual Task<Result<std::vector<PlaybookVersion>>> versions(std::string playbook) = 0;
    virtual Task<Result<PlaybookVersion>> version(std::string playbook, std::int64_t number) = 0;
    /// Keeps a version; with `publish` it stands at once. Errors: `invalid_input`.
    virtual Task<Result<std::int64_t>> save(std::string source, bool publish, Face agent) = 0;
    /// What the first words of the last `count` conversations would be taken for with the draft.
    /// Errors: `invalid_input`.
    virtual Task<Result<DryRun>> dry_run(std::string draft, std::int64_t count) = 0;
    virtual Task<Result<std::vector<SpeakingInbox>>> inboxes() = 0;
    /// From the next message on. Errors: `not_found`.
    virtual Task<Result<void>> speak_in(std::string inbox, bool on) = 0;
};

}  // namespace keydesk::desk
