// IMAP and SMTP against servers that behave as a test likes.
#include "net/imap_client.hpp"
#include "net/lmtp_server.hpp"
#include "net/smtp_client.hpp"
#include "tests/kit/finish.hpp"
#include "tests/kit/line_server.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;
using kit::LinePeer;
using kit::RawPeer;
using kit::RawServer;
using testing::HasSubstr;

DialTo dial(const RawServer& server)
{
    return {.host = "127.0.0.1", .port = server.port(), .deadline = 2'000ms};
}

/// A submission server that takes everything, but for the answers that a test replaces.
struct Smtp {
    std::string to_mail = "250 ok", to_rcpt = "250 ok", to_data = "354 go", at_end = "250 queued";
    std::string auth = "235 ok", extensions = "250-SIZE 100000\r\n250 AUTH PLAIN";
    std::string got;

    void operator()(RawPeer& raw)
    {
        LinePeer peer{raw};
        peer.say("220 test\r\n");
        for (auto line = peer.line(); !peer.gone(); line = peer.line()) {
            if (line.starts_with("EHLO")) peer.say("250-test\r\n" + extensions + "\r\n");
            if (line.starts_with("AUTH")) peer.say(auth + "\r\n");
            if (line.starts_with("MAIL")) peer.say(to_mail + "\r\n");
            if (line.starts_with("RCPT")) peer.say(to_rcpt + "\r\n");
            if (line == "QUIT") return;
            if (line != "DATA") continue;
            peer.say(to_data + "\r\n");
            if (!to_data.starts_with("354")) continue;
            got = peer.data();
            if (at_end == "hang up") return;
            if (at_end == "silence") return raw.hang();
            peer.say(at_end + "\r\n");
        }
    }
};

SmtpOutcome submit_to(Smtp& smtp, Security security = Security::none)
{
    RawServer server{[&](RawPeer& peer) { smtp(peer); }};
    SmtpServer to{
        .server = dial(server),
        .security = security,
        .login = MailLogin{.user = "u", .secret = Secret{"p"}},
        .patience = 2'000ms,
        .last_patience = 300ms};
    Submission mail{.from = "a@x", .to = "b@y", .mail = "Subject: x\r\n\r\n.hidden dot\r\n"};
    return kit::finish(submit(std::move(to), std::move(mail)));
}

TEST(SmtpClient, hands_a_mail_over_as_it_is)
{
    Smtp smtp;
    auto outcome = submit_to(smtp);
    ASSERT_TRUE(outcome) << outcome.error().shown();
    EXPECT_EQ(smtp.got, "Subject: x\r\n\r\n.hidden dot\r\n");
}

TEST(SmtpClient, says_how_far_it_came)
{
    struct Case {
        Smtp smtp;
        SmtpStage stage;
        int code;
    };
    std::vector<Case> cases{
        {{.auth = "535 5.7.8 wrong"}, SmtpStage::login, 535},
        {{.to_mail = "553 5.7.1 not yours"}, SmtpStage::sender, 553},
        {{.to_rcpt = "451 4.7.1 greylisted"}, SmtpStage::recipient, 451},
        {{.to_rcpt = "550 5.1.1 unknown"}, SmtpStage::recipient, 550},
        {{.to_data = "452 full"}, SmtpStage::content, 452},
        {{.at_end = "554 spam"}, SmtpStage::content, 554},
        {{.at_end = "hang up"}, SmtpStage::answer, 0},
        {{.at_end = "silence"}, SmtpStage::answer, 0},
        {{.extensions = "250 SIZE 10"}, SmtpStage::content, 552}};
    for (auto& one : cases) {
        auto outcome = submit_to(one.smtp);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(name_of(outcome.error().stage), std::string{name_of(one.stage)})
            << outcome.error().shown();
        EXPECT_EQ(outcome.error().reply.code, one.code);
    }
}

TEST(SmtpClient, says_no_password_to_a_server_without_the_tls_it_was_to_have)
{
    Smtp smtp;
    auto outcome = submit_to(smtp, Security::starttls);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().stage, SmtpStage::tls);
}

TEST(SmtpClient, nobody_listens)
{
    SmtpServer to{.server = {.host = "127.0.0.1", .port = 1, .deadline = 500ms}};
    auto outcome = kit::finish(submit(to, {.from = "a@x", .to = "b@y", .mail = "x"}));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().stage, SmtpStage::connection);
    EXPECT_TRUE(outcome.error().error->transient());
}

/// A script of an IMAP server: what it answers to a command that holds a word.
using Script = std::vector<std::pair<std::string, std::string>>;

void play(RawPeer& raw, const Script& script, std::string& heard)
{
    LinePeer peer{raw};
    peer.say("* OK hello\r\n");
    for (auto line = peer.line(); !peer.gone(); line = peer.line()) {
        heard += line + "\n";
        auto tag = line.substr(0, line.find(' '));
        std::string answer = tag + " OK done\r\n";
        for (const auto& [word, said] : script) {
            if (!line.contains(word)) continue;
            answer = said;
            if (auto at = answer.find("TAG"); at != answer.npos) answer.replace(at, 3, tag);
            break;
        }
        peer.say(answer);
    }
}

struct Imap {
    explicit Imap(Script s) : script{std::move(s)} {}

    Script script;
    std::string heard;
    RawServer server{[this](RawPeer& peer) { play(peer, script, heard); }};
    boost::asio::io_context io;
    ImapClient client{dial(server), Security::none};

    template <class T>
    T run(Task<T> task)
    {
        return kit::finish(io, std::move(task));
    }
    Result<void> enter()
    {
        auto connected = run(client.connect());
        if (!connected) return connected;
        return run(client.login({.user = "u\"x", .secret = Secret{"p"}}));
    }
};

TEST(ImapClient, says_who_it_is_before_it_selects)
{
    Imap imap{
        {{"CAPABILITY", "* CAPABILITY IMAP4rev1 ID\r\nTAG OK\r\n"},
         {"SELECT", "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 12] x\r\nTAG OK [READ-WRITE] x\r\n"}}};
    ASSERT_TRUE(imap.enter());
    auto box = imap.run(imap.client.select("INBOX"));
    ASSERT_TRUE(box);
    EXPECT_EQ(box->uid_validity, 7u);
    EXPECT_EQ(box->uid_next, 12u);
    EXPECT_LT(imap.heard.rfind("ID ("), imap.heard.find("SELECT"));
    EXPECT_THAT(imap.heard, HasSubstr("LOGIN \"u\\\"x\" \"p\""));
}

TEST(ImapClient, tells_a_wrong_password_from_a_busy_server)
{
    Imap wrong{{{"LOGIN", "TAG NO [AUTHENTICATIONFAILED] wrong\r\n"}}};
    EXPECT_EQ(wrong.enter().error().kind, ErrorKind::denied);
    Imap busy{{{"LOGIN", "TAG NO [UNAVAILABLE] later\r\n"}}};
    EXPECT_EQ(busy.enter().error().kind, ErrorKind::unavailable);
}

TEST(ImapClient, an_error_never_holds_the_password)
{
    Imap imap{{{"LOGIN", "TAG BAD what\r\n"}}};
    auto entered = imap.enter();
    ASSERT_FALSE(entered);
    EXPECT_THAT(entered.error().what, testing::Not(HasSubstr("\"p\"")));
}

TEST(ImapClient, leaves_out_the_last_mail_that_every_open_range_holds)
{
    Imap imap{{{"SEARCH", "* SEARCH 8 12 9\r\nTAG OK\r\n"}}};
    ASSERT_TRUE(imap.enter());
    EXPECT_EQ(*imap.run(imap.client.search(9)), (std::vector<std::uint32_t>{9, 12}));
}

TEST(ImapClient, moves_by_copy_where_the_server_cannot_move)
{
    Imap imap{{{"CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS\r\nTAG OK\r\n"}}};
    ASSERT_TRUE(imap.enter());
    ASSERT_TRUE(imap.run(imap.client.move(5, "Archive")));
    auto copy = imap.heard.find("UID COPY 5 \"Archive\"");
    auto mark = imap.heard.find("UID STORE 5 +FLAGS.SILENT (\\Deleted)");
    auto end = imap.heard.find("UID EXPUNGE 5");
    EXPECT_LT(copy, mark);
    EXPECT_LT(mark, end);
    EXPECT_NE(end, std::string::npos);
}

TEST(ImapClient, without_uidplus_nothing_of_others_is_expunged)
{
    Imap imap{{}};
    ASSERT_TRUE(imap.enter());
    ASSERT_TRUE(imap.run(imap.client.move(5, "Archive")));
    EXPECT_THAT(imap.heard, testing::Not(HasSubstr("EXPUNGE")));
}

TEST(ImapClient, idle_ends_when_mail_comes_and_when_time_is_up)
{
    Imap news{{{"IDLE", "+ idling\r\n* 4 EXISTS\r\n"}, {"DONE", "k4 OK\r\n"}}};
    ASSERT_TRUE(news.enter());
    auto came = news.run(news.client.idle(5'000ms));
    ASSERT_TRUE(came) << came.error().what;
    EXPECT_TRUE(*came);
    Imap quiet{{{"IDLE", "+ idling\r\n"}, {"DONE", "k4 OK\r\n"}}};
    ASSERT_TRUE(quiet.enter());
    auto nothing = quiet.run(quiet.client.idle(50ms));
    ASSERT_TRUE(nothing) << nothing.error().what;
    EXPECT_FALSE(*nothing);
}

TEST(ImapClient, gets_the_bytes_of_a_mail_and_leaves_it_unread)
{
    Imap imap{{{"UID FETCH 9", "* 1 FETCH (UID 9 BODY[] {5}\r\na\r\nbc)\r\nTAG OK\r\n"}}};
    ASSERT_TRUE(imap.enter());
    auto mail = imap.run(imap.client.fetch(9));
    ASSERT_TRUE(mail && *mail);
    EXPECT_EQ(**mail, "a\r\nbc");
    EXPECT_THAT(imap.heard, HasSubstr("BODY.PEEK[]"));
}

Task<LmtpVerdict> take(std::string sender, std::string recipient, std::string raw)
{
    bool good = sender == "a@x" && recipient == "support@y" && raw == "Subject: s\r\n\r\nb\r\n";
    co_return good ? LmtpVerdict::stored : LmtpVerdict::refused;
}

LmtpAddress all(std::string_view)
{
    return LmtpAddress::known;
}

TEST(LmtpServer, takes_a_mail_from_our_own_client_by_port_and_by_path)
{
    auto path = std::filesystem::temp_directory_path() /
                ("keydesk-lmtp-" + std::to_string(::getpid()) + ".sock");
    for (const std::string& listen : {std::string{"127.0.0.1:0"}, path.string()}) {
        boost::asio::io_context io;
        LmtpServer server{io, {.listen = listen}, all, take, [](std::string_view) {}};
        auto up = server.listen();
        ASSERT_TRUE(up) << up.error().what;
        bool local = server.port() == 0;
        SmtpServer to{
            .server = {.host = local ? listen : "127.0.0.1", .port = server.port()},
            .security = Security::none,
            .lmtp = true};
        Submission mail{.from = "a@x", .to = "support@y", .mail = "Subject: s\r\n\r\nb\r\n"};
        auto outcome = kit::finish(io, submit(to, mail));
        EXPECT_TRUE(outcome) << outcome.error().shown();
    }
    std::filesystem::remove(path);
}

TEST(LmtpServer, listens_on_this_machine_only)
{
    boost::asio::io_context io;
    LmtpServer server{io, {.listen = "0.0.0.0:2424"}, all, take, [](std::string_view) {}};
    EXPECT_EQ(server.listen().error().kind, ErrorKind::invalid_input);
}

}  // namespace
}  // namespace keydesk::net
