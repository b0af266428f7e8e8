"""Characters: every set that Chinese, Japanese, Korean and western mail is written in, labelled
rightly, wrongly and not at all, in bodies and headers."""
from kit.letter import fixture, head, mail, multipart, part, word

SIMPLE = "您好，我的转账一直没有到账，请帮忙查看。"
RARE = "余额€100，𠮷先生的转账没有到账，镕基。"
TRADITIONAL = "您好，我的轉帳一直沒有到帳，請幫忙查看。"
JAPANESE = "送金がまだ届きません。確認してください。"
KOREAN = "송금이 아직 도착하지 않았습니다."
WESTERN = "Zoë déjà vu, señor Müller: naïve café"
RUSSIAN = "Перевод ещё не дошёл."


def hz(text):
    return b"~{" + bytes(byte & 0x7F for byte in text.encode("gb2312")) + b"~}"


SETS = [
    ("utf-8", "utf-8", RARE), ("utf8", "utf-8", SIMPLE), ("gb2312", "gb2312", SIMPLE), ("gbk", "gbk", SIMPLE),
    ("gb18030", "gb18030", RARE), ("x-gbk", "gbk", SIMPLE), ("cp936", "gbk", SIMPLE), ("big5", "big5", TRADITIONAL),
    ("big5-hkscs", "big5hkscs", TRADITIONAL), ("iso-2022-jp", "iso2022_jp", JAPANESE),
    ("shift_jis", "shift_jis", JAPANESE), ("euc-jp", "euc_jp", JAPANESE), ("euc-kr", "euc_kr", KOREAN),
    ("ks_c_5601-1987", "cp949", KOREAN), ("iso-8859-1", "latin-1", WESTERN), ("windows-1252", "cp1252", WESTERN + " “€”"),
    ("koi8-r", "koi8_r", RUSSIAN), ("windows-1251", "cp1251", RUSSIAN),
]
for label, codec, text in SETS:
    for encoding in ("8bit", "base64", "quoted-printable"):
        if encoding == "quoted-printable" and codec == "iso2022_jp":
            continue  # escapes in quoted-printable are nobody's habit
        kind = "Q" if encoding == "quoted-printable" else "B"
        fixture(f"charset-{label}-{encoding}",
                mail(text.encode(codec), f"text/plain; charset={label}", encoding,
                     subject=word(text[:6], label, kind, codec), sender=word(text[:3], label, kind, codec) + " <a@example.com>"),
                subject=text[:6].strip(), text=text, **{"from": [{"name": text[:3], "address": "a@example.com"}]})

for label, codec in (("utf-16le", "utf-16-le"), ("utf-16be", "utf-16-be"), ("utf-16", "utf-16")):
    fixture(f"charset-{label}", mail(SIMPLE.encode(codec), f"text/plain; charset={label}", "base64",
                                    subject=word(SIMPLE[:5], label, "B", codec)), text=SIMPLE, subject=SIMPLE[:5])
fixture("charset-utf-16-no-mark", mail(SIMPLE.encode("utf-16-le"), "text/plain; charset=utf-16", "base64"), text=SIMPLE)
fixture("charset-hz", mail(hz("您好，转账没有到账"), "text/plain; charset=hz-gb-2312", "7bit",
                           subject=word(hz("转账"), "hz-gb-2312")), text="您好，转账没有到账", subject="转账")
fixture("charset-utf-7", mail("您好".encode("utf-7"), "text/plain; charset=utf-7", "7bit"), text="您好")

# Labels that lie. gb2312 on GB18030 bytes is the usual state of Chinese mail.
for label in ("gb2312", "gbk", "GB2312", "gb_2312-80", "euc-cn"):
    fixture(f"lie-{label}-holds-gb18030".replace("_", "").replace("GB", "upper-gb"),
            mail(RARE.encode("gb18030"), f"text/plain; charset={label}", "base64", subject=word(RARE[:8], label, "B", "gb18030")),
            text=RARE, subject=RARE[:8])
fixture("lie-gb2312-holds-utf-8", mail(SIMPLE, "text/plain; charset=gb2312", subject=word(SIMPLE[:6], "gb2312", "B", "utf-8")),
        text=SIMPLE, subject=SIMPLE[:6])
fixture("lie-big5-holds-utf-8", mail(TRADITIONAL, "text/plain; charset=big5"), text=TRADITIONAL)
fixture("lie-utf-8-holds-gbk", mail(SIMPLE.encode("gbk"), "text/plain; charset=utf-8", subject=word(SIMPLE[:8], "utf-8", "B", "gbk")),
        text=SIMPLE, subject=SIMPLE[:8], warnings_has=["charset guessed"])
fixture("lie-latin1-holds-utf-8", mail("Zoë déjà", "text/plain; charset=iso-8859-1"), text="Zoë déjà")
fixture("lie-ascii-holds-gbk", mail(SIMPLE.encode("gbk"), "text/plain; charset=us-ascii"), text=SIMPLE)
fixture("lie-ascii-holds-utf-8", mail(SIMPLE, "text/plain; charset=us-ascii"), text=SIMPLE)
fixture("lie-unknown-label-utf-8", mail(SIMPLE, "text/plain; charset=x-never-heard-of"), text=SIMPLE, warnings_has=["charset guessed"])
fixture("lie-unknown-label-gbk", mail(SIMPLE.encode("gbk"), "text/plain; charset=unknown-8bit"), text=SIMPLE)
fixture("lie-empty-label", mail(SIMPLE.encode("gbk"), "text/plain; charset=\"\""), text=SIMPLE)

# No label.
fixture("bare-gbk-body", mail(SIMPLE.encode("gbk"), "text/plain"), text=SIMPLE, warnings_has=["charset guessed"])
fixture("bare-gbk-body-short", mail("您好".encode("gbk"), "text/plain"), text="您好")
fixture("bare-gbk-body-mixed", mail("TxID: abc123 转账 not arrived".encode("gbk"), "text/plain"), text="TxID: abc123 转账 not arrived")
fixture("bare-gb18030-body", mail(RARE.encode("gb18030"), "text/plain"), text=RARE)
fixture("bare-big5-body", mail(TRADITIONAL.encode("big5"), "text/plain"), text=TRADITIONAL)
fixture("bare-utf-8-body", mail(SIMPLE, "text/plain"), text=SIMPLE)
fixture("bare-utf-8-mark", mail(b"\xef\xbb\xbf" + SIMPLE.encode(), "text/plain"), text=SIMPLE)
fixture("bare-utf-16-mark", mail(SIMPLE.encode("utf-16"), "text/plain", "base64"), text=SIMPLE)
fixture("bare-iso-2022-jp", mail(JAPANESE.encode("iso2022_jp"), "text/plain", "7bit"), text=JAPANESE)
fixture("bare-latin1-body", mail("Le café est déjà fermé".encode("latin-1"), "text/plain"), text="Le café est déjà fermé")
fixture("bare-no-content-type", head() + b"\r\n" + SIMPLE.encode("gbk") + b"\r\n", text=SIMPLE)
for codec, text in (("gbk", SIMPLE), ("gb18030", "余额€100未到账"), ("utf-8", SIMPLE), ("big5", TRADITIONAL)):
    fixture(f"bare-header-{codec}", mail(subject=text.encode(codec), sender="张三".encode("gbk" if codec != "utf-8" else codec) + b" <z@example.com>"),
            subject=text, **{"from": [{"name": "张三", "address": "z@example.com"}]})
fixture("bare-header-latin1", mail(subject="Café fermé".encode("latin-1")), subject="Café fermé")

# Encoded-words as they should not be.
data = SIMPLE.encode()
fixture("words-split-utf-8", mail(subject=word(data[:7], "utf-8") + "\r\n " + word(data[7:16], "UTF-8") + " " + word(data[16:], "utf-8")), subject=SIMPLE)
data = SIMPLE.encode("gbk")
fixture("words-split-gbk", mail(subject=word(data[:5], "gbk") + "\r\n " + word(data[5:], "gbk")), subject=SIMPLE)
fixture("words-split-gb2312-q", mail(subject=word(data[:5], "gb2312", "Q") + " " + word(data[5:], "gb2312", "Q")), subject=SIMPLE)
fixture("words-split-b-then-q", mail(subject=word(data[:5], "gbk") + " " + word(data[5:], "gbk", "Q")), subject=SIMPLE)
fixture("words-two-charsets", mail(subject=word("转账", "gbk") + " " + word("失败", "utf-8")), subject="转账失败")
fixture("words-no-space-between", mail(subject=word("转账", "utf-8") + word("失败", "utf-8")), subject="转账失败")
fixture("words-glued-to-text", mail(subject="Re:" + word("转账", "utf-8") + "(2)"), subject="Re:转账(2)")
fixture("words-text-between", mail(subject=word("转账", "utf-8") + " ETH " + word("失败", "utf-8")), subject="转账 ETH 失败")
fixture("words-lower-case", mail(subject=word("转账", "utf-8").replace("?B?", "?b?")), subject="转账")
fixture("words-language", mail(subject=word("转账", "utf-8").replace("utf-8", "utf-8*zh-CN")), subject="转账")
fixture("words-spaces-in-q", mail(subject="=?utf-8?Q?Transfer not arrived=21?="), subject="Transfer not arrived!")
fixture("words-never-ends", mail(subject="=?utf-8?B?6L2s6LSm"), subject="=?utf-8?B?6L2s6LSm")
fixture("words-unknown-charset", mail(subject=word("转账", "x-unheard", "B", "utf-8")), subject="转账")
fixture("words-in-quotes", mail(sender='"' + word("张三", "gb2312") + '" <z@example.com>'), **{"from": [{"name": "张三", "address": "z@example.com"}]})
fixture("words-with-comma", mail(sender="=?utf-8?Q?Wei, Li?= <z@example.com>"), **{"from": [{"name": "Wei, Li", "address": "z@example.com"}]})
fixture("words-line-break-inside", mail(subject=word("a\r\nBcc: x@example.com", "utf-8")), subject_lacks=["\n", "\r"])
fixture("words-cut-character", mail(subject=word("转账".encode()[:5], "utf-8")), subject_has=["转"])
fixture("words-in-plain-mail", mail("x", subject="a =? b ?= c"), subject="a =? b ?= c")

fixture("html-meta-gb2312", mail(f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>{RARE}</body></html>'.encode("gb18030"), "text/html"),
        text=RARE)
fixture("two-parts-two-charsets", head() + multipart("mixed", part("text/plain; charset=gbk", SIMPLE.encode("gbk")), part("text/plain; charset=big5", TRADITIONAL.encode("big5"))),
        text=SIMPLE + "\n\n" + TRADITIONAL)
