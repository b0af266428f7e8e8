#include "app/confirmation_mail.hpp"

#include "api/public/html.hpp"
#include "channels/email/wire.hpp"

namespace keydesk::app {

namespace {

using api::html::filled;

constexpr auto kEnglish =
    "Somebody filled in the feedback form of {} and asked for the answers to be sent to this "
    "address. The report has the number #{}.\n\n"
    "If that was you, open this link within 48 hours and press the button:\n{}\n\n"
    "If it was not you, do nothing: no answer is sent here. With this link no form makes us write "
    "to you again:\n{}\n\n"
    "We never ask for a recovery phrase, private key, password or code.";

constexpr auto kChinese =
    "有人填写了{}的反馈表单，并希望把回复发送到这个邮箱。反馈编号：#{}。\n\n"
    "如果是您本人，请在 48 小时内打开下面的链接并点击按钮：\n{}\n\n"
    "如果不是您，无需任何操作，我们不会向这里发送回复。打开下面的链接，可以让我们不再因表单给您发邮"
    "件：\n"
    "{}\n\n"
    "我们绝不会索要助记词、私钥、密码或验证码。";

bool chinese(const ConfirmationMail& mail)
{
    return mail.confirmation.locale.starts_with("zh");
}

/// A name that the operator chose; what cannot stand in a header is left out.
std::string in_header(std::string text)
{
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return text;
}

std::string asking_subject(const ConfirmationMail& mail)
{
    auto number = std::to_string(mail.confirmation.number);
    auto text = chinese(mail) ? filled("请确认您的邮箱：反馈 #{}", {number})
                              : filled("Please confirm your address: report #{}", {number});
    return in_header(mail.brand.empty() ? text : text + " – " + mail.brand);
}

}  // namespace

desk::Departure departure_of_mail(const ConfirmationMail& mail)
{
    const auto& one = mail.confirmation;
    auto number = std::to_string(one.number);
    auto brand = mail.brand.empty() ? std::string{chinese(mail) ? "我们" : "our desk"} : mail.brand;
    email::Place place{
        .to = one.address,
        .name = {},
        .subject = asking_subject(mail),
        .in_reply_to = {},
        .references = {},
        // The one mail that goes to an address nobody has vouched for.
        .verified = true,
        .ours = true};
    return {
        .id = one.id,
        .conversation = one.conversation,
        .message = {},
        .thread_key = one.id,
        .address = email::write_place(place),
        .text = filled(chinese(mail) ? kChinese : kEnglish, {brand, number, mail.yes, mail.no}),
        .automatic = true,
        .locale = one.locale};
}

std::string answers_place(const ConfirmationMail& mail, const std::string& message_id)
{
    auto number = std::to_string(mail.confirmation.number);
    email::Place place{
        .to = mail.confirmation.address,
        .name = {},
        .subject = chinese(mail) ? "反馈 #" + number : "Report #" + number,
        .in_reply_to = message_id,
        .references = {},
        .verified = true};
    if (!message_id.empty()) place.references.push_back(message_id);
    return email::write_place(place);
}

}  // namespace keydesk::app
