#include "channels/wechat/page.hpp"

#include "base/qr.hpp"
#include "channels/weixin/text.hpp"

namespace keydesk::wechat {

desk::HookReply code_page(const std::string& url, const std::string& ticket)
{
    auto code = qr_svg(url);
    if (url.empty() || !code) return {.status = 503, .body = "WeChat gives no code now\n"};
    // Opened in WeChat itself, only a real picture can be pressed and read.
    auto picture = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + weixin::url_part(ticket);
    std::string page =
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<meta name=\"robots\" content=\"noindex\">"
        "<title>微信扫码继续对话 · Continue in WeChat</title>"
        "<center><h1>微信扫码，继续您的对话</h1>"
        "<p lang=\"en\">Scan with WeChat to continue your conversation.</p>";
    page.append("<div role=\"img\" aria-label=\"QR\">")
        .append(code->substr(0, 4) + " width=\"280\" height=\"280\"" + code->substr(4))
        .append("</div><p><a rel=\"noreferrer\" href=\"" + picture + "\">")
        .append("在微信中打开此页？请长按二维码图片 · In WeChat: press the picture</a></p>")
        .append("<p>此码只属于您的会话，请勿转发。我们绝不会索要助记词、私钥、验证码或付款。</p>")
        .append(
            "<p lang=\"en\">This code belongs to your conversation alone. Nobody of ours ever "
            "asks for a seed phrase, a key, a code or a payment.</p></center></html>");
    return {.body = std::move(page), .type = "text/html; charset=utf-8"};
}

}  // namespace keydesk::wechat
