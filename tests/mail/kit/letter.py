"""A fixture: the bytes of a mail, and what a reader must find in it.

What is expected is written from what went in, never from what our parser says."""
import base64
import json
import quopri

FIXTURES = []


def fixture(name, raw, **expected):
    """`expected`: keys of `keydesk mail parse`, or <key>_has / <key>_lacks for lists of pieces."""
    FIXTURES.append((name, raw if isinstance(raw, bytes) else raw.encode(), expected))


def head(subject="Hello", sender="Li Wei <liwei@example.com>", extra=""):
    """Headers as bytes; parts given as bytes stay raw."""
    def raw(value):
        return value if isinstance(value, bytes) else value.encode()
    return (b"From: " + raw(sender) + b"\r\nTo: support@desk.example\r\nSubject: " + raw(subject)
            + b"\r\nMessage-ID: <1@example.com>\r\nDate: Tue, 05 Mar 2024 15:00:00 +0800\r\n" + raw(extra))


def mail(body="Hello.", content="text/plain; charset=utf-8", encoding="8bit", **kind):
    """One part. `body` as str is UTF-8."""
    data = body.replace("\n", "\r\n").encode() if isinstance(body, str) else body
    if encoding == "base64":
        data = base64.encodebytes(data).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    out = head(**kind) + b"MIME-Version: 1.0\r\n"
    if content:
        out += b"Content-Type: " + (content if isinstance(content, bytes) else content.encode()) + b"\r\n"
    return out + b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + data + b"\r\n"


def part(content, body=b"", extra=""):
    data = body.replace("\n", "\r\n").encode() if isinstance(body, str) else body
    raw = content if isinstance(content, bytes) else content.encode()
    return b"Content-Type: " + raw + b"\r\n" + (extra if isinstance(extra, bytes) else extra.encode()) + b"\r\n" + data


def file_part(content, data, disposition="attachment", extra=b""):
    raw = content if isinstance(content, bytes) else content.encode()
    shown = disposition if isinstance(disposition, bytes) else disposition.encode()
    return (b"Content-Type: " + raw + b"\r\nContent-Disposition: " + shown + b"\r\n" + extra
            + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n"))


def multipart(kind, *parts, boundary="b1", end=True):
    """Headers and body of a multipart, to stand as a part or behind head()."""
    mark = b"--" + boundary.encode()
    out = f"Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n".encode()
    for one in parts:
        out += mark + b"\r\n" + one + b"\r\n"
    return out + (mark + b"--\r\n" if end else b"")


def word(text, charset, kind="B", codec=None):
    data = text if isinstance(text, bytes) else text.encode(codec or charset)
    if kind == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    return f"=?{charset}?Q?{''.join(f'={byte:02X}' for byte in data)}?="


def write(folder):
    names = [name for name, _, _ in FIXTURES]
    assert len(names) == len(set(names)), [n for n in names if names.count(n) > 1]
    for old in [*folder.glob("*.eml"), *folder.glob("*.json")]:
        old.unlink()
    for name, raw, expected in FIXTURES:
        (folder / f"{name}.eml").write_bytes(raw)
        text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return len(names)
