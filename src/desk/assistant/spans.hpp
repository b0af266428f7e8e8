#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What stands in a text beside words: addresses, numbers, ways to reach somebody. Pure.
namespace keydesk::desk {

enum class SpanKind {
    link,  ///< With a scheme, or a bare host such as "wallet-help.xyz/x".
    mail,
    handle,  ///< "@name", as chat apps have them.
    phone,
    code,     ///< Hashes, addresses, ids: long, with digits among the letters.
    number,   ///< With its unit, when that is written in capitals: "0.5 ETH".
    marker,   ///< What the guard put in the place of a secret.
    bracket,  ///< The brackets that our own tokens are made of.
    name,     ///< One of the names given.
};

struct TextSpan {
    std::size_t begin = 0, size = 0;  ///< Bytes.
    SpanKind kind = SpanKind::link;
};

/// From left to right, none inside another.
std::vector<TextSpan> spans_of(std::string_view text, const std::vector<std::string>& names = {});

/// "wallet-help.xyz" of "https://Wallet-Help.xyz:443/x", of "wallet-help.xyz/x" and of
/// "somebody@wallet-help.xyz"; empty when there is none.
std::string host_of(std::string_view link);

/// Something taken out of a text, and what stands there instead.
struct Taken {
    std::string token, original;
};

struct Covered {
    std::string text;
    std::vector<Taken> taken;
};

/// Least data: e-mail addresses, phone numbers and names become "[email 1]", "[phone 1]",
/// "[name 1]"; the same one is the same in every text that is covered with the same `taken`.
std::string cover_people(
    std::string_view text, const std::vector<std::string>& names, std::vector<Taken>& taken);

/// Everything that must survive a translation byte for byte becomes "⟦1⟧", "⟦2⟧", …
Covered cover_all(std::string_view text);

/// Puts back what was covered; not whole when a token is missing, stands twice or was never given
/// out.
struct Restored {
    bool whole = false;
    std::string text;
};
Restored uncover(std::string_view text, const std::vector<Taken>& taken);

}  // namespace keydesk::desk
