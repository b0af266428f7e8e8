#include "channels/wechat/fields.hpp"

#include "channels/weixin/settings.hpp"

#include <utility>

namespace keydesk::wechat {

namespace {

using desk::Field;
using Kind = Field::Kind;

std::vector<Field> account_fields()
{
    return {
        {.key = "app_id",
         .required = true,
         .name = {"AppID", "AppID"},
         .help = {"设置与开发 → 基本配置; begins with wx.", "设置与开发 → 基本配置，以 wx 开头。"}},
        {.key = "app_secret",
         .kind = Kind::secret,
         .required = true,
         .name = {"AppSecret", "AppSecret"},
         .help = {"Shown once, when it is made there.", "仅在平台生成时显示一次。"}},
        {.key = "token",
         .kind = Kind::secret,
         .required = true,
         .name = {"Token", "Token（令牌）"},
         .help =
             {"3 to 32 letters and digits of your own choice; enter the same at the platform.",
              "自定义 3–32 位字母或数字，平台侧填写相同内容。"}},
        {.key = "mode",
         .kind = Kind::choice,
         .initial = "safe",
         .name = {"Encryption of messages", "消息加解密方式"},
         .help = {"The same as at the platform; safe is best.", "与平台一致，推荐安全模式。"},
         .options =
             {{"safe", {"Safe", "安全模式"}},
              {"compatible", {"Compatible", "兼容模式"}},
              {"plain", {"Plain", "明文模式"}}}},
        {.key = "aes_key",
         .kind = Kind::secret,
         .name = {"EncodingAESKey", "EncodingAESKey（消息加解密密钥）"},
         .help =
             {"43 letters and digits; needed in all modes but plain.",
              "43 位字母或数字；明文模式可不填。"}},
    };
}

std::vector<Field> answer_fields()
{
    return {
        {.key = "greeting",
         .kind = Kind::lines,
         .initial = kGreeting,
         .name = {"Answer to a new follower", "关注后自动回复"}},
        {.key = "menu",
         .kind = Kind::truth,
         .initial = "true",
         .name = {"Set the account's menu", "设置公众号菜单"},
         .help = {"Replaces the menu that the account has now.", "会替换公众号现有的自定义菜单。"}},
        {.key = "talk_label",
         .initial = kTalkLabel,
         .name = {"Menu: talk to us", "菜单：客服咨询"},
         .help = {"At most 16 bytes, five 汉字.", "最多 16 字节，即 5 个汉字。"}},
        {.key = "talk_answer",
         .kind = Kind::lines,
         .initial = kTalkAnswer,
         .name = {"Its answer", "点击后自动回复"}},
        {.key = "report_label",
         .initial = kReportLabel,
         .name = {"Menu: report a problem", "菜单：问题反馈"},
         .help = {"At most 16 bytes, five 汉字.", "最多 16 字节，即 5 个汉字。"}},
        {.key = "report_answer",
         .kind = Kind::lines,
         .initial = kReportAnswer,
         .name = {"Its answer", "点击后自动回复"}},
        {.key = "public_address",
         .kind = Kind::url,
         .name = {"Where customers find the account", "公众号公开地址"},
         .help =
             {"A page or picture with its QR code, for the contact page; may be empty.",
              "公众号二维码图片或介绍页，用于联系页面，可不填。"}},
        {.key = "largest_picture",
         .kind = Kind::number,
         .initial = "2",
         .name = {"Largest picture, MiB", "图片上限（MiB）"},
         .help =
             {"WeChat's pages say 2 and, older ones, 10.",
              "微信文档现为 2 MiB，旧文档为 10 MiB。"}},
    };
}

}  // namespace

std::vector<Field> fields()
{
    auto all = account_fields();
    for (auto&& part : {answer_fields(), weixin::api_fields(kApiRoot)}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

}  // namespace keydesk::wechat
