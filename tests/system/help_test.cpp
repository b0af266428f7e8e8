// The help centre as customers and agents meet it: real routes, real database, real sockets.
#include "api/public/help.hpp"
#include "api/console/articles.hpp"
#include "desk/knowledge/seeds.hpp"
#include "store/knowledge/knowledge.hpp"
#include "tests/kit/accounts_server.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

using desk::Role;
using kit::Browser;

struct Centre {
    explicit Centre(kit::AccountsServer& server, std::string url)
        : store{*server.database, server.clock},
          library{store, compute, url},
          help{
              {.library = library,
               .store = store,
               .workspace = server.part->store(),
               .clock = server.clock,
               .missed = [this](std::string locale, guard::SafeText words) -> Task<void> {
                   return note(locale + ": " + words.str());
               },
               .public_url = url,
               .stylesheet = "/assets/help.css",
               .script = "/assets/help.js"}},
          services{store, library, server.clock}
    {
    }
    Task<void> note(std::string line)
    {
        missed.push_back(std::move(line));
        co_return;
    }
    std::vector<std::string> missed;
    Compute compute;
    store::Knowledge store;
    desk::Library library;
    api::HelpDoor help;
    api::ArticleServices services;
};

class HelpCentre : public testing::Test {
protected:
    HelpCentre()
    {
        for (auto [email, browser] :
             {std::pair{"agent@desk.example", &agent}, std::pair{"other@desk.example", &other}}) {
            server.agent(email, Role::agent);
            EXPECT_EQ(browser->log_in(email).status, 200);
        }
        EXPECT_TRUE(seed());
    }
    ~HelpCentre() override
    {
        server.on_io([&] { return centre.reset(), 0; });
    }

    kit::AccountsServer::More add()
    {
        return [this](kit::AccountsServer& made, net::Router& router) {
            centre = std::make_unique<Centre>(made, "https://help.example");
            api::add_help_routes(router, centre->help);
            api::add_article_suggestion_routes(router, centre->help);
            api::add_article_routes(*made.routes, centre->services);
        };
    }
    Result<void> seed()
    {
        auto categories = desk::read_categories(desk::embedded_categories()).value();
        auto seeded =
            server.run(centre->store.seed(std::move(categories), desk::read_seeds().value()));
        if (!seeded) return seeded;
        return server.run(centre->library.refresh());
    }

    /// A reader without an account.
    net::test::Reply ask(
        std::string method, std::string path, std::string head = "", std::string body = "")
    {
        std::string text = method + " " + path +
                           " HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n" + head +
                           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        net::test::Peer peer{server.port};
        return peer.ask(text);
    }
    net::test::Reply open(std::string path) { return ask("GET", std::move(path)); }

    Browser::Reply save(Browser& who, int base, std::string title, std::string body)
    {
        boost::json::object words{
            {"base", base}, {"title", title}, {"summary", ""}, {"keywords", ""}, {"body", body}};
        return who.ask("PUT", kText, boost::json::serialize(words));
    }

    static constexpr auto kText = "/articles/fee-choice/en";
    std::unique_ptr<Centre> centre;
    kit::AccountsServer server{kit::fresh_folder("help"), add()};
    Browser agent{server}, other{server}, nobody{server};
};

bool has(const net::test::Reply& reply, std::string_view text)
{
    return reply.body.find(text) != std::string::npos;
}

TEST_F(HelpCentre, every_page_says_what_is_official_and_how_search_engines_read_it)
{
    for (auto path :
         {"/help/en", "/help/zh-CN", "/help/en/transfers", "/help/zh-CN/transfer-pending"}) {
        auto page = open(path);
        ASSERT_EQ(page.status, 200) << path;
        EXPECT_TRUE(has(page, "class=\"official\"")) << path;
        EXPECT_TRUE(has(page, "/contact?lang=")) << path;
        EXPECT_TRUE(has(page, "rel=\"canonical\" href=\"https://help.example" + std::string{path}))
            << path;
        EXPECT_TRUE(has(page, "hreflang=\"zh-CN\"") && has(page, "hreflang=\"en\"")) << path;
        EXPECT_EQ(page.header("Content-Security-Policy").find("unsafe"), std::string::npos);
    }
    EXPECT_TRUE(has(open("/help/en/transfers"), "\"FAQPage\""));
    EXPECT_TRUE(has(open("/help/en/transfer-pending"), "\"Article\""));
    auto map = open("/sitemap.xml");
    EXPECT_TRUE(has(map, "<loc>https://help.example/help/zh-CN/transfer-pending</loc>"));
    EXPECT_TRUE(has(open("/robots.txt"), "Sitemap: https://help.example/sitemap.xml"));
}

TEST_F(HelpCentre, a_reader_is_led_to_his_language)
{
    EXPECT_EQ(ask("GET", "/help", "Accept-Language: zh-TW\r\n").header("Location"), "/help/zh-CN");
    EXPECT_EQ(ask("GET", "/help", "Accept-Language: fr, en\r\n").header("Location"), "/help/en");
    EXPECT_EQ(open("/help/fr").status, 404);
    EXPECT_EQ(open("/help/en/no-such-article").status, 404);
}

TEST_F(HelpCentre, an_unchanged_page_is_not_sent_again)
{
    auto first = open("/help/en/fee-choice");
    auto tag = std::string{first.header("ETag")};
    ASSERT_FALSE(tag.empty());
    auto again = ask("GET", "/help/en/fee-choice", "If-None-Match: " + tag + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
}

TEST_F(HelpCentre, search_shows_what_was_typed_as_text_only)
{
    auto page = open("/help/search?lang=en&q=%3Cscript%3Ealert(1)%3C/script%3E");
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(has(page, "<script>alert"));
    EXPECT_TRUE(has(page, "&lt;script&gt;"));
    EXPECT_TRUE(has(page, "noindex"));
    EXPECT_TRUE(
        has(open("/help/search?lang=en&q=forgoten+pasword"), "/help/en/forgotten-password"));
}

TEST_F(HelpCentre, what_nobody_has_written_yet_is_counted_without_whoever_asked)
{
    ASSERT_EQ(open("/help/search?lang=en&q=Zeppelin++Quokka").status, 200);
    ASSERT_EQ(open("/help/search?lang=en&q=forgotten+password").status, 200);
    ASSERT_EQ(open("/help/search?lang=en&q=zyxwvq%40zyxwvq.test").status, 200);
    ASSERT_EQ(open("/help/search?lang=en&q=99887766554433").status, 200);
    auto missed = server.on_io([&] { return centre->missed; });
    EXPECT_EQ(missed, std::vector<std::string>{"en: zeppelin quokka"});
}

TEST_F(HelpCentre, a_phrase_in_the_search_box_does_not_come_back)
{
    auto page = open(
        "/help/search?lang=en&q=legal+winner+thank+year+wave+sausage+worth+useful+legal+winner+"
        "thank+yellow");
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(has(page, "sausage"));
    EXPECT_TRUE(has(page, "role=\"alert\""));
}

TEST_F(HelpCentre, articles_are_suggested_while_a_customer_types)
{
    auto reply =
        ask("POST", "/chat/v1/articles", "", R"({"q":"我忘了填memo，币会丢吗","locale":"zh-CN"})");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_TRUE(has(reply, "https://help.example/help/zh-CN/missing-memo"));
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
    EXPECT_EQ(
        ask("POST", "/chat/v1/articles", "", R"({"q":"你好","locale":"zh-CN"})").body,
        R"({"items":[]})");
    std::string long_one(201, 'a');
    auto refused =
        ask("POST", "/chat/v1/articles", "", R"({"q":")" + long_one + R"(","locale":"en"})");
    EXPECT_EQ(refused.status, 400);
    std::string huge(100'000, 'a');
    EXPECT_EQ(ask("POST", "/chat/v1/articles", "", R"({"q":")" + huge + "\"}").status, 413);
}

TEST_F(HelpCentre, a_browser_has_one_vote_and_its_last_word_counts)
{
    auto first = ask("POST", "/help/en/fee-choice/vote", "", "helped=yes");
    EXPECT_EQ(first.status, 303);
    EXPECT_EQ(first.header("Location"), "/help/en/fee-choice?said=yes#helped");
    std::string cookie{first.header("Set-Cookie")};
    EXPECT_NE(cookie.find("HttpOnly; SameSite=Lax"), cookie.npos);
    auto line = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
    auto second = ask(
        "POST", "/help/en/fee-choice/vote", line, "helped=no&why=unclear&reason=too+%3Cb%3Elong");
    EXPECT_EQ(second.header("Location"), "/help/en/fee-choice?said=thanks#helped");

    auto seen = agent.get("/articles/fee-choice");
    EXPECT_EQ(seen.json.at("article").at("helped"), 0);
    EXPECT_EQ(seen.json.at("article").at("did_not_help"), 1);
    EXPECT_EQ(seen.text("/opinions/0/reason"), "unclear: too <b>long");
}

TEST_F(HelpCentre, votes_are_guarded_limited_and_only_from_our_own_pages)
{
    auto phrase =
        "helped=no&reason=my+words:+legal+winner+thank+year+wave+sausage+worth+useful+"
        "legal+winner+thank+yellow";
    EXPECT_EQ(ask("POST", "/help/en/fee-choice/vote", "", phrase).status, 303);
    auto kept = agent.get("/articles/fee-choice").text("/opinions/0/reason");
    EXPECT_FALSE(kept.empty());
    EXPECT_EQ(kept.find("sausage"), kept.npos);
    auto foreign = "Origin: https://evil.example\r\n";
    EXPECT_EQ(ask("POST", "/help/en/fee-choice/vote", foreign, "helped=yes").status, 403);
    auto cross = "Sec-Fetch-Site: cross-site\r\n";
    EXPECT_EQ(ask("POST", "/help/en/fee-choice/vote", cross, "helped=yes").status, 403);
    EXPECT_EQ(ask("POST", "/help/en/fee-choice/vote", "", "helped=maybe").status, 400);
    EXPECT_EQ(ask("POST", "/help/en/nothing/vote", "", "helped=yes").status, 404);
    int limited = 0;
    for (int i = 0; i < 30; ++i) {
        auto vote = ask("POST", "/help/en/fee-choice/vote", "", "helped=yes");
        if (vote.status != 429) continue;
        ++limited;
        EXPECT_FALSE(vote.header("Retry-After").empty());
        EXPECT_TRUE(vote.header("RateLimit-Policy").starts_with("\"votes\";q="));
        EXPECT_TRUE(vote.header("RateLimit").starts_with("\"votes\";r=0;t="));
    }
    EXPECT_GT(limited, 0);
}

TEST_F(HelpCentre, a_draft_is_published_when_somebody_says_so_and_an_old_version_comes_back)
{
    auto saved = save(agent, 1, "A new title", "New words.");
    ASSERT_EQ(saved.status, 200) << saved.raw.body;
    EXPECT_FALSE(has(open("/help/en/fee-choice"), "A new title"));

    ASSERT_EQ(agent.post(std::string{kText} + "/publish", R"({"version":2})").status, 200);
    EXPECT_TRUE(has(open("/help/en/fee-choice"), "A new title"));

    auto back = agent.post(std::string{kText} + "/restore", R"({"version":1})");
    ASSERT_EQ(back.status, 200) << back.raw.body;
    EXPECT_EQ(back.json.at("version").at("version"), 3);
    EXPECT_EQ(back.json.at("version").at("restored_from"), 1);
    EXPECT_TRUE(has(open("/help/en/fee-choice"), "A new title"));
    ASSERT_EQ(agent.post(std::string{kText} + "/publish", R"({"version":3})").status, 200);
    EXPECT_FALSE(has(open("/help/en/fee-choice"), "A new title"));

    ASSERT_EQ(agent.post(std::string{kText} + "/unpublish", "{}").status, 200);
    EXPECT_EQ(open("/help/en/fee-choice").status, 302);  // The other language is still there.
}

TEST_F(HelpCentre, two_who_edit_at_once_do_not_overwrite_each_other)
{
    EXPECT_EQ(save(agent, 1, "Mine", "x").status, 200);
    EXPECT_EQ(save(other, 1, "Theirs", "y").status, 409);
    EXPECT_EQ(agent.get(kText).text("/version/title"), "Mine");
}

TEST_F(HelpCentre, a_phone_number_a_foreign_link_and_a_secret_are_refused_with_a_reason)
{
    auto publish = std::string{kText} + "/publish";
    EXPECT_EQ(save(agent, 1, "Call us", "Dial +1 415 555 0132.").status, 200);
    auto refused = agent.post(publish, R"({"version":2})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.text("/errors/0/problem"), "phone_number");
    EXPECT_FALSE(has(open("/help/en/fee-choice"), "555"));

    EXPECT_EQ(save(agent, 2, "Look", "[here](https://evil.example)").status, 200);
    EXPECT_EQ(agent.post(publish, R"({"version":3})").text("/errors/0/problem"), "foreign_link");

    auto secret = save(
        agent,
        3,
        "x",
        "legal winner thank year wave sausage worth useful legal winner thank yellow");
    EXPECT_EQ(secret.status, 400);
    EXPECT_EQ(secret.text("/errors/0/problem"), "secret");
}

TEST_F(HelpCentre, markup_of_an_article_cannot_run_in_anybodys_page)
{
    auto evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))";
    EXPECT_EQ(
        save(agent, 1, "<svg onload=alert(1)>", std::string{"<b onclick=x>"} + "ok").status, 200);
    ASSERT_EQ(agent.post(std::string{kText} + "/publish", R"({"version":2})").status, 200);
    auto page = open("/help/en/fee-choice");
    EXPECT_FALSE(has(page, "<svg onload") || has(page, "<b onclick"));
    boost::json::object body{{"body", evil}, {"locale", "en"}};
    auto preview = agent.post("/articles/preview", boost::json::serialize(body)).text("/html");
    for (auto mark : {"<script", "<img", "href"})
        EXPECT_EQ(preview.find(mark), preview.npos) << preview;
}

TEST_F(HelpCentre, who_is_not_logged_in_neither_reads_drafts_nor_writes)
{
    EXPECT_EQ(nobody.get("/articles").status, 401);
    EXPECT_EQ(nobody.get(kText).status, 401);
    EXPECT_EQ(save(nobody, 1, "x", "y").status, 401);
    auto token = std::exchange(agent.csrf, "");
    EXPECT_EQ(save(agent, 1, "x", "y").status, 403);
    agent.csrf = token;
    EXPECT_EQ(agent.post("/articles", R"({"slug":"../x","category":"fees"})").status, 400);
    EXPECT_EQ(agent.post("/articles", R"({"slug":"fees","category":"fees"})").status, 400);
    EXPECT_EQ(agent.post("/articles", R"({"slug":"new-one","category":"nowhere"})").status, 400);
    EXPECT_EQ(
        agent
            .ask(
                "PUT",
                "/articles/none-such/en",
                R"({"base":0,"title":"","summary":"","keywords":"","body":""})")
            .status,
        404);
}

TEST_F(HelpCentre, a_newer_seed_renews_what_nobody_edited_and_leaves_the_rest)
{
    EXPECT_EQ(save(agent, 1, "Edited", "Mine.").status, 200);
    auto seeds = desk::read_seeds().value();
    std::erase_if(seeds, [](const auto& s) { return s.slug != "fee-choice"; });
    for (auto& one : seeds) {
        one.digest = "newer";
        one.text.title = desk::guarded({"Renewed", "", "", ""}).title;
    }
    ASSERT_TRUE(server.run(centre->store.seed({}, seeds)));
    ASSERT_TRUE(server.run(centre->store.seed({}, seeds)));
    EXPECT_EQ(agent.get(kText).text("/version/title"), "Edited");
    auto renewed = agent.get("/articles/fee-choice/zh-CN");
    EXPECT_EQ(renewed.text("/version/title"), "Renewed");
    EXPECT_EQ(renewed.json.at("version").at("version"), 2);
}

TEST_F(HelpCentre, the_list_tells_what_needs_care)
{
    auto list = agent.get("/articles?limit=5");
    ASSERT_EQ(list.status, 200);
    EXPECT_EQ(list.json.at("items").as_array().size(), 5U);
    EXPECT_FALSE(list.text("/next").empty());
    ASSERT_EQ(agent.post("/articles", R"({"slug":"new-one","category":"fees"})").status, 201);
    auto one = agent.get("/articles/new-one");
    EXPECT_TRUE(one.json.at("article").at("texts").as_array().empty());
    auto owned =
        agent.patch("/articles/new-one", R"({"owner":null,"review_days":30,"reviewed":true})");
    ASSERT_EQ(owned.status, 200) << owned.raw.body;
    EXPECT_TRUE(owned.json.at("article").at("owner").is_null());
    server.advance(std::chrono::days{31});
    ASSERT_EQ(agent.log_in("agent@desk.example").status, 200);
    EXPECT_TRUE(agent.get("/articles/new-one").json.at("article").at("review_due").as_bool());
}

}  // namespace
}  // namespace keydesk
