#include "api/chat/session.hpp"
#include "base/crypto.hpp"

#include <boost/json.hpp>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

std::optional<json::object> part(std::string_view text)
{
    std::string bytes;
    if (text.size() > 8'192 || !base64url_decode(text, bytes)) return std::nullopt;
    boost::system::error_code broken;
    auto value = json::parse(bytes, broken);
    if (broken || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::string claim(const json::object& claims, std::string_view name, std::size_t longest)
{
    const auto* found = claims.if_contains(name);
    if (found == nullptr || !found->is_string()) return {};
    auto text = std::string{found->as_string()};
    return text.size() <= longest ? text : std::string{};
}

}  // namespace

Result<Identity> read_identity(std::string_view jwt, std::string_view secret, Time now)
{
    auto first = jwt.find('.');
    auto second = first == std::string_view::npos ? first : jwt.find('.', first + 1);
    if (second == std::string_view::npos) return fail(ErrorKind::invalid_input, "no JWT");
    auto header = part(jwt.substr(0, first));
    auto claims = part(jwt.substr(first + 1, second - first - 1));
    if (!header || !claims) return fail(ErrorKind::invalid_input, "no JWT");

    // The algorithm is ours to choose, not the token's: "none" and RS256-as-HS256 end here.
    const auto* algorithm = header->if_contains("alg");
    if (algorithm == nullptr || *algorithm != "HS256" || secret.empty()) {
        return fail(ErrorKind::denied, "not signed with HS256");
    }
    auto wanted = base64url(hmac_sha256(secret, jwt.substr(0, second)));
    if (!equal_secret(wanted, jwt.substr(second + 1))) {
        return fail(ErrorKind::denied, "wrong signature");
    }
    const auto* expires = claims->if_contains("exp");
    if (expires == nullptr || !expires->is_int64() || expires->as_int64() > 9'000'000'000 ||
        from_millis(expires->as_int64() * 1000) <= now) {
        return fail(ErrorKind::denied, "expired");
    }
    Identity identity{
        claim(*claims, "sub", 128), claim(*claims, "name", 128), claim(*claims, "email", 254)};
    if (identity.id.empty()) return fail(ErrorKind::denied, "no subject");
    return identity;
}

}  // namespace keydesk::api::chat
