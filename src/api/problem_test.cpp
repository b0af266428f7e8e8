#include "api/problem.hpp"

#include "api/read_body.hpp"
#include "api/wire.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace keydesk::api {
namespace {

boost::json::value body_of(const net::Response& response)
{
    return boost::json::parse(std::get<std::string>(response.body));
}

TEST(Problem, every_kind_of_error_has_a_status_and_sentences_in_both_languages)
{
    struct {
        ErrorKind kind;
        int status;
    } cases[] = {
        {ErrorKind::invalid_input, 400},
        {ErrorKind::not_found, 404},
        {ErrorKind::conflict, 409},
        {ErrorKind::denied, 403},
        {ErrorKind::rate_limited, 429},
        {ErrorKind::unavailable, 503},
        {ErrorKind::bad_reply, 502},
        {ErrorKind::internal, 500}};
    for (auto& one : cases) {
        Error error{one.kind, "log text"};
        auto english = problem_document(error, Locale::en);
        auto chinese = problem_document(error, Locale::zh);
        EXPECT_EQ(english.status, one.status);
        EXPECT_EQ(english.headers.get("Content-Type"), "application/problem+json");
        auto en = body_of(english), zh = body_of(chinese);
        EXPECT_EQ(en.at("code").as_string(), name_of(one.kind));
        EXPECT_EQ(en.at("status").as_int64(), one.status);
        for (auto member : {"title", "detail", "what_to_do"}) {
            EXPECT_FALSE(en.at(member).as_string().empty());
            EXPECT_NE(en.at(member), zh.at(member));
        }
    }
}

TEST(Problem, what_is_meant_for_the_log_never_leaves_the_house)
{
    Error error{ErrorKind::internal, "no such column: secret_thing"};
    auto text = std::get<std::string>(problem_document(error, Locale::en).body);
    EXPECT_EQ(text.find("secret_thing"), std::string::npos);
}

TEST(Problem, names_the_wrong_fields_and_the_time_to_wait)
{
    Refusal refusal{Error{ErrorKind::rate_limited, "", std::chrono::seconds{30}}};
    refusal.faults = {{"email", "taken"}};
    refusal.more = R"("totp_required":true)";
    auto response = problem_document(refusal, Locale::en);
    EXPECT_EQ(response.headers.get("Retry-After"), "30");
    auto document = body_of(response);
    EXPECT_EQ(document.at_pointer("/errors/0/field").as_string(), "email");
    EXPECT_TRUE(document.at("totp_required").as_bool());
}

TEST(Problem, the_language_is_the_one_the_asker_likes_best)
{
    EXPECT_EQ(locale_of("zh-CN,zh;q=0.9,en;q=0.8"), Locale::zh);
    EXPECT_EQ(locale_of("ZH"), Locale::zh);
    EXPECT_EQ(locale_of("en-US,en;q=0.9,zh;q=0.8"), Locale::en);
    EXPECT_EQ(locale_of("fr, zh-TW;q=0.5"), Locale::zh);
    EXPECT_EQ(locale_of("zh;q=0, en;q=0.1"), Locale::en);
    EXPECT_EQ(locale_of(""), Locale::en);
    EXPECT_EQ(locale_of(",;q=,zhx,\xff"), Locale::en);
}

struct Small {
    std::string a;
};
BOOST_DESCRIBE_STRUCT(Small, (), (a))

int status_of(std::string body, std::size_t limit)
{
    net::Request request{net::Method::post, "/x", {}, std::move(body)};
    auto small = kit::finish(read_body<Small>(request, limit));
    return small ? 200 : problem_document(small.error(), Locale::en).status;
}

TEST(Problem, a_body_is_refused_by_size_before_it_is_read_and_by_form_after)
{
    EXPECT_EQ(status_of(R"({"a":"b"})", 9), 200);
    EXPECT_EQ(status_of(R"({"a":"b"})", 8), 413);
    EXPECT_EQ(status_of(R"({"a":1})", 100), 400);
    EXPECT_EQ(status_of("{", 100), 400);
}

}  // namespace
}  // namespace keydesk::api
