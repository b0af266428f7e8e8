#include "desk/accounts/audit.hpp"

#include "base/crypto.hpp"

#include <string_view>

namespace keydesk::desk {

std::string audit_hash(std::int64_t id, const AuditEntry& entry, const std::string& previous_hash)
{
    std::string text;
    auto add = [&text](std::string_view field) {
        text += std::to_string(field.size());
        text += ':';
        text += field;
    };
    add(previous_hash);
    add(std::to_string(id));
    add(std::to_string(millis(entry.at)));
    add(entry.actor);
    add(entry.action);
    add(entry.object);
    add(entry.detail);
    return hex(sha256(text));
}

bool AuditCheck::follow(const AuditRow& row)
{
    whole_ = whole_ && row.id == rows_ + 1 && row.previous_hash == head_ &&
             row.hash == audit_hash(row.id, row.entry, row.previous_hash);
    if (!whole_) return false;
    ++rows_;
    head_ = row.hash;
    return true;
}

}  // namespace keydesk::desk
