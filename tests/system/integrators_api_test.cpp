// Programs at the desk's door: what a token may and may not, what is described, what is told.
#include "app/parts/integrators.hpp"
#include "tests/kit/desk_server.hpp"
#include "tests/kit/raw_server.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

namespace json = boost::json;
using desk::Role;
using kit::Browser;
using net::test::eventually;

class IntegratorsApi : public testing::Test {
protected:
    struct Reply {
        int status = 0;
        json::value json;
        net::test::Reply raw;
    };

    /// A request with a token, as a program makes it: no cookie, no Origin.
    Reply with_token(
        const std::string& token,
        const std::string& head,
        const std::string& body = "",
        const std::string& more = "")
    {
        auto path =
            head.substr(0, head.find(' ') + 1) + "/api/v1" + head.substr(head.find(' ') + 1);
        net::test::Peer peer{server.port};
        Reply out;
        out.raw = peer.ask(
            path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " +
            token + "\r\nContent-Length: " + std::to_string(body.size()) + more + "\r\n\r\n" +
            body);
        out.status = out.raw.status;
        boost::system::error_code none;
        out.json = json::parse(out.raw.body, none);
        return out;
    }
    std::string make_token(const std::string& scopes, const std::string& more = "")
    {
        auto made = admin.post("/tokens", R"({"name":"wallet","scopes":)" + scopes + more + "}");
        EXPECT_EQ(made.status, 201) << made.raw.body;
        return made.text("/token");
    }
    std::string add_hook(const std::string& url)
    {
        auto made =
            admin.post("/webhooks", R"({"url":")" + url + R"(","events":["message.created"]})");
        EXPECT_EQ(made.status, 201) << made.raw.body;
        return made.text("/webhook/id");
    }
    /// The customer writes by the test's own door; the conversation it became.
    std::string say(std::string text)
    {
        if (key.empty()) {
            auto made = admin.post(
                "/inboxes", R"({"name":"Bot","kind":"fake","settings":{"token":"right"}})");
            key = made.text("/inbox/key");
            eventually(
                [&] { return admin.get("/inbox_health").text("/items/0/state") == "working"; });
        }
        EXPECT_EQ(server.ask("POST /hooks/" + key, std::move(text)).status, 200);
        return admin.get("/conversations?status=any&view=all").text("/items/0/id");
    }

    kit::DeskServer server{
        kit::fresh_folder("integrators"),
        [](const app::Around& around) -> std::unique_ptr<app::Part> {
            return std::make_unique<app::IntegratorsPart>(around);
        }};
    Browser admin = server.log_in("admin@desk.example", Role::admin);
    Browser lead = server.log_in("lead@desk.example", Role::lead);
    std::string key;
};

TEST_F(IntegratorsApi, a_token_may_what_it_was_given_and_nothing_else)
{
    auto token = make_token(R"(["conversations.read"])");
    EXPECT_TRUE(token.starts_with("kd_"));
    auto seen = with_token(token, "GET /conversations");
    EXPECT_EQ(seen.status, 200) << seen.raw.body;
    EXPECT_EQ(seen.raw.header("RateLimit-Policy"), "\"token\";q=600;w=60");
    EXPECT_TRUE(seen.raw.header("RateLimit").starts_with("\"token\";r=599;t="))
        << seen.raw.header("RateLimit");
    EXPECT_EQ(with_token(token, "GET /labels").status, 200);

    auto denied = with_token(token, "POST /conversations/bulk", "{}");
    EXPECT_EQ(denied.status, 403);
    EXPECT_EQ(denied.raw.header("RateLimit-Policy"), "\"token\";q=600;w=60");
    EXPECT_EQ(with_token(token, "GET /audit").status, 403);
    EXPECT_EQ(with_token(token, "GET /me").status, 403);
    EXPECT_EQ(with_token(token, "PATCH /me", R"({"name":"x"})").status, 403);
    EXPECT_EQ(with_token(token, "GET /tokens").status, 403);
    EXPECT_EQ(with_token(token, "POST /tokens", "{}").status, 403);
    EXPECT_EQ(
        with_token(token, "POST /login", R"({"email":"a@b.example","password":"x"})").status, 403);
    EXPECT_EQ(with_token("kd_guess", "GET /conversations").status, 401);
    EXPECT_EQ(with_token(token + "x", "GET /conversations").status, 401);
    auto mixed = with_token(token, "GET /conversations", "", "\r\nCookie: keydesk=" + admin.cookie);
    EXPECT_EQ(mixed.status, 401);
}

TEST_F(IntegratorsApi, nobody_gives_away_more_than_he_has_or_what_no_token_may_hold)
{
    for (auto scope : {"session", "agents.edit", "integrations.edit", "everything"}) {
        auto made =
            admin.post("/tokens", R"({"name":"x","scopes":[")" + std::string{scope} + R"("]})");
        EXPECT_EQ(made.status, 400) << scope;
        EXPECT_EQ(made.text("/errors/0/field"), "scopes[0]");
    }
    EXPECT_EQ(lead.post("/tokens", R"({"name":"x","scopes":["conversations.read"]})").status, 403);
    EXPECT_EQ(lead.get("/webhooks").status, 403);
    EXPECT_EQ(lead.get("/exports/messages").status, 403);
    EXPECT_EQ(lead.post("/imports?source=zendesk", "{}").status, 403);
}

TEST_F(IntegratorsApi, a_token_ends_with_its_revocation_its_agent_and_its_network)
{
    auto token = make_token(R"(["audit.read"])");
    EXPECT_EQ(with_token(token, "GET /audit").status, 200);
    auto listed = admin.get("/tokens");
    EXPECT_FALSE(listed.raw.body.contains(token));
    EXPECT_EQ(listed.text("/items/0/used_ip"), "127.0.0.1");
    // Only from the office; the test is not there.
    auto far = make_token(R"(["audit.read"])", R"(,"networks":["203.0.113.0/24"])");
    EXPECT_EQ(with_token(far, "GET /audit").status, 403);
    auto slow = make_token(R"(["audit.read"])", R"(,"per_minute":1)");
    int refused = 0;
    for (int i = 0; i < 3; ++i) {
        auto reply = with_token(slow, "GET /audit");
        if (reply.status != 429) continue;
        ++refused;
        EXPECT_FALSE(reply.raw.header("Retry-After").empty());
        EXPECT_EQ(reply.raw.header("RateLimit-Policy"), "\"token\";q=1;w=60");
        EXPECT_TRUE(reply.raw.header("RateLimit").starts_with("\"token\";r=0;t="));
    }
    EXPECT_GE(refused, 1);
    for (const auto& item : listed.json.at("items").as_array()) {
        auto id = std::string{item.at("id").as_string()};
        EXPECT_EQ(admin.del("/tokens/" + id).status, 204);
    }
    EXPECT_EQ(with_token(token, "GET /audit").status, 401);
}

TEST_F(IntegratorsApi, an_idempotency_key_makes_a_repeat_the_same_message)
{
    auto conversation = say("where is my transfer");
    auto token = make_token(R"(["conversations.read","conversations.reply"])");
    auto path = "POST /conversations/" + conversation + "/messages";
    std::string body = R"({"kind":"note","body":"ticket 7 in our system"})";
    EXPECT_EQ(with_token(token, path, body).status, 400);
    auto first = with_token(token, path, body, "\r\nIdempotency-Key: order 7 / ü");
    auto second = with_token(token, path, body, "\r\nIdempotency-Key: order 7 / ü");
    ASSERT_EQ(first.status, 201) << first.raw.body;
    EXPECT_EQ(second.status, 200) << second.raw.body;
    EXPECT_EQ(first.json.at_pointer("/message/id"), second.json.at_pointer("/message/id"));
    // A browser goes on sending both itself.
    EXPECT_EQ(admin.post("/conversations/" + conversation + "/messages", body).status, 400);
}

TEST_F(IntegratorsApi, the_wallet_says_what_it_knows_of_a_customer)
{
    auto token = make_token(R"(["customers.read","customers.edit"])");
    auto put = with_token(
        token,
        "PUT /customers/by_external_id/u-42",
        R"({"name":"Ann","fields":{"kyc":"passed","tier":2,"frozen":false,"old":"x"}})");
    ASSERT_EQ(put.status, 200) << put.raw.body;
    auto again = with_token(
        token, "PUT /customers/by_external_id/u-42", R"({"fields":{"tier":3,"old":null}})");
    EXPECT_EQ(
        again.json.at_pointer("/customer/fields"),
        (json::value{{"kyc", "passed"}, {"tier", 3}, {"frozen", false}}));
    auto found = with_token(token, "GET /customers?external_id=u-42");
    EXPECT_EQ(found.json.at_pointer("/items/0/name"), "Ann");
    EXPECT_EQ(found.json.at("items").as_array().size(), 1U);
    auto wrong =
        with_token(token, "PUT /customers/by_external_id/u-42", R"({"fields":{"deep":{"a":1}}})");
    EXPECT_EQ(wrong.status, 400);
    // A recovery phrase (public test vector) is no account signal.
    with_token(
        token,
        "PUT /customers/by_external_id/u-43",
        R"({"fields":{"note":"legal winner thank year wave sausage worth useful legal winner )"
        R"(thank yellow"}})");
    EXPECT_FALSE(with_token(token, "GET /customers?external_id=u-43").raw.body.contains("sausage"));
}

TEST_F(IntegratorsApi, where_nobody_may_be_called_is_refused_before_anything_is_stored)
{
    const std::pair<const char*, const char*> urls[]{
        {"ftp://hooks.example.org/x", "malformed"},
        {"file:///etc/passwd", "malformed"},
        {"not a url", "malformed"},
        {"https://user:pass@hooks.example.org/", "user"},
        {"https://@hooks.example.org/", "user"},
        {"https://hooks.example.org:22/", "port"},
        {"http://127.0.0.1/", "address"},
        {"http://localhost/", "address"},
        {"http://2130706433/", "address"},
        {"http://0x7f.1/", "address"},
        {"http://0177.0.0.1/", "address"},
        {"http://0.0.0.0/", "address"},
        {"http://10.1.2.3/", "address"},
        {"http://100.64.1.1/", "address"},
        {"http://169.254.169.254/latest/meta-data", "address"},
        {"http://172.16.0.1/", "address"},
        {"http://192.168.1.1/", "address"},
        {"http://224.0.0.1/", "address"},
        {"http://255.255.255.255/", "address"},
        {"http://168.63.129.16/", "address"},
        {"http://[::1]/", "address"},
        {"http://[::ffff:127.0.0.1]/", "address"},
        {"http://[fe80::1]/", "address"},
        {"http://[fd00:ec2::254]/", "address"},
        {"http://[64:ff9b::7f00:1]/", "address"},
        {"http://[2002:7f00:1::]/", "address"},
        {"http://[ff02::1]/", "address"}};
    for (const auto& [url, problem] : urls) {
        auto made = admin.post(
            "/webhooks", R"({"url":")" + std::string{url} + R"(","events":["message.created"]})");
        EXPECT_EQ(made.status, 400) << url;
        EXPECT_EQ(made.text("/errors/0/problem"), problem) << url;
    }
    EXPECT_EQ(admin.get("/webhooks").json.at("items").as_array().size(), 0U);
}

TEST_F(IntegratorsApi, a_name_that_leads_into_the_house_is_not_connected_to)
{
    std::atomic<int> calls = 0;
    kit::RawServer inside{[&](kit::RawPeer& peer) {
        if (!peer.head().empty()) ++calls;
    }};
    server.settings.webhook_ports = {};
    // By /etc/hosts or DNS alike: what counts is where it leads when it is connected to.
    auto id = add_hook("http://" + std::string{"ip6-localhost:8080"} + "/hook");
    EXPECT_EQ(admin.post("/webhooks/" + id + "/ping").status, 202);
    EXPECT_TRUE(eventually([&] {
        auto log = admin.get("/webhooks/" + id + "/deliveries");
        return log.json.at_pointer("/items/0/attempts").as_int64() > 0;
    }));
    auto log = admin.get("/webhooks/" + id + "/deliveries");
    EXPECT_EQ(log.json.at_pointer("/items/0/status"), 0) << log.raw.body;
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(
        admin.post("/webhooks/" + id + "/deliveries/" + log.text("/items/0/id") + "/skip").status,
        204);
    EXPECT_EQ(admin.get("/webhooks/" + id + "/deliveries").text("/items/0/state"), "skipped");
    EXPECT_EQ(admin.patch("/webhooks/" + id, R"({"enabled":false})").status, 200);
    EXPECT_EQ(admin.post("/webhooks/" + id + "/rotate_secret", "{}").status, 200);
    EXPECT_EQ(admin.del("/webhooks/" + id).status, 204);
    EXPECT_EQ(admin.get("/webhooks/" + id + "/deliveries").status, 404);
}

/// Every member of `value` that the schema does not know, by its path.
void unknown_members(
    const json::value& value, const json::value& schema, std::string path, std::string& out)
{
    const auto* s = schema.if_object();
    if (s == nullptr || s->empty()) return;
    if (const auto* any = s->if_contains("anyOf")) {
        if (!value.is_null()) unknown_members(value, any->at(0), path, out);
        return;
    }
    if (const auto* list = value.if_array()) {
        for (const auto& one : *list) unknown_members(one, s->at("items"), path + "[]", out);
        return;
    }
    const auto* properties = s->if_contains("properties");
    const auto* object = value.if_object();
    if (object == nullptr || properties == nullptr) return;
    for (const auto& [name, inner] : *object) {
        const auto* known = properties->as_object().if_contains(name);
        auto here = path + "/" + std::string{name};
        if (known == nullptr) {
            out += here + " ";
        } else {
            unknown_members(inner, *known, here, out);
        }
    }
    if (const auto* required = s->if_contains("required")) {
        for (const auto& name : required->as_array()) {
            if (!object->contains(name.as_string()))
                out += path + " lacks " + name.as_string().c_str();
        }
    }
}

TEST_F(IntegratorsApi, the_description_holds_every_route_and_what_really_comes)
{
    auto answer = server.ask("GET /api/v1/openapi.json");
    ASSERT_EQ(answer.status, 200);
    auto document = json::parse(answer.body);
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    std::set<std::string> ids;
    std::size_t operations = 0;
    for (const auto& [path, item] : document.at("paths").as_object()) {
        EXPECT_TRUE(std::string_view{path}.starts_with("/api/v1/")) << path;
        for (const auto& [method, operation] : item.as_object()) {
            ++operations;
            ids.insert(operation.at("operationId").as_string().c_str());
            EXPECT_TRUE(operation.at("responses").as_object().contains("default"));
            auto places = std::ranges::count(path, '{');
            const auto* parameters = operation.as_object().if_contains("parameters");
            auto named = parameters != nullptr ? std::ssize(parameters->as_array()) : 0;
            EXPECT_EQ(places, named) << path;
        }
    }
    EXPECT_EQ(ids.size(), operations);
    EXPECT_EQ(operations, server.routes->table().size());

    auto conversation = say("hello");
    auto schema = [&](const char* path) {
        return document.at("paths")
            .at(path)
            .at("get")
            .at("responses")
            .at("2XX")
            .at("content")
            .at("application/json")
            .at("schema");
    };
    std::string unknown;
    unknown_members(
        admin.get("/conversations").json, schema("/api/v1/conversations"), "list", unknown);
    auto shown = admin.get("/conversations/" + conversation).json.as_object();
    for (auto name : {"customer", "cases", "diagnoses", "more", "viewers", "reads"}) {
        shown.erase(name);
    }
    unknown_members(shown, schema("/api/v1/conversations/{id}"), "conversation", unknown);
    unknown_members(
        admin.get("/conversations/" + conversation + "/messages").json,
        schema("/api/v1/conversations/{id}/messages"),
        "messages",
        unknown);
    EXPECT_EQ(unknown, "");
}

}  // namespace
}  // namespace keydesk
