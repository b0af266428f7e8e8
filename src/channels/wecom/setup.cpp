#include "channels/wecom/channel.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/steps.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <utility>

// The wizard's questions, and the link by which customers come.

namespace keydesk::wecom {

namespace {

using desk::Step;
using desk::Words;

const Words kToken{"CorpID, Secret and trusted IP", "企业 ID、Secret 与可信 IP"};
const Words kAccounts{"Customer service accounts", "客服账号"};
const Words kLink{"Link for customers", "客服链接"};

/// The open_kfid of every account that the platform lists to us.
std::vector<std::string> accounts_in(const boost::json::value& answer)
{
    std::vector<std::string> found;
    boost::system::error_code missing;
    const auto* list = answer.find_pointer("/account_list", missing);
    const auto* accounts = list != nullptr ? list->if_array() : nullptr;
    if (accounts == nullptr) return found;
    for (const auto& one : *accounts) found.push_back(weixin::text_at(one, "/open_kfid"));
    return found;
}

Step accounts_step(const std::vector<std::string>& wanted, const std::vector<std::string>& there)
{
    for (const auto& account : wanted) {
        if (std::ranges::find(there, account) != there.end()) continue;
        return {
            "accounts",
            kAccounts,
            Step::State::failed,
            {"The app does not see " + account + ". Is it among 微信客服 → API → 企业内部接入?",
             "应用看不到 " + account + "，请检查 微信客服 → API → 企业内部接入。"}};
    }
    return weixin::passed(
        "accounts",
        kAccounts,
        {"The app may serve all accounts named here.", "应用有权管理所填的全部客服账号。"});
}

std::string kept_under(const std::string& account)
{
    return "link/" + account;
}

}  // namespace

Task<std::vector<Step>> WecomChannel::check()
{
    std::vector<Step> steps;
    auto token = co_await api_.try_token();
    steps.push_back(
        token ? weixin::passed(
                    "token", kToken, {"WeCom gave an access token.", "已成功获取 access_token。"})
              : weixin::step_of("token", kToken, token.error()));
    if (token) {
        weixin::Call call{
            .path = "/cgi-bin/kf/account/list", .body = R"({"offset":0,"limit":100})"};
        auto listed = co_await api_.call(std::move(call));
        steps.push_back(
            listed ? accounts_step(settings_.accounts, accounts_in(listed->value))
                   : weixin::step_of("accounts", kAccounts, listed.error()));
    }
    auto called = co_await inlet_.recall("callback_verified");
    bool known = called && !called->empty();
    steps.push_back(weixin::callback_step(known, inlet_.public_url(), settings_.inbox_key));
    steps.push_back(weixin::virtual_currency_rule());
    co_return steps;
}

Task<std::vector<Step>> WecomChannel::set_up()
{
    weixin::Call call{
        .path = "/cgi-bin/kf/add_contact_way",
        .body = wire::contact_way(settings_.accounts.front())};
    auto made = co_await api_.call(std::move(call));
    std::vector<Step> steps;
    if (!made) {
        steps.push_back(weixin::step_of("link", kLink, made.error()));
        co_return steps;
    }
    link_ = weixin::text_at(made->value, "/url");
    auto kept = co_await inlet_.remember(kept_under(settings_.accounts.front()), link_);
    (void)kept;  // Without it the next start asks again.
    steps.push_back(weixin::passed("link", kLink, {link_, link_}));
    co_return steps;
}

Task<void> WecomChannel::find_link()
{
    auto kept = co_await inlet_.recall(kept_under(settings_.accounts.front()));
    if (kept && !kept->empty()) {
        link_ = *kept;
        co_return;
    }
    auto steps = co_await set_up();
    (void)steps;  // Shown when the operator asks; messages come without a link as well.
}

}  // namespace keydesk::wecom
