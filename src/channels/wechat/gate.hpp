#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "channels/weixin/crypto.hpp"
#include "channels/weixin/xml.hpp"
#include "desk/channels/channel.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>

namespace keydesk::wechat {

/// 明文, 兼容 and 安全模式, as set at the platform.
enum class Mode { plain, compatible, safe };

struct GateSettings {
    Secret token;  ///< What both sides sign with.
    Mode mode = Mode::safe;
    std::optional<weixin::CallbackKey> key = {};  ///< Always there but in plain mode.
};

/// Lets in what the platform signed, and seals what is answered.
///
/// The signature covers token, timestamp and nonce, not the body; only in an encrypted push the
/// body is signed as well. So a signature is good for an hour, and in plain mode for one body.
///
/// Source: developers.weixin.qq.com "Access_Overview", "Message_encryption_and_decryption".
class Gate {
public:
    explicit Gate(GateSettings settings);

    /// A GET by which the platform makes sure of us: the text to be given back.
    /// Errors: `denied`.
    Result<std::string> verify(const desk::HookCall& call) const;

    struct Opened {
        weixin::XmlMessage message;
        bool encrypted = false;
    };
    /// Errors: `denied` (signature, key, mode, too old), `invalid_input` (signed, but no XML).
    Result<Opened> open(const desk::HookCall& call, Time now);

    /// An answer, encrypted when the push was.
    desk::HookReply answer(const std::string& xml, bool encrypted, Time now) const;

private:
    Result<weixin::XmlMessage> open_sealed(const desk::HookCall& call) const;
    Result<void> check_signature(const desk::HookCall& call) const;
    bool another_body(const desk::HookCall& call);

    GateSettings settings_;
    std::map<std::string, std::string, std::less<>> bodies_;  ///< Signature → digest of its body.
    std::deque<std::string> oldest_;                          ///< Of them, in order.
};

}  // namespace keydesk::wechat
