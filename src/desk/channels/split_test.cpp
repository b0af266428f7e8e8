#include "desk/channels/split.hpp"
#include "desk/desk.hpp"

#include <gtest/gtest.h>

#include <random>

namespace keydesk::desk {
namespace {

std::string without_space(std::string_view text)
{
    std::string out;
    for (char c : text) {
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') out += c;
    }
    return out;
}

TEST(Split, LeavesAShortTextAlone)
{
    EXPECT_EQ(split("你好，世界", 20, Unit::code_points), std::vector<std::string>{"你好，世界"});
    EXPECT_TRUE(split("", 20, Unit::code_points).empty());
}

TEST(Split, CountsAsTheProviderDoes)
{
    EXPECT_EQ(length_of("你好ab", Unit::code_points), 4);
    EXPECT_EQ(length_of("你好ab", Unit::bytes), 8);
    EXPECT_EQ(length_of("你好ab", Unit::hanzi), 3);
    EXPECT_EQ(length_of("你好abc", Unit::hanzi), 4);
}

TEST(Split, CutsAtAParagraphBeforeASentenceBeforeAWord)
{
    auto pieces = split("First one here.\nSecond one. Third", 20, Unit::code_points);
    EXPECT_EQ(pieces, (std::vector<std::string>{"First one here.", "Second one. Third"}));
    pieces = split("第一句话说完了。第二句话也说完了。尾巴在这里", 17, Unit::code_points);
    EXPECT_EQ(pieces.front(), "第一句话说完了。第二句话也说完了。");
}

TEST(Split, NeverPartsAnEmojiOfSeveralPoints)
{
    std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    std::string flag = "\U0001F1E8\U0001F1F3";
    std::string text;
    for (int i = 0; i < 30; ++i) text += (i % 2 ? family : flag);
    for (const auto& piece : split(text, 16, Unit::code_points)) {
        auto rest = piece;
        while (!rest.empty()) {
            auto& unit = rest.starts_with(flag) ? flag : family;
            ASSERT_TRUE(rest.starts_with(unit)) << piece;
            rest.erase(0, unit.size());
        }
    }
}

TEST(Split, LosesNothingAndFitsWhateverTheText)
{
    std::mt19937 random{20261122};
    const std::vector<std::string> alphabet{
        "a",
        "Z",
        " ",
        "\n",
        "。",
        "，",
        "链",
        "桥",
        "é",
        "\u0301",
        "😀",
        "\u200D",
        "\U0001F1E8",
        "."};
    for (int round = 0; round < 2'000; ++round) {
        std::string text;
        auto length = random() % 400;
        for (std::size_t i = 0; i < length; ++i) text += alphabet[random() % alphabet.size()];
        auto unit = static_cast<Unit>(random() % 3);
        std::size_t limit = 16 + random() % 60;
        std::string joined;
        for (const auto& piece : split(text, limit, unit)) {
            EXPECT_LE(length_of(piece, unit), static_cast<std::int64_t>(limit));
            EXPECT_TRUE(code_points(piece)) << "a character was cut";
            joined += piece;
        }
        EXPECT_EQ(without_space(joined), without_space(text));
    }
}

TEST(Split, SendsALetterWithItsFilesAndAChatMessageBeforeThem)
{
    std::vector<Attachment> files{{.id = "f1"}, {.id = "f2"}};
    Capabilities mail;
    mail.subjects = true;
    auto parts = parts_of("见附件", files, mail);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0].file, "f1");
    Capabilities chat;
    parts = parts_of("见附件", files, chat);
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_TRUE(parts[0].file.empty());
}

}  // namespace
}  // namespace keydesk::desk
