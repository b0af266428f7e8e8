"""What is new and what is quoted, in the styles of the programs that people write with.

Styles after the public descriptions of each program's quoting, in words of our own."""
from kit.letter import fixture, head, mail, multipart, part

NEW = "好的，谢谢。\n哈希是 0xabc123。"
OLD = "您好，\n请把交易哈希发给我们。"
NEW_EN = "Thanks, here it is.\nIt failed again."
OLD_EN = "Please send us the hash."


def quoted(text):
    return "\n".join("> " + line for line in text.split("\n"))


def answer(name, text, reply=NEW, has=("请把交易哈希发给我们",)):
    fixture(f"reply-{name}", mail(text, encoding="base64"), reply=reply, quoted_has=list(has))


def answer_en(name, text, reply=NEW_EN, has=("Please send us the hash",)):
    answer(name, text, reply, has)


BLOCK = "发件人： Support\n发送时间： 2024年3月5日 15:00\n收件人： li@qq.com\n主题： Re: 工单\n\n"
BLOCK_EN = "From: Support <s@desk.example>\nSent: Tuesday, March 5, 2024 3:00 PM\nTo: Li Wei\nSubject: Re: ticket\n\n"

answer("qq", f'{NEW}\n\n\n------------------ 原始邮件 ------------------\n发件人: "Support" <s@desk.example>;\n发送时间: 2024年3月5日(星期二) 下午3:00\n收件人: "li"<li@qq.com>;\n主题: 工单\n\n{OLD}')
answer("qq-nbsp", f'{NEW}\n\n\n------------------\xa0原始邮件\xa0------------------\n发件人:\xa0"Support"<s@desk.example>;\n\n{OLD}')
answer_en("qq-english", f'{NEW_EN}\n\n---Original---\nFrom: "Support"<s@desk.example>\nDate: Tue, Mar 5, 2024 15:00 PM\nTo: "li"<li@qq.com>;\nSubject: ticket\n\n{OLD_EN}')
answer_en("qq-english-web", f"{NEW_EN}\n\n------------------ Original ------------------\nFrom: Support\n\n{OLD_EN}")
answer("163", f'{NEW}\n\n\n在 2024-03-05 15:00:00，"Support" <s@desk.example> 写道：\n\n{OLD}')
answer("163-quoted", f'{NEW}\n\n\n在 2024-03-05 15:00:00，"Support" <s@desk.example> 写道：\n\n{quoted(OLD)}')
answer("163-at", f'{NEW}\n\nAt 2024-03-05 15:00:00, "Support" <s@desk.example> wrote:\n{quoted(OLD)}')
answer("163-table", f"{NEW}\n\n---- 回复的原邮件 ----\n| 发件人 | Support<s@desk.example> |\n| 日期 | 2024年03月05日 15:00 |\n| 收件人 | li@163.com |\n| 主题 | 工单 |\n{OLD}")
answer_en("163-english", f"{NEW_EN}\n\n---- Replied Message ----\n| From | Support |\n| Date | 03/05/2024 15:00 |\n{OLD_EN}")
answer("163-app", f"{NEW}\n\n\n| |\n李伟\n|\n|\n邮箱：li@163.com\n|\n\n签名由 网易邮箱大师 定制\n\n在2024年03月05日 15:00，Support 写道：\n{OLD}",
       reply=NEW + "\n\n\n| |\n李伟\n|\n|\n邮箱：li@163.com\n|", has=("网易邮箱大师", "请把交易哈希"))
answer("outlook-zh", f"{NEW}\n\n{BLOCK}{OLD}")
answer("outlook-zh-ascii-colons", f"{NEW}\n\n发件人: Support <s@desk.example>\n发送时间: 2024年3月5日 15:00\n收件人: li\n抄送: wang\n主题: 工单\n\n{OLD}")
answer("outlook-zh-rule", f"{NEW}\n\n________________________________\n{BLOCK}{OLD}", has=("____", "请把交易哈希"))
answer("outlook-zh-bold", f"{NEW}\n\n*发件人:* Support\n*发送时间:* 2024年3月5日\n*收件人:* li\n*主题:* 工单\n\n{OLD}")
answer("outlook-zh-tw", f"{NEW}\n\n寄件者: Support\n寄件日期: 2024年3月5日 下午 03:00\n收件者: li\n主旨: 工單\n\n{OLD}")
answer_en("outlook-en", f"{NEW_EN}\n\n{BLOCK_EN}{OLD_EN}")
answer_en("outlook-en-rule", f"{NEW_EN}\n\n________________________________\n{BLOCK_EN}{OLD_EN}")
answer_en("outlook-en-separator", f"{NEW_EN}\n\n-----Original Message-----\n{BLOCK_EN}{OLD_EN}")
answer_en("outlook-mobile", f"{NEW_EN}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n{BLOCK_EN}{OLD_EN}", has=("Get Outlook", "Please send us"))
answer("outlook-mobile-zh", f"{NEW}\n\n获取 Outlook for Android<https://aka.ms/x>\n________________________________\n{BLOCK}{OLD}")
answer("gmail-zh", f"{NEW}\n\nSupport <s@desk.example> 于2024年3月5日周二 15:00写道：\n\n{quoted(OLD)}")
answer("gmail-zh-broken", f"{NEW}\n\nSupport Team of the Wallet <s@desk.example>\n于2024年3月5日周二 15:00写道：\n\n{quoted(OLD)}")
answer("gmail-zh-tw", f"{NEW}\n\nSupport <s@desk.example> 於 2024年3月5日 週二 下午3:00寫道：\n\n{quoted(OLD)}")
answer_en("gmail-en", f"{NEW_EN}\n\nOn Tue, Mar 5, 2024 at 3:00\u202fPM Support <s@desk.example> wrote:\n\n{quoted(OLD_EN)}")
answer_en("gmail-en-broken", f"{NEW_EN}\n\nOn Tue, Mar 5, 2024 at 3:00 PM Support Team of the Wallet <\nsupport-team@desk.example> wrote:\n\n{quoted(OLD_EN)}")
answer_en("gmail-old", f"{NEW_EN}\n\n2024-03-05 15:00 GMT+08:00 Support <s@desk.example>:\n\n{quoted(OLD_EN)}")
answer("apple-zh", f"{NEW}\n\n> 在 2024年3月5日，下午3:00，Support <s@desk.example> 写道：\n> \n{quoted(OLD)}")
answer("apple-zh-unquoted", f"{NEW}\n\n在 2024年3月5日，15:00，Support <s@desk.example> 写道：\n\n{OLD}")
answer_en("apple-en", f"{NEW_EN}\n\n> On 5 Mar 2024, at 15:00, Support <s@desk.example> wrote:\n> \n{quoted(OLD_EN)}")
answer("iphone-zh", f"{NEW}\n\n发自我的 iPhone\n\n> 在 2024年3月5日，15:00，Support <s@desk.example> 写道：\n> \n> {OLD[:2]}\n{quoted(OLD)}", has=("发自我的 iPhone", "请把交易哈希"))
answer("iphone-zh-tw", f"{NEW}\n\n從我的iPhone傳送\n\n> Support <s@desk.example> 於 2024年3月5日 下午3:00 寫道：\n> \n{quoted(OLD)}")
answer_en("iphone-en", f"{NEW_EN}\n\nSent from my iPhone\n\n> On 5 Mar 2024, at 15:00, Support <s@desk.example> wrote:\n> \n{quoted(OLD_EN)}", has=("Sent from my iPhone",))
answer("huawei", f"{NEW}\n\n\n发自我的华为手机\n\n\n-------- 原始邮件 --------\n发件人： Support <s@desk.example>\n日期： 2024年3月5日周二 15:00\n收件人： li@qq.com\n主 题： 工单\n\n{OLD}")
answer("foxmail", f"{NEW}\n\n\n\nli@foxmail.com\n \n发件人： Support\n发送时间： 2024-03-05 15:00\n收件人： li\n主题： 工单\n{OLD}", reply=NEW + "\n\n\n\nli@foxmail.com")
answer("foxmail-signature", f"{NEW}\n\n--------------\nli@foxmail.com\n\n-----原始邮件-----\n{BLOCK}{OLD}", reply=NEW + "\n\n--------------\nli@foxmail.com")
answer_en("thunderbird-en", f"{NEW_EN}\n\nOn 3/5/24 15:00, Support wrote:\n{quoted(OLD_EN)}")
answer("thunderbird-zh", f"{NEW}\n\n在 2024/3/5 15:00, Support 写道:\n{quoted(OLD)}")
answer_en("yahoo", f"{NEW_EN}\n\n    On Tuesday, March 5, 2024 at 03:00:00 PM GMT+8, Support <s@desk.example> wrote:\n \n {OLD_EN}")
answer("sina", f"{NEW}\n\n----- 原始邮件 -----\n发件人：Support <s@desk.example>\n收件人：li@sina.com\n主题：工单\n日期：2024年03月05日 15点00分\n\n{OLD}")
answer("marker", f"{NEW}\n\n-- 请在此行以上回复 / reply above this line --\n\n{OLD}", has=("请在此行以上回复", "请把交易哈希"))
answer("marker-unknown-language", f"{NEW}\n\nDen tis 5 mars 2024 skrev Support <s@desk.example>:\n\n-- 请在此行以上回复 / reply above this line --\n{OLD}", has=("Den tis", "请把交易哈希"))
answer("marker-quoted", f"{NEW}\n\nSupport <s@desk.example> 于2024年3月5日周二 15:00写道：\n> -- 请在此行以上回复 / reply above this line --\n{quoted(OLD)}")
answer_en("signature", f"{NEW_EN}\n\n-- \nLi Wei\nTel. 1", has=("Li Wei", "Tel. 1"))
answer_en("signature-then-quote", f"{NEW_EN}\n\n-- \nLi Wei\n\nOn 3/5/24 15:00, Support wrote:\n{quoted(OLD_EN)}", has=("Li Wei", "Please send"))
answer_en("bottom", f"On 3/5/24 15:00, Support wrote:\n{quoted(OLD_EN)}\n\n{NEW_EN}")
answer_en("between", f"On 3/5/24 15:00, Support wrote:\n> Which coin?\nUSDT\n> Which network?\nTRC20", reply="USDT\nTRC20", has=("Which coin", "Which network"))
answer_en("twice", f"{NEW_EN}\n\nOn 3/5/24 15:00, Support wrote:\n{quoted(OLD_EN)}\n> On 3/4/24, Li wrote:\n>> Help", has=("Please send", "Help"))

# Nothing that only looks like it is taken away.
for name, text in (
        ("none", NEW), ("none-en", NEW_EN),
        ("prose-xiedao", "他在信里写道：钱没有到账。\n请问怎么办？"),
        ("prose-from", "From: the app I sent 5 USDT.\nIt never came."),
        ("prose-on", "On Monday I wrote:\nnothing came back."),
        ("prose-labels", "主题：转账失败\n币种：USDT\n网络：TRC20"),
        ("prose-dashes", "1 USDT\n-----\n2 USDT\n-----\n3 USDT"),
        ("prose-greater", "5 > 3 and it is fine"),
        ("prose-double-dash", "a\n--\n" + "\n".join(f"line {i}" for i in range(20)))):
    fixture(f"reply-keeps-{name}", mail(text, encoding="base64"), reply=text, quoted="")
fixture("reply-forward-only", mail(f"---------- Forwarded message ---------\n{BLOCK_EN}{OLD_EN}"), reply_has=["Please send us the hash"], quoted="")
fixture("reply-only-quotes", mail(quoted(OLD_EN)), reply=quoted(OLD_EN), quoted="")

fixture("reply-html-qq", mail(f'<div>好的，谢谢。</div><div><br></div><div style="font-size:12px">------------------&nbsp;原始邮件&nbsp;------------------</div><div><b>发件人:</b>&nbsp;"Support"&lt;s@desk.example&gt;;</div><div>{OLD}</div>', "text/html; charset=utf-8"),
        reply="好的，谢谢。", quoted_has=["原始邮件", "请把交易哈希"])
fixture("reply-html-gmail", mail(f'<div dir="ltr">Thanks.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Tue, Mar 5, 2024 at 3:00 PM Support &lt;<a href="mailto:s@desk.example">s@desk.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">{OLD_EN}</blockquote></div>', "text/html; charset=utf-8"),
        reply="Thanks.", quoted_has=["wrote:", "> Please send us the hash."])
fixture("reply-html-outlook", mail('<html xmlns:o="urn:x"><body><p class=MsoNormal>好的<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>发件人<span lang=EN-US>:</span></b> Support<br><b>发送时间:</b> 2024年3月5日<br><b>收件人:</b> li<br><b>主题:</b> 工单</p></div><p>请把交易哈希发给我们</p></body></html>', "text/html; charset=utf-8"),
        reply="好的", quoted_has=["发件人", "请把交易哈希"])
fixture("reply-html-163", mail('<div>好的</div><div>---- 回复的原邮件 ----</div><table><tbody><tr><td>发件人</td><td>Support</td></tr><tr><td>日期</td><td>2024年03月05日</td></tr></tbody></table><div>请把交易哈希发给我们</div>', "text/html; charset=utf-8"),
        reply="好的", quoted_has=["发件人 | Support", "请把交易哈希"])
fixture("reply-html-apple", mail(f'<html><body>好的<br><br><div dir="ltr">发自我的 iPhone</div><div dir="ltr"><br><blockquote type="cite">在 2024年3月5日，15:00，Support &lt;s@desk.example&gt; 写道：<br><br></blockquote></div><blockquote type="cite"><div>{OLD}</div></blockquote></body></html>', "text/html; charset=utf-8"),
        reply="好的", quoted_has=["发自我的 iPhone", "请把交易哈希"])
fixture("reply-plain-beats-html", head() + multipart("alternative", part("text/plain; charset=utf-8", f"{NEW}\n\n{BLOCK}{OLD}"), part("text/html; charset=utf-8", "<p>html</p>")),
        reply=NEW, html="<p>html</p>")
fixture("reply-flowed", mail("This is one line that \nwas folded.\n\nOn 3/5/24 15:00, Support wrote:\n> Please send \n> the hash.", "text/plain; charset=utf-8; format=flowed"),
        reply="This is one line that was folded.", quoted_has=["> Please send the hash."])
fixture("reply-flowed-delsp", mail("转账没有 \n到账", "text/plain; charset=utf-8; format=flowed; delsp=yes"), text="转账没有到账")
