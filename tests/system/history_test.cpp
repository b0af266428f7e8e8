// What other desks exported comes in guarded, once, and wakes nobody; what ours exports harms
// nobody.
#include "store/integrators/history.hpp"
#include "desk/history/exports.hpp"
#include "desk/history/importing.hpp"
#include "store/integrators/exports.hpp"
#include "store/integrators/webhooks.hpp"
#include "tests/system/house.hpp"

#include <boost/json.hpp>

namespace keydesk {
namespace {

using desk::Source;

/// Each as its maker documents it, with words of our own.
constexpr auto kChatwoot = R"({"data":{"payload":[{"id":17,"status":"open","created_at":1700000000,
 "meta":{"sender":{"id":5,"name":"Ann","email":"ann@example.org","phone_number":"+15550100",
  "identifier":"wallet-5"}},
 "messages":[
  {"id":1,"content":"My swap is stuck","message_type":0,"created_at":1700000000,"private":false},
  {"id":2,"content":"Conversation was assigned","message_type":2,"created_at":1700000001},
  {"id":3,"content":"ask tier two","message_type":1,"private":true,"created_at":1700000050},
  {"id":4,"content":"We look into it","message_type":1,"created_at":1700000100,
   "sender":{"email":"suya@example.test"},"attachments":[{"id":9}]}]}]}})";

constexpr auto kZammad = R"({"tickets":[{"id":3,"title":"Login","customer_id":8,"state":"closed",
  "created_at":"2024-05-01T10:00:00.000Z"}],
 "users":[{"id":8,"firstname":"Li","lastname":"Wei","email":"li@example.org"},
          {"id":2,"email":"suya@example.test"}],
 "ticket_articles":[
  {"id":1,"ticket_id":3,"sender":"Customer","body":"<p>I cannot <b>log in</b></p>",
   "content_type":"text/html","internal":false,"created_at":"2024-05-01T10:00:00.000Z"},
  {"id":2,"ticket_id":3,"sender":"Agent","created_by_id":2,"body":"Try again now",
   "content_type":"text/plain","internal":false,"created_at":"2024-05-01T12:00:00+02:00"}]})";

/// A ticket a line, and a line that is broken.
constexpr auto kZendesk =
    R"({"id":99,"subject":"Fee","status":"solved","requester_id":70,)"
    R"("created_at":"2023-01-02T03:04:05Z","requester":{"id":70,"name":"Bo",)"
    R"("email":"bo@example.org","external_id":"wallet-70"},"comments":[)"
    R"({"id":1,"author_id":70,"public":true,"plain_body":"Why is the fee so high?",)"
    R"("created_at":"2023-01-02T03:04:05Z"},)"
    R"({"id":2,"author_id":1,"public":true,"body":"The network is busy.",)"
    R"("created_at":"2023-01-02T04:00:00Z"},)"
    R"({"id":3,"author_id":1,"public":false,"body":"nice person",)"
    R"("created_at":"2023-01-02T04:01:00Z"}]})"
    "\nthis line is broken\n";

constexpr auto kFreeScout = R"({"_embedded":{"conversations":[{"id":12,"number":4,"subject":"KYC",
 "status":"closed","customer":{"id":6,"firstName":"Cy","lastName":"Du","email":"cy@example.org"},
 "createdAt":"2022-03-04T05:06:07Z","_embedded":{"threads":[
  {"id":3,"type":"lineitem","body":"closed","createdAt":"2022-03-04T08:00:00Z"},
  {"id":2,"type":"message","body":"<div>Two days</div>","createdAt":"2022-03-04T07:00:00Z",
   "createdBy":{"email":"suya@example.test"}},
  {"id":1,"type":"customer","body":"<div>How long does it take?</div>",
   "createdAt":"2022-03-04T05:06:07Z"}]}}]}})";

std::string plain(std::string_view html)
{
    std::string out;
    bool tag = false;
    for (char c : html) {
        if (c == '<') tag = true;
        if (!tag) out += c;
        if (c == '>') tag = false;
    }
    return out;
}

class HistoryTest : public HouseTest {
protected:
    Result<desk::ImportReport> put(Source source, std::string_view text, bool dry = false)
    {
        auto history = desk::read_history(source, text, plain);
        if (!history) return fail(history.error());
        return wait(desk::import_history(source, *history, running(dry)));
    }
    desk::ImportRun running(bool dry)
    {
        return {
            .store = store,
            .blobs = *house->blobs,
            .compute = house->compute,
            .files = nullptr,
            .inbox = inbox,
            .dry = dry};
    }
    std::vector<desk::Conversation> all()
    {
        return wait(house->store->list({.agent = agent.id, .status = "any", .limit = 50}))->items;
    }
    std::string said(const std::string& conversation)
    {
        std::string out;
        for (const auto& one : timeline(conversation)) {
            if (one->said()) out += one->kind + (one->author ? "!" : "") + ": " + one->body + "\n";
        }
        return out;
    }

    store::History store{*house->database, *house->store, clock};
};

TEST_F(HistoryTest, each_desk_is_understood)
{
    const std::pair<Source, const char*> files[]{
        {Source::chatwoot, kChatwoot},
        {Source::zammad, kZammad},
        {Source::zendesk, kZendesk},
        {Source::freescout, kFreeScout}};
    const char* words[]{
        "customer: My swap is stuck\nnote: ask tier two\nreply!: We look into it\n📎 1\n",
        "customer: I cannot log in\nreply!: Try again now\n",
        "customer: Why is the fee so high?\nreply: The network is busy.\nnote: nice person\n",
        "customer: How long does it take?\nreply!: Two days\n"};
    for (int i = 0; i < 4; ++i) {
        auto report = put(files[i].first, files[i].second);
        ASSERT_TRUE(report) << report.error().what;
        EXPECT_EQ(report->conversations, 1);
        EXPECT_EQ(report->customers, 1);
        auto newest = all();
        auto number = [](const desk::Conversation& a, const desk::Conversation& b) {
            return a.number < b.number;
        };
        auto last = *std::ranges::max_element(newest, number);
        EXPECT_EQ(said(last.id), words[i]);
        EXPECT_EQ(last.status, "resolved");
    }
    auto found = wait(house->store->search("fee", "", "", 0, 10));
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->at(0).message->body, "Why is the fee so high?");
}

TEST_F(HistoryTest, the_same_file_twice_and_a_dry_run_change_nothing)
{
    auto would = put(Source::chatwoot, kChatwoot, true);
    EXPECT_EQ(would->conversations, 1);
    EXPECT_EQ(would->messages, 3);
    EXPECT_TRUE(all().empty());
    EXPECT_EQ(put(Source::chatwoot, kChatwoot)->conversations, 1);
    auto again = put(Source::chatwoot, kChatwoot);
    EXPECT_EQ(again->conversations, 0);
    EXPECT_EQ(again->known, 1);
    EXPECT_EQ(all().size(), 1U);
    auto broken = put(Source::zendesk, kZendesk);
    ASSERT_EQ(broken->faults.size(), 1U);
    EXPECT_EQ(broken->faults[0], "line 2: no JSON");
}

TEST_F(HistoryTest, nobody_who_follows_the_log_is_woken)
{
    class Ear final : public store::LogFollower {
    public:
        std::string_view name() const override { return "ear"; }
        bool from_the_beginning() const override { return true; }
        Result<void> take(store::Turn&, const store::LogEntry& entry) override
        {
            heard.push_back(entry.message->body);
            return {};
        }
        std::vector<std::string> heard;
    };
    Ear ear;
    put(Source::chatwoot, kChatwoot).value();
    ASSERT_TRUE(wait(house->log->catch_up(ear)));
    say(add_customer(), "now").value();
    put(Source::zammad, kZammad).value();
    ASSERT_TRUE(wait(house->log->catch_up(ear)));
    EXPECT_EQ(ear.heard, std::vector<std::string>{"now"});
}

TEST_F(HistoryTest, a_secret_in_an_export_never_reaches_the_disk)
{
    // A recovery phrase (public test vector), in two messages.
    auto file = std::string{R"([{"id":1,"created_at":1700000000,"meta":{"sender":{"id":1}},
        "messages":[{"content":"legal winner thank year wave sausage","message_type":0,
        "created_at":1700000000},{"content":"worth useful legal winner thank yellow",
        "message_type":0,"created_at":1700000001}]}])"};
    auto report = put(Source::chatwoot, file);
    ASSERT_TRUE(report);
    EXPECT_GE(report->secrets, 1);
    EXPECT_FALSE(said(all().at(0).id).contains("sausage"));
    close();
    EXPECT_FALSE(on_disk("wave sausage"));
}

TEST_F(HistoryTest, nonsense_is_a_fault_and_never_the_end)
{
    for (auto text :
         {"",
          "null",
          "[]",
          "{",
          "[1,2,3]",
          R"({"tickets":{"a":[]}})",
          "\x80\xff",
          R"({"data":{"payload":[{"id":{},"messages":"no"}]}})"}) {
        for (auto source : {Source::chatwoot, Source::zammad, Source::zendesk, Source::freescout}) {
            EXPECT_FALSE(desk::read_history(source, text, plain)) << text;
        }
    }
    EXPECT_FALSE(desk::read_history(Source::zendesk, std::string(100'000, '['), plain));
}

TEST_F(HistoryTest, a_text_that_looks_like_a_formula_is_none_in_a_spreadsheet)
{
    using Cell = desk::Cell;
    for (auto start : {"=", "+", "-", "@", "\t"}) {
        auto line = desk::csv_line({{start + std::string{"cmd|' /C calc'!A0"}}});
        EXPECT_TRUE(line.starts_with("\"'" + std::string{start})) << line;
    }
    EXPECT_EQ(
        desk::csv_line({{"a \"b\", c"}, {"-5", Cell::Kind::number}, {"", Cell::Kind::null}}),
        "\"a \"\"b\"\", c\",-5,\r\n");
    EXPECT_EQ(desk::csv_line({{"你好"}, {"line\nbreak"}}), "你好,\"line\nbreak\"\r\n");
}

TEST_F(HistoryTest, everything_of_one_customer_and_nothing_of_another)
{
    auto one = add_customer();
    say(one, "=HYPERLINK(1)").value();
    say(add_customer(), "not mine").value();
    put(Source::zendesk, kZendesk).value();
    store::Exports exports{*house->database};
    auto page = [&](std::string what, std::string customer) {
        desk::ExportQuery query{.what = what, .customer = std::move(customer)};
        return wait(exports.page(query, "")).value().rows;
    };
    EXPECT_EQ(page("messages", one.customer.id).size(), 1U);
    EXPECT_EQ(page("conversations", one.customer.id).size(), 1U);
    EXPECT_EQ(page("customers", one.customer.id).size(), 1U);
    EXPECT_EQ(page("messages", "").size(), 5U);
    auto line =
        desk::json_line(exports.columns("messages"), page("messages", one.customer.id).at(0));
    EXPECT_EQ(boost::json::parse(line).at("body"), "=HYPERLINK(1)");
    EXPECT_FALSE(wait(exports.page({.what = "agents"}, "")));
}

}  // namespace
}  // namespace keydesk
