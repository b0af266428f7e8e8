#include "base/crypto.hpp"

#include <sodium.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <memory>
#include <vector>

namespace keydesk {

namespace {

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

enum class Way : int { decrypt = 0, encrypt = 1 };

std::optional<std::string> aes256_cbc(
    Way way, std::string_view key, std::string_view start, std::string_view text)
{
    constexpr std::size_t kBlock = 16;
    bool fits = key.size() == 32 && start.size() == kBlock && text.size() % kBlock == 0 &&
                text.size() < (1U << 30);
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher{
        EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    if (!fits || !cipher) return std::nullopt;
    std::string out(text.size() + kBlock, '\0');
    auto* into = reinterpret_cast<unsigned char*>(out.data());
    int size = 0;
    bool done = EVP_CipherInit_ex(
                    cipher.get(),
                    EVP_aes_256_cbc(),
                    nullptr,
                    bytes_of(key),
                    bytes_of(start),
                    static_cast<int>(way)) == 1 &&
                EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1 &&
                EVP_CipherUpdate(
                    cipher.get(), into, &size, bytes_of(text), static_cast<int>(text.size())) == 1;
    if (!done || static_cast<std::size_t>(size) != text.size()) return std::nullopt;
    out.resize(text.size());
    return out;
}

}  // namespace

void fill_random(std::span<unsigned char> out)
{
    randombytes_buf(out.data(), out.size());
}

std::string random_token(std::size_t bytes)
{
    std::vector<unsigned char> raw(bytes);
    fill_random(raw);
    return base64url(raw);
}

Digest sha256(std::string_view text)
{
    Digest digest{};
    SHA256(bytes_of(text), text.size(), digest.data());
    return digest;
}

std::array<unsigned char, 20> sha1(std::string_view text)
{
    std::array<unsigned char, 20> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view text)
{
    Digest digest{};
    unsigned int size = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        bytes_of(text),
        text.size(),
        digest.data(),
        &size);
    return digest;
}

std::array<unsigned char, 20> hmac_sha1(std::string_view key, std::string_view text)
{
    std::array<unsigned char, 20> digest{};
    unsigned int size = 0;
    HMAC(
        EVP_sha1(),
        key.data(),
        static_cast<int>(key.size()),
        bytes_of(text),
        text.size(),
        digest.data(),
        &size);
    return digest;
}

std::optional<std::string> aes256_cbc_encrypt(
    std::string_view key, std::string_view start, std::string_view text)
{
    return aes256_cbc(Way::encrypt, key, start, text);
}

std::optional<std::string> aes256_cbc_decrypt(
    std::string_view key, std::string_view start, std::string_view text)
{
    return aes256_cbc(Way::decrypt, key, start, text);
}

std::string hex(std::span<const unsigned char> bytes)
{
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

std::string token_hash(std::string_view token)
{
    return hex(sha256(token));
}

std::string base64url(std::span<const unsigned char> bytes)
{
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();
    return text;
}

bool base64url_decode(std::string_view text, std::string& out)
{
    std::string raw(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    int bad = sodium_base642bin(
        reinterpret_cast<unsigned char*>(raw.data()),
        raw.size(),
        text.data(),
        text.size(),
        nullptr,
        &size,
        &end,
        sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (bad != 0 || end != text.data() + text.size()) return false;
    raw.resize(size);
    out = std::move(raw);
    return true;
}

bool equal_secret(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace keydesk
