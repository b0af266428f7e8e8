#include "api/chat/session.hpp"
#include "base/crypto.hpp"

#include <gtest/gtest.h>

namespace keydesk::api::chat {
namespace {

using namespace std::chrono_literals;

const Time kNow = from_millis(1'700'000'000'000);

std::string part(std::string_view json)
{
    return base64url(std::span{reinterpret_cast<const unsigned char*>(json.data()), json.size()});
}

std::string jwt(std::string_view header, std::string_view claims, std::string_view secret)
{
    auto signed_part = part(header) + "." + part(claims);
    return signed_part + "." + base64url(hmac_sha256(secret, signed_part));
}

constexpr auto kHeader = R"({"alg":"HS256","typ":"JWT"})";
constexpr auto kClaims = R"({"sub":"user-7","name":"林晓","exp":1700000600})";

TEST(SignedIdentity, says_who_the_wallet_says_it_is)
{
    auto identity = read_identity(jwt(kHeader, kClaims, "secret"), "secret", kNow);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->id, "user-7");
    EXPECT_EQ(identity->name, "林晓");
}

TEST(SignedIdentity, is_refused_without_a_signature_of_ours)
{
    auto token = jwt(kHeader, kClaims, "secret");
    EXPECT_FALSE(read_identity(token, "other", kNow));
    EXPECT_FALSE(read_identity(token, "", kNow));
    EXPECT_FALSE(read_identity(jwt(R"({"alg":"none"})", kClaims, "secret"), "secret", kNow));
    EXPECT_FALSE(read_identity(jwt(R"({"alg":"HS512"})", kClaims, "secret"), "secret", kNow));
    auto unsigned_token = token.substr(0, token.rfind('.') + 1);
    EXPECT_FALSE(read_identity(unsigned_token, "secret", kNow));
    auto changed = part(kHeader) + "." + part(R"({"sub":"user-8","exp":1700000600})") +
                   token.substr(token.rfind('.'));
    EXPECT_FALSE(read_identity(changed, "secret", kNow));
}

TEST(SignedIdentity, ends_at_its_time_and_has_one)
{
    auto token = jwt(kHeader, kClaims, "secret");
    EXPECT_TRUE(read_identity(token, "secret", kNow + 599s));
    EXPECT_FALSE(read_identity(token, "secret", kNow + 600s));
    auto endless = jwt(kHeader, R"({"sub":"user-7"})", "secret");
    EXPECT_FALSE(read_identity(endless, "secret", kNow));
}

TEST(SignedIdentity, is_no_token_at_all_without_its_three_parts)
{
    for (auto text : {"", ".", "..", "a.b", "a.b.c", "!!.??.##"}) {
        EXPECT_FALSE(read_identity(text, "secret", kNow)) << text;
    }
}

}  // namespace
}  // namespace keydesk::api::chat
