"""Mail that no person wrote: notices, reports, lists, loops; and what a receiver vouches for."""
from kit.letter import fixture, head, mail, multipart, part

OPTIONS = {"own": ["support@desk.example"], "authserv_ids": ["mx.desk.example"]}


def automatic(name, wanted, extra="", **kind):
    fixture(f"auto-{name}", mail("I am away.", extra=extra, **kind), auto=wanted)


automatic("person", "none")
automatic("submitted-no", "none", "Auto-Submitted: no\r\n")
automatic("submitted-replied", "reply", "Auto-Submitted: auto-replied (vacation)\r\n")
automatic("submitted-generated", "bulk", "Auto-Submitted: auto-generated\r\n")
automatic("submitted-case", "reply", "AUTO-SUBMITTED: Auto-Replied\r\n")
automatic("precedence-bulk", "bulk", "Precedence: bulk\r\n")
automatic("precedence-junk", "bulk", "Precedence: junk\r\n")
automatic("precedence-list", "list", "Precedence: list\r\n")
automatic("precedence-reply", "reply", "Precedence: auto_reply\r\n")
automatic("list-id", "list", "List-Id: <news.example.com>\r\n")
automatic("list-unsubscribe", "list", "List-Unsubscribe: <mailto:u@example.com>\r\n")
automatic("suppress-all", "bulk", "X-Auto-Response-Suppress: All\r\n")
automatic("suppress-oof", "bulk", "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n")
automatic("x-autoreply", "reply", "X-Autoreply: yes\r\n")
automatic("x-autorespond", "reply", "X-Autorespond: away\r\n")
automatic("loop", "loop", "X-Loop: support@desk.example\r\n")
automatic("loop-of-others", "none", "X-Loop: help@other.example\r\n")
automatic("own", "own", sender="Support <support@desk.example>")
automatic("own-with-tag", "own", sender="support+c123@DESK.example")
automatic("null-sender", "bounce", "Return-Path: <>\r\n")
automatic("null-sender-reply", "reply", "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n")
automatic("mailer-daemon", "bounce", sender="MAILER-DAEMON@mx.example.com")
automatic("postmaster-qq", "bounce", sender="PostMaster <PostMaster@qq.com>", subject="系统退信/Systems bounce")
automatic("noreply", "bulk", sender="no-reply@shop.example")
automatic("subject-zh", "reply", subject="自动回复：工单")
automatic("subject-en", "reply", subject="Automatic reply: ticket")
automatic("subject-not-at-start", "none", subject="about the automatic reply: it fails")

ORIGINAL = b"From: support@desk.example\r\nMessage-ID: <out-1@desk.example>\r\nSubject: Re: ticket\r\n"
STATUS = (b"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; nobody@example.com\r\nAction: failed\r\n"
          b"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n")
FAILED = {"kind": "delivery", "recipient": "nobody@example.com", "action": "failed", "status": "5.1.1",
          "diagnostic": "550 5.1.1 no such user", "original_message_id": "out-1@desk.example"}
DAEMON = {"sender": "Mail Delivery <MAILER-DAEMON@mx.example.com>", "extra": "Return-Path: <>\r\n"}


def report(name, kind, status, original, **expected):
    fixture(name, head(**DAEMON) + multipart(kind, part("text/plain", b"It failed."), status, original), **expected)


HEADERS = part("text/rfc822-headers", ORIGINAL)
WHOLE = part("message/rfc822", ORIGINAL + b"\r\nHello\r\n")
report("dsn-report", "report; report-type=delivery-status", part("message/delivery-status", STATUS), HEADERS, auto="bounce", reports=[FAILED], text="It failed.", attachments=[])
report("dsn-whole-mail", "report; report-type=delivery-status", part("message/delivery-status", STATUS), WHOLE, auto="bounce", reports=[FAILED])
report("dsn-mixed", "mixed", part("message/delivery-status", STATUS.replace(b"5.1.1", b"5.0.0")), HEADERS, auto="bounce", reports=[{**FAILED, "status": "5.0.0", "diagnostic": "550 5.0.0 no such user"}])
report("dsn-delayed", "report; report-type=delivery-status", part("message/delivery-status", STATUS.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.4.1")), HEADERS,
       reports=[{**FAILED, "action": "delayed", "status": "4.4.1", "diagnostic": "550 4.4.1 no such user"}])
report("dsn-two-recipients", "report; report-type=delivery-status",
       part("message/delivery-status", STATUS + b"\r\nFinal-Recipient: rfc822;b@example.com\r\nAction: delivered\r\nStatus: 2.0.0\r\n"), HEADERS,
       reports=[FAILED, {"kind": "delivery", "recipient": "b@example.com", "action": "delivered", "status": "2.0.0", "diagnostic": "", "original_message_id": "out-1@desk.example"}])
report("dsn-utf-8", "report; report-type=delivery-status", part("message/global-delivery-status", STATUS.replace(b"rfc822", b"utf-8")), HEADERS, reports=[FAILED])
report("dsn-folded-diagnostic", "report; report-type=delivery-status", part("message/delivery-status", STATUS.replace(b"no such", b"no\r\n such")), HEADERS, reports=[FAILED])
report("dsn-lower-case", "report; report-type=delivery-status", part("Message/Delivery-Status", STATUS.replace(b"Final-Recipient", b"final-recipient").replace(b"failed", b"Failed (leaving)")), HEADERS, reports=[FAILED])
fixture("dsn-x-failed-recipients", mail("could not be delivered", extra="Return-Path: <>\r\nX-Failed-Recipients: nobody@example.com\r\n", sender="Mailer-Daemon@mx.example.com"),
        auto="bounce", reports=[{"kind": "delivery", "recipient": "nobody@example.com", "action": "failed", "status": "", "diagnostic": "", "original_message_id": ""}])

MDN = b"Reporting-UA: x\r\nFinal-Recipient: rfc822; li@example.com\r\nOriginal-Message-ID: <out-1@desk.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n"
for name, action in (("displayed", "displayed"), ("deleted", "deleted")):
    fixture(f"mdn-{name}", head() + multipart("report; report-type=disposition-notification", part("text/plain", b"Read."), part("message/disposition-notification", MDN.replace(b"displayed", action.encode()))),
            auto="report", reports=[{"kind": "disposition", "recipient": "li@example.com", "action": action, "status": "", "diagnostic": "", "original_message_id": "out-1@desk.example"}])
fixture("arf-abuse", head(sender="staff@isp.example") + multipart("report; report-type=feedback-report", part("text/plain", b"A complaint."),
        part("message/feedback-report", b"Feedback-Type: abuse\r\nUser-Agent: Loop/1.0\r\nVersion: 1\r\nOriginal-Rcpt-To: <li@isp.example>\r\n"), WHOLE),
        auto="report", reports=[{"kind": "abuse", "recipient": "li@isp.example", "action": "abuse", "status": "", "diagnostic": "Loop/1.0", "original_message_id": "out-1@desk.example"}])


def vouched(name, lines, aligned, known=True, sender="Li <li@mail.example.com>", **more):
    fixture(f"auth-{name}", mail(extra="".join(f"Authentication-Results: {line}\r\n" for line in lines), sender=sender),
            authenticated={"known": known, "aligned": aligned, **more})


vouched("none", [], False, False)
vouched("dmarc", ["mx.desk.example; dmarc=pass header.from=mail.example.com"], True, detail="dmarc=pass")
vouched("dmarc-fail", ["mx.desk.example; dmarc=fail header.from=mail.example.com; spf=none"], False, detail="dmarc=fail spf=none")
vouched("dkim-aligned", ["mx.desk.example; dkim=pass header.d=example.com header.s=s1"], True)
vouched("dkim-identity", ["mx.desk.example; dkim=pass header.i=@example.com"], True)
vouched("dkim-stranger", ["mx.desk.example; dkim=pass header.d=evil.example"], False)
vouched("spf-aligned", ["mx.desk.example 1; spf=pass (sender ok) smtp.mailfrom=b@example.com"], True)
vouched("spf-stranger", ["mx.desk.example; spf=pass smtp.mailfrom=list.example.net"], False)
vouched("wrong-receiver", ["mx.evil.example; dmarc=pass header.from=mail.example.com"], False, False)
vouched("forged-below", ["mx.desk.example; dmarc=fail", "mx.desk.example; dmarc=pass header.from=mail.example.com"], False)
vouched("other-above", ["mx.other.example; dmarc=fail", "MX.desk.example; dmarc=pass header.from=mail.example.com"], True)
vouched("in-a-comment", ["mx.desk.example (; dmarc=pass header.from=mail.example.com); dmarc=fail"], False)
vouched("no-result", ["mx.desk.example; none"], False, detail="")
vouched("two-authors", ["mx.desk.example; dmarc=pass header.from=mail.example.com"], False, sender="a@mail.example.com, b@mail.example.com")
vouched("com-cn", ["mx.desk.example; dkim=pass header.d=other.com.cn"], False, sender="a@shop.com.cn")
vouched("com-cn-same", ["mx.desk.example; dkim=pass header.d=mail.shop.com.cn"], True, sender="a@shop.com.cn")
vouched("suffix-trick", ["mx.desk.example; dkim=pass header.d=notexample.com"], False)
vouched("folded", ["mx.desk.example;\r\n\tdkim=pass header.d=example.com;\r\n\tspf=fail smtp.mailfrom=x.example"], True, detail="dkim=pass spf=fail")
