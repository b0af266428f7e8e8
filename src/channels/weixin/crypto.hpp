#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the doors of the WeChat family (公众号, 微信客服) share.
namespace keydesk::weixin {

/// SHA-1, in hex, over the parts sorted by their bytes and joined: how the platform signs.
std::string signature_of(std::vector<std::string_view> parts);

/// Base64 as it comes in practice: white space and missing "=" are passed over, and so are the
/// spare bits of a last character (the 43rd of an EncodingAESKey carries two). False: not base64.
bool lenient_base64(std::string_view text, std::string& out);
std::string base64(std::string_view bytes);

/// The key of encrypted callbacks:
///
///     AES-256-CBC( random(16) ‖ length(4, network order) ‖ message ‖ receiver ‖ padding )
///
/// with the key's first 16 bytes as the initial vector and PKCS#7 padding to blocks of 32.
/// Source:
/// https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
class CallbackKey {
public:
    /// `receiver`: our AppID or CorpID, which every message must name.
    /// Errors: `invalid_input` when the EncodingAESKey is not 43 characters of base64.
    static Result<CallbackKey> make(std::string_view encoding_aes_key, std::string receiver);

    /// Errors: `denied`: not for us, or not of this key. Check the signature first: without one,
    /// telling errors apart would be an oracle, so they are all one.
    Result<std::string> open(std::string_view encrypted) const;
    /// `random`: 16 bytes that nobody can guess.
    std::string seal(std::string_view message, std::string_view random) const;

private:
    CallbackKey(std::string key, std::string receiver);

    std::string key_, receiver_;
};

}  // namespace keydesk::weixin
