#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/conversations/nouns.hpp"
#include "guard/guard.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Conversations that were held elsewhere, as their exports tell of them.
namespace keydesk::desk {

enum class Source { chatwoot, zammad, zendesk, freescout };
std::optional<Source> source_of(std::string_view name) noexcept;
std::string_view name_of(Source source) noexcept;
/// As people write it: "Chatwoot".
std::string_view title_of(Source source) noexcept;

struct PastPerson {
    std::string external_id;  ///< Of the source.
    std::string name, email, phone, locale;
    std::string wallet_id;  ///< The wallet's own id of him, when the source knew it.
};

/// An attachment as the export names it.
struct PastFile {
    std::string id, name;
    std::string where;  ///< An address, or a path in the archive; may be empty.
};

/// Not guarded yet: nothing of it may be stored as it stands.
struct PastMessage {
    std::string kind;  ///< customer reply note
    std::string author_email;
    guard::RawText text{""};
    std::vector<PastFile> files = {};
    Time at{};
};

struct PastConversation {
    std::string external_id;
    std::string subject;
    std::string state;  ///< As the source called it.
    PastPerson customer;
    std::vector<PastMessage> messages;
    Time created_at{};
};

struct PastExport {
    std::vector<PastConversation> conversations;
    std::vector<std::string> faults;  ///< What could not be read, by its place.
};

/// Turns HTML into readable text.
using TextOfHtml = std::function<std::string(std::string_view)>;

/// Reads an export: one JSON document, or one on each line. Never throws; what makes no sense is a
/// fault, not the end. Errors: `invalid_input` when there is no conversation in it.
Result<PastExport> read_history(Source source, std::string_view text, const TextOfHtml& to_text);

/// An attachment that lies in the blob folder.
struct KeptFile {
    Attachment face;  ///< Without an id.
    std::string sha256;
};

/// The same after the guard: what may be stored.
struct SafeMessage {
    std::string kind, author_email, body;
    std::vector<std::string> redacted;
    std::vector<PastFile> files = {};  ///< Not looked for yet.
    std::vector<KeptFile> kept = {};
    Time at{};
};

struct SafeConversation {
    Source source = Source::chatwoot;
    std::string external_id, subject, state;
    PastPerson customer;
    std::vector<SafeMessage> messages;
    Time created_at{};
    std::int64_t findings = 0;
    std::vector<std::string> missing = {};  ///< Attachments that were not to be had, by name.
};

/// Pieces of a secret in several messages are found as well.
SafeConversation guarded(Source source, PastConversation past);

struct ImportReport {
    std::int64_t conversations = 0, messages = 0, customers = 0;
    std::int64_t known = 0;  ///< Conversations that were imported before.
    std::int64_t secrets = 0;
    std::int64_t files = 0;            ///< Attachments that were not fetched.
    std::int64_t files_taken = 0;      ///< Attachments that the archive held.
    std::vector<std::string> missing;  ///< The first of those not fetched.
    std::vector<std::string> faults;   ///< The first of them.

    void add(const ImportReport& other);
};

/// Where an import has come to: noted in the transaction of each conversation, so that after a kill
/// it goes on with the next one and counts none twice.
struct ImportMark {
    std::string job;
    std::int64_t done = 0;  ///< With this one.
    ImportReport so_far = {};
};

class HistoryStore {
public:
    virtual ~HistoryStore() = default;
    /// One transaction. It wakes nobody: no answer, no notice, no webhook comes of it.
    /// Says how much is new; with `dry` nothing is kept. Errors: `not_found` (no such inbox).
    virtual Task<Result<ImportReport>> put(
        SafeConversation conversation,
        std::string inbox,
        bool dry,
        std::optional<ImportMark> mark) = 0;
};

}  // namespace keydesk::desk
