#include "api/wire.hpp"

#include <gtest/gtest.h>

namespace keydesk::api {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Place {
    std::string city;
    std::optional<std::int32_t> number;
};
BOOST_DESCRIBE_STRUCT(Place, (), (city, number))

struct Person {
    std::string name;
    std::uint8_t age = 0;
    std::optional<std::string> note;
    std::vector<Place> places;
    std::map<std::string, bool> flags;
    Colour colour = Colour::red;
    Patch<std::string> team;
    OrNull<std::string> next;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, age, note, places, flags, colour, team, next))

constexpr auto kLeast = R"({"name":"苏雅","age":30,"places":[],"flags":{},"colour":"green"})";

std::string faults_of(std::string_view body, Unknown unknown = Unknown::refuse)
{
    Faults faults;
    auto person = read<Person>(body, faults, unknown);
    EXPECT_EQ(person.has_value(), faults.empty());
    std::string out;
    for (const auto& one : faults) out += one.field + "=" + one.problem + ";";
    return out;
}

TEST(Wire, a_value_comes_back_as_it_was_written)
{
    Person person{
        "a\"\\\n\x01\x7f苏",
        7,
        "n",
        {{"Berlin", -3}, {"", {}}},
        {{"x", true}},
        Colour::green,
        std::string{"t"},
        {}};
    auto text = write(person);
    EXPECT_EQ(
        text,
        "{\"name\":\"a\\\"\\\\\\n\\u0001\x7f苏\",\"age\":7,\"note\":\"n\",\"places\":[{\"city\":"
        "\"Berlin\",\"number\":-3},{\"city\":\"\"}],\"flags\":{\"x\":true},\"colour\":\"green\","
        "\"team\":\"t\",\"next\":null}");
    Faults faults;
    auto again = read<Person>(text, faults);
    ASSERT_TRUE(again);
    EXPECT_EQ(write(*again), text);
}

TEST(Wire, empty_optionals_are_left_out_and_may_be_absent_or_null)
{
    Faults faults;
    auto absent = read<Person>(kLeast, faults);
    ASSERT_TRUE(absent);
    EXPECT_FALSE(absent->note);
    EXPECT_EQ(write(*absent).find("note"), std::string::npos);
    std::string with_null = kLeast;
    with_null.insert(1, R"("note":null,)");
    EXPECT_EQ(faults_of(with_null), "");
}

TEST(Wire, a_patch_tells_absent_null_and_value_apart)
{
    struct {
        const char* member;
        bool absent, null;
    } cases[] = {
        {"", true, false}, {R"("team":null,)", false, true}, {R"("team":"x",)", false, false}};
    for (auto& one : cases) {
        std::string body = kLeast;
        body.insert(1, one.member);
        Faults faults;
        auto person = read<Person>(body, faults);
        ASSERT_TRUE(person) << body;
        EXPECT_EQ(person->team.absent(), one.absent);
        EXPECT_EQ(person->team.null(), one.null);
        EXPECT_EQ(person->team.value() != nullptr, !one.absent && !one.null);
    }
}

TEST(Wire, every_wrong_field_is_named_by_its_path)
{
    EXPECT_EQ(
        faults_of(R"({"name":1,"age":256,"places":[{"city":"a"},{"city":"b","number":1.5,"zip":1}],
                     "flags":{"x":1},"colour":"blue","extra":1})"),
        "name=wrong_type;age=out_of_range;places[1].number=wrong_type;places[1].zip=unknown;"
        "flags.x=wrong_type;colour=not_allowed;extra=unknown;");
    EXPECT_EQ(
        faults_of("{}"), "name=missing;age=missing;places=missing;flags=missing;colour=missing;");
    EXPECT_EQ(faults_of("[]"), "=wrong_type;");
}

TEST(Wire, unknown_members_pass_where_the_caller_says_so)
{
    std::string body = kLeast;
    body.insert(1, R"("later":1,)");
    EXPECT_EQ(faults_of(body), "later=unknown;");
    EXPECT_EQ(faults_of(body, Unknown::ignore), "");
}

TEST(Wire, text_that_is_no_strict_json_is_one_fault_without_a_field)
{
    std::string deep = std::string(33, '[') + std::string(33, ']');
    std::string nul = R"({"name":"a\u0000b"})", nul_key = R"({"a\u0000":1})";
    for (std::string body :
         {std::string{},
          std::string{"{"},
          std::string{"{}{}"},
          std::string{"{\"a\":1,\"a\":2}"},
          std::string{"{\"a\":1,\"\\u0061\":2}"},
          std::string{"{\"o\":{\"b\":1,\"b\":1}}"},
          std::string{"{'a':1}"},
          std::string{"{\"a\":1,}"},
          std::string{"{\"a\":NaN}"},
          std::string{"{\"a\":1e999}"},
          std::string{"{\"a\":\"\xff\"}"},
          std::string{"{\"a\":\"\\ud800\"}"},
          std::string{"\"\xed\xa0\x80\""},
          deep,
          nul,
          nul_key})
        EXPECT_EQ(faults_of(body), "=malformed;") << body;
    EXPECT_TRUE(parse_json(std::string(32, '[') + std::string(32, ']')));
}

TEST(Wire, two_objects_side_by_side_may_use_the_same_key)
{
    EXPECT_TRUE(parse_json(R"([{"a":1},{"a":1,"b":{"a":2}}])"));
}

TEST(Wire, length_is_counted_in_code_points)
{
    Faults faults;
    check_length(faults, "name", "苏雅", 2, 2);
    EXPECT_TRUE(faults.empty());
    check_length(faults, "name", "苏雅", 3, 9);
    check_length(faults, "name", "苏雅", 0, 1);
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].problem, problem::too_short);
    EXPECT_EQ(faults[1].problem, problem::too_long);
}

}  // namespace
}  // namespace keydesk::api
