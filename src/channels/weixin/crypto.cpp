#include "channels/weixin/crypto.hpp"

#include "base/crypto.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace keydesk::weixin {

namespace {

constexpr std::size_t kBlock = 32;  // Not AES's 16: the platform pads to its key's length.
constexpr std::size_t kRandom = 16;
constexpr std::size_t kLength = 4;

int six_bits_of(char c) noexcept
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool white(char c) noexcept
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string network_order(std::size_t size)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>((size >> shift) & 0xFF);
    }
    return bytes;
}

std::size_t read_length(std::string_view bytes)
{
    std::size_t size = 0;
    for (char c : bytes) size = size << 8 | static_cast<unsigned char>(c);
    return size;
}

/// Without the padding; nothing left when it is none.
std::string_view unpadded(std::string_view text)
{
    auto size = text.empty() ? 0U : static_cast<unsigned char>(text.back());
    if (size < 1 || size > kBlock || size > text.size()) return {};
    return text.substr(0, text.size() - size);
}

}  // namespace

std::string signature_of(std::vector<std::string_view> parts)
{
    std::ranges::sort(parts);
    std::string joined;
    for (auto part : parts) joined += part;
    return hex(sha1(joined));
}

bool lenient_base64(std::string_view text, std::string& out)
{
    std::string bytes;
    std::uint32_t bits = 0;
    int have = 0;
    bool ended = false;
    for (char c : text) {
        if (white(c)) continue;
        ended = ended || c == '=';
        if (c == '=') continue;
        auto six = six_bits_of(c);
        if (six < 0 || ended) return false;
        bits = (bits << 6 | static_cast<std::uint32_t>(six)) & 0xFFFFFF;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        bytes += static_cast<char>(bits >> have & 0xFF);
    }
    if (have == 6) return false;  // A single character stands for nothing.
    out = std::move(bytes);
    return true;
}

std::string base64(std::string_view bytes)
{
    auto text = base64url({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

CallbackKey::CallbackKey(std::string key, std::string receiver)
    : key_{std::move(key)},
      receiver_{std::move(receiver)}
{
}

Result<CallbackKey> CallbackKey::make(std::string_view encoding_aes_key, std::string receiver)
{
    std::string key;
    bool whole = encoding_aes_key.size() == 43 && lenient_base64(encoding_aes_key, key);
    if (!whole || key.size() != 32) {
        return fail(ErrorKind::invalid_input, "an EncodingAESKey has 43 letters and digits");
    }
    return CallbackKey{std::move(key), std::move(receiver)};
}

Result<std::string> CallbackKey::open(std::string_view encrypted) const
{
    auto foreign = fail(ErrorKind::denied, "not encrypted for this account");
    std::string sealed;
    if (!lenient_base64(encrypted, sealed) || sealed.empty()) return foreign;
    auto text = aes256_cbc_decrypt(key_, std::string_view{key_}.substr(0, kRandom), sealed);
    if (!text) return foreign;
    auto rest = unpadded(*text);
    if (rest.size() < kRandom + kLength) return foreign;
    auto size = read_length(rest.substr(kRandom, kLength));
    rest.remove_prefix(kRandom + kLength);
    if (size > rest.size() || rest.substr(size) != receiver_) return foreign;
    return std::string{rest.substr(0, size)};
}

std::string CallbackKey::seal(std::string_view message, std::string_view random) const
{
    std::string text{random.substr(0, kRandom)};
    text.resize(kRandom, '\0');
    text += network_order(message.size());
    text += message;
    text += receiver_;
    auto padding = kBlock - text.size() % kBlock;
    text.append(padding, static_cast<char>(padding));
    auto sealed = aes256_cbc_encrypt(key_, std::string_view{key_}.substr(0, kRandom), text);
    return base64(sealed.value_or(""));
}

}  // namespace keydesk::weixin
