// Why the assistant says nothing, in plain words.
#include "api/console/assistant.hpp"

#include <array>

namespace keydesk::api {

namespace {

struct Reason {
    std::string_view code;
    int status;
    Words words;
};

constexpr Said kAskAdmin{
    "Tell an administrator: Settings → Assistant.", "请告知管理员：设置 → 智能助手。"};
constexpr Said kLater{"Try again in a moment.", "请稍后重试。"};
constexpr Said kYourself{"Write it yourself.", "请自行撰写。"};

constexpr std::array kReasons{
    Reason{
        "assistant_off",
        404,
        {{"The assistant is off", "智能助手未开启"},
         {"The assistant is switched off on this desk.", "本系统没有开启智能助手。"},
         {"An administrator can switch it on in the settings.", "管理员可以在设置中开启。"}}},
    Reason{
        "limited",
        429,
        {{"Too many questions", "请求过于频繁"},
         {"The assistant was asked too often in a short time.", "短时间内向智能助手提问过多。"},
         {"Wait a little, then try again.", "请稍候再试。"}}},
    Reason{
        "crowded",
        503,
        {{"The assistant is busy", "智能助手正忙"},
         {"Colleagues are asking the assistant at this moment.", "其他同事正在使用智能助手。"},
         kLater}},
    Reason{
        "paused",
        503,
        {{"The assistant has a pause", "智能助手已暂停"},
         {"The model did not answer several times, so it is left alone for a minute.",
          "模型连续多次没有响应，暂停一分钟。"},
         kLater}},
    Reason{
        "model_unauthorized",
        502,
        {{"The model refused the key", "模型拒绝了密钥"},
         {"The model's server does not accept the API key (HTTP 401 or 403).",
          "模型服务器不接受该 API 密钥（HTTP 401 或 403）。"},
         kAskAdmin}},
    Reason{
        "model_not_found",
        502,
        {{"No such model", "没有这个模型"},
         {"The server does not know this model, or the base URL is wrong (HTTP 404).",
          "服务器上没有该模型，或接口地址不正确（HTTP 404）。"},
         kAskAdmin}},
    Reason{
        "model_busy",
        503,
        {{"The model is busy", "模型繁忙"},
         {"The model's server takes no more questions at this moment (HTTP 429).",
          "模型服务器暂时不再接受请求（HTTP 429）。"},
         kLater}},
    Reason{
        "model_timeout",
        504,
        {{"The model was too slow", "模型响应超时"},
         {"The model did not answer in time.", "模型没有在规定时间内回答。"},
         kLater}},
    Reason{
        "model_unreachable",
        502,
        {{"The model cannot be reached", "无法连接模型"},
         {"There is no connection to the model's server, or it broke off.",
          "无法连接模型服务器，或连接中断。"},
         kAskAdmin}},
    Reason{
        "model_forbidden_address",
        502,
        {{"This address is not allowed", "不允许访问该地址"},
         {"The model's address is not where a model may be: the public internet over https, or "
          "your own network when you say so.",
          "模型地址不在允许范围内：只能是公网 https 地址，或在确认后使用内网地址。"},
         kAskAdmin}},
    Reason{
        "model_server_error",
        502,
        {{"The model's server has a fault", "模型服务器出错"},
         {"The model's server answered with an error of its own (HTTP 5xx).",
          "模型服务器返回错误（HTTP 5xx）。"},
         kLater}},
    Reason{
        "model_bad_answer",
        502,
        {{"The answer is not understood", "无法识别模型的回答"},
         {"What came back is no chat completion in the form of the OpenAI API.",
          "模型返回的内容不是 OpenAI 接口格式的对话结果。"},
         kAskAdmin}},
    Reason{
        "model_too_long",
        502,
        {{"The answer is too long", "模型的回答过长"},
         {"The model's answer was cut off or is longer than what is read.",
          "模型的回答被截断，或超出可读取的长度。"},
         kLater}},
    Reason{
        "model_refused",
        502,
        {{"The model refused", "模型拒绝回答"},
         {"The model's own filter did not answer this.", "模型自身的过滤机制拒绝了这次请求。"},
         kYourself}}};

/// By AnswerFault, in its order.
constexpr std::array kJudged{
    Reason{"none", 500, {}},
    Reason{
        "not_understood",
        422,
        {{"No usable draft", "没有可用的内容"},
         {"The model did not answer in the form that was asked for.", "模型没有按要求的格式回答。"},
         {"Try again, or write it yourself.", "请重试，或自行撰写。"}}},
    Reason{
        "no_source",
        422,
        {{"Nothing to rest on", "没有依据"},
         {"Nothing in the knowledge base answers this.", "知识库中没有可以回答此问题的内容。"},
         kYourself}},
    Reason{
        "holds_secret",
        422,
        {{"Refused for safety", "出于安全已拒绝"},
         {"What the model wrote holds something that looks like a secret.",
          "模型的内容中含有疑似机密的信息。"},
         kYourself}},
    Reason{
        "asks_for_secret",
        422,
        {{"Refused for safety", "出于安全已拒绝"},
         {"What the model wrote asks the customer for a secret. Nobody here may do that; the "
          "customer's message may be an attempt to make it do so.",
          "模型的内容向客户索要机密信息，这是绝对禁止的；客户消息中可能含有诱导内容。"},
         kYourself}},
    Reason{
        "phone_number",
        422,
        {{"Refused for safety", "出于安全已拒绝"},
         {"What the model wrote holds a phone number.", "模型的内容中含有电话号码。"},
         kYourself}},
    Reason{
        "unknown_address",
        422,
        {{"Refused for safety", "出于安全已拒绝"},
         {"What the model wrote names an address or hash that stands nowhere in this conversation.",
          "模型的内容中出现了本会话中没有的地址或哈希。"},
         kYourself}},
    Reason{
        "answer_too_long",
        422,
        {{"Too long", "内容过长"},
         {"What the model wrote is too long for a reply.", "模型写的内容过长，不适合作为回复。"},
         {"Try again, or write it yourself.", "请重试，或自行撰写。"}}},
    Reason{
        "token_lost",
        422,
        {{"Translation refused", "译文已拒绝"},
         {"A hash, address, amount or link did not survive the translation unchanged.",
          "有哈希、地址、金额或链接在翻译后发生了变化。"},
         {"Try again, or read the original.", "请重试，或查看原文。"}}},
    Reason{
        "added",
        422,
        {{"Translation refused", "译文已拒绝"},
         {"The translation names a link or contact that the original does not have.",
          "译文中出现了原文没有的链接或联系方式。"},
         {"Try again, or read the original.", "请重试，或查看原文。"}}}};

Refusal refusal_of(const Reason& reason, ErrorKind kind)
{
    Refusal refusal{Error{kind, std::string{reason.code}}};
    refusal.status = reason.status;
    refusal.code = reason.code;
    refusal.words = &reason.words;
    return refusal;
}

}  // namespace

Refusal assistant_off()
{
    return refusal_of(kReasons.front(), ErrorKind::not_found);
}

Refusal refusal_of(const desk::AssistantRoom::Asked& asked)
{
    const auto* found = &kReasons.back();
    for (const auto& one : kReasons) {
        if (one.code == asked.fault) found = &one;
    }
    auto refusal = refusal_of(*found, ErrorKind::unavailable);
    refusal.error.retry_after = asked.retry_after;
    return refusal;
}

Refusal refusal_of(desk::AnswerFault fault)
{
    auto place = static_cast<std::size_t>(fault);
    return refusal_of(kJudged.at(place), ErrorKind::invalid_input);
}

}  // namespace keydesk::api
