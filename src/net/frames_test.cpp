#include "net/frames.hpp"

#include "tests/kit/loopback.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

using test::frame_of;
using Kind = FrameReader::Kind;

std::vector<FrameReader::Event> read(
    std::string_view bytes, std::size_t step, std::size_t limit = 1000)
{
    FrameReader reader{limit};
    std::vector<FrameReader::Event> events;
    while (!bytes.empty()) {
        auto part = bytes.substr(0, step);
        bytes.remove_prefix(part.size());
        while (true) {
            auto event = reader.feed(part);
            if (event.kind == Kind::nothing) break;
            events.push_back(event);
            if (event.kind == Kind::violation) return events;
        }
    }
    return events;
}

TEST(Frames, AreReadHoweverTheNetworkCutsThem)
{
    auto bytes = frame_of("one") + frame_of("你", 1, false) + frame_of("p", 9) +
                 frame_of("", 0, false) + frame_of(std::string(300, 'x'), 0) + frame_of("", 10);
    for (std::size_t step : {1U, 2U, 3U, 7U, 1000U}) {
        auto events = read(bytes, step);
        ASSERT_EQ(events.size(), 4U) << step;
        EXPECT_EQ(events[0].payload, "one");
        EXPECT_EQ(events[1].kind, Kind::ping);
        EXPECT_EQ(events[1].payload, "p");
        EXPECT_EQ(events[2].payload, "你" + std::string(300, 'x'));
        EXPECT_EQ(events[3].kind, Kind::pong);
    }
}

TEST(Frames, MayCutACharacterButNotAMessage)
{
    std::string_view word = "好";
    auto events = read(frame_of(word.substr(0, 1), 1, false) + frame_of(word.substr(1), 0), 100);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].payload, word);
    EXPECT_EQ(read(frame_of(word.substr(0, 1)), 100)[0].code, 1007);
}

TEST(Frames, CountFragmentsTogetherAgainstTheLimit)
{
    auto half = std::string(500, 'h');
    EXPECT_EQ(read(frame_of(half, 1, false) + frame_of(half, 0), 64)[0].payload.size(), 1000U);
    EXPECT_EQ(read(frame_of(half, 1, false) + frame_of(half + "x", 0), 64)[0].code, 1009);
    // Refused by its header alone, before a byte of it is stored.
    EXPECT_EQ(read(frame_of(std::string(70'000, 'x')).substr(0, 14), 14)[0].code, 1009);
}

TEST(Frames, ThatBreakTheProtocolAreViolations)
{
    using namespace std::string_literals;
    const std::vector<std::string> bad{
        "\x80\x80"s + "mask",                        // continuation of nothing
        frame_of("a", 1, false) + frame_of("b", 1),  // a message within a message
        "\xC1\x80mask"s,                             // a reserved bit
        "\x83\x80mask"s,                             // a reserved opcode
        "\x8B\x80mask"s,                             // a reserved control opcode
        "\x81\x01x"s + "pad",                        // not masked
        "\x09\x80mask"s,                             // a control frame in fragments
        frame_of(std::string(126, 'p'), 9),          // a long control frame
        "\x81\xFE\x00\x05mask"s,                     // a length longer than it must be
        "\x81\xFF\x80\0\0\0\0\0\0\0mask"s,           // a length of 64 bits
        frame_of("x", 8),                            // half a close code
        frame_of("\x03\xED"s, 8),                    // 1005 may not be sent
        frame_of("\x03\xE7"s, 8),                    // 999
    };
    for (const auto& bytes : bad) {
        for (std::size_t step : {1U, 100U}) {
            auto events = read(bytes, step);
            ASSERT_FALSE(events.empty()) << testing::PrintToString(bytes);
            EXPECT_EQ(events.back().kind, Kind::violation) << testing::PrintToString(bytes);
            EXPECT_EQ(events.back().code, 1002) << testing::PrintToString(bytes);
        }
    }
    EXPECT_EQ(read(frame_of("\x03\xE8\xFF"s, 8), 100)[0].code, 1007);
    EXPECT_EQ(read(frame_of("b", 2), 100)[0].code, 1003);
}

TEST(Frames, CarryWhyTheSocketCloses)
{
    using namespace std::string_literals;
    auto close = read(frame_of("\x0F\xA1why"s, 8), 100)[0];
    EXPECT_EQ(close.kind, Kind::close);
    EXPECT_EQ(close.code, 4001);
    EXPECT_EQ(close.payload, "why");
    EXPECT_EQ(read(frame_of("", 8), 100)[0].code, 1005);

    std::string out;
    put_close_frame(out, 4008, "a" + std::string(50, '\0') + "…");
    EXPECT_EQ(out.substr(0, 4), "\x88\x38\x0F\xA8"s);
    out.clear();
    std::string long_reason;
    for (int i = 0; i < 100; ++i) long_reason += "好";
    put_close_frame(out, 4008, long_reason);
    EXPECT_EQ(out.size(), 2U + 2 + 123);  // 41 whole characters
}

TEST(Frames, HaveTheShortestLengths)
{
    auto header = [](std::size_t size) {
        std::string out;
        put_frame_header(out, Opcode::text, size);
        return out.size();
    };
    EXPECT_EQ(header(125), 2U);
    EXPECT_EQ(header(126), 4U);
    EXPECT_EQ(header(65535), 4U);
    EXPECT_EQ(header(65536), 10U);
}

TEST(AcceptKey, IsTheStandardsExample)
{
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    for (std::string_view bad :
         {"", "short", "dGhlIHNhbXBsZSBub25jZQ=!", "dGhlIHNhbXBsZSBub25jZQAA"}) {
        EXPECT_EQ(accept_key(bad), "") << bad;
    }
}

}  // namespace
}  // namespace keydesk::net
