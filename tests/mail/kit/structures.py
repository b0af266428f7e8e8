"""Shapes: parts in parts, what is broken, what is too large."""
from kit.letter import file_part, fixture, head, mail, multipart, part

TEXT = part("text/plain; charset=utf-8", "Hello.")
HTML = part("text/html; charset=utf-8", "<p>Hello.</p>")
PNG = b"\x89PNG\r\n\x1a\n0123456789"


def shape(name, body, **expected):
    fixture(f"shape-{name}", head() + body, **expected)


def file_of(name, kind, size, **more):
    return {"name": name, "type": kind, "size": size, **more}


shape("alternative", multipart("alternative", TEXT, HTML), text="Hello.", html="<p>Hello.</p>", attachments=[])
shape("alternative-html-first", multipart("alternative", HTML, TEXT), text="Hello.", html="<p>Hello.</p>")
shape("html-only", part("text/html; charset=utf-8", "<p>Hello,</p><p>it <b>failed</b>.</p>"), text="Hello,\n\nit failed.", html="<p>Hello,</p><p>it <b>failed</b>.</p>\n".strip())
shape("empty-plain-full-html", multipart("alternative", part("text/plain", " \n"), HTML), text="Hello.")
shape("related", multipart("related", part("text/html; charset=utf-8", '<p>See <img src="cid:p1@x"></p>'), file_part("image/png; name=p.png", PNG, "inline; filename=p.png", b"Content-ID: <p1@x>\r\n")),
      text="See [p1]", html="<p>See [p1]</p>", attachments=[file_of("p.png", "image/png", len(PNG), inline=True, content_id="p1@x")])
shape("outlook-tree", multipart("mixed", multipart("related", multipart("alternative", TEXT, HTML, boundary="b3"), file_part("image/png", PNG, "inline; filename=i.png", b"Content-ID: <i>\r\n"), boundary="b2"), file_part("application/pdf", b"%PDF", "attachment; filename=a.pdf")),
      text="Hello.", attachments=[file_of("i.png", "image/png", len(PNG)), file_of("a.pdf", "application/pdf", 4)])
shape("related-in-alternative", multipart("alternative", TEXT, multipart("related", HTML, file_part("image/png", PNG, "inline; filename=i.png"), boundary="b2")), text="Hello.", html="<p>Hello.</p>", attachments=[file_of("i.png", "image/png", len(PNG))])
shape("list-footer", multipart("mixed", TEXT, part("text/plain; charset=utf-8", "List footer")), text="Hello.\n\nList footer")
shape("html-and-footer", multipart("mixed", HTML, part("text/plain; charset=utf-8", "a < b")), text="Hello.\n\na < b", html="<p>Hello.</p><div>a &lt; b</div>")
shape("text-attachment", multipart("mixed", TEXT, part("text/plain; charset=utf-8", "log", "Content-Disposition: attachment; filename=a.log\r\n")), text="Hello.", attachments=[file_of("a.log", "text/plain", 3)])
shape("inline-text-file", multipart("mixed", TEXT, part("text/plain; charset=utf-8", "log", "Content-Disposition: inline; filename=a.log\r\n")), text="Hello.", attachments=[file_of("a.log", "text/plain", 3)])
shape("html-attachment", multipart("mixed", TEXT, part("text/html", "<script>1</script>", "Content-Disposition: attachment; filename=a.html\r\n")), text="Hello.", html="", attachments=[file_of("a.html", "text/html", 18)])
shape("svg", multipart("mixed", TEXT, file_part("image/svg+xml", b"<svg onload=alert(1)>", "inline; filename=a.svg")), html="", attachments=[file_of("a.svg", "image/svg+xml", 21)])
shape("named-body", part("text/plain; charset=utf-8; name=body.txt", "Hello."), text="Hello.", attachments=[])
shape("calendar", multipart("alternative", TEXT, part("text/calendar; method=REQUEST", "BEGIN:VCALENDAR\n")), text="Hello.", attachments=[file_of("", "text/calendar", 17)])
shape("amp", multipart("alternative", TEXT, part("text/x-amp-html", "<html amp4email>"), HTML), text="Hello.", attachments=[])
shape("forwarded-mail", multipart("mixed", TEXT, part("message/rfc822", b"From: a@example.com\r\nSubject: inner\r\n\r\nInner text\r\n")), text="Hello.", attachments=[{"name": "message.eml", "type": "message/rfc822"}])
shape("forwarded-named", multipart("mixed", TEXT, part("message/rfc822; name=\"old.eml\"", b"Subject: inner\r\n\r\nx\r\n")), attachments=[{"name": "old.eml", "type": "message/rfc822"}])
shape("empty-attachment", multipart("mixed", TEXT, file_part("application/zip", b"", "attachment; filename=a.zip")), attachments=[file_of("a.zip", "application/zip", 0)])
shape("winmail", multipart("mixed", TEXT, file_part("application/ms-tnef", b"\x78\x9f\x3e\x22", "attachment; filename=winmail.dat")), attachments=[file_of("winmail.dat", "application/ms-tnef", 4)])
shape("smime-signed", multipart("signed; micalg=sha-256", TEXT, file_part("application/pkcs7-signature", b"sig", "attachment; filename=smime.p7s")), text="Hello.", attachments=[file_of("smime.p7s", "application/pkcs7-signature", 3)])
shape("no-type-part", multipart("mixed", b"\r\nHello."), text="Hello.")
shape("preamble", b"Content-Type: multipart/mixed; boundary=b1\r\n\r\nThis is MIME.\r\n--b1\r\n" + TEXT + b"\r\n--b1--\r\nepilogue\r\n", text="Hello.")
shape("boundary-of-signs", multipart("mixed", TEXT, boundary="=_(x'y)+,-./:=?"), text="Hello.")

# Broken.
shape("no-end", multipart("mixed", TEXT, end=False), text="Hello.")
shape("no-boundary-parameter", b"Content-Type: multipart/mixed\r\n\r\nHello.\r\n", text_has=["Hello."])
shape("wrong-boundary", b"Content-Type: multipart/mixed; boundary=zzz\r\n\r\n--b1\r\n" + TEXT + b"\r\n--b1--\r\n", text_has=["Hello."], warnings_has=["parts not found"])
shape("inner-not-closed", multipart("mixed", multipart("alternative", TEXT, HTML, boundary="b2", end=False), file_part("image/png", PNG, "attachment; filename=a.png")), text="Hello.", attachments=[file_of("a.png", "image/png", len(PNG))])
shape("bad-base64", b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVs!!bG8u\r\n", text="Hello.")
shape("bad-quoted-printable", b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHello=ZZ =\r\nworld=\r\n", text_has=["Hello=ZZ", "world"])
shape("unknown-encoding", b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-strange\r\n\r\nHello.\r\n", text="Hello.")
shape("bad-content-type", b"Content-Type: ;;;\r\n\r\nHello.\r\n", text="Hello.")
shape("two-content-types", b"Content-Type: multipart/mixed; boundary=b1\r\nContent-Type: text/plain\r\n\r\nHello.\r\n", text_has=["Hello."], attachments=[])
shape("type-without-slash", b"Content-Type: text\r\n\r\nHello.\r\n", text="Hello.")
shape("nul-in-body", b"Content-Type: text/plain\r\n\r\nHe\x00ll\x07o.\r\n", text="Hello.")
shape("controls", b"Content-Type: text/plain; charset=utf-8\r\n\r\na\x1b[31mb\tc\x7f\r\n", text="a[31mb\tc")
fixture("broken-no-header", "您好，\n这里没有任何邮件头。\n", text="您好，\n这里没有任何邮件头。", warnings_has=["no header"])
fixture("broken-empty", b"", error="empty")
fixture("broken-only-space", b"\r\n \r\n", error="empty")
fixture("broken-only-headers", head(), text="", subject="Hello")
fixture("broken-mbox-line", b"From li@example.com Tue Mar  5 15:00:00 2024\n" + mail(), text="Hello.", subject="Hello")
fixture("broken-byte-order-mark", b"\xef\xbb\xbf" + mail(), text="Hello.", subject="Hello")
fixture("broken-leading-lines", b"\r\n\r\n" + mail(), text="Hello.", subject="Hello")
fixture("broken-lf-only", mail().replace(b"\r\n", b"\n"), text="Hello.", subject="Hello")
fixture("broken-space-before-colon", b"From : a@example.com\r\nSubject : x\r\n\r\nHello.\r\n", text="Hello.")
fixture("broken-no-from", b"Subject: x\r\n\r\nHello.\r\n", text="Hello.", **{"from": []})
fixture("broken-no-message-id", b"From: a@example.com\r\nSubject: x\r\n\r\nHello.\r\n", warnings_has=["no message id"], message_id_has=["@no-message-id.invalid"])
fixture("broken-no-date", b"From: a@example.com\r\n\r\nHello.\r\n", date=None)
fixture("broken-bad-date", b"From: a@example.com\r\nDate: gestern abend\r\n\r\nHello.\r\n", date=None)
fixture("date-zone-name", b"From: a@example.com\r\nDate: Tue, 5 Mar 2024 15:00:00 GMT\r\n\r\nx\r\n", date=1709650800)
fixture("date-with-comment", b"From: a@example.com\r\nDate: Tue, 5 Mar 2024 15:00:00 +0800 (CST)\r\n\r\nx\r\n", date=1709622000)
fixture("date-with-spaces", b"From: a@example.com\r\nDate: Tue, 5 Mar 2024 15(hour): 00 : 00 +0800\r\n\r\nx\r\n", date=1709622000)
fixture("date-two-digit-year", b"From: a@example.com\r\nDate: 5 Mar 24 15:00:00 +0800\r\n\r\nx\r\n", date=1709622000)
fixture("ids-folded", b"From: a@example.com\r\nMessage-ID:\r\n <x1@example.com>\r\nIn-Reply-To: <x0@example.com> (Li's message)\r\nReferences: <r1@a>\r\n\t<r2@a>,<r3@a>\r\n\r\nx\r\n",
        message_id="x1@example.com", in_reply_to="x0@example.com", references=["r1@a", "r2@a", "r3@a"])
fixture("ids-without-brackets", b"From: a@example.com\r\nMessage-ID: x1@example.com\r\nIn-Reply-To: your mail of today\r\n\r\nx\r\n", message_id="x1@example.com", in_reply_to="")
fixture("delivered-to", b"Delivered-To: support+c1@desk.example\r\nX-Original-To: support+c1@desk.example\r\nFrom: a@example.com\r\nTo: x@y.example\r\n\r\nx\r\n", delivered_to=["support+c1@desk.example"])

# Large.
fixture("large-subject", mail(subject="x" * 20_000), warnings_has=["subject cut"])
fixture("large-header-folded", mail(extra="X-Long: " + "\r\n ".join(["y" * 60] * 500) + "\r\n"), text="Hello.", subject="Hello")
fixture("large-many-headers", mail(extra="".join(f"X-{i}: 1\r\n" for i in range(2_000))), text="Hello.")
fixture("large-many-recipients", head(extra="Cc: " + ",\r\n ".join(f"u{i}@example.com" for i in range(700)) + "\r\n") + b"\r\nHello.\r\n", warnings_has=["too many addresses"], text="Hello.")
fixture("large-many-parts", head() + multipart("mixed", *[b"\r\n" for _ in range(1_100)]), error="too many parts")
deep = TEXT
for level in range(15):
    deep = multipart("mixed", deep, boundary=f"d{level}")
fixture("large-deep", head() + deep, warnings_has=["nested too deep"], attachments=[{"type": "multipart/mixed"}])
inner = b"Subject: core\r\n\r\ncore\r\n"
for level in range(12):
    inner = b"Subject: l\r\nContent-Type: message/rfc822\r\n\r\n" + inner
fixture("large-deep-mails", head() + part("message/rfc822", inner), attachments=[{"type": "message/rfc822"}])
fixture("large-references", head(extra="References: " + "\r\n ".join(f"<r{i}@a>" for i in range(300)) + "\r\n") + b"\r\nx\r\n", references_has=["r0@a", "r299@a"], references_lacks=["r50@a"])
