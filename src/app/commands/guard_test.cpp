#include "app/commands/guard.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace keydesk::app {
namespace {

struct Scanned {
    int exit_code;
    std::string out;
    std::string errors;
};

Scanned scan(const std::string& lines)
{
    std::istringstream in{lines};
    std::ostringstream out;
    std::ostringstream errors;
    const int exit_code = guard_scan(in, out, errors);
    return {exit_code, out.str(), errors.str()};
}

TEST(GuardScan, prints_places_in_code_points_and_the_redacted_text)
{
    const Scanned scanned = scan(R"({"id":7,"text":"我的密码是Hunter2024! 谢谢"})");

    EXPECT_EQ(
        scanned.out,
        R"({"id":7,"spans":[[5,16,"password"]],"redacted":"我的密码是[已移除: 密码] 谢谢"})"
        "\n");
    EXPECT_EQ(scanned.exit_code, 0);
}

TEST(GuardScan, prints_an_earlier_message_again_when_a_later_one_completes_the_phrase)
{
    const Scanned scanned = scan(R"({"id":"a","thread":"t","text":"legal winner thank year"}
{"id":"b","thread":"other","text":"hello"}
{"id":"c","thread":"t","text":"wave sausage worth useful legal winner thank yellow"})");

    EXPECT_EQ(scanned.out, R"({"id":"a","spans":[],"redacted":"legal winner thank year"}
{"id":"b","spans":[],"redacted":"hello"}
{"id":"a","spans":[[0,23,"seed_phrase"]],"redacted":"[removed: seed phrase]"}
{"id":"c","spans":[[0,51,"seed_phrase"]],"redacted":"[removed: seed phrase]"}
)");
}

TEST(GuardScan, reads_what_the_agent_asked_for)
{
    const std::string text = "88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b";

    EXPECT_NE(
        scan(R"({"id":1,"text":")" + text + R"("})").out.find("private_key"), std::string::npos);
    EXPECT_EQ(
        scan(R"({"id":1,"prev":"请发交易哈希","text":")" + text + R"("})").out.find("private_key"),
        std::string::npos);
}

TEST(GuardScan, names_the_line_it_cannot_read_and_goes_on)
{
    const Scanned scanned = scan("not json\n{\"id\":1}\n{\"id\":2,\"text\":\"hello\"}\n");

    EXPECT_EQ(scanned.out, "{\"id\":2,\"spans\":[],\"redacted\":\"hello\"}\n");
    EXPECT_NE(scanned.errors.find("line 1"), std::string::npos);
    EXPECT_NE(scanned.errors.find("line 2"), std::string::npos);
    EXPECT_EQ(scanned.exit_code, 1);
}

}  // namespace
}  // namespace keydesk::app
