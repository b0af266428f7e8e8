#include "channels/wechat/steps.hpp"

#include "channels/weixin/steps.hpp"

namespace keydesk::wechat {

namespace {

using desk::Step;
using desk::Words;

const Words kToken{"AppID, AppSecret and IP white-list", "AppID、AppSecret 与 IP 白名单"};
const Words kRights{"Right to customer-service messages", "客服消息权限"};
const Words kMenu{"Menu of the account", "公众号菜单"};

}  // namespace

Step token_good()
{
    return weixin::passed(
        "token", kToken, {"WeChat gave an access token.", "已成功获取 access_token。"});
}

Step token_bad(const weixin::Fault& fault)
{
    return weixin::step_of("token", kToken, fault);
}

Step rights_good()
{
    return weixin::passed(
        "permissions",
        kRights,
        {"The account may send customer-service messages.", "账号可以发送客服消息。"});
}

Step rights_bad(const weixin::Fault& fault)
{
    return weixin::step_of("permissions", kRights, fault);
}

Step menu_good()
{
    return weixin::passed(
        "menu",
        kMenu,
        {"The menu is set. Followers see it within a day, new ones at once.",
         "菜单已设置。已关注用户最迟一天内可见，新关注用户立即可见。"});
}

Step menu_bad(const weixin::Fault& fault)
{
    return weixin::step_of("menu", kMenu, fault);
}

Step menu_left_alone()
{
    return {
        "menu",
        kMenu,
        Step::State::skipped,
        {"The menu is left as it is at WeChat.", "未改动公众号现有菜单。"}};
}

}  // namespace keydesk::wechat
