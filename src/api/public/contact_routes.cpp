// The contact page: every door that stands open now, and what nobody of ours ever asks for.
#include "api/public/html.hpp"
#include "api/public/public_door.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

using html::escaped;

struct Texts {
    Said title{"Contact official support", "联系官方客服"};
    Said lead{
        "These are all the ways to reach us. Whoever writes to you by another one is not us.",
        "以下是我们全部的官方联系方式。通过其他方式联系您的人都不是我们。"};
    Said never{
        "Nobody of ours ever asks for a recovery phrase, a private key, a code or a payment. "
        "We never write to you first.",
        "我们绝不会向您索要助记词、私钥、验证码或付款，也绝不会先私信您。"};
    Said doors{"Open now", "当前开放"};
    Said hours{"Hours", "服务时间"};
    Said languages{"Languages", "服务语言"};
    Said answer{"Usual time until an answer", "通常答复时间"};
    Said unknown{"not known yet", "暂无统计"};
    Said phone{"Phone", "电话"};
    Said find{"Look for this name there", "请在该平台搜索此名称"};
    Said none{"No door is open at this moment.", "当前没有开放的联系方式。"};
    Said chat{"Chat on this site", "网页在线客服"};
    Said form{"Feedback form", "问题反馈表单"};
    Said form_name{"With a reference number and a private status page", "提供编号与私密进度页"};
};
constexpr Texts kTexts{};

std::string duration(std::chrono::seconds time, Locale locale)
{
    bool zh = locale == Locale::zh;
    auto minutes = (time.count() + 59) / 60;
    auto say = [&](std::int64_t n, const char* one, const char* many, const char* chinese) {
        auto count = std::to_string(n);
        return zh ? "约 " + count + " " + chinese : "about " + count + " " + (n == 1 ? one : many);
    };
    if (minutes <= 90) return say(std::max<std::int64_t>(minutes, 1), "minute", "minutes", "分钟");
    if (minutes <= 36 * 60) return say((minutes + 30) / 60, "hour", "hours", "小时");
    return say((minutes + 720) / 1440, "day", "days", "天");
}

std::string language_name(const std::string& tag, Locale locale)
{
    if (tag.starts_with("zh")) return locale == Locale::zh ? "中文" : "Chinese";
    if (tag.starts_with("en")) return locale == Locale::zh ? "英文" : "English";
    return tag;
}

std::string languages(const std::vector<std::string>& tags, Locale locale)
{
    std::string out;
    for (const auto& tag : tags) {
        if (!out.empty()) out += locale == Locale::zh ? "、" : ", ";
        out += language_name(tag, locale);
    }
    return out;
}

std::string row(Said name, const std::string& value, Locale locale)
{
    if (value.empty()) return {};
    return "<dt>" + std::string{name.in(locale)} + "</dt><dd>" + escaped(value) + "</dd>";
}

/// Only what is a link may become one: an address comes from an inbox' settings.
bool is_link(std::string_view address)
{
    return address.starts_with("https://") || address.starts_with("http://") ||
           address.starts_with("mailto:") || (address.starts_with("/") && address[1] != '/');
}

std::string shown(std::string_view address)
{
    for (std::string_view scheme : {"https://", "http://", "mailto:"}) {
        if (address.starts_with(scheme)) return std::string{address.substr(scheme.size())};
    }
    return std::string{address};
}

std::string card(const ContactDoor& door, const std::vector<desk::AnswerTime>& times, Locale locale)
{
    auto kind = locale == Locale::zh ? door.kind_name.zh : door.kind_name.en;
    std::string out = R"(<li class="door"><h3>)" + escaped(kind) + "</h3>";
    if (is_link(door.address)) {
        bool own = door.address.starts_with("/");
        out += R"(<p><a href=")" + escaped(door.address) + R"(" rel="noopener">)" +
               escaped(own ? door.name : shown(door.address)) + "</a></p>";
    } else {
        out += "<p><b>" + escaped(door.name) + "</b><br><small>" +
               std::string{kTexts.find.in(locale)} + "</small></p>";
    }
    auto time = std::ranges::find(times, door.inbox, &desk::AnswerTime::inbox);
    auto usual = time != times.end() ? duration(time->median, locale)
                                     : std::string{kTexts.unknown.in(locale)};
    return out + "<dl>" + row(kTexts.answer, usual, locale) + "</dl></li>";
}

std::vector<ContactDoor> own_doors(const std::vector<desk::Inbox>& inboxes, Locale locale)
{
    std::vector<ContactDoor> doors;
    bool form_closed = false;
    ContactDoor form{
        .inbox = {},
        .kind = "form",
        .kind_name = {std::string{kTexts.form.en}, std::string{kTexts.form.zh}},
        .name = std::string{kTexts.form_name.in(locale)},
        .address = "/feedback"};
    for (const auto& inbox : inboxes) {
        if (inbox.kind == "form") {
            form.inbox = inbox.id;
            form_closed = inbox.closed;
        }
        if (inbox.kind != "web" || inbox.closed) continue;
        doors.push_back(
            {inbox.id,
             inbox.kind,
             {std::string{kTexts.chat.en}, std::string{kTexts.chat.zh}},
             inbox.name,
             "/panel?inbox=" + inbox.key});
    }
    if (!form_closed) doors.push_back(std::move(form));
    return doors;
}

std::string body(
    const desk::Workspace& workspace,
    const std::vector<ContactDoor>& doors,
    const std::vector<desk::AnswerTime>& times,
    Locale locale)
{
    auto said = [&](Said text) { return std::string{text.in(locale)}; };
    auto tag = locale == Locale::zh ? "zh-CN" : "en";
    auto hours = workspace.hours.find(tag);
    if (hours == workspace.hours.end()) hours = workspace.hours.begin();
    std::string out = "<h1>" + said(kTexts.title) + "</h1><p>" + said(kTexts.lead) +
                      R"(</p><p class="never" role="note">)" + said(kTexts.never) + "</p>";
    auto spoken = languages(workspace.languages, locale);
    auto opened = hours == workspace.hours.end() ? std::string{} : hours->second;
    out += R"(<dl class="facts">)" + row(kTexts.hours, opened, locale) +
           row(kTexts.languages, spoken, locale);
    if (!workspace.phone.empty()) {
        std::string dialled;
        for (char c : workspace.phone) {
            if (c == '+' || (c >= '0' && c <= '9')) dialled += c;
        }
        out += "<dt>" + said(kTexts.phone) + R"(</dt><dd><a href="tel:)" + dialled + R"(">)" +
               escaped(workspace.phone) + "</a></dd>";
    }
    out += "</dl><h2>" + said(kTexts.doors) + "</h2>";
    if (doors.empty()) return out + "<p>" + said(kTexts.none) + "</p>";
    out += R"(<ul class="doors">)";
    for (const auto& door : doors) out += card(door, times, locale);
    return out + "</ul>";
}

Task<net::Response> show(PublicDoor& door, net::Request& request)
{
    auto workspace = co_await door.parts.workspace.workspace();
    if (!workspace) co_return refused(request, workspace.error());
    auto inboxes = co_await door.parts.visitors.inboxes();
    if (!inboxes) co_return refused(request, inboxes.error());
    auto times = co_await door.answer_times();
    auto locale = html::locale_of(request);
    auto doors = own_doors(*inboxes, locale);
    for (auto& other : door.parts.doors()) doors.push_back(std::move(other));
    co_return html::page(
        {.locale = locale,
         .title = std::string{kTexts.title.in(locale)},
         .brand = workspace->name,
         .path = "/contact",
         .stylesheet = door.parts.stylesheet,
         .body = body(*workspace, doors, times, locale)});
}

}  // namespace

void add_contact_routes(net::Router& router, PublicDoor& door)
{
    router.on(net::Method::get, "/contact", [&door](net::Request& r) { return show(door, r); });
}

}  // namespace keydesk::api
