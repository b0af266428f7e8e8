#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/conversations/nouns.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// What the wallet's own server says of a customer.
struct CustomerFacts {
    std::optional<std::string> name, email, locale;
    /// Account signals by name: JSON text of a string, number or truth; nothing takes it away.
    std::map<std::string, std::optional<std::string>> fields;
};

/// Customers as the wallet's server knows them: by its own id.
class CustomerBook {
public:
    virtual ~CustomerBook() = default;
    /// One of the two is empty. Newest first, at most a hundred.
    virtual Task<Result<std::vector<Customer>>> find(
        std::string external_id, std::string email) = 0;
    /// Makes him when he is not known.
    virtual Task<Result<Customer>> put(
        std::string external_id, CustomerFacts facts, AuditEntry audit) = 0;
};

}  // namespace keydesk::desk
