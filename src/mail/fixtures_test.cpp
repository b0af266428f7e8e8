// Every mail of fixtures/ against what its .json says of it (tests/mail/make_fixtures.py).
#include "mail/charset.hpp"
#include "mail/html_filter.hpp"
#include "mail/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace keydesk::mail {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string read(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

json::value people(const std::vector<Address>& addresses)
{
    json::array out;
    for (const auto& one : addresses) {
        out.push_back(json::object{{"name", one.name}, {"address", one.address}});
    }
    return out;
}

json::value files(const std::vector<Attachment>& attachments)
{
    json::array out;
    for (const auto& one : attachments) {
        out.push_back(json::object{
            {"name", one.name},
            {"type", one.type},
            {"size", one.bytes.size()},
            {"inline", one.is_inline},
            {"content_id", one.content_id}});
    }
    return out;
}

json::value reports(const std::vector<Report>& reports)
{
    json::array out;
    for (const auto& one : reports) {
        out.push_back(json::object{
            {"kind", one.kind},
            {"recipient", one.recipient},
            {"action", one.action},
            {"status", one.status},
            {"diagnostic", one.diagnostic},
            {"original_message_id", one.original_message_id}});
    }
    return out;
}

json::value strings(const std::vector<std::string>& texts)
{
    json::array out;
    for (const auto& text : texts) out.emplace_back(text);
    return out;
}

json::object described(const Mail& mail)
{
    json::object out{
        {"message_id", mail.message_id},
        {"in_reply_to", mail.in_reply_to},
        {"references", strings(mail.references)},
        {"from", people(mail.from)},
        {"to", people(mail.to)},
        {"cc", people(mail.cc)},
        {"delivered_to", strings(mail.delivered_to)},
        {"subject", mail.subject},
        {"auto", name_of(mail.automatic)},
        {"reports", reports(mail.reports)},
        {"text", mail.text},
        {"reply", mail.reply},
        {"quoted", mail.quoted},
        {"html", mail.html},
        {"attachments", files(mail.attachments)},
        {"authenticated",
         json::object{
             {"known", mail.authenticated.known},
             {"aligned", mail.authenticated.aligned},
             {"detail", mail.authenticated.detail}}},
        {"warnings", strings(mail.warnings)}};
    out["date"] = nullptr;
    if (mail.date) out["date"] = mail.date->time_since_epoch().count() / 1000;
    return out;
}

/// Objects may have more than is expected, lists not.
bool fits(const json::value& found, const json::value& wanted)
{
    if (const auto* object = wanted.if_object()) {
        if (!found.is_object()) return false;
        return std::ranges::all_of(*object, [&](const auto& member) {
            const auto* value = found.as_object().if_contains(member.key());
            return value != nullptr && fits(*value, member.value());
        });
    }
    if (const auto* list = wanted.if_array()) {
        return found.is_array() && std::ranges::equal(found.as_array(), *list, fits);
    }
    return found == wanted;
}

bool holds(const json::value& found, const json::value& piece)
{
    if (const auto* text = found.if_string()) return text->find(piece.as_string()) != text->npos;
    return std::ranges::any_of(found.as_array(), [&](const auto& one) { return one == piece; });
}

void compare(const json::object& found, const json::object& wanted)
{
    for (const auto& [key, value] : wanted) {
        const std::string name{key};
        if (name.ends_with("_has") || name.ends_with("_lacks")) {
            const bool has = name.ends_with("_has");
            const auto& field = found.at(name.substr(0, name.rfind('_')));
            for (const auto& piece : value.as_array()) {
                EXPECT_EQ(holds(field, piece), has) << name << " " << piece << "\nin " << field;
            }
        } else {
            EXPECT_TRUE(fits(found.at(key), value))
                << name << "\n  is     " << found.at(key) << "\n  wanted " << value;
        }
    }
}

ParseOptions options()
{
    ParseOptions out;
    out.own = {"support@desk.example"};
    out.authserv_ids = {"mx.desk.example"};
    return out;
}

std::vector<std::string> names()
{
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator{"src/mail/fixtures"}) {
        if (entry.path().extension() == ".eml") out.push_back(entry.path().stem().string());
    }
    std::ranges::sort(out);
    return out;
}

class MailFixtures : public testing::TestWithParam<std::string> {};

TEST_P(MailFixtures, say_what_was_written)
{
    const fs::path folder{"src/mail/fixtures"};
    const auto raw = read(folder / (GetParam() + ".eml"));
    const auto wanted = json::parse(read(folder / (GetParam() + ".json"))).as_object();

    const auto mail = parse(raw, options());

    if (const auto* error = wanted.if_contains("error")) {
        ASSERT_FALSE(mail);
        EXPECT_EQ(mail.error().what, error->as_string());
        return;
    }
    ASSERT_TRUE(mail) << mail.error().what;
    compare(described(*mail), wanted);
    EXPECT_EQ(filter_html(mail->html), mail->html) << "what is filtered stays as it is";
    for (const auto& text : {mail->text, mail->subject, mail->html, mail->reply, mail->quoted}) {
        EXPECT_TRUE(is_valid_utf8(text));
        EXPECT_EQ(text.find('\0'), text.npos);
    }
}

std::string word_of(const testing::TestParamInfo<std::string>& info)
{
    std::string out = info.param;
    std::ranges::replace_if(out, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return out;
}

INSTANTIATE_TEST_SUITE_P(All, MailFixtures, testing::ValuesIn(names()), word_of);

}  // namespace
}  // namespace keydesk::mail
