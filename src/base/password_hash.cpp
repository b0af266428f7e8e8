#include "base/password_hash.hpp"

#include "base/crypto.hpp"

#include <sodium.h>

namespace keydesk {

namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = std::size_t{64} << 20;

}  // namespace

Result<std::string> hash_password(const Secret& password)
{
    char out[crypto_pwhash_STRBYTES];
    const auto& text = password.reveal();
    int bad = crypto_pwhash_str_alg(
        out, text.data(), text.size(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13);
    if (bad) return fail(ErrorKind::unavailable, "no memory to hash a password");
    return std::string{out};
}

bool verify_password(const std::string& stored, const Secret& password)
{
    const auto& text = password.reveal();
    return stored.size() < crypto_pwhash_STRBYTES &&
           crypto_pwhash_str_verify(stored.c_str(), text.data(), text.size()) == 0;
}

const std::string& nobodys_password_hash()
{
    static const std::string hash =
        hash_password(Secret{random_token()}).value_or("no memory at start");
    return hash;
}

}  // namespace keydesk
