#include "channels/weixin/xml.hpp"

#include "channels/weixin/json.hpp"
#include "channels/weixin/media.hpp"
#include "channels/weixin/text.hpp"

#include <gtest/gtest.h>

namespace keydesk::weixin {
namespace {

TEST(WechatXml, ReadsWhatThePlatformSends)
{
    auto read = read_xml(
        "<xml>\n  <ToUserName><![CDATA[gh_1]]></ToUserName>\r\n  "
        "<CreateTime>1348831860</CreateTime>"
        "<Content><![CDATA[你好 <b> & ]]]]><![CDATA[>]]></Content><Empty/><Unknown><New>1</New>"
        "</Unknown></xml>\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->get("ToUserName"), "gh_1");
    EXPECT_EQ(read->get("CreateTime"), "1348831860");
    EXPECT_EQ(read->get("Content"), "你好 <b> & ]]>");
    EXPECT_TRUE(read->has("Empty"));
    EXPECT_EQ(read->get("Unknown/New"), "1");
    EXPECT_EQ(read->get("New"), "");
}

TEST(WechatXml, KnowsTheFiveEntitiesAndNoOthers)
{
    EXPECT_EQ(read_xml("<xml><a>&lt;&gt;&amp;&quot;&apos;</a></xml>")->get("a"), "<>&\"'");
    EXPECT_FALSE(read_xml("<xml><a>&nbsp;</a></xml>"));
    EXPECT_FALSE(read_xml("<xml><a>&#65;</a></xml>"));
}

TEST(WechatXml, BeginsNothingDangerous)
{
    // The shapes of CVE-2018-1000844-like reports against SDKs of the platform: XXE and bombs.
    EXPECT_FALSE(
        read_xml("<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                 "<xml><a>&x;</a></xml>"));
    EXPECT_FALSE(read_xml("<?xml version=\"1.0\"?><!DOCTYPE lolz><xml><a>1</a></xml>"));
    EXPECT_FALSE(read_xml("<xml><!ENTITY x \"y\"><a>1</a></xml>"));
    EXPECT_FALSE(read_xml("<xml><!-- c --><a>1</a></xml>"));
    EXPECT_FALSE(read_xml("<xml><?php x ?></xml>"));
    EXPECT_FALSE(read_xml("<xml><a b=\"1\">1</a></xml>"));
    EXPECT_TRUE(read_xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><a>1</a></xml>"));
}

TEST(WechatXml, BrokenShapesAreRefused)
{
    for (const auto* text :
         {"",
          "x",
          "<xml>",
          "<xml></xm>",
          "<xml><a></xml>",
          "<xml><a></b></xml>",
          "<xml></xml>x",
          "<xml><![CDATA[x</xml>",
          "<xml>&",
          "<>",
          "<xml/><xml/>",
          "</xml>",
          "<xml><a"}) {
        EXPECT_FALSE(read_xml(text)) << text;
    }
    std::string deep, close;
    for (int i = 0; i < 40; ++i) deep += "<a>", close += "</a>";
    EXPECT_FALSE(read_xml(deep + close));
    std::string many = "<xml>";
    for (int i = 0; i < 600; ++i) many += "<a/>";
    EXPECT_FALSE(read_xml(many + "</xml>"));
    EXPECT_FALSE(read_xml("<xml><a>" + std::string(1 << 20, 'x') + "</a></xml>"));
}

TEST(WechatXml, OneBrokenByteCostsOneCharacter)
{
    EXPECT_EQ(
        read_xml("<xml><a>a\xFF\xE4\xBD z\x01</a></xml>")->get("a"),
        "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD z");
}

TEST(WechatXml, WhatIsWrittenAsCdataIsReadAsItWas)
{
    for (const auto* text : {"", "x", "]]>", "a]]>b]]>]]", "]]]>", "<![CDATA[x]]>", "你好"}) {
        EXPECT_EQ(read_xml("<xml><a>" + cdata(text) + "</a></xml>")->get("a"), text) << text;
    }
}

TEST(WechatText, ATokenOfOursIsToldFromAScene)
{
    EXPECT_TRUE(is_link("abcdefghijklmnopqrst-_"));
    EXPECT_FALSE(is_link("shop1"));
    EXPECT_FALSE(is_link("abcdefghijklmnopqrst/+"));
}

TEST(WechatJson, TheAddressOfAWhiteListFaultIsFound)
{
    EXPECT_EQ(
        address_in("invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 66f3-a"),
        "203.0.113.7");
    EXPECT_EQ(
        address_in("not allow to access from your ip, from ip: 49.74.77.205, more"),
        "49.74.77.205");
    EXPECT_EQ(address_in("invalid ip 2001:db8::1, not in whitelist"), "2001:db8::1");
    EXPECT_EQ(address_in("system error"), "");
}

TEST(WechatJson, AFileNameEndsNoHeader)
{
    auto upload = multipart("a\"\r\nX: y.png", "image/png", "bytes");
    EXPECT_TRUE(upload.body.contains("filename=\"a%22X: y.png\""));
    EXPECT_TRUE(upload.body.contains("\r\n\r\nbytes\r\n--"));
    EXPECT_EQ(name_in("attachment; filename=\"报告.pdf\"; x=1"), "报告.pdf");
    EXPECT_EQ(name_in("inline"), "");
}

TEST(WechatMedia, AFilmIsFetchedFromThePlatformAlone)
{
    constexpr auto kRoot = "http://127.0.0.1:9102";
    EXPECT_TRUE(of_the_platform("http://vweixinp.tc.qq.com/x.mp4?k=1", kRoot));
    EXPECT_TRUE(of_the_platform("http://127.0.0.1:9102/film", kRoot));
    EXPECT_FALSE(of_the_platform("http://127.0.0.1:22/", kRoot));
    EXPECT_FALSE(of_the_platform("http://169.254.169.254/latest", kRoot));
    EXPECT_FALSE(of_the_platform("https://qq.com.example/", kRoot));
    EXPECT_FALSE(of_the_platform("https://evilqq.com/", kRoot));
    EXPECT_FALSE(of_the_platform("file:///etc/passwd", kRoot));
}

}  // namespace
}  // namespace keydesk::weixin
