#pragma once

#include "base/result.hpp"
#include "channels/weixin/api.hpp"
#include "desk/channels/channel.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace keydesk::weixin {

/// A door's settings as its kind reads them.
class SettingsReader {
public:
    explicit SettingsReader(const desk::ChannelSettings& settings) : settings_{settings} {}

    /// Without white space around it. What is not set is `otherwise`.
    std::string text(std::string_view key, std::string_view otherwise = {}) const;
    bool truth(std::string_view key, bool otherwise) const;
    /// Errors: `invalid_input` "<key>: …" when it is out of bounds.
    Result<std::int64_t> number(
        std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
    /// Errors: `invalid_input` when it is empty.
    Result<std::string> needed(std::string_view key) const;

    /// api_root, proxy and deadline. `identity`: of the credentials.
    Result<ApiSettings> api(std::string_view root, std::string_view identity) const;

private:
    const desk::ChannelSettings& settings_;
};

std::unexpected<Error> wrong(std::string_view field, std::string_view why);

/// The fields api_root, proxy and deadline, which both doors end with.
std::vector<desk::Field> api_fields(std::string root);

/// Token (3 to 32 letters and digits) of a callback. Errors: `invalid_input`.
Result<std::string> callback_token(const SettingsReader& settings);

}  // namespace keydesk::weixin
