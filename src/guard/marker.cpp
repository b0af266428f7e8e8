#include "guard/marker.hpp"

namespace keydesk::guard {
namespace {

struct Words {
    std::string_view name;
    std::string_view en;
    std::string_view zh;
};

// One row a kind, in the order of the enumeration.
constexpr Words kWords[kKinds] = {
    {"seed_phrase", "seed phrase", "助记词"},
    {"recovery_share", "recovery share", "恢复分片"},
    {"private_key", "private key", "私钥"},
    {"extended_key", "extended private key", "扩展私钥"},
    {"encrypted_key", "encrypted key", "加密私钥"},
    {"keystore", "keystore", "密钥文件"},
    {"pem_key", "key file", "密钥"},
    {"password", "password", "密码"},
    {"one_time_code", "one-time code", "验证码"},
    {"pin", "PIN", "PIN 码"},
    {"backup_codes", "backup codes", "备用码"},
    {"totp_secret", "authenticator key", "验证器密钥"},
};
constexpr std::string_view kOpen[] = {"[removed: ", "[已移除: "};

std::uint32_t code_points(std::string_view utf8)
{
    std::uint32_t count = 0;
    for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    return count;
}

}  // namespace

std::optional<Kind> kind_named(std::string_view name)
{
    for (std::size_t i = 0; i < kKinds; ++i) {
        if (name_of(static_cast<Kind>(i)) == name) return static_cast<Kind>(i);
    }
    return std::nullopt;
}

std::string_view name_of(Kind kind)
{
    return kWords[static_cast<std::size_t>(kind)].name;
}

std::string_view label(Kind kind, Locale locale)
{
    const Words& words = kWords[static_cast<std::size_t>(kind)];
    return locale == Locale::zh ? words.zh : words.en;
}

std::string marker(Kind kind, Locale locale)
{
    std::string text{kOpen[static_cast<std::size_t>(locale)]};
    text += label(kind, locale);
    text += ']';
    return text;
}

Marker marker_at(std::string_view utf8, std::size_t at)
{
    if (utf8[at] != '[') return {};
    for (std::size_t locale = 0; locale < 2; ++locale) {
        const std::string_view rest = utf8.substr(at);
        if (!rest.starts_with(kOpen[locale])) continue;
        for (std::size_t kind = 0; kind < kKinds; ++kind) {
            const std::string_view name =
                label(static_cast<Kind>(kind), static_cast<Locale>(locale));
            const std::size_t size = kOpen[locale].size() + name.size() + 1;
            if (rest.size() >= size && rest.substr(kOpen[locale].size(), name.size()) == name &&
                rest[size - 1] == ']') {
                return {size, code_points(rest.substr(0, size)), static_cast<Kind>(kind)};
            }
        }
    }
    return {};
}

}  // namespace keydesk::guard
