#pragma once

#include "desk/channels/channel.hpp"

#include <vector>

namespace keydesk::wechat {

inline constexpr auto kApiRoot = "https://api.weixin.qq.com";

// What customers read at once, in both languages: who follows has not said yet which he speaks.
inline constexpr auto kGreeting =
    "您好，这里是客服。请直接发送您的问题。\n"
    "我们绝不会索要助记词、私钥、密码、验证码或付款。\n\n"
    "Hello, this is support. Just write what happened.\n"
    "Nobody of ours ever asks for a seed phrase, key, password, code or payment.";
inline constexpr auto kTalkLabel = "客服咨询";
inline constexpr auto kTalkAnswer =
    "请直接发送您的问题，客服会在这里回复。请勿发送助记词、私钥、密码或验证码。\n\n"
    "Just write your question; we answer here. Never send a seed phrase, key, password or code.";
inline constexpr auto kReportLabel = "问题反馈";
inline constexpr auto kReportAnswer =
    "请告诉我们：发生的时间、操作步骤、交易哈希（如有）、地址后四位。其他信息都不需要，"
    "请勿发送助记词、私钥、密码或验证码。\n\n"
    "Tell us the time, the steps, the transaction hash if any, and the last four characters of the "
    "address. Nothing more: never a seed phrase, key, password or code.";

/// The wizard's fields for an Official Account.
std::vector<desk::Field> fields();

}  // namespace keydesk::wechat
