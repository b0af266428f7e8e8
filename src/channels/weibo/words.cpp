#include "channels/weibo/words.hpp"

#include <string>

namespace keydesk::weibo::words {

namespace {

constexpr const char* kNeverEn =
    " Nobody of ours will ever ask for your recovery phrase, private key, a code or a payment.";
constexpr const char* kNeverZh = "我们绝不会向您索要助记词、私钥、验证码或付款。";

}  // namespace

desk::Words received(std::int64_t number)
{
    auto n = std::to_string(number);
    return {
        "We have your message, its number is #" + n + ". A person will answer here." + kNeverEn,
        "您的消息已收到，编号 #" + n + "，客服会在这里回复您。" + kNeverZh};
}

desk::Words go_ahead()
{
    return {
        "Please write what happened: the time, the steps, the transaction hash." +
            std::string{kNeverEn},
        "请直接发送您的问题：发生时间、操作步骤、交易哈希。" + std::string{kNeverZh}};
}

}  // namespace keydesk::weibo::words
