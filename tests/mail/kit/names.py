"""Names of files and people."""
from kit.letter import file_part, fixture, head, mail, multipart, part, word

NAME = "交易截图（转账失败）二〇二四.png"
DATA = b"\x89PNG\r\n\x1a\n0123456789"


def percent(data):
    return "".join(f"%{byte:02X}" for byte in data)


def named(name, disposition, wanted, content="image/png"):
    fixture(name, head() + multipart("mixed", part("text/plain; charset=utf-8", "见附件"), file_part(content, DATA, disposition)),
            text="见附件", attachments=[{"name": wanted, "type": "image/png", "size": len(DATA)}])


utf8, gb = NAME.encode(), NAME.encode("gb18030")
named("file-2231", f"attachment; filename*=UTF-8''{percent(utf8)}", NAME)
named("file-2231-language", f"attachment; filename*=utf-8'zh-CN'{percent(utf8)}", NAME)
named("file-2231-gbk", f"attachment; filename*=gbk''{percent(gb)}", NAME)
named("file-2231-pieces", f"attachment; filename*0*=UTF-8''{percent(utf8[:10])};\r\n filename*1*={percent(utf8[10:20])};\r\n filename*2*={percent(utf8[20:])}", NAME)
named("file-2231-pieces-mixed", f"attachment; filename*0*=UTF-8''{percent('截图'.encode())};\r\n filename*1=\".pn\";\r\n filename*2=g", "截图.png")
named("file-2231-pieces-unordered", f"attachment; filename*1*={percent(utf8[10:])};\r\n filename*0*=UTF-8''{percent(utf8[:10])}", NAME)
named("file-2231-plain-pieces", "attachment; filename*0=\"screen\"; filename*1=\"shot.png\"", "screenshot.png")
named("file-2231-beats-plain", f"attachment; filename=\"x.png\"; filename*=UTF-8''{percent(utf8)}", NAME)
named("file-2047", f'attachment; filename="{word(NAME, "utf-8")}"', NAME)
named("file-2047-gb2312", f'attachment; filename="{word(NAME, "gb2312", "B", "gb18030")}"', NAME)
named("file-2047-q", f'attachment; filename="{word(NAME, "gbk", "Q", "gb18030")}"', NAME)
named("file-2047-two-words", f'attachment; filename="{word(gb[:7], "gb2312")}\r\n {word(gb[7:], "gb2312")}"', NAME)
named("file-2047-unquoted", f"attachment; filename={word(NAME, 'utf-8')}", NAME)
named("file-raw-gbk", b'attachment; filename="' + "交易截图.png".encode("gbk") + b'"', "交易截图.png")
named("file-raw-utf-8", 'attachment; filename="交易截图.png"', "交易截图.png")
named("file-name-of-type", "attachment", NAME, content=f'image/png; name="{word(NAME, "utf-8")}"')
named("file-path", 'attachment; filename="../../etc/passwd.png"', "passwd.png")
named("file-windows-path", 'attachment; filename="C:\\temp\\screen.png"', "screen.png")
named("file-escapes", 'attachment; filename="a \\"b\\" c.png"', 'a "b" c.png')
named("file-semicolon", 'attachment; filename="a;b=c.png"', "a;b=c.png")
named("file-spaces-unquoted", "attachment; filename=my file.png", "my file.png")
named("file-upper-case", 'ATTACHMENT; FILENAME="a.png"', "a.png", content="IMAGE/PNG")
named("file-controls", "attachment; filename*=UTF-8''a%0D%0Ab%00.png", "a  b .png")
named("file-bad-pieces", "attachment; filename*x*=UTF-8''a; filename=\"b.png\"", "b.png")


def person(name, sender, *wanted):
    fixture(f"from-{name}", mail(sender=sender), **{"from": [{"name": n, "address": a} for n, a in wanted]})


person("bare", "a@example.com", ("", "a@example.com"))
person("domain-case", "A.b@Example.COM", ("", "A.b@example.com"))
person("quoted", '"Li, Wei" <a@example.com>', ("Li, Wei", "a@example.com"))
person("comment", "a@example.com (Li Wei)", ("Li Wei", "a@example.com"))
person("nested-comment", "a@example.com (Li (the \\) one) Wei)", ("Li (the ) one) Wei", "a@example.com"))
person("group", "Friends: a@example.com, Bo <b@example.com>;", ("", "a@example.com"), ("Bo", "b@example.com"))
person("route", "<@relay.example,@r2.example:a@example.com>", ("", "a@example.com"))
person("two", "a@example.com, b@example.com", ("", "a@example.com"), ("", "b@example.com"))
person("encoded", word("客服", "utf-8") + " <a@example.com>", ("客服", "a@example.com"))
person("no-address", "somebody", ("somebody", ""))
person("quoted-local", '"a b"@example.com', ("", '"ab"@example.com'))
person("folded", "Li\r\n Wei\r\n <a@example.com>", ("Li Wei", "a@example.com"))
person("two-addresses-in-name", '"support@bank.example" <x@evil.example>', ("support@bank.example", "x@evil.example"))
person("unclosed", "Li <a@example.com", ("Li", "a@example.com"))
person("semicolons", "a@example.com; b@example.com", ("", "a@example.com"), ("", "b@example.com"))
person("no-comma", "a@example.com b@example.com", ("", "a@example.com"), ("", "b@example.com"))
person("no-brackets", "Li Wei a@example.com", ("Li Wei", "a@example.com"))
person("comment-inside", "<li(the one)@example.com>", ("", "li@example.com"))
