#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The optional assistant: a language model that drafts answers from the desk's own knowledge, and
/// translates. Off until an operator names one. docs/assistant.md says what leaves the house.
namespace keydesk::desk {

struct AssistantSettings {
    std::string base_url;  ///< "https://model.example/v1", without a slash at the end.
    std::string model;
    std::string api_key;  ///< Sealed; empty: none is sent.
    bool own_network = false;
    bool drafts = false, translation = false;
};

/// For what the key is sealed.
inline constexpr auto kAssistantPurpose = "assistant:api_key";

struct KeptTranslation {
    std::string body;
    std::string source_hash;  ///< Of the words that it was made from.
};

class AssistantStore {
public:
    virtual ~AssistantStore() = default;
    virtual Task<Result<AssistantSettings>> settings() = 0;
    virtual Task<Result<void>> keep(AssistantSettings settings, AuditEntry audit) = 0;
    /// Nothing: it was not translated yet.
    virtual Task<Result<std::optional<KeptTranslation>>> translation(
        std::string message, std::string locale) = 0;
    /// Not kept when the message's words are others by now.
    virtual Task<Result<void>> keep_translation(
        std::string message, std::string locale, std::string source, std::string body) = 0;
};

/// One question to the model.
struct ModelCall {
    std::string base_url, model;
    Secret key{""};
    bool own_network = false;
    std::string system, user;
};

/// Why there is no answer. Spelled as the `code` of problem documents, after "model_".
enum class ModelFault {
    none,
    unauthorized,  ///< The key was refused.
    not_found,     ///< No such model, or no such address.
    busy,          ///< Too many requests, says the model's server.
    timeout,
    unreachable,
    forbidden_address,
    server_error,
    bad_answer,  ///< No chat completion.
    too_long,    ///< More than we read, or cut off by the model's own limit.
    refused,     ///< The model's own filter.
};

struct ModelReply {
    ModelFault fault = ModelFault::none;
    std::string text;
    std::optional<std::chrono::seconds> retry_after = {};
};

using AskModel = std::function<Task<ModelReply>(ModelCall)>;

}  // namespace keydesk::desk
