#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace keydesk::guard {

/// What a word in the message says about the characters near it.
enum class Cue : std::uint8_t {
    seed,    ///< 助记词, recovery phrase
    key,     ///< 私钥, private key
    import,  ///< 导入, export: weaker than a key word
    hash,    ///< 交易, tx hash, sha256, public key
    password,
    code,  ///< 验证码, one-time code
    pin,
    backup,  ///< 备份码, backup codes
    setup,   ///< 验证器, 2FA key
    negation,
};

struct Mention {
    std::uint32_t start;
    std::uint32_t end;
    Cue cue;
};

/// Every cue in the normalised text, in order.
std::vector<Mention> mentions(std::u32string_view low);

bool mentions_any(const std::vector<Mention>& all, Cue cue);

}  // namespace keydesk::guard
