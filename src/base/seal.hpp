#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace keydesk {

/// Seals small secrets before they are stored (TOTP secrets, identity secrets), with a master key
/// that lies beside the database and in no backup.
///
///     sealer.seal("totp:<agent id>", secret)  →  "s1.<base64url>"   XSalsa20-Poly1305
///
/// `purpose` chooses the key, so a sealed text that is copied into another row or column does not
/// open there.
class Sealer {
public:
    /// Reads the key file, or makes it (0400) with its folder (0700) when there is none.
    /// Errors: unavailable (no right, wrong size); denied when others may read the file.
    static Result<Sealer> open(const std::filesystem::path& key_file);

    std::string seal(std::string_view purpose, const Secret& secret) const;
    /// Errors: invalid_input when it was not sealed with this key for this purpose.
    Result<Secret> unseal(std::string_view purpose, std::string_view sealed) const;
    /// A keyed hash in hex, for short secrets that only need to be recognised.
    std::string fingerprint(std::string_view purpose, std::string_view text) const;

private:
    using Key = std::array<unsigned char, 32>;
    explicit Sealer(Key master) : master_{master} {}
    Key key_for(std::string_view purpose) const;

    Key master_;
};

}  // namespace keydesk
