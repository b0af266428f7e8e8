#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <string>

namespace keydesk {

/// Argon2id (RFC 9106) with 64 MiB, three passes and a fresh salt, in its usual text form
/// ("$argon2id$v=19$m=65536,t=3,p=1$…"). Takes a tenth of a second: only on a Compute thread.
/// Errors: unavailable when there is no memory for it.
Result<std::string> hash_password(const Secret& password);

/// Whether `password` is the one that `stored` was made from. As slow. False for any text that is
/// no hash.
bool verify_password(const std::string& stored, const Secret& password);

/// A hash of nothing anybody knows, to spend the same time on an unknown account.
const std::string& nobodys_password_hash();

}  // namespace keydesk
