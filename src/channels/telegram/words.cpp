#include "channels/telegram/words.hpp"

namespace keydesk::telegram::words {

namespace {

const char* never(bool chinese)
{
    return chinese ? "我们绝不会索要助记词、私钥、密码、验证码或任何付款。"
                   : "Nobody of ours ever asks for a recovery phrase, a private key, a password, a "
                     "code or a payment.";
}

}  // namespace

std::string welcome(bool chinese)
{
    return std::string{
               chinese ? "您好！请直接在这里描述您的问题，我们会在此回复。\n\n"
                       : "Hello! Tell us here what happened; we answer in this chat.\n\n"} +
           never(chinese);
}

std::string continued(bool chinese)
{
    return std::string{
               chinese ? "我们在这里继续，其他人看不到。请直接写下您的问题或补充。\n\n"
                       : "We go on here, where nobody else reads along. Just write what you need, "
                         "or what is new.\n\n"} +
           never(chinese);
}

std::string link_refused(bool chinese)
{
    return chinese ? "此链接已失效或不属于您的账号。请直接在这里描述您的问题。"
                   : "This link is used up or was made for another account. Just tell us here what "
                     "happened.";
}

std::string invitation(bool chinese)
{
    return std::string{
               chinese ? "已收到，我们会回复您。请点下方按钮转到私聊；请勿在群里发送钱包信息。"
                       : "We have your message and will answer. Please go on in private with the "
                         "button below, and post nothing about your wallet here. "} +
           never(chinese);
}

std::string hand_raised(bool chinese)
{
    return chinese ? "有什么可以帮您？请点下方按钮在私聊中描述问题；请勿在群里发送钱包信息。"
                   : "How can we help? Please tell us in private with the button below, and post "
                     "nothing about your wallet here.";
}

std::string button(bool chinese)
{
    return chinese ? "转到私聊" : "Go on in private";
}

std::string impostor()
{
    return std::string{"⚠️ 此账号的名称与我们相似，但并非我们的工作人员。我们不会主动私信任何人。"} +
           never(true) +
           "\n\n⚠️ This account's name resembles ours, but it is not one of us. We never write to "
           "anybody first. " +
           never(false);
}

std::string goodbye(std::int64_t group)
{
    auto number = std::to_string(group);
    return "This bot serves registered groups only and leaves now. Number of this group, for its "
           "operator: " +
           number + "\n\n本机器人仅服务已登记的群组，现在退出。本群编号（供运营者登记）：" + number;
}

std::string too_large(bool chinese)
{
    return chinese ? "这个文件超过 20 MB，Telegram 不允许机器人下载。请发送更小的文件或截图。"
                   : "This file is over 20 MB, and Telegram lets no bot fetch it. Please send a "
                     "smaller one, or a screenshot.";
}

std::string groups(const std::vector<Group>& groups, bool chinese)
{
    std::string out;
    for (const auto& group : groups) {
        if (group.link.empty()) continue;
        out += "\n• " + (group.title.empty() ? "" : group.title + " ") + group.link;
    }
    if (out.empty()) {
        return chinese ? "我们没有官方群组。任何自称官方的群都不是我们的。"
                       : "We have no group of our own. Any group that says so is not ours.";
    }
    return (chinese ? "我们的官方群组只有这些：" : "These groups are ours, and no others:") + out +
           "\n\n" + never(chinese);
}

}  // namespace keydesk::telegram::words
