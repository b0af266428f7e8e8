#include "net/imap_wire.hpp"

#include <gtest/gtest.h>

namespace keydesk::net::imap {
namespace {

using namespace std::chrono_literals;

Response read_one(std::string_view bytes)
{
    Reader reader;
    reader.feed(bytes);
    auto response = reader.next();
    EXPECT_TRUE(response.has_value() && response->has_value()) << bytes;
    return response && *response ? std::move(**response) : Response{};
}

TEST(ImapWire, reads_a_status_with_its_code)
{
    auto one = read_one("* OK [UIDVALIDITY 77] UIDs valid\r\n");
    EXPECT_EQ(one.name, "OK");
    EXPECT_EQ(one.code, "UIDVALIDITY");
    ASSERT_EQ(one.code_values.size(), 1u);
    EXPECT_EQ(one.code_values[0].number(), 77u);
    EXPECT_EQ(one.text, "UIDs valid");
}

TEST(ImapWire, a_text_for_people_that_ends_like_a_literal_is_no_literal)
{
    Reader reader;
    reader.feed("* OK see {12}\r\nk1 OK done\r\n");
    EXPECT_EQ((*reader.next())->text, "see {12}");
    EXPECT_EQ((*reader.next())->tag, "k1");
}

TEST(ImapWire, reads_a_fetch_whose_literal_holds_line_ends_and_brackets)
{
    auto one = read_one("* 3 FETCH (UID 9 BODY[] {12}\r\na)\r\n\"{3}\r\nb\r FLAGS (\\Seen))\r\n");
    EXPECT_EQ(one.name, "FETCH");
    EXPECT_EQ(one.number, 3u);
    EXPECT_EQ(one.item("UID")->number(), 9u);
    EXPECT_EQ(one.item("BODY[]")->text, "a)\r\n\"{3}\r\nb\r");
    EXPECT_EQ(one.item("FLAGS")->list[0].text, "\\Seen");
}

TEST(ImapWire, an_item_with_spaces_in_its_brackets_is_one_word)
{
    auto one = read_one("* 1 FETCH (BODY[HEADER.FIELDS (TO CC)]<0> \"x\\\"y\" UID 4)\r\n");
    EXPECT_EQ(one.item("BODY[HEADER.FIELDS (TO CC)]<0>")->text, "x\"y");
    EXPECT_EQ(one.item("UID")->number(), 4u);
}

TEST(ImapWire, finds_the_end_of_a_response_wherever_the_network_cuts_it)
{
    std::string bytes =
        "* 1 FETCH (UID 1 BODY[] {4}\r\n\r\nab NIL)\r\n+ go on\r\nk2 NO [ALERT] x\r\n";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        Reader reader;
        std::vector<Response> all;
        for (auto part : {bytes.substr(0, cut), bytes.substr(cut)}) {
            reader.feed(part);
            while (true) {
                auto one = reader.next();
                ASSERT_TRUE(one.has_value());
                if (!*one) break;
                all.push_back(**one);
            }
        }
        ASSERT_EQ(all.size(), 3u) << cut;
        EXPECT_EQ(all[0].item("BODY[]")->text, "\r\nab");
        EXPECT_EQ(all[1].tag, "+");
        EXPECT_EQ(all[2].code, "ALERT");
    }
}

TEST(ImapWire, refuses_what_would_fill_the_memory)
{
    Reader large{{.line = 100, .literal = 1'000}};
    large.feed("* 1 FETCH (BODY[] {1001}\r\n");
    EXPECT_FALSE(large.next());

    Reader twice{{.line = 100, .literal = 1'000}};
    twice.feed("* 1 FETCH (A {600}\r\n" + std::string(600, 'x') + " B {600}\r\n");
    EXPECT_FALSE(twice.next());

    Reader line{{.line = 100, .literal = 1'000}};
    line.feed("* SEARCH " + std::string(200, '1'));
    EXPECT_FALSE(line.next());

    EXPECT_FALSE(read_response("* LIST " + std::string(60, '(') + std::string(60, ')')));
}

TEST(ImapWire, refuses_broken_responses_without_reading_past_them)
{
    for (std::string_view bytes :
         {"",
          " ",
          "*",
          "* 12",
          "* LIST (a",
          "* LIST \"a",
          "* LIST {9}\r\nabc",
          "* LIST )",
          "k1 FETCH x",
          "* LIST {x}\r\n",
          "* LIST a\rb"}) {
        EXPECT_FALSE(read_response(bytes)) << bytes;
    }
}

TEST(ImapWire, reads_when_a_server_got_a_mail)
{
    // RFC 3501, section 6.3.11.
    auto time = read_date_time("07-Feb-1994 21:52:25 -0800");
    ASSERT_TRUE(time);
    EXPECT_EQ(millis(*time), 760'686'745'000);
    EXPECT_TRUE(read_date_time(" 7-Feb-1994 21:52:25 +0000"));
    for (auto text :
         {"07-Fab-1994 21:52:25 -0800", "31-Feb-1994 21:52:25 -0800", "", "07-Feb-1994"}) {
        EXPECT_FALSE(read_date_time(text)) << text;
    }
}

TEST(ImapWire, spells_the_names_of_mailboxes_as_servers_do)
{
    // RFC 3501, section 5.1.3.
    EXPECT_EQ(mailbox_name("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    EXPECT_EQ(mailbox_name("R&D"), "R&-D");
    EXPECT_EQ(mailbox_name("已处理"), "&XfJZBHQG-");
}

TEST(ImapWire, quotes_what_a_line_can_carry)
{
    EXPECT_EQ(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
    EXPECT_FALSE(quoted("a\r\nk9 DELETE INBOX"));
    EXPECT_FALSE(quoted("密码"));
}

TEST(ImapWire, writes_numbers_as_a_set)
{
    EXPECT_EQ(sequence_set({1, 2, 3, 7, 9, 10}), "1:3,7,9:10");
    EXPECT_EQ(sequence_set({}), "");
}

}  // namespace
}  // namespace keydesk::net::imap
